from datetime import datetime, timedelta

import pytest

from rasmi.compliance import duties, services
from rasmi.people.models import User
from rasmi.rules import Control, Finding, Result, _controls
from tests.compliance.conftest import Rule
from tests.factories import owed

OWNER = "policy"


def owes(now: datetime, *powers: str) -> list[str]:
    return owed("compliance.findings_are_corrected", now, *powers)


def test_the_owner_of_the_policy_owes_what_is_not_met(
    rule: Rule, now: datetime
) -> None:
    rule.finds("حساب")
    services.run(now=now)

    (title,) = owed("compliance.findings_are_corrected", now, OWNER)

    assert "Each subject is as it must be" in title
    assert title.startswith("غير مستوفى")


def test_the_owner_owes_what_cannot_be_checked(rule: Rule, now: datetime) -> None:
    rule.says = lambda: Result(2, unknown=[Finding("منصة", "—", "/a/")])
    services.run(now=now)

    (title,) = owes(now, OWNER)

    assert title.startswith("يتعذّر التحقق")


def test_nobody_else_owes_it(rule: Rule, now: datetime) -> None:
    rule.finds("حساب")
    services.run(now=now)

    assert owes(now, "audit", "head", "people", "register") == []


def test_what_is_met_or_has_no_number_is_not_owed(rule: Rule, now: datetime) -> None:
    services.run(now=now)
    assert owes(now, OWNER) == []

    rule.says = lambda: Result(1, is_set=False)
    services.run(now=now)

    assert owes(now, OWNER) == []


def test_many_are_some_and_one_line_for_the_rest(
    rule: Rule, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    wrong = [Finding("حساب", "—", "/a/")]
    many = {
        f"rules_of_a_test.number_{number}": Control(
            f"Rule {number}", lambda now: Result(1, wrong)
        )
        for number in range(duties.MOST + 3)
    }
    monkeypatch.setattr(_controls, "_controls", many)
    services.run(now=now)

    titles = owes(now, OWNER)

    assert len(titles) == duties.MOST + 1
    assert any(title.startswith("3 ") for title in titles)


def test_what_has_not_run_is_one_line(rule: Rule, rania: User, now: datetime) -> None:
    rule.finds("حساب")
    services.run(now=now)

    (title,) = owes(now + timedelta(hours=2), OWNER)

    assert "Each subject" not in title
