from rasmi.delegations.services.activation import activate, require_right
from rasmi.delegations.services.approval import approve, assess, waive_suitability
from rasmi.delegations.services.nomination import (
    acknowledge,
    nominate,
    require_nominator,
)
from rasmi.delegations.services.revocation import revoke

__all__ = [
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
