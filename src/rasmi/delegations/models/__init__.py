from rasmi.delegations.models.assessments import AssessedCriterion, Assessment
from rasmi.delegations.models.delegations import (
    Delegation,
    DelegationTask,
    DelegationTopic,
    Reminder,
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
    "Reminder",
    "Shift",
    "Task",
    "Weekday",
]
