from rasmi.delegations.services.activation import HOLDS_RIGHT, activate, require_right
from rasmi.delegations.services.approval import (
    approve,
    assess,
    require_reader,
    waive_suitability,
)
from rasmi.delegations.services.campaigns import (
    begin_campaign,
    read_campaign,
    tell,
)
from rasmi.delegations.services.changes import (
    Place,
    agree,
    ask_swap,
    decline,
    substitute,
    take_back,
)
from rasmi.delegations.services.hours import (
    announce_days,
    set_answer_hours,
    withdraw_days,
)
from rasmi.delegations.services.letters import issue_letter, may_have_letter
from rasmi.delegations.services.nomination import (
    acknowledge,
    nominate,
    require_nominator,
)
from rasmi.delegations.services.renewal import remind
from rasmi.delegations.services.revocation import revoke
from rasmi.delegations.services.roster import (
    cover,
    end_shift,
    give_shifts,
    hand_over,
    take_back_cover,
    take_over,
)
from rasmi.delegations.services.yearly import (
    begin_list,
    close_list,
    complete_list,
    judge,
    renew_kept,
    reopen_list,
)

__all__ = [
    "HOLDS_RIGHT",
    "Place",
    "acknowledge",
    "activate",
    "agree",
    "announce_days",
    "approve",
    "ask_swap",
    "assess",
    "begin_campaign",
    "begin_list",
    "close_list",
    "complete_list",
    "cover",
    "decline",
    "end_shift",
    "give_shifts",
    "hand_over",
    "issue_letter",
    "judge",
    "may_have_letter",
    "nominate",
    "read_campaign",
    "remind",
    "renew_kept",
    "reopen_list",
    "require_nominator",
    "require_reader",
    "require_right",
    "revoke",
    "set_answer_hours",
    "substitute",
    "take_back",
    "take_back_cover",
    "take_over",
    "tell",
    "waive_suitability",
    "withdraw_days",
]
