from rasmi.people import courses
from rasmi.rules import Kind, levers
from tests.architecture.sources import files


def test_every_notice_is_shown_somewhere() -> None:
    pages = "\n".join(path.read_text() for path in files(".html"))
    lessons = [each for course in courses.catalogue() for each in course.lessons]
    taught = {name for each in lessons for name in each.notices}

    missing = [
        lever.name
        for lever in levers()
        if lever.kind == Kind.NOTICE
        and f'data-notice="{lever.name}"' not in pages
        and lever.name not in taught
    ]

    assert missing == []
