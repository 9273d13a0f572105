from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError
from django.test import Client

from rasmi.people.models import User
from rasmi.policy import services as policy
from rasmi.policy.models import Decision, PolicyVersion
from rasmi.records import selectors, services
from rasmi.records.classes import CLASSES
from rasmi.records.models import Ruling
from rasmi.rules import Verdict
from tests.conftest import Decided
from tests.factories import owed, refused, verdict

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def enter(
    key: str, decision: Decision, by: User, now: datetime, **other: object
) -> Ruling:
    words = {
        "is_public_record": True,
        "access": "everybody",
        "keep_years": 10,
        "schedule_name": "م/12",
        "basis": "قرار الوحدة",
        **other,
    }
    return services.enter_ruling(key, decision=decision, by=by, now=now, **words)  # type: ignore[arg-type]


@pytest.fixture
def paper(decided: Decided) -> Decision:
    return decided(Decision.Kind.PARAMETERS)


def test_a_ruling_holds_once_another_confirms_it(
    paper: Decision, rania: User, basim: User, salma: User, now: datetime
) -> None:
    with refused("people.holds_power"):
        enter("said", paper, salma, now)
    ruling = enter("said", paper, rania, now)
    assert selectors.ruling("said", now) is None
    with refused("people.two_persons"):
        services.confirm_ruling(ruling, by=rania, now=now)

    services.confirm_ruling(ruling, by=basim, now=now + DAY)

    assert selectors.ruling("said", now) is None  # never for the past
    assert selectors.ruling("said", now + DAY) == ruling
    assert selectors.ruling("heard", now + DAY) is None
    with refused("records.ruling_is_still_waiting"):
        services.return_ruling(ruling, reason="خطأ", by=basim, now=now)


def test_the_database_keeps_two_persons_apart(
    paper: Decision, rania: User, now: datetime
) -> None:
    ruling = enter("said", paper, rania, now)

    with pytest.raises(IntegrityError):
        Ruling.objects.filter(pk=ruling.pk).update(confirmed_by=rania)


def test_a_later_ruling_changes_nothing_of_the_past(
    paper: Decision, rania: User, basim: User, now: datetime
) -> None:
    first = enter("said", paper, rania, now)
    services.confirm_ruling(first, by=basim, now=now)
    second = enter("said", paper, rania, now, access="nobody")
    services.confirm_ruling(second, by=basim, now=now + 5 * DAY)

    assert selectors.ruling("said", now + 4 * DAY) == first
    assert selectors.ruling("said", now + 5 * DAY) == second


def test_another_decision_carries_no_ruling(
    decided: Decided, rania: User, now: datetime
) -> None:
    with refused("policy.rests_on_a_checked_decision"):
        enter("said", decided(Decision.Kind.WAIVER), rania, now)


def test_each_class_is_decided(
    paper: Decision, rania: User, basim: User, now: datetime
) -> None:
    lever = "records.each_class_is_decided"
    count = len(CLASSES)
    assert verdict(lever, now) == (Verdict.NOT_MET, count, count)
    assert len(owed(lever, now, "policy")) == 1
    assert owed(lever, now) == []

    for key in CLASSES:
        ruling = enter(key, paper, rania, now)
        assert len(owed(lever, now, "register", user=basim)) == 1
        assert owed(lever, now, "register", user=rania) == []
        services.confirm_ruling(ruling, by=basim, now=now)

    assert verdict(lever, now) == (Verdict.MET, count, 0)
    assert owed(lever, now, "policy", "register") == []
    Ruling.objects.filter(record_class="log").update(confirmed_at=None)
    assert verdict(lever, now) == (Verdict.NOT_MET, count, 1)


def test_the_schedule_is_not_set_until_it_is_approved(
    decided: Decided,
    paper: Decision,
    issue: PolicyVersion,
    rania: User,
    basim: User,
    now: datetime,
) -> None:
    lever = "records.kept_by_the_schedule"
    count = len(CLASSES)
    assert verdict(lever, now)[0] == Verdict.NOT_SET

    adoption = policy.enter_adoption(
        decision=decided(Decision.Kind.PARAMETERS),
        holds_from=now.date(),
        values={"retention_schedule": {"reference": "هـ/2026/4"}},
        by=rania,
        now=now,
    )
    policy.confirm_adoption(adoption, by=basim, now=now)
    assert verdict(lever, now) == (Verdict.NOT_MET, count, count)

    for key in CLASSES:
        name = "" if key == "log" else "م/12"
        ruling = enter(key, paper, rania, now, schedule_name=name)
        services.confirm_ruling(ruling, by=basim, now=now)
    assert verdict(lever, now) == (Verdict.NOT_MET, count, 1)
    Ruling.objects.update(schedule_name="م/12")
    assert verdict(lever, now)[0] == Verdict.MET


def test_it_is_entered_and_compared_on_its_pages(
    paper: Decision, as_rania: Client, as_basim: Client, as_salma: Client
) -> None:
    sent = {
        "decision": paper.pk,
        "is_public_record": "no",
        "access": "everybody",
        "keep_years": "",
        "schedule_name": "",
        "basis": "قرار الوحدة",
    }
    assert as_salma.get("/records/classes/said/").status_code == 403
    assert as_rania.post("/records/classes/said/", sent).status_code == 422
    sent["access"] = "on_request"
    assert as_rania.post("/records/classes/said/", sent).status_code == 302
    ruling = Ruling.objects.get()

    assert as_rania.post(f"/records/rulings/{ruling.pk}/").status_code == 403
    assert (
        "قرار الوحدة" in as_basim.get(f"/records/rulings/{ruling.pk}/").content.decode()
    )
    as_basim.post(f"/records/rulings/{ruling.pk}/return/", {"reason": "غير مطابق"})
    assert as_basim.get(f"/records/rulings/{ruling.pk}/").status_code == 404
    as_rania.post("/records/classes/said/", sent)
    as_basim.post(f"/records/rulings/{Ruling.objects.first().pk}/")  # type: ignore[union-attr]

    assert str(paper) in as_salma.get("/records/classes/").content.decode()
    assert as_rania.get("/records/classes/none/").status_code == 404


def test_one_ruling_waits_for_a_class_at_a_time(
    paper: Decision, rania: User, basim: User, now: datetime
) -> None:
    old = enter("heard", paper, rania, now, access="on_request")
    with refused("records.one_ruling_waits_for_a_class"):
        enter("heard", paper, rania, now, access="nobody")
    enter("said", paper, rania, now)
    services.return_ruling(old, reason="خطأ", by=basim, now=now)

    new = enter("heard", paper, rania, now, access="nobody")
    services.confirm_ruling(new, by=basim, now=now)

    assert selectors.ruling("heard", now) == new
