from rasmi.people.services.appointments import appoint, end_appointment, name_deputy
from rasmi.people.services.authority import require
from rasmi.people.services.door import begin_session
from rasmi.people.services.factors import (
    reset_factors,
    reset_factors_from_the_server,
)
from rasmi.people.services.mails import try_messages_again
from rasmi.people.services.offices import open_office, set_powers
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
    "begin_session",
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
    "reset_factors",
    "reset_factors_from_the_server",
    "set_powers",
    "set_up",
    "take_back",
    "try_messages_again",
]
