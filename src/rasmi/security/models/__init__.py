from rasmi.security.models.credentials import Credential, CredentialQuerySet
from rasmi.security.models.epochs import Epoch
from rasmi.security.models.stops import Stop, StoppedChannel, StopQuerySet

__all__ = [
    "Credential",
    "CredentialQuerySet",
    "Epoch",
    "Stop",
    "StopQuerySet",
    "StoppedChannel",
]
