from rasmi.files.services.evidence import keep
from rasmi.files.services.renditions import make_publishable

__all__ = ["keep", "make_publishable"]
