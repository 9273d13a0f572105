from rasmi.people.models.installation import Installation, SetupLink
from rasmi.people.models.learning import Attempt, LessonRead
from rasmi.people.models.offices import Appointment, Office, OfficePower, Power
from rasmi.people.models.topics import Topic
from rasmi.people.models.units import PastUnit, Placement, Unit
from rasmi.people.models.users import User

__all__ = [
    "Appointment",
    "Attempt",
    "Installation",
    "LessonRead",
    "Office",
    "OfficePower",
    "PastUnit",
    "Placement",
    "Power",
    "SetupLink",
    "Topic",
    "Unit",
    "User",
]
