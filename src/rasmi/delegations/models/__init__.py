from rasmi.delegations.models.assessments import AssessedCriterion, Assessment
from rasmi.delegations.models.delegations import (
    Delegation,
    DelegationTask,
    DelegationTopic,
    Task,
)

__all__ = [
    "AssessedCriterion",
    "Assessment",
    "Delegation",
    "DelegationTask",
    "DelegationTopic",
    "Task",
]
