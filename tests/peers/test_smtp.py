"""Messages through a real mail server."""

import mailbox
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.test import override_settings

from rasmi.notify import selectors, services
from rasmi.notify.models import Message
from tests.peers.start import start

pytestmark = pytest.mark.django_db


@pytest.fixture
def server() -> dict[str, str]:
    return start("smtp")


@pytest.fixture
def through(server: dict[str, str]) -> object:
    return override_settings(
        EMAIL_BACKEND="django.core.mail.backends.smtp.EmailBackend",
        EMAIL_HOST=server["SMTP_HOST"],
        EMAIL_PORT=int(server["SMTP_PORT"]),
        EMAIL_USE_TLS=False,
    )


def queued(address: str, now: datetime) -> Message:
    return services.queue(
        address, kind="test", subject="رمز جديد", text="نصّ الرسالة", now=now
    )


def delivered(server: dict[str, str], address: str) -> list[str]:
    return [
        str(mail["Subject"])
        for mail in mailbox.Maildir(Path(server["SMTP_MAILDIR"]), create=False)
        if address in str(mail["To"])
    ]


def test_a_message_arrives(
    server: dict[str, str], through: override_settings, now: datetime
) -> None:
    message = queued(f"arrives-{id(now)}@ministry.example", now)

    with through:
        assert services.deliver(message, now=now)

    assert len(delivered(server, message.address)) == 1


def test_a_refused_message_is_tried_again_and_then_shown(
    through: override_settings, now: datetime
) -> None:
    message = queued("refuse@ministry.example", now)
    moment = now

    with through:
        for _ in range(8):
            assert not services.deliver(message, now=moment)
            moment += timedelta(hours=9)

    assert selectors.stuck() == 1
    assert message.text == "نصّ الرسالة"


def test_a_message_put_off_by_the_server_arrives_later(
    server: dict[str, str], through: override_settings, now: datetime
) -> None:
    message = queued(f"later@{id(now)}.example", now)

    with through:
        first = services.deliver(message, now=now)
        second = services.deliver(message, now=now + timedelta(minutes=2))

    assert (first, second) == (False, True)


def test_a_server_that_is_away_loses_nothing(now: datetime) -> None:
    message = queued("a@ministry.example", now)

    with override_settings(
        EMAIL_BACKEND="django.core.mail.backends.smtp.EmailBackend",
        EMAIL_HOST="127.0.0.1",
        EMAIL_PORT=9,
        EMAIL_USE_TLS=False,
    ):
        assert not services.deliver(message, now=now)

    message.refresh_from_db()
    assert (message.last_error, message.attempts) == ("ConnectionRefusedError", 0)
