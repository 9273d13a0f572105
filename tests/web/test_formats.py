from datetime import UTC, date, datetime

import pytest
from django.utils import translation

from rasmi.web import taste
from rasmi.web.templatetags import web

MOMENT = datetime(2026, 11, 23, 9, 20, tzinfo=UTC)  # 13:20 in Muscat
NB = "\u00a0"


@pytest.fixture(autouse=True)
def arabic() -> object:
    with translation.override("ar"):
        yield


@pytest.fixture
def arabic_digits() -> object:
    token = taste.current.set(taste.Taste(digits="arabic"))
    yield
    taste.current.reset(token)


def test_numbers_are_latin_by_default() -> None:
    assert web.digits(18204) == "18,204"


def test_numbers_follow_the_reader(arabic_digits: None) -> None:
    assert web.digits(18204) == "١٨٬٢٠٤"


def test_english_keeps_latin_digits(arabic_digits: None) -> None:
    with translation.override("en"):
        assert web.digits(18204) == "18,204"


def test_a_date_is_never_broken() -> None:
    assert web.day(date(2026, 11, 23)) == f"23{NB}نوفمبر{NB}2026"


@pytest.mark.parametrize(
    ("hour", "shown"),
    [(4, "8:20 صباحاً"), (9, "1:20 ظهراً"), (12, "4:20 عصراً"), (15, "7:20 مساءً")],
)
def test_the_hour_is_told_with_its_part_of_the_day(hour: int, shown: str) -> None:
    assert web.hour(MOMENT.replace(hour=hour)) == shown.replace(" ", NB)


def test_the_hijri_date_stands_beside() -> None:
    assert web.hijri(MOMENT) == f"13{NB}جمادى الآخرة{NB}1448{NB}هـ".replace(" ", NB)


def test_a_year_outside_the_tables_shows_none() -> None:
    assert web.hijri(date(1700, 1, 1)) == ""


def test_the_last_day_of_a_period_is_the_one_before_its_end() -> None:
    midnight = datetime(2026, 11, 23, 20, 0, tzinfo=UTC)  # the 24th begins in Muscat

    assert web.last_day(midnight) == web.day(date(2026, 11, 23))
