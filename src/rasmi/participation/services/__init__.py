from rasmi.participation.services.outcomes import (
    add_contribution,
    correct_outcome,
    publish_outcome,
    record_outcome,
    withdraw_outcome,
)

__all__ = [
    "add_contribution",
    "correct_outcome",
    "publish_outcome",
    "record_outcome",
    "withdraw_outcome",
]
