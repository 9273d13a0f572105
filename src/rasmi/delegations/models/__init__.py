from rasmi.delegations.models.assessments import AssessedCriterion, Assessment
from rasmi.delegations.models.campaigns import Campaign, Reached
from rasmi.delegations.models.delegations import (
    Delegation,
    DelegationTask,
    DelegationTopic,
    Reminder,
    Task,
)
from rasmi.delegations.models.letters import DelegationLetter
from rasmi.delegations.models.roster import (
    AnnouncedDays,
    AnswerHours,
    Change,
    Cover,
    Handover,
    Shift,
    Weekday,
)
from rasmi.delegations.models.yearly import ListedPerson, YearlyList

__all__ = [
    "AnnouncedDays",
    "AnswerHours",
    "AssessedCriterion",
    "Assessment",
    "Campaign",
    "Change",
    "Cover",
    "Delegation",
    "DelegationLetter",
    "DelegationTask",
    "DelegationTopic",
    "Handover",
    "ListedPerson",
    "Reached",
    "Reminder",
    "Shift",
    "Task",
    "Weekday",
    "YearlyList",
]
