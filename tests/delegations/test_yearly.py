"""The list of all who speak for a unit: judged, signed and completed once a year."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from rasmi.channels.models import Channel
from rasmi.core.calendar import months_later, start_of
from rasmi.delegations import selectors, services
from rasmi.delegations.models import Delegation, ListedPerson, Task, YearlyList
from rasmi.people.models import Power, Topic, Unit, User
from rasmi.policy.models import Decision
from rasmi.rules import Verdict
from tests.conftest import Decided, signed_in
from tests.factories import appoint_to, make_user, owed, refused, verdict
from tests.speaking import delegate

DAY = timedelta(days=1)
SIGNED = "delegations.list_signed_yearly"
Said = ListedPerson.Verdict
Speak = Callable[..., Delegation]


@pytest.fixture
def paper(decided: Decided) -> Decision:
    return decided(Decision.Kind.DELEGATION)


@pytest.fixture
def speak(account: Channel, topic: Topic, paper: Decision, now: datetime) -> Speak:
    def speak(person: User, **other: object) -> Delegation:
        tasks = [Task.DRAFT, Task.REPLY]
        return delegate(person, account, tasks, topic, decision=paper, now=now)

    return speak


@pytest.fixture
def noor(media: Unit, now: datetime) -> User:
    return make_user("noor", media, now)


@pytest.fixture
def yearly(
    speak: Speak, media: Unit, yusuf: User, noor: User, layla: User, now: datetime
) -> YearlyList:
    """Yusuf and Noor speak for the unit, and Layla has begun its list."""
    speak(yusuf)
    speak(noor)
    return services.begin_list(media, by=layla, now=now)


@pytest.fixture
def closed(
    yearly: YearlyList, yusuf: User, noor: User, layla: User, now: datetime
) -> YearlyList:
    """Yusuf is kept, Noor is removed."""
    said = {
        yusuf.pk: (Said.KEEP, "يعرف الموضوع"),
        noor.pk: (Said.REMOVE, "انتقلت إلى عمل آخر"),
    }
    services.judge(yearly, said=said, by=layla, now=now)
    services.close_list(yearly, by=layla, now=now)
    yearly.refresh_from_db()
    return yearly


@pytest.fixture
def signature(decided: Decided) -> Decision:
    return decided(Decision.Kind.DELEGATION)


@pytest.fixture
def completed(
    closed: YearlyList, signature: Decision, rania: User, now: datetime
) -> YearlyList:
    services.complete_list(closed, decision=signature, by=rania, now=now)
    closed.refresh_from_db()
    return closed


def test_completing_ends_at_once_who_is_removed_and_nobody_else(
    completed: YearlyList, yusuf: User, noor: User, account: Channel, now: datetime
) -> None:
    assert selectors.right(yusuf, account, Task.REPLY, None, now)
    assert not selectors.right(noor, account, Task.REPLY, None, now)
    ended = Delegation.objects.get(person=noor)
    assert ended.revoke_reason == "انتقلت إلى عمل آخر"
    assert {each.person for each in selectors.on_list(completed, now)} >= {yusuf}


def test_everybody_is_judged_before_it_is_closed_and_nobody_by_oneself(
    yearly: YearlyList,
    speak: Speak,
    yusuf: User,
    noor: User,
    layla: User,
    media: Unit,
    now: datetime,
) -> None:
    services.judge(yearly, said={yusuf.pk: (Said.KEEP, "جيد")}, by=layla, now=now)
    with refused("delegations.each_on_the_list_is_judged") as caught:
        services.close_list(yearly, by=layla, now=now)
    assert "noor" in caught.value.sentence.lower()
    assert "yusuf" not in caught.value.sentence.lower()

    appoint_to(noor, media, "نائبة الرئيسة", [], now)
    with refused("people.not_for_oneself"):
        services.judge(yearly, said={noor.pk: (Said.KEEP, "جيدة")}, by=noor, now=now)


def test_only_the_unit_makes_its_list_and_only_one_at_a_time(
    yearly: YearlyList, media: Unit, layla: User, salim: User, now: datetime
) -> None:
    with refused("delegations.list_is_made_by_the_owner"):
        services.begin_list(media, by=salim, now=now)
    with refused("delegations.one_list_at_a_time"):
        services.begin_list(media, by=layla, now=now)


def test_a_unit_for_which_nobody_speaks_has_no_list(
    media: Unit, layla: User, now: datetime
) -> None:
    with refused("delegations.list_names_somebody"):
        services.begin_list(media, by=layla, now=now)


def test_what_was_printed_stays_until_it_is_opened_again(
    closed: YearlyList, yusuf: User, layla: User, now: datetime
) -> None:
    changed = {yusuf.pk: (Said.REMOVE, "تغيّر الرأي")}
    with refused("delegations.closed_list_stays_as_printed"):
        services.judge(closed, said=changed, by=layla, now=now)

    services.reopen_list(closed, by=layla, now=now)
    services.judge(closed, said=changed, by=layla, now=now)
    assert closed.people_listed.get(person=yusuf).is_removed


def test_it_is_completed_by_another_who_does_not_stand_on_it(
    closed: YearlyList,
    signature: Decision,
    yusuf: User,
    layla: User,
    body: Unit,
    now: datetime,
) -> None:
    for person, lever in ((yusuf, "people.not_for_oneself"), (layla, None)):
        appoint_to(person, body, f"أمانة {person.pk}", [Power.REGISTER], now)
        with refused(lever or "people.two_persons"):
            services.complete_list(closed, decision=signature, by=person, now=now)


def test_the_decision_is_not_older_than_the_list_and_signs_one_list(
    yearly: YearlyList,
    signature: Decision,
    yusuf: User,
    noor: User,
    layla: User,
    rania: User,
    now: datetime,
) -> None:
    said = {each.pk: (Said.KEEP, "جيد") for each in (yusuf, noor)}
    services.judge(yearly, said=said, by=layla, now=now)
    with refused("delegations.list_is_closed_before_it_is_signed"):
        services.complete_list(yearly, decision=signature, by=rania, now=now)

    services.close_list(yearly, by=layla, now=now + DAY)
    with refused("delegations.list_is_signed_as_printed"):
        services.complete_list(yearly, decision=signature, by=rania, now=now + DAY)

    services.reopen_list(yearly, by=layla, now=now)
    services.close_list(yearly, by=layla, now=now)
    services.complete_list(yearly, decision=signature, by=rania, now=now)
    again = services.begin_list(yearly.unit, by=layla, now=now)
    services.judge(again, said=said, by=layla, now=now)
    services.close_list(again, by=layla, now=now)
    with refused("delegations.list_is_signed_as_printed"):
        services.complete_list(again, decision=signature, by=rania, now=now)


def test_the_kept_are_nominated_with_the_scope_of_before_when_their_year_ends(
    completed: YearlyList, yusuf: User, layla: User, now: datetime
) -> None:
    held = Delegation.objects.get(person=yusuf)
    assert services.renew_kept(completed, by=layla, now=held.ends_at - 90 * DAY) == []

    near = held.ends_at - 30 * DAY
    (new,) = services.renew_kept(completed, by=layla, now=near)

    assert new.starts_at == held.ends_at
    assert new.ends_at <= start_of(months_later(timezone.localdate(new.starts_at), 12))
    assert new.task_names == held.task_names
    assert new.topic_names == held.topic_names
    assert new.is_waiting  # nothing may be done by it: every gate is still asked
    assert services.renew_kept(completed, by=layla, now=near) == []


def test_who_is_kept_is_nominated_by_the_unit_and_by_nobody_else(
    completed: YearlyList, yearly: YearlyList, salim: User, layla: User, now: datetime
) -> None:
    with refused("delegations.list_is_made_by_the_owner"):
        services.renew_kept(completed, by=salim, now=now)
    again = services.begin_list(completed.unit, by=layla, now=now)
    with refused("delegations.list_is_closed_before_it_is_signed"):
        services.renew_kept(again, by=layla, now=now)


def test_the_control_turns_with_the_year_and_with_the_signature_alone(
    speak: Speak,
    yusuf: User,
    media: Unit,
    layla: User,
    rania: User,
    decided: Decided,
    now: datetime,
) -> None:
    assert verdict("delegations.list_signed_yearly", now) == (
        Verdict.MET,
        0,
        0,
    )  # nobody speaks
    held = speak(yusuf)
    assert verdict("delegations.list_signed_yearly", now) == (Verdict.MET, 1, 0)

    Delegation.objects.filter(pk=held.pk).update(starts_at=now - 364 * DAY)
    assert verdict("delegations.list_signed_yearly", now) == (Verdict.MET, 1, 0)
    Delegation.objects.filter(pk=held.pk).update(starts_at=now - 370 * DAY)
    assert verdict("delegations.list_signed_yearly", now) == (Verdict.NOT_MET, 1, 1)

    yearly = services.begin_list(media, by=layla, now=now)
    services.judge(yearly, said={yusuf.pk: (Said.KEEP, "جيد")}, by=layla, now=now)
    services.close_list(yearly, by=layla, now=now)
    assert verdict("delegations.list_signed_yearly", now) == (Verdict.NOT_MET, 1, 1)
    decision = decided(Decision.Kind.DELEGATION)
    services.complete_list(yearly, decision=decision, by=rania, now=now)
    assert verdict("delegations.list_signed_yearly", now) == (Verdict.MET, 1, 0)


def test_the_unit_is_told_sixty_days_before_and_the_register_when_it_is_closed(
    yearly: YearlyList, yusuf: User, noor: User, layla: User, now: datetime
) -> None:
    Delegation.objects.update(ends_at=now + 365 * DAY)
    (due,) = selectors.lists_due(now)
    assert not owed(SIGNED, due.due_at - 61 * DAY, user=layla)
    assert owed(SIGNED, due.due_at - 60 * DAY, user=layla)
    assert not owed(SIGNED, now, "register")

    said = {each.pk: (Said.KEEP, "جيد") for each in (yusuf, noor)}
    services.judge(yearly, said=said, by=layla, now=now)
    services.close_list(yearly, by=layla, now=now)
    assert owed(SIGNED, now, "register")


def test_a_scope_to_be_changed_is_owed_until_it_is(
    yearly: YearlyList,
    signature: Decision,
    yusuf: User,
    noor: User,
    layla: User,
    rania: User,
    now: datetime,
) -> None:
    said = {yusuf.pk: (Said.CHANGE, "للرد وحده"), noor.pk: (Said.KEEP, "جيدة")}
    services.judge(yearly, said=said, by=layla, now=now)
    services.close_list(yearly, by=layla, now=now)
    assert not owed(SIGNED, now, user=layla)
    services.complete_list(yearly, decision=signature, by=rania, now=now)
    assert len(owed(SIGNED, now, user=layla)) == 1

    held = Delegation.objects.get(person=yusuf)
    services.revoke(held, reason="يُكلَّف بنطاق جديد", by=layla, now=now)
    assert not owed(SIGNED, now + DAY, user=layla)


def test_pages_lead_from_the_beginning_to_the_paper(
    speak: Speak,
    media: Unit,
    yusuf: User,
    noor: User,
    layla: User,
    salim: User,
) -> None:
    speak(yusuf)
    speak(noor)
    client = signed_in(layla)
    client.post(f"/delegations/yearly/of/{media.pk}/")
    yearly = YearlyList.objects.get()
    page = f"/delegations/yearly/{yearly.pk}/"

    wrong = client.post(f"{page}judge/", {f"verdict-{yusuf.pk}": "keep"})
    assert wrong.status_code == 422
    assert signed_in(salim).post(f"{page}close/").status_code == 403
    typed = {
        f"{name}-{each.pk}": value
        for each in (yusuf, noor)
        for name, value in (("verdict", "keep"), ("reason", "يعرف الموضوع"))
    }
    client.post(f"{page}judge/", typed)
    assert client.get(f"{page}paper/").status_code == 404
    client.post(f"{page}close/")

    assert client.get("/delegations/yearly/").status_code == 200
    assert "يعرف الموضوع" in client.get(page).content.decode()
    paper = client.get(f"{page}paper/")
    assert paper.content.startswith(b"%PDF-")


def test_a_longer_list_costs_no_more_queries(
    yearly: YearlyList, speak: Speak, media: Unit, layla: User, now: datetime
) -> None:
    client = signed_in(layla)
    costs = []
    for more in (0, 6):
        for n in range(more):
            speak(make_user(f"more{n}", media, now))
        with CaptureQueriesContext(connection) as spent:
            client.get(f"/delegations/yearly/{yearly.pk}/")
        costs.append(len(spent))
    assert costs[1] <= costs[0]
