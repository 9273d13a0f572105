from rasmi.channels.models.channels import Channel, Closing, Import, Transition
from rasmi.channels.models.disclaimers import Disclaimer, ProfileReading
from rasmi.channels.models.openings import (
    Condition,
    Consultee,
    Opening,
    Opinion,
    Proposal,
    ReplyProcedure,
)
from rasmi.channels.models.watch import SettingsReview, Verification

__all__ = [
    "Channel",
    "Closing",
    "Condition",
    "Consultee",
    "Disclaimer",
    "Import",
    "Opening",
    "Opinion",
    "ProfileReading",
    "Proposal",
    "ReplyProcedure",
    "SettingsReview",
    "Transition",
    "Verification",
]
