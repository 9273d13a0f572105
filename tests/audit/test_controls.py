"""Four verdicts on the log itself, from what is kept of it."""

from datetime import datetime, timedelta

import pytest

from rasmi.audit import services as audit
from rasmi.audit.models import Log
from rasmi.rules import Verdict
from tests.audit.conftest import Act, without_triggers
from tests.factories import owed, verdict

pytestmark = pytest.mark.django_db

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def test_what_is_not_sealed_in_minutes_is_found(act: Act, now: datetime) -> None:
    act()
    assert verdict("audit.is_sealed", now)[0] == Verdict.MET
    assert verdict("audit.is_sealed", now + HOUR)[0] == Verdict.NOT_MET

    audit.seal(now=now + HOUR)

    assert verdict("audit.is_sealed", now + HOUR)[0] == Verdict.MET


def test_a_log_is_whole_as_long_as_it_was_looked_at(act: Act, now: datetime) -> None:
    act()
    audit.seal(now=now)
    assert verdict("audit.is_whole", now)[0] == Verdict.UNKNOWN

    audit.verify(now=now)

    assert verdict("audit.is_whole", now + DAY)[0] == Verdict.MET
    assert verdict("audit.is_whole", now + 3 * DAY)[0] == Verdict.UNKNOWN


def test_a_changed_log_is_not_whole(act: Act, now: datetime) -> None:
    forged = act()
    audit.seal(now=now)
    with without_triggers("audit_entry") as cursor:
        cursor.execute("UPDATE audit_entry SET lever = 'x' WHERE id = %s", [forged.pk])

    audit.verify(now=now)

    assert verdict("audit.is_whole", now)[0] == Verdict.NOT_MET


@pytest.mark.parametrize(
    ("why", "expected"),
    [
        (Log.Why.RESTORED, Verdict.MET),
        (Log.Why.ELSEWHERE, Verdict.MET),
        (Log.Why.BEHIND, Verdict.NOT_MET),
    ],
)
def test_an_older_database_that_nobody_restored_is_found(
    act: Act, now: datetime, why: Log.Why, expected: Verdict
) -> None:
    act()
    audit.seal(now=now)

    audit.open_another(why, now=now + HOUR)

    assert verdict("audit.restores_are_declared", now + HOUR)[0] == expected


def test_tampering_is_due_at_once_from_those_who_answer(
    act: Act, now: datetime
) -> None:
    lever = "audit.tampering_is_looked_into"
    forged = act()
    audit.seal(now=now)
    assert owed(lever, now, "audit") == []
    with without_triggers("audit_entry") as cursor:
        cursor.execute("UPDATE audit_entry SET lever = 'x' WHERE id = %s", [forged.pk])
    audit.verify(now=now)

    assert owed(lever, now, "audit") == ["سجل التدقيق ليس كما كان"]
    assert owed(lever, now, "policy") == ["سجل التدقيق ليس كما كان"]
    assert owed(lever, now, "people", "register") == []
