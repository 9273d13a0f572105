"""The lexicon, the classes of information, the reply rules and the week, as annexes."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone, translation

from rasmi.core.calendar import (
    hours_of,
    in_working_hours,
    start_of,
    working_days_later,
    working_hours_later,
)
from rasmi.engagement.models import Conversation
from rasmi.people.models import User
from rasmi.policy import annexes, pack, selectors, services
from rasmi.policy.annexforms import lexicon, replies
from rasmi.policy.models import Annex, Decision
from rasmi.screening import RULES, SAFE, VERSION, Direction
from rasmi.screening import Decision as Said
from tests.conftest import Decided
from tests.factories import approved_annex, refused

DAY = timedelta(days=1)
Approve = Callable[..., Annex]


@pytest.fixture
def approve(decided: Decided, rania: User, basim: User, now: datetime) -> Approve:
    """Bring an edition into force: entered by one, confirmed by another."""

    def bring(kind: str, *lines: str, days: int = 0) -> Annex:
        decision = decided(Decision.Kind.PARAMETERS)
        return approved_annex(
            kind, *lines, decision=decision, by=(rania, basim), now=now, days=days
        )

    return bring


def in_force(kind: str, now: datetime) -> list[str]:
    return selectors.lines_in_force(kind, now)


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["ar", "en"])
@pytest.mark.parametrize("kind", annexes.KINDS)
def test_what_the_pack_says_is_the_first_edition_and_can_be_entered_again(
    kind: str, language: str, now: datetime
) -> None:
    first = annexes.KINDS[kind].first()
    with translation.override(language):
        typed = "\n".join(in_force(kind, now))
    with translation.override("en"):
        assert annexes.content_of(kind, typed) == first


def test_words_that_were_approved_are_found_from_their_day(
    approve: Approve, now: datetime
) -> None:
    text = "هذا الموظف قرنبيطة كبير"
    approve("lexicon", "إساءة | قرنبيط", "سليم | موظف فاشل", days=2)

    before, after = (selectors.screened(text, at=now + each * DAY) for each in (1, 3))

    assert (before.decision, before.findings) == (Said.PASS, [])
    (found,) = after.findings
    assert (found.rule, found.text) == ("lexicon.insult", "قرنبيطة")
    assert after.decision == Said.BLOCK
    assert before.version != after.version
    assert after.version.startswith(VERSION)


def test_what_the_public_says_is_held_against_the_same_words(
    approve: Approve, now: datetime, django_assert_num_queries: Any
) -> None:
    approve("lexicon", "insult | قرنبيط")

    with django_assert_num_queries(1):
        found = selectors.screened("يا قرنبيط", Direction.IN, now)

    assert found.decision == Said.HOLD


def test_a_word_is_taken_out_or_harmless_where_it_stands(
    approve: Approve, now: datetime
) -> None:
    texts = ("هذا غبي", "الذكاء غبي أحيانا", "أنت غبيّ يا أخي")
    assert all(selectors.screened(each, at=now).findings for each in texts)

    approve("lexicon", "سليم | الذكاء غبي")
    is_found = [bool(selectors.screened(each, at=now).findings) for each in texts]
    approve("lexicon", "محذوف | غبي")
    found = [selectors.screened(each, at=now + DAY).findings for each in texts]

    assert is_found == [True, False, True]
    assert found == [[], [], []]


def test_a_new_edition_is_compiled_once(approve: Approve, now: datetime) -> None:
    approve("lexicon", "إساءة | قرنبيط")

    first, again = (selectors.approved_words(now)[0] for _ in range(2))

    assert first is again


def test_what_the_lexicon_takes_is_a_rule_of_the_screening() -> None:
    assert set(lexicon.RULE.values()) - {SAFE, ""} <= set(RULES)
    assert set(lexicon.RULE) == set(lexicon.NAMES.named)
    assert set(replies.NAMES.named) == {"every", *Conversation.Kind.values}


@pytest.mark.parametrize(
    ("kind", "lines", "number"),
    [
        ("lexicon", ["insult | قرنبيط", "", "قرنبيط"], "3"),
        ("lexicon", ["شتيمة | قرنبيط"], "1"),
        ("lexicon", ["insult | قر"], "1"),
        ("lexicon", ["insult | قرنبيط", "spam | قرنبيّط"], "2"),
        ("lexicon", ["removed | قرنبيط"], "1"),
        ("information_classes", ["x1 | أ | A"], "1"),
        ("information_classes", ["X | أ | A | may be released"], "1"),
        ("information_classes", ["xy | أ | A | sometimes"], "1"),
        (
            "information_classes",
            ["xy | أ | A | never published", "xy | ب | B | never published"],
            "2",
        ),
        ("reply_rules", ["every reply | يُشكر"], "1"),
        ("reply_rules", ["gossip | لا | No"], "1"),
        ("working_week", ["someday | rest"], "1"),
        ("working_week", ["sunday | 14:30-07:30"], "1"),
        ("working_week", ["sunday | rest", "monday | 7-14"], "2"),
        ("working_week", ["sunday | rest", "الأحد | راحة"], "2"),
        ("link_hosts", ["gov.om", "gov om"], "2"),
        ("publication_bans", ["كلمة بلا سبب"], "1"),
    ],
)
def test_a_wrong_line_is_named_by_its_number_in_both_languages(
    kind: str, lines: list[str], number: str
) -> None:
    said = []
    for language, word in (("ar", "السطر"), ("en", "Line")):
        with (
            translation.override(language),
            pytest.raises(annexes.AnnexError) as caught,
        ):
            annexes.content_of(kind, "\n".join(lines))
        said.append(str(caught.value))
        assert said[-1].startswith(f"{word} {number}")
    assert said[0] != said[1]


def test_a_week_has_each_day_and_some_work() -> None:
    days = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday"]

    lines = "\n".join(f"{day} | rest" for day in days)
    with pytest.raises(annexes.AnnexError, match="السبت"):
        annexes.content_of("working_week", lines)
    with pytest.raises(annexes.AnnexError, match="يوم عمل"):
        annexes.content_of("working_week", f"{lines}\nsaturday | rest")


def test_some_class_may_be_released() -> None:
    with pytest.raises(annexes.AnnexError, match="لا توجد فئة"):
        annexes.content_of("information_classes", "xy | أ | A | never published")


WEEK = (
    "الأحد | 08:00-15:00",
    "الاثنين | 08:00-15:00",
    "الثلاثاء | 08:00-15:00",
    "الأربعاء | 08:00-15:00",
    "الخميس | راحة",
    "الجمعة | راحة",
    "السبت | ٠٨:٠٠ - ١٢:٠٠",
)


def test_the_calendar_goes_by_the_week_in_force(
    approve: Approve, now: datetime
) -> None:
    today = timezone.localdate(now)
    sunday = today + timedelta(days=(6 - today.weekday()) % 7 + 7)
    approve("working_week", *WEEK, days=(sunday - today).days)

    def hours(days: int) -> tuple[time, time]:
        return hours_of(sunday + days * DAY)

    assert hours(0) == (time(8), time(15))
    assert hours(6) == (time(8), time(12))
    assert hours(4) == hours(5) == (time.min, time.min)
    assert hours(-7) == (time(7, 30), time(14, 30))  # of the week before
    assert in_working_hours(start_of(sunday + 6 * DAY) + timedelta(hours=9))
    assert not in_working_hours(start_of(sunday - DAY) + timedelta(hours=9))


def test_a_time_that_runs_keeps_the_week_in_which_it_began(
    approve: Approve, now: datetime
) -> None:
    today = timezone.localdate(now)
    sunday = today + timedelta(days=(6 - today.weekday()) % 7 + 7)
    begun = start_of(sunday - 4 * DAY) + timedelta(hours=9)  # a Wednesday
    due = working_days_later(begun, 3), working_hours_later(begun, 14)
    assert timezone.localdate(due[0]) == sunday + DAY

    approve("working_week", *WEEK, days=(sunday - today).days)

    assert (working_days_later(begun, 3), working_hours_later(begun, 14)) == due
    later = working_days_later(begun + 7 * DAY, 3)
    assert timezone.localtime(later) == start_of(sunday + 8 * DAY) + timedelta(hours=15)


def test_a_class_that_was_taken_out_keeps_its_name_and_takes_nothing_new(
    approve: Approve, now: datetime
) -> None:
    later = now + 2 * DAY
    old = selectors.class_name("events", now)
    approve(
        "information_classes",
        "public_announcement | بيان عام | Public notice | يجوز نشرها",
        "budget | شؤون الموازنة | Budget affairs | لا تُنشر أبداً",
        days=1,
    )

    assert selectors.class_name("events", later) == old
    assert selectors.class_name("public_announcement", now) == str(
        pack.current().annexes["information_classes"][0]["ar"]
    )
    assert selectors.class_name("public_announcement", later) == "بيان عام"
    assert [each.key for each in selectors.releasable_classes(later)] == [
        "public_announcement"
    ]
    assert [each.key for each in selectors.released_classes(later)] == [
        "public_announcement"
    ]


def test_only_classes_in_force_can_be_released(
    approve: Approve, as_rania: Client, monkeypatch: pytest.MonkeyPatch, now: datetime
) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: now)
    approve(
        "information_classes",
        "public_announcement | إعلان عام | Public announcement | may be released",
        "exams | الاختبارات | Examinations | may be released",
        "budget | الموازنة | The budget | never published",
    )

    page = as_rania.get("/policy/parameters/adopt/").content.decode()

    assert 'value="exams"' in page
    assert 'value="budget"' not in page
    assert 'value="events"' not in page


def test_rules_of_replying_are_those_for_the_kind(
    approve: Approve, now: datetime
) -> None:
    approve(
        "reply_rules",
        "كل رد | بلا وعود | No promises",
        "شكوى | يُعتذر | Say sorry",
    )

    assert selectors.reply_rules("complaint", now) == ["بلا وعود", "يُعتذر"]
    assert selectors.reply_rules("thanks", now) == ["بلا وعود"]
    with translation.override("en"):
        assert selectors.reply_rules("", now) == ["No promises"]


def test_the_second_person_and_the_decision_are_asked_of_each(
    decided: Decided, rania: User, basim: User, now: datetime
) -> None:
    wrong = decided(Decision.Kind.OPENING)
    for kind in ("lexicon", "information_classes", "reply_rules", "working_week"):
        facts: dict[str, Any] = {
            "lines": "\n".join(in_force(kind, now)),
            "reason": "سبب",
            "holds_from": date(now.year, now.month, now.day),
            "by": rania,
            "now": now,
        }
        with refused("policy.rests_on_a_checked_decision"):
            services.enter_annex(kind, decision=wrong, **facts)
        right = decided(Decision.Kind.PARAMETERS)
        annex = services.enter_annex(kind, decision=right, **facts)
        with refused("people.two_persons"):
            services.confirm_annex(annex, by=rania, now=now)
        services.confirm_annex(annex, by=basim, now=now)
