from rasmi.policy.views.decisions import (
    check_decision,
    decision,
    decisions,
    enter_decision,
    original,
    return_decision,
)
from rasmi.policy.views.parameters import (
    adopt,
    adoption,
    parameters,
    return_adoption,
)
from rasmi.policy.views.policy import (
    acknowledge,
    bring_into_force,
    enter_review,
    policy,
    publish,
    reviews,
    withdraw,
)

__all__ = [
    "acknowledge",
    "adopt",
    "adoption",
    "bring_into_force",
    "check_decision",
    "decision",
    "decisions",
    "enter_decision",
    "enter_review",
    "original",
    "parameters",
    "policy",
    "publish",
    "return_adoption",
    "return_decision",
    "reviews",
    "withdraw",
]
