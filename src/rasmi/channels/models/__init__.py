from rasmi.channels.models.channels import (
    Channel,
    Closing,
    FinalApprover,
    Import,
    Transition,
)
from rasmi.channels.models.disclaimers import Disclaimer, ProfileReading
from rasmi.channels.models.openings import (
    Condition,
    Consultee,
    Opening,
    Opinion,
    Proposal,
    ReplyProcedure,
)
from rasmi.channels.models.suspects import Sighting, Suspect
from rasmi.channels.models.watch import Confirmation, SettingsReview, Verification

__all__ = [
    "Channel",
    "Closing",
    "Condition",
    "Confirmation",
    "Consultee",
    "Disclaimer",
    "FinalApprover",
    "Import",
    "Opening",
    "Opinion",
    "ProfileReading",
    "Proposal",
    "ReplyProcedure",
    "SettingsReview",
    "Sighting",
    "Suspect",
    "Transition",
    "Verification",
]
