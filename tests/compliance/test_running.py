from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import DatabaseError
from django.utils.translation import get_language

from rasmi.audit.models import Entry
from rasmi.compliance import services, tasks
from rasmi.compliance.models import Control, Finding
from rasmi.compliance.readings import read
from rasmi.core.language import in_language
from rasmi.people.models import User
from rasmi.rules import Control as Registered
from rasmi.rules import Finding as Found
from rasmi.rules import Result, Verdict, _controls, controls
from tests.compliance.conftest import LEVER, Rule
from tests.factories import refused

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)


def changes() -> list[Entry]:
    found = Entry.objects.filter(action="compliance.control.change")
    return list(found.order_by("pk"))


def test_what_a_control_says_is_kept(rule: Rule, now: datetime) -> None:
    rule.finds("حساب", "تفويض")

    services.run(now=now)

    row = rule.row
    assert (row.verdict, row.population, row.found) == (Verdict.NOT_MET, 3, 2)
    assert row.checked_at == row.since_at == now
    assert rule.open == ["حساب", "تفويض"]


def test_a_verdict_holds_since_it_changed(rule: Rule, now: datetime) -> None:
    services.run(now=now)
    services.run(now=now + HOUR)
    assert (rule.row.since_at, rule.row.checked_at) == (now, now + HOUR)

    rule.finds("حساب")
    services.run(now=now + 2 * HOUR)

    assert rule.row.since_at == now + 2 * HOUR


def test_each_change_of_a_verdict_is_in_the_log(rule: Rule, now: datetime) -> None:
    services.run(now=now)
    services.run(now=now + HOUR)
    rule.finds("حساب")
    services.run(now=now + 2 * HOUR)

    first, second = changes()
    assert (first.facts["from"], first.facts["to"]) == ("", "met")
    assert second.facts == {
        "control": LEVER,
        "from": "met",
        "to": "not_met",
        "population": 3,
        "findings": 1,
        "unknown": 0,
    }
    assert second.actor is None


def test_a_finding_stays_one_row_while_it_is_found(rule: Rule, now: datetime) -> None:
    rule.finds("حساب")
    services.run(now=now)
    services.run(now=now + HOUR)

    finding = Finding.objects.get()
    assert (finding.opened_at, finding.seen_at) == (now, now + HOUR)
    assert finding.closed_at is None


def test_it_closes_when_it_is_put_right_and_comes_back_as_another(
    rule: Rule, now: datetime
) -> None:
    rule.finds("حساب", "تفويض")
    services.run(now=now)
    rule.finds("تفويض")
    services.run(now=now + HOUR)
    closed = Finding.objects.closed().get()
    assert (closed.subject_ar, closed.closed_at) == ("حساب", now + HOUR)
    assert closed.seen_at == now

    rule.finds("حساب", "تفويض")
    services.run(now=now + 2 * HOUR)

    assert rule.open == ["تفويض", "حساب"]
    assert Finding.objects.count() == 3


def test_one_subject_found_twice_is_two_findings(rule: Rule, now: datetime) -> None:
    rule.finds("حساب", "حساب")
    services.run(now=now)
    services.run(now=now + HOUR)
    assert rule.open == ["حساب", "حساب"]

    rule.finds("حساب")
    services.run(now=now + 2 * HOUR)

    assert rule.open == ["حساب"]


def test_it_is_kept_in_both_languages(rule: Rule, now: datetime) -> None:
    def says() -> Result:
        subject = in_language("حساب", "An account")
        return Result(1, [Found(subject, in_language("ناقص", "Missing"), "/a/")])

    rule.says = says
    services.run(now=now)

    finding = Finding.objects.get()
    assert (finding.subject_ar, finding.subject_en) == ("حساب", "An account")
    assert (finding.detail_ar, finding.detail_en) == ("ناقص", "Missing")


def test_where_the_two_do_not_agree_both_are_arabic(rule: Rule, now: datetime) -> None:
    def says() -> Result:
        is_arabic = get_language() == "ar"
        one = Found(in_language("حساب", "An account"), "—", "/a/")
        return Result(2, [one] if is_arabic else [])

    rule.says = says
    services.run(now=now)

    assert Finding.objects.get().subject_en == "حساب"


