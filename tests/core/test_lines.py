"""A slow line delays no other, and one line is served by one thread at a time."""

import threading
from collections.abc import Iterator

import pytest
from django.test import override_settings

from rasmi.core.lines import Lines

PATIENCE = 10  # seconds


@pytest.fixture
def lines() -> Iterator[Lines]:
    with override_settings(LINES=2):
        lines = Lines("test")
        yield lines
        lines.wait()


def test_a_slow_line_delays_no_other(lines: Lines) -> None:
    go_on, is_done = threading.Event(), threading.Event()

    def slow() -> int:
        return int(go_on.wait(PATIENCE))

    def quick() -> int:
        is_done.set()
        return 1

    assert lines.serve("slow", slow) == 1
    assert lines.serve("quick", quick) == 1

    assert is_done.wait(PATIENCE)
    go_on.set()


def test_a_line_that_is_busy_is_not_served_twice(lines: Lines) -> None:
    go_on, begun = threading.Event(), []

    def slow() -> int:
        begun.append(1)
        return int(go_on.wait(PATIENCE))

    assert lines.serve("account", slow) == 1
    assert lines.serve("account", slow) == 0

    go_on.set()
    lines.wait()
    assert begun == [1]


def test_a_line_is_served_again_when_it_has_ended(lines: Lines) -> None:
    served: list[int] = []

    def work() -> int:
        served.append(1)
        return 1

    lines.serve("account", work)
    lines.wait()
    lines.serve("account", work)
    lines.wait()

    assert served == [1, 1]


@pytest.mark.logs_errors
def test_a_defect_in_a_line_ends_no_other(lines: Lines) -> None:
    def broken() -> int:
        raise ZeroDivisionError

    lines.serve("broken", broken)
    lines.wait()

    assert lines.serve("broken", lambda: 1) == 1


def test_one_line_at_a_time_is_served_where_it_stands() -> None:
    with override_settings(LINES=1):
        thread = Lines("test").serve("account", threading.get_ident)

    assert thread == threading.get_ident()
