from rasmi.people.services.authority import require
from rasmi.people.services.offices import (
    appoint,
    end_appointment,
    name_deputy,
    open_office,
    set_powers,
)
from rasmi.people.services.setup import (
    issue_setup_link,
    link_digest,
    set_up,
)
from rasmi.people.services.staff import (
    add_person,
    move_person,
    release_person,
    take_back,
)
from rasmi.people.services.units import close_unit, move_unit, open_unit, rename_unit

__all__ = [
    "add_person",
    "appoint",
    "close_unit",
    "end_appointment",
    "issue_setup_link",
    "link_digest",
    "move_person",
    "move_unit",
    "name_deputy",
    "open_office",
    "open_unit",
    "release_person",
    "rename_unit",
    "require",
    "set_powers",
    "set_up",
    "take_back",
]
