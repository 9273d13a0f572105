from rasmi.channels.models.channels import Channel, Closing, Import, Transition
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
    "Import",
    "Opening",
    "Opinion",
    "Proposal",
    "ReplyProcedure",
    "SettingsReview",
    "Transition",
    "Verification",
]
