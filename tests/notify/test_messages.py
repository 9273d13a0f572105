from datetime import datetime

import pytest
from django.core import mail
from django.test import override_settings
from django.utils.translation import gettext as _

from rasmi.core import sweeps
from rasmi.core.models import MAX_ATTEMPTS
from rasmi.notify import selectors, services, tasks
from rasmi.notify.letters import Letter
from rasmi.notify.models import Message

pytestmark = pytest.mark.django_db


def letter() -> Letter:
    return Letter(
        subject=_("Your sign-in to Rasmi"),
        paragraphs=("<b>&</b>",),
        act=_("Open Rasmi"),
        url="https://staff.example/?a=1&b=2",
    )


@pytest.fixture
def message(now: datetime) -> Message:
    return services.send("a@ministry.example", kind="test", letter=letter, now=now)


def test_a_letter_is_written_in_both_languages(message: Message) -> None:
    assert message.text.index("فتح") < message.text.index("Open Rasmi")
    assert 'dir="rtl"' in message.html


def test_the_html_escapes_and_the_text_does_not(message: Message) -> None:
    assert "&lt;b&gt;" in message.html
    assert "<b>&</b>" in message.text


def test_a_line_break_starts_no_new_header(now: datetime) -> None:
    queued = services.queue(
        "a@b.om", kind="test", subject="a\r\nBcc: x@y.om", text="", now=now
    )

    assert queued.subject == "a Bcc: x@y.om"


@override_settings(EMAIL_HOST="mail.example")
def test_what_was_sent_keeps_no_text(message: Message, now: datetime) -> None:
    assert tasks.send_messages(now) == 1

    message.refresh_from_db()
    assert (message.text, message.html) == ("", "")
    assert message.sent_at is not None
    assert mail.outbox[0].to == ["a@ministry.example"]


@override_settings(EMAIL_HOST="mail.example")
def test_what_was_sent_is_not_sent_again(message: Message, now: datetime) -> None:
    tasks.send_messages(now)
    tasks.send_messages(now)

    assert len(mail.outbox) == 1


@override_settings(EMAIL_HOST="mail.example")
def test_a_worker_that_was_asked_to_end_begins_no_further_message(
    message: Message, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sweeps, "stopping", lambda: True)

    assert tasks.send_messages(now) == 0


def test_a_person_has_the_refused_ones_tried_again(
    message: Message, now: datetime
) -> None:
    Message.objects.update(attempts=MAX_ATTEMPTS)

    assert services.try_again(now=now) == 1

    assert Message.objects.due(now).get() == message


@override_settings(EMAIL_HOST="")
def test_without_a_server_messages_wait(message: Message, now: datetime) -> None:
    assert tasks.send_messages(now) == 0

    assert selectors.waiting() == 1
    message.refresh_from_db()
    assert message.attempts == 0
