from rasmi.delegations.services.activation import HOLDS_RIGHT, activate, require_right
from rasmi.delegations.services.approval import approve, assess, waive_suitability
from rasmi.delegations.services.nomination import (
    acknowledge,
    nominate,
    require_nominator,
)
from rasmi.delegations.services.revocation import revoke

__all__ = [
    "HOLDS_RIGHT",
    "acknowledge",
    "activate",
    "approve",
    "assess",
    "nominate",
    "require_nominator",
    "require_right",
    "revoke",
    "waive_suitability",
]
