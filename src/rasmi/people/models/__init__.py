from rasmi.people.models.installation import Installation, SetupLink
from rasmi.people.models.offices import Appointment, Office, OfficePower, Power
from rasmi.people.models.units import PastUnit, Placement, Unit
from rasmi.people.models.users import User

__all__ = [
    "Appointment",
    "Installation",
    "Office",
    "OfficePower",
    "PastUnit",
    "Placement",
    "Power",
    "SetupLink",
    "Unit",
    "User",
]
