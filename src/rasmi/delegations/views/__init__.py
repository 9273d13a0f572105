from rasmi.delegations.views.acts import (
    acknowledge,
    activate,
    approve,
    assess,
    nominate,
    revoke,
    waive,
)
from rasmi.delegations.views.register import delegation, delegations, letter

__all__ = [
    "acknowledge",
    "activate",
    "approve",
    "assess",
    "delegation",
    "delegations",
    "letter",
    "nominate",
    "revoke",
    "waive",
]
