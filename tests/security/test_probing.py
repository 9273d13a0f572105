from datetime import datetime, timedelta

import pytest
from django.test import override_settings

from rasmi.audit.models import Entry
from rasmi.channels.models import Channel
from rasmi.core.models import MAX_ATTEMPTS
from rasmi.people.models import User
from rasmi.platforms.connector import (
    AccountRestricted,
    AuthExpired,
    NotFound,
    PermissionDenied,
    RateLimited,
    Seen,
    Transient,
)
from rasmi.security import services, tasks
from rasmi.security.models import Credential
from tests.security.conftest import Blog, Connect
from tests.speaking import acts_on, letters, sweep

HOUR = timedelta(hours=1)
State = Credential.State
LACKING = Seen("rasmi", "", missing=("publish_posts", "upload_files"))


def looked_at(credential: Credential, at: datetime) -> Credential:
    """After the worker came by at a time."""
    sweep(tasks.look_at_connections, at)
    credential.refresh_from_db()
    return credential


def test_a_connection_that_works_is_looked_at_every_hour(
    platform: type[Blog], credential: Credential, layla: User, now: datetime
) -> None:
    seen = looked_at(credential, now)

    assert (seen.state, seen.seen_at, seen.seen_name) == (
        State.WORKING,
        now,
        "مدونة الوزارة",
    )
    assert (seen.due_at, seen.lease_until, seen.attempts) == (now + HOUR, None, 0)
    assert sweep(tasks.look_at_connections, now + HOUR / 2) == 0
    assert sweep(tasks.look_at_connections, now + HOUR) == 1
    assert len(letters("security", layla)) == 1  # of the connecting
    assert acts_on(seen).count("security.credential.look") == 1


def test_missing_rights_are_kept_and_told_once(
    platform: type[Blog], credential: Credential, layla: User, now: datetime
) -> None:
    platform.answer = LACKING

    seen = looked_at(credential, now)
    looked_at(credential, now + HOUR)

    assert seen.state == State.LACKING
    assert seen.missing == ["publish_posts", "upload_files"]
    assert seen.seen_name == "rasmi"
    assert len(platform.asked) == 2
    assert len(letters("security", layla)) == 2


@pytest.mark.parametrize(
    "answer", [AuthExpired("401"), PermissionDenied("401"), AccountRestricted("401")]
)
def test_a_refused_password_is_told_once(
    platform: type[Blog],
    credential: Credential,
    layla: User,
    badr: User,
    now: datetime,
    answer: Exception,
) -> None:
    platform.answer = answer

    seen = looked_at(credential, now)
    looked_at(credential, now + HOUR)

    assert (seen.state, seen.last_error) == (State.REFUSED, "401")
    assert len(letters("security", layla)) == 2
    assert len(letters("security", badr)) == 1  # he connected it himself
    facts = Entry.objects.get(action="security.credential.look").facts
    assert facts == {"state": "refused"}


def test_what_works_again_is_known_without_a_letter(
    platform: type[Blog], credential: Credential, layla: User, now: datetime
) -> None:
    platform.answer = AuthExpired("401")
    looked_at(credential, now)
    platform.answer = Seen("rasmi", "")

    seen = looked_at(credential, now + HOUR)

    assert (seen.state, seen.last_error, seen.missing) == (State.WORKING, "", [])
    assert len(letters("security", layla)) == 2


@pytest.mark.parametrize(
    "answer",
    [Transient("away"), NotFound("away"), RateLimited("away", retry_in=HOUR)],
)
def test_a_site_that_is_away_says_nothing_of_the_password(
    platform: type[Blog],
    credential: Credential,
    layla: User,
    now: datetime,
    answer: Exception,
) -> None:
    looked_at(credential, now)
    platform.answer = answer

    for hours in range(1, MAX_ATTEMPTS + 3):
        seen = looked_at(credential, now + hours * HOUR)

    assert seen.state == State.WORKING
    assert seen.seen_at == now
    assert seen.last_error == "away"
    assert len(platform.asked) == MAX_ATTEMPTS + 3
    assert len(letters("security", layla)) == 1


def test_a_password_that_the_key_does_not_open_is_refused(
    platform: type[Blog], credential: Credential, now: datetime
) -> None:
    Credential.objects.update(login="changed")

    assert looked_at(credential, now).state == State.REFUSED
    assert platform.asked == []


def test_of_two_workers_one_looks(
    platform: type[Blog], credential: Credential, now: datetime
) -> None:
    other = Credential.objects.get(pk=credential.pk)

    assert services.probe(credential, now=now)
    assert not services.probe(other, now=now)
    assert len(platform.asked) == 1


def test_an_answer_for_an_earlier_password_changes_nothing(
    platform: type[Blog],
    connect: Connect,
    credential: Credential,
    now: datetime,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def probe(self: Blog) -> Seen:
        connect(password="n" * 24, now=now)
        raise AuthExpired("401")

    monkeypatch.setattr(Blog, "probe", probe)

    services.probe(credential, now=now)

    credential.refresh_from_db()
    assert (credential.state, credential.due_at) == (State.NEW, None)
    assert Credential.objects.in_use().get().state == State.NEW


def test_whoever_keeps_credentials_asks_to_look_now(
    platform: type[Blog], credential: Credential, badr: User, now: datetime
) -> None:
    looked_at(credential, now)
    Credential.objects.update(attempts=MAX_ATTEMPTS)

    services.look_now(credential, by=badr, now=now + HOUR / 4)

    looked_at(credential, now + HOUR / 4)
    assert len(platform.asked) == 2
    assert acts_on(credential)[-1] == "security.credential.ask"


def test_what_has_ended_is_looked_at_no_more(
    platform: type[Blog], credential: Credential, badr: User, now: datetime
) -> None:
    services.disconnect(credential, by=badr, now=now)

    services.look_now(credential, by=badr, now=now)

    assert sweep(tasks.look_at_connections, now + HOUR) == 0
    assert platform.asked == []


def test_a_password_refused_while_sending_is_told_at_once(
    platform: type[Blog], credential: Credential, layla: User, now: datetime
) -> None:
    looked_at(credential, now)

    services.report_refused(credential.channel, "401", now=now)
    services.report_refused(credential.channel, "401", now=now)

    credential.refresh_from_db()
    assert credential.is_refused
    assert len(letters("security", layla)) == 2


def test_a_refusal_of_what_is_not_connected_is_nothing(
    blog: Channel, now: datetime
) -> None:
    services.report_refused(blog, "401", now=now)

    assert not Entry.objects.filter(action="security.credential.look").exists()


def test_a_worker_without_the_key_says_so_and_calls_nobody(
    platform: type[Blog], credential: Credential, now: datetime
) -> None:
    with override_settings(VAULT_KEY="/nothing/here"):
        assert looked_at(credential, now).is_refused
    assert platform.asked == []
