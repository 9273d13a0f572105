from rasmi.channels.services.closing import close, withdraw
from rasmi.channels.services.disclaimers import (
    approve_disclaimer,
    read_profile,
    write_disclaimer,
)
from rasmi.channels.services.imports import import_accounts
from rasmi.channels.services.openings import activate, allow_transition
from rasmi.channels.services.opinions import (
    give_opinion,
    meet_condition,
    set_consultee,
    waive_opinion,
)
from rasmi.channels.services.owners import hand_over, set_final_approver
from rasmi.channels.services.procedures import approve_procedure, write_procedure
from rasmi.channels.services.proposals import describe, propose, require_proposer
from rasmi.channels.services.suspects import (
    ask_takedown,
    confirm_suspect,
    end_suspect,
    examine_suspect,
    report_suspect,
    withdraw_suspect,
)
from rasmi.channels.services.watch import (
    confirm,
    record_verification,
    review_settings,
)

__all__ = [
    "activate",
    "allow_transition",
    "approve_disclaimer",
    "approve_procedure",
    "ask_takedown",
    "close",
    "confirm",
    "confirm_suspect",
    "describe",
    "end_suspect",
    "examine_suspect",
    "give_opinion",
    "hand_over",
    "import_accounts",
    "meet_condition",
    "propose",
    "read_profile",
    "record_verification",
    "report_suspect",
    "require_proposer",
    "review_settings",
    "set_consultee",
    "set_final_approver",
    "waive_opinion",
    "withdraw",
    "withdraw_suspect",
    "write_disclaimer",
    "write_procedure",
]
