from rasmi.intake.models.objects import RemoteObject, Shown, Version
from rasmi.intake.models.streams import Receipt, Stream

__all__ = ["Receipt", "RemoteObject", "Shown", "Stream", "Version"]
