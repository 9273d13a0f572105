from rasmi.delegations.views.acts import (
    acknowledge,
    activate,
    approve,
    assess,
    nominate,
    revoke,
    waive,
)
from rasmi.delegations.views.campaigns import (
    begin_campaign,
    campaign,
    campaigns,
    read_campaign,
)
from rasmi.delegations.views.letters import (
    issue_letter,
    issued_letter,
    issued_letter_on_paper,
)
from rasmi.delegations.views.register import delegation, delegations, letter
from rasmi.delegations.views.renewal import ending, midnight
from rasmi.delegations.views.roster import announced, roster, rosters
from rasmi.delegations.views.roster_acts import (
    agree,
    announce_days,
    cover,
    decline,
    end_shift,
    give_shifts,
    hand_over,
    set_answer_hours,
    substitute,
    swap,
    take_over,
    withdraw_days,
)

__all__ = [
    "acknowledge",
    "activate",
    "agree",
    "announce_days",
    "announced",
    "approve",
    "assess",
    "begin_campaign",
    "campaign",
    "campaigns",
    "cover",
    "decline",
    "delegation",
    "delegations",
    "end_shift",
    "ending",
    "give_shifts",
    "hand_over",
    "issue_letter",
    "issued_letter",
    "issued_letter_on_paper",
    "letter",
    "midnight",
    "nominate",
    "read_campaign",
    "revoke",
    "roster",
    "rosters",
    "set_answer_hours",
    "substitute",
    "swap",
    "take_over",
    "waive",
    "withdraw_days",
]
