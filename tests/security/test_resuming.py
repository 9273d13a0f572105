from datetime import datetime, timedelta

import pytest

from rasmi.audit.models import Entry
from rasmi.channels.models import Channel
from rasmi.delegations.models import Delegation
from rasmi.notify.models import Message
from rasmi.people.models import Appointment, User
from rasmi.security import selectors, services
from rasmi.security.models import Stop
from tests.factories import owed, refused
from tests.security.conftest import Begin

HOUR = timedelta(hours=1)


def told(of: str) -> set[str]:
    """Whom the letters about something went to; subjects are Arabic first."""
    found = Message.objects.filter(kind="security", text__contains=of)
    return set(found.values_list("address", flat=True))


def test_two_persons_let_speaking_resume(
    asked: Stop, active: Delegation, account: Channel, khalid: User, now: datetime
) -> None:
    services.resume(asked, by=khalid, now=now + HOUR)

    services.require_no_stop(account, now=now + HOUR)
    asked.refresh_from_db()
    assert asked.is_over
    assert not asked.is_asked
    assert active.person.email in told("confirmed it as the second person")
    acts = Entry.objects.filter(action__startswith="security.stop.")
    assert sorted(acts.values_list("action", flat=True)) == [
        "security.stop.ask",
        "security.stop.begin",
        "security.stop.resume",
    ]


def test_nobody_is_both(
    asked: Stop, badr: User, account: Channel, now: datetime
) -> None:
    with refused("people.two_persons"):
        services.resume(asked, by=badr, now=now)
    with refused("security.no_stop_in_force"):
        services.require_no_stop(account, now=now)


def test_who_acts_for_the_first_is_not_the_second(
    asked: Stop, badr: User, salma: User, now: datetime
) -> None:
    seat = badr.appointments.get()
    Appointment.objects.create(
        office=seat.office,
        holder=salma,
        acting_for=badr,
        starts_at=now,
        ends_at=now + HOUR,
        decision_number="2026/9",
        decision_date=now.date(),
    )

    with refused("people.two_persons"):
        services.resume(asked, by=salma, now=now)


def test_nothing_is_confirmed_that_nobody_asked(
    stopped: Stop, khalid: User, now: datetime
) -> None:
    for act in (services.resume, services.keep_stopped):
        with refused("security.two_resume"):
            act(stopped, by=khalid, now=now)


def test_it_is_asked_once(asked: Stop, khalid: User, now: datetime) -> None:
    with refused("security.two_resume"):
        services.ask_to_resume(asked, reason="انتهى", by=khalid, now=now)


def test_who_only_speaks_does_not_let_it_resume(
    active: Delegation, asked: Stop, salim: User, now: datetime
) -> None:
    for person in (active.person, salim):
        with refused("security.may_resume"):
            services.resume(asked, by=person, now=now)
        with refused("security.may_resume"):
            services.ask_to_resume(asked, reason="انتهى", by=person, now=now)
        with refused("security.may_resume"):
            services.keep_stopped(asked, by=person, now=now)


def test_the_owner_resumes_what_is_its_own_and_not_all(
    asked: Stop, begin: Begin, layla: User, now: datetime
) -> None:
    services.resume(asked, by=layla, now=now)
    of_all = begin()

    with refused("security.may_resume"):
        services.ask_to_resume(of_all, reason="انتهى", by=layla, now=now)


def test_what_is_over_is_not_ended_again(
    asked: Stop, khalid: User, now: datetime
) -> None:
    services.resume(asked, by=khalid, now=now)

    with refused("security.only_a_stop_in_force_is_ended"):
        services.resume(asked, by=khalid, now=now)


def test_the_asking_is_taken_back_and_the_stop_goes_on(
    asked: Stop, badr: User, khalid: User, account: Channel, now: datetime
) -> None:
    services.keep_stopped(asked, by=khalid, now=now)

    assert told("did not confirm") == {badr.email}
    with refused("security.two_resume"):
        services.resume(asked, by=khalid, now=now)
    services.ask_to_resume(asked, reason="انتهى", by=khalid, now=now)
    services.resume(asked, by=badr, now=now)
    assert Entry.objects.filter(action="security.stop.keep").count() == 1


def test_another_stop_of_the_same_account_goes_on(
    asked: Stop, begin: Begin, khalid: User, account: Channel, now: datetime
) -> None:
    pause = begin(kind=Stop.Kind.PAUSE)
    services.resume(asked, by=khalid, now=now)

    with refused("security.no_stop_in_force"):
        services.require_no_stop(account, now=now)
    assert list(selectors.stops_on(account)) == [pause]


def test_a_stop_that_is_over_may_begin_anew(
    asked: Stop, begin: Begin, khalid: User, account: Channel, now: datetime
) -> None:
    services.resume(asked, by=khalid, now=now)

    assert begin(channel=account, now=now + HOUR) != asked


def test_the_second_person_is_asked_and_the_first_is_not(
    asked: Stop, badr: User, khalid: User, layla: User, salim: User, now: datetime
) -> None:
    lever = "security.two_resume"

    assert len(owed(lever, now, "approve", user=khalid)) == 1
    assert len(owed(lever, now, user=layla)) == 1
    assert owed(lever, now, "secrets", user=badr) == []
    assert owed(lever, now, user=salim) == []
    services.resume(asked, by=khalid, now=now)
    assert owed(lever, now, user=layla) == []


@pytest.mark.parametrize("scope", ["channel", "all"])
def test_those_who_are_told_are_those_who_may(
    begin: Begin,
    account: Channel,
    badr: User,
    khalid: User,
    hilal: User,
    layla: User,
    maryam: User,
    salim: User,
    scope: str,
    now: datetime,
) -> None:
    begun = begin(channel=account) if scope == "channel" else begin()

    found = set(selectors.who_may_resume(begun, now))

    everybody = (badr, khalid, hilal, layla, maryam, salim)
    assert found == {
        each for each in everybody if selectors.may_resume(each, begun, now)
    }
    # Maryam holds an office in the whole body, which owns none of its parts' accounts.
    assert (layla in found, maryam in found) == (scope == "channel", False)
