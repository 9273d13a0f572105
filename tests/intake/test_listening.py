"""Listening to the training platform for real: kept, then read, nothing lost."""

from datetime import datetime, timedelta

import httpx
import pytest

from rasmi.channels.models import Channel
from rasmi.intake import services
from rasmi.intake.models import Receipt, RemoteObject, Stream
from rasmi.intake.services import listening
from rasmi.notify.models import Message
from rasmi.people.models import User
from rasmi.platforms.connector import Deed, Found, Op, Target
from rasmi.platforms.deadline import begin_nothing_when
from rasmi.platforms.sandbox.connector import SandboxConnector
from rasmi.rules import Verdict
from tests.factories import owed, verdict
from tests.outbox.platform import Fault, Wire
from tests.speaking import acts_on

SOON = timedelta(minutes=3)


def comment(post: Found, text: str, name: str = "سالم") -> None:
    form = {"name": name, "text": text}
    answer = httpx.post(post.url, data=form, trust_env=False)
    assert answer.status_code == 303


def listen(stream: Stream, now: datetime) -> int:
    stream.refresh_from_db()
    return services.listen(stream, now=now)


def read_all(now: datetime) -> int:
    return sum(services.read(each, now=now) for each in Receipt.objects.due(now))


def test_a_comment_of_a_citizen_comes_in(
    stream: Stream, post: Found, now: datetime
) -> None:
    comment(post, "متى ينتهي التسجيل؟")

    assert listen(stream, now) == 1
    assert read_all(now) == 1

    said = RemoteObject.objects.get()
    assert said.version.text == "متى ينتهي التسجيل؟"
    assert (said.author, said.thread) == ("سالم", post.remote_id)
    assert said.version.receipt
    assert said.version.receipt.item["name"] == "سالم"


def test_nothing_comes_twice(stream: Stream, post: Found, now: datetime) -> None:
    comment(post, "متى؟")
    listen(stream, now)
    Stream.objects.update(cursor="", due_at=now)

    assert listen(stream, now) == 0
    assert Receipt.objects.count() == 1


def test_who_is_asked_to_end_breaks_off_and_blames_nobody(
    stream: Stream, post: Found, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    comment(post, "متى؟")
    monkeypatch.setattr(listening, "stopping", lambda: True)
    begin_nothing_when(lambda: True)
    try:
        assert listen(stream, now) == 0
    finally:
        begin_nothing_when(bool)

    stream.refresh_from_db()
    assert (stream.failing_since, stream.attempts, stream.due_at) == (None, 0, now)
    assert listen(stream, now) == 1


def test_our_reply_comes_back_as_ours(
    stream: Stream, post: Found, ministry: SandboxConnector, now: datetime
) -> None:
    comment(post, "متى؟")
    listen(stream, now)
    read_all(now)
    asked = RemoteObject.objects.get()

    op = Op("r1", "غداً", deed=Deed.REPLY, target=Target(asked.remote_id, asked.thread))
    answer = ministry.commit(op, {})
    listen(stream, now + SOON)
    read_all(now + SOON)

    ours = RemoteObject.objects.get(remote_id=answer.remote_id)
    assert ours.is_ours
    assert ours.reply_to == asked.remote_id
    assert ministry.reconcile(op, {}) == answer or ministry.reconcile(op, {})


def test_what_is_hidden_shows_a_note_there_and_is_heard(
    stream: Stream, post: Found, ministry: SandboxConnector, now: datetime
) -> None:
    comment(post, "كلام مسيء")
    listen(stream, now)
    read_all(now)
    said = RemoteObject.objects.get()
    target = Target(said.remote_id, said.thread)
    op = Op("h1", "للتظلم: https://x.example/a", deed=Deed.HIDE, target=target)

    assert not isinstance(ministry.reconcile(op, {}), Found)
    ministry.commit(op, {})
    assert isinstance(ministry.reconcile(op, {}), Found)

    page = httpx.get(post.url, trust_env=False).text
    assert "كلام مسيء" not in page
    assert 'href="https://x.example/a"' in page
    listen(stream, now + SOON)
    read_all(now + SOON)
    said.refresh_from_db()
    assert said.is_hidden

    ministry.commit(Op("s1", "", deed=Deed.SHOW, target=target), {})
    assert "كلام مسيء" in httpx.get(post.url, trust_env=False).text


def test_a_worker_that_dies_before_reading_loses_nothing(
    stream: Stream, post: Found, now: datetime
) -> None:
    comment(post, "متى؟")
    listen(stream, now)
    (receipt,) = Receipt.objects.all()
    assert receipt.claim(now)  # and then it is gone

    assert read_all(now + timedelta(seconds=1)) == 0
    assert read_all(now + SOON) == 1
    assert RemoteObject.objects.count() == 1


@pytest.mark.logs_errors
def test_what_cannot_be_read_is_kept_and_stops_nothing_else(
    training: Channel, stream: Stream, post: Found, now: datetime
) -> None:
    Receipt.objects.create(
        channel=training,
        platform="sandbox",
        item={"id": 7, "text": None},
        ref="7",
        digest="d" * 64,
        received_at=now,
        due_at=now,
    )
    comment(post, "متى؟")
    listen(stream, now)

    assert read_all(now) == 1
    Receipt.objects.filter(digest="d" * 64).update(attempts=8)
    assert verdict("intake.all_is_read", now)[0] == Verdict.NOT_MET
    assert len(owed("intake.all_is_read", now, "operate")) == 1
    assert services.try_again(now=now) == 1


def test_a_platform_that_is_away_is_told_of_after_an_hour(
    stream: Stream, wire: Wire, badr: User, now: datetime
) -> None:
    wire.server_close()
    wire.shutdown()
    listen(stream, now)
    assert verdict("intake.accounts_are_heard", now)[0] == Verdict.MET

    later = now + timedelta(hours=2)
    Stream.objects.update(due_at=later)
    listen(stream, later)
    Stream.objects.update(due_at=later)
    listen(stream, later)

    assert Message.objects.filter(kind="intake", address=badr.email).count() == 1
    assert verdict("intake.accounts_are_heard", later)[0] == Verdict.UNKNOWN
    assert len(owed("intake.accounts_are_heard", later, "secrets")) == 1


def test_each_account_that_a_connection_reaches_is_listened_to(
    training: Channel, account: Channel, wire: Wire, now: datetime
) -> None:
    assert services.open_streams(now=now) == 1
    assert services.open_streams(now=now) == 0
    (stream,) = Stream.objects.all()
    assert stream.channel == training
    assert acts_on(stream) == ["intake.stream.open"]

    Channel.objects.filter(pk=training.pk).update(state=Channel.State.CLOSED)
    services.open_streams(now=now)
    stream.refresh_from_db()
    assert stream.due_at is None


def test_two_workers_keep_a_page_once(
    stream: Stream, post: Found, now: datetime
) -> None:
    comment(post, "متى؟")
    other = Stream.objects.get()

    assert services.listen(stream, now=now) == 1
    assert services.listen(other, now=now) == 0


def test_a_lost_answer_is_asked_for_again(
    stream: Stream, post: Found, wire: Wire, now: datetime
) -> None:
    comment(post, "متى؟")
    wire.is_visible = lambda call: call.name == "GET /api/comments"
    wire.fault = Fault.ANSWER_LOST
    assert listen(stream, now) == 0

    wire.fault = Fault.NONE
    Stream.objects.update(due_at=now)
    assert listen(stream, now) == 1
