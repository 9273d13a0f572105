from rasmi.delegations.models.assessments import AssessedCriterion, Assessment
from rasmi.delegations.models.delegations import (
    Delegation,
    DelegationTask,
    DelegationTopic,
    Task,
)
from rasmi.delegations.models.roster import (
    AnnouncedDays,
    AnswerHours,
    Change,
    Cover,
    Handover,
    Shift,
    Weekday,
)

__all__ = [
    "AnnouncedDays",
    "AnswerHours",
    "AssessedCriterion",
    "Assessment",
    "Change",
    "Cover",
    "Delegation",
    "DelegationTask",
    "DelegationTopic",
    "Handover",
    "Shift",
    "Task",
    "Weekday",
]