def test_a_finding_is_told_in_the_words_of_the_last_run(
    rule: Rule, now: datetime
) -> None:
    shares = iter(("12%", "12%", "13%", "13%"))  # each is asked twice
    rule.says = lambda: Result(9, [Found("الردود", next(shares), "/inbox/")])
    services.run(now=now)
    services.run(now=now + HOUR)

    finding = Finding.objects.get()
    assert (finding.detail_ar, finding.opened_at) == ("13%", now)


def test_what_could_not_be_looked_at_is_no_finding(rule: Rule, now: datetime) -> None:
    rule.says = lambda: Result(2, unknown=[Found("منصة", "لم تُقرأ", "/a/")])
    services.run(now=now)

    row = rule.row
    assert (row.verdict, row.found, row.unknown) == (Verdict.UNKNOWN, 0, 1)
    assert row.findings.get().is_unknown

    rule.finds("منصة")
    services.run(now=now + HOUR)

    assert rule.row.findings.open().get().is_unknown is False


@pytest.mark.logs_errors
def test_a_control_that_fails_is_never_met_and_stops_no_other(
    rule: Rule, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    rule.finds("حساب")
    services.run(now=now)
    other = Registered("Another", lambda now: Result(1))
    monkeypatch.setitem(_controls._controls, "rules_of_a_test.other", other)

    def fail() -> Result:
        raise ZeroDivisionError

    rule.says = fail
    assert services.run(now=now + HOUR) == 2

    assert (rule.row.verdict, rule.row.is_broken) == (Verdict.UNKNOWN, True)
    assert rule.open == ["حساب"]  # nothing says that it was put right
    assert Control.objects.get(lever="rules_of_a_test.other").verdict == Verdict.MET
    assert changes()[-2].facts["to"] == "unknown"


def test_the_worker_runs_all_of_them(rule: Rule, now: datetime) -> None:
    assert tasks.run_the_controls(now) == 1

    assert rule.row.checked_at == now


def test_who_answers_for_the_policy_has_them_run_at_once(
    rule: Rule, rania: User, now: datetime
) -> None:
    services.check_now(by=rania, now=now)
    services.check_now(by=rania, now=now + HOUR, lever=LEVER)

    assert rule.row.checked_at == now + HOUR
    asked = Entry.objects.filter(action="compliance.control.check").order_by("pk")
    assert [(each.actor, each.facts["control"]) for each in asked] == [
        (rania, "*"),
        (rania, LEVER),
    ]


def test_nobody_else_has_them_run(
    rule: Rule, salma: User, maryam: User, khalid: User, now: datetime
) -> None:
    for person in (salma, maryam, khalid):  # he audits: he reads, and moves nothing
        with refused("compliance.checked_by_those_who_answer"):
            services.check_now(by=person, now=now)

    assert not Control.objects.exists()


def test_an_older_look_does_not_take_the_place_of_a_newer_one(
    rule: Rule, now: datetime
) -> None:
    """A slow run, and somebody who asks meanwhile."""
    rule.finds("حساب")
    slow = read(LEVER, now)
    rule.finds()
    services.run(now=now + MINUTE, levers=[LEVER])

    services.keep_reading(LEVER, slow, now=now)

    assert rule.row.verdict == Verdict.MET
    assert rule.row.checked_at == now + MINUTE
    assert not Finding.objects.open().exists()


@pytest.mark.logs_errors
def test_what_cannot_be_kept_of_one_keeps_no_other_from_being_kept(
    rule: Rule, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep = services.keep_reading

    def refuse(lever: str, *arguments: Any, **named: Any) -> Any:
        if lever == LEVER:
            raise DatabaseError
        return keep(lever, *arguments, **named)

    monkeypatch.setattr("rasmi.compliance.services.running.keep_reading", refuse)
    services.run(now=now)

    assert Control.objects.count() == len(controls()) - 1


def test_findings_of_a_control_that_is_gone_close(rule: Rule, now: datetime) -> None:
    rule.finds("حساب")
    services.run(now=now)
    Control.objects.filter(lever=LEVER).update(lever="rules.of_another_version")

    rule.finds()
    services.run(now=now + HOUR)

    assert not Finding.objects.open().filter(subject_ar="حساب").exists()
