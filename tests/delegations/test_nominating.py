from datetime import datetime, timedelta

import pytest
from django.test import Client

from rasmi.audit.models import Entry
from rasmi.channels.models import Channel
from rasmi.delegations import selectors, services
from rasmi.delegations.models import Delegation, Task
from rasmi.notify.models import Message
from rasmi.people import services as people
from rasmi.people.models import Topic, Unit, User
from rasmi.policy.models import Decision
from tests.conftest import signed_in
from tests.delegations.conftest import Nominate, assess
from tests.factories import appoint_to, refused

DAY = timedelta(days=1)
KIND = Decision.Kind


def test_names_are_given_by_the_owner(
    nominate: Nominate,
    salma: User,
    rania: User,
    yusuf: User,
    media: Unit,
    now: datetime,
) -> None:
    for stranger in (salma, rania):
        with refused("delegations.named_by_the_owner"):
            nominate(by=stranger)
    appoint_to(yusuf, media, "عضو", [], now)
    with refused("people.not_for_oneself"):
        nominate(by=yusuf)


@pytest.mark.parametrize("left_out", ["channels", "tasks", "topics"])
def test_accounts_tasks_and_topics_are_named(nominate: Nominate, left_out: str) -> None:
    with refused("delegations.decision_names_all"):
        nominate(**{left_out: []})


@pytest.mark.parametrize("days", [-1, 0, 367, 4000])
def test_a_delegation_ends_within_a_year(
    nominate: Nominate, now: datetime, days: int
) -> None:
    with refused("delegations.ends_within_a_year"):
        nominate(ends_at=now + days * DAY)


def test_exactly_a_year_is_within_it(nominate: Nominate, now: datetime) -> None:
    begun = nominate()
    nominated = selectors.latest_end(begun.starts_at, now)

    assert (nominated - begun.starts_at).days in (365, 366)
    services.revoke(begun, reason="إعادة", by=begun.nominated_by, now=now)
    assert nominate(ends_at=nominated).ends_at == nominated


def test_one_delegation_for_each_account_at_a_time(
    nominated: Delegation, nominate: Nominate
) -> None:
    with refused("delegations.one_for_each_account"):
        nominate()


def test_who_has_left_is_not_named(
    nominate: Nominate, yusuf: User, maryam: User, now: datetime
) -> None:
    people.release_person(yusuf, by=maryam, now=now)

    with refused("delegations.names_an_employee"):
        nominate()


@pytest.mark.parametrize(
    "contact", ["", "yusuf@gmail.com", "+968 9911 2233", "x@evil.ministry.example.com"]
)
def test_who_speaks_by_name_shows_an_official_contact(
    nominate: Nominate, contact: str
) -> None:
    with refused("delegations.official_contact_only"):
        nominate(speaks_by_name=True, contact=contact)


def test_an_official_contact_is_kept_and_a_needless_one_is_not(
    nominate: Nominate, layla: User, now: datetime
) -> None:
    named = nominate(speaks_by_name=True, contact="answers@ministry.example")
    assert named.contact == "answers@ministry.example"
    services.revoke(named, reason="إعادة", by=layla, now=now)

    assert nominate(contact="answers@ministry.example").contact == ""


def test_a_nomination_keeps_what_was_typed_when_it_is_refused(
    account: Channel, topic: Topic, yusuf: User, as_rania: Client
) -> None:
    typed = {
        "person": yusuf.pk,
        "channels": [account.pk],
        "tasks": [Task.REPLY],
        "topics": [topic.pk],
        "starts_at": "2026-11-23",
        "ends_at": "2099-01-01",
        "contact": "kept@ministry.example",
    }

    response = as_rania.post("/delegations/nominate/", typed)

    assert response.status_code == 403
    assert "kept@ministry.example" in response.content.decode()
    assert "A7.1" in response.content.decode()


def test_the_list_is_of_one_account_or_person_when_asked(
    nominated: Delegation, as_salma: Client
) -> None:
    def shown(query: str) -> int:
        return len(as_salma.get(f"/delegations/?{query}").context["lines"])

    assert shown("") == 1
    assert shown(f"account={nominated.channel_id}") == 1
    assert shown(f"person={nominated.person_id}") == 1
    assert shown("account=99999") == 0
    assert shown("person=x&before=-1") == 1


def test_a_delegation_begins_soon(nominate: Nominate, now: datetime) -> None:
    with refused("delegations.ends_within_a_year"):
        nominate(starts_at=now + 100 * DAY, ends_at=now + 200 * DAY)


def test_what_was_judged_of_a_person_is_not_for_everybody(
    nominated: Delegation, layla: User, as_salma: Client, yusuf: User, now: datetime
) -> None:
    assess(nominated, layla, now)
    page = f"/delegations/{nominated.pk}/"

    assert "ملف الموظف" not in as_salma.get(page).content.decode()
    assert "ملف الموظف" in signed_in(yusuf).get(page).content.decode()
    assert "ملف الموظف" in signed_in(layla).get(page).content.decode()


def test_a_declined_nomination_is_told_as_such(
    nominated: Delegation, layla: User, now: datetime
) -> None:
    services.revoke(nominated, reason="س", by=layla, now=now)

    last = Message.objects.filter(kind="delegations").order_by("pk").last()
    assert last
    assert "nothing is asked of you" in last.text


def test_who_speaks_for_no_unit_is_refused_before_typing(as_salma: Client) -> None:
    for address in ("/delegations/nominate/", "/accounts/propose/"):
        response = as_salma.get(address)
        assert response.status_code == 403
    levers = set(Entry.objects.refused().values_list("lever", flat=True))
    assert levers == {
        "delegations.named_by_the_owner",
        "channels.proposed_by_the_owner",
    }
