from rasmi.people.services.appointments import appoint, end_appointment, name_deputy
from rasmi.people.services.authority import (
    refuse_both_sides,
    refuse_for_oneself,
    require,
    require_over,
)
from rasmi.people.services.door import (
    FACTOR_VOUCHED,
    admit,
    admit_from_directory,
    begin_session,
    begin_vouched_session,
    close_every_door,
)
from rasmi.people.services.factors import (
    reset_factors,
    reset_factors_from_the_server,
)
from rasmi.people.services.imports import bring_list, import_staff, look_at_list
from rasmi.people.services.learning import begin_quiz, finish_quiz, read_lesson
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
from rasmi.people.services.topics import close_topic, open_topic
from rasmi.people.services.units import (
    close_unit,
    move_unit,
    open_unit,
    refuse_closed,
    rename_unit,
)

__all__ = [
    "FACTOR_VOUCHED",
    "add_person",
    "admit",
    "admit_from_directory",
    "appoint",
    "begin_quiz",
    "begin_session",
    "begin_vouched_session",
    "bring_list",
    "close_every_door",
    "close_topic",
    "close_unit",
    "end_appointment",
    "finish_quiz",
    "import_staff",
    "issue_setup_link",
    "link_digest",
    "look_at_list",
    "move_person",
    "move_unit",
    "name_deputy",
    "open_office",
    "open_topic",
    "open_unit",
    "read_lesson",
    "refuse_both_sides",
    "refuse_closed",
    "refuse_for_oneself",
    "release_person",
    "rename_unit",
    "require",
    "require_over",
    "reset_factors",
    "reset_factors_from_the_server",
    "set_powers",
    "set_up",
    "take_back",
    "try_messages_again",
]
