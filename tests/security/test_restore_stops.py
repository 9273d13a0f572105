from datetime import datetime

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils.translation import override

from rasmi.channels.models import Channel
from rasmi.people.models import Power, User
from rasmi.security import selectors, services
from rasmi.security.forms import StopForm
from rasmi.security.models import Epoch, Stop
from tests.conftest import signed_in
from tests.factories import owed, refused
from tests.speaking import shown

Why = Epoch.Why
REASON = "تعطل قرص الخادم"


def restored(now: datetime) -> Stop:
    services.watch_epoch(now=now)
    epoch = services.begin_epoch(why=Why.RESTORED, reason=REASON, now=now)
    assert epoch.stop
    return epoch.stop


def test_two_persons_let_speaking_resume_after_a_restore(
    account: Channel, badr: User, khalid: User, now: datetime
) -> None:
    stop = restored(now)
    services.ask_to_resume(stop, reason="روجع ما ينتظر", by=badr, now=now)
    stop.refresh_from_db()

    with refused("people.two_persons"):
        services.resume(stop, by=badr, now=now)
    services.resume(stop, by=khalid, now=now)

    services.require_no_stop(account, now=now)


def test_a_refused_post_says_that_the_database_was_restored(
    account: Channel, now: datetime
) -> None:
    restored(now)

    with override("ar"), refused("security.no_stop_in_force") as caught:
        services.require_no_stop(account, now=now)

    assert "نظام رسمي تلقائياً" in caught.value.sentence


@pytest.mark.parametrize(
    ("language", "what", "meaning"),
    [
        ("ar", "إيقاف بعد استعادة البيانات", "يراجع شخصان ما ينتظر الإرسال"),
        ("en", "Stop after a restore", "two persons look at what is queued"),
    ],
)
def test_the_pages_say_what_a_restore_means(
    badr: User, now: datetime, language: str, what: str, meaning: str
) -> None:
    stop = restored(now)
    client = signed_in(badr)
    client.cookies["rasmi-language"] = language

    for path in (f"/stops/{stop.pk}/", f"/stops/{stop.pk}/resume/"):
        seen = shown(client, path)
        assert what in seen
        assert meaning in seen
    assert what in shown(client, "/stops/")  # in the banner and the list


def test_another_stop_does_not_speak_of_a_restore(badr: User, now: datetime) -> None:
    facts = {"kind": Stop.Kind.PAUSE, "reason": "حداد", "by": badr, "now": now}
    stop = services.stop(**facts)  # type: ignore[arg-type]  # of several types

    assert "استُعيدت" not in shown(signed_in(badr), f"/stops/{stop.pk}/")


def test_nobody_begins_the_stop_of_a_restore(badr: User, now: datetime) -> None:
    form = StopForm({"kind": "restore", "scope": "all", "reason": REASON})

    assert list(form.errors) == ["kind"]
    client: Client = signed_in(badr)
    typed = {"kind": "restore", "scope": "all", "reason": REASON}
    assert client.post("/stops/new/", typed).status_code == 422


def test_an_epoch_that_begins_without_a_stop_is_refused_by_the_database(
    account: Channel, now: datetime
) -> None:
    services.watch_epoch(now=now)

    with pytest.raises(IntegrityError), transaction.atomic():
        Epoch.objects.update(why=Why.RESTORED)


def test_after_a_restore_somebody_owes_the_first_look(
    badr: User, khalid: User, salim: User, now: datetime
) -> None:
    lever = "security.restored_is_looked_at"
    stop = restored(now)
    assert len(owed(lever, now, Power.SECRETS, user=badr)) == 1
    assert owed(lever, now, user=salim) == []

    services.ask_to_resume(stop, reason="روجع ما ينتظر", by=badr, now=now)

    assert owed(lever, now, Power.SECRETS, user=badr) == []


def test_what_the_system_says_of_a_restore_it_says_in_both_languages(
    account: Channel, now: datetime
) -> None:
    services.watch_epoch(now=now)
    epoch = services.begin_epoch(why=Why.ELSEWHERE, now=now)

    assert epoch.stop
    arabic, english = epoch.stop.reason.split("\n")
    assert english.startswith("The database")
    assert arabic != english


def test_a_stop_after_a_restore_stands_before_a_pause(
    account: Channel, badr: User, now: datetime
) -> None:
    services.stop(
        kind=Stop.Kind.PAUSE, reason="حداد", channel=account, by=badr, now=now
    )
    stop = restored(now)

    assert selectors.stops_in_force(now).first() == stop
    assert selectors.stops_on(account)[0] == stop
