from rasmi.people.views.home import home, me, no_such_page, running, try_again
from rasmi.people.views.imports import bring_list, import_staff
from rasmi.people.views.learning import (
    all_courses,
    begin_quiz,
    certificate,
    certificate_on_paper,
    course,
    lesson,
    quiz,
)
from rasmi.people.views.offices import (
    appoint,
    end_appointment,
    name_deputy,
    office,
    open_office,
    set_powers,
)
from rasmi.people.views.provider import begin_at_provider, provider_answer
from rasmi.people.views.setup import set_up
from rasmi.people.views.staff import (
    add_person,
    move_person,
    person,
    release_person,
    reset_factors,
    staff,
    take_back,
)
from rasmi.people.views.topics import close_topic, open_topic, topics
from rasmi.people.views.units import (
    close_unit,
    move_unit,
    open_unit,
    rename_unit,
    unit,
    units,
)

__all__ = [
    "add_person",
    "all_courses",
    "appoint",
    "begin_at_provider",
    "begin_quiz",
    "bring_list",
    "certificate",
    "certificate_on_paper",
    "close_topic",
    "close_unit",
    "course",
    "end_appointment",
    "home",
    "import_staff",
    "lesson",
    "me",
    "move_person",
    "move_unit",
    "name_deputy",
    "no_such_page",
    "office",
    "open_office",
    "open_topic",
    "open_unit",
    "person",
    "provider_answer",
    "quiz",
    "release_person",
    "rename_unit",
    "reset_factors",
    "running",
    "set_powers",
    "set_up",
    "staff",
    "take_back",
    "topics",
    "try_again",
    "unit",
    "units",
]
