from rasmi.security.models.apps import App, ConnectedApp
from rasmi.security.models.attestations import Attestation, Look
from rasmi.security.models.credentials import Credential, CredentialQuerySet
from rasmi.security.models.epochs import Epoch
from rasmi.security.models.registers import (
    Gap,
    Instrument,
    InstrumentReview,
    Measure,
    MeasureReview,
)
from rasmi.security.models.stops import Stop, StoppedChannel, StopQuerySet

__all__ = [
    "App",
    "Attestation",
    "ConnectedApp",
    "Credential",
    "CredentialQuerySet",
    "Epoch",
    "Gap",
    "Instrument",
    "InstrumentReview",
    "Look",
    "Measure",
    "MeasureReview",
    "Stop",
    "StopQuerySet",
    "StoppedChannel",
]
