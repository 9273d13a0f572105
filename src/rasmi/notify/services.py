import logging
from datetime import datetime
from smtplib import SMTPDataError, SMTPRecipientsRefused

from django.conf import settings
from django.core.mail import EmailMultiAlternatives

from rasmi.notify.letters import Compose, in_both_languages
from rasmi.notify.models import Message

logger = logging.getLogger(__name__)


def send(address: str, *, kind: str, letter: Compose, now: datetime) -> Message:
    """Queue a letter in both languages, in the transaction of what it tells of."""
    mail = in_both_languages(letter)
    return queue(
        address,
        kind=kind,
        subject=mail.subject,
        text=mail.text,
        html=mail.html,
        now=now,
    )


def queue(
    address: str,
    *,
    kind: str,
    subject: str,
    text: str,
    html: str = "",
    now: datetime,
) -> Message:
    """Queue an e-mail that is written already; the worker sends it."""
    return Message.objects.create(
        address=address,
        kind=kind,
        subject=" ".join(subject.split())[:250],
        text=text,
        html=html,
        made_at=now,
        due_at=now,
    )


def deliver(message: Message, *, now: datetime) -> bool:
    """
    Hand one message to the mail server; return whether the server took it.

    At least once: a crash between the server's answer and ours sends it again.
    """
    if not message.claim(now):
        return False
    mail = EmailMultiAlternatives(
        message.subject, message.text, settings.DEFAULT_FROM_EMAIL, [message.address]
    )
    if message.html:
        mail.attach_alternative(message.html, "text/html")
    try:
        mail.send()
    except (SMTPRecipientsRefused, SMTPDataError) as error:  # about this very message
        logger.warning("The mail server refused message %s", message.pk)
        message.postpone(now, error=type(error).__name__)
        return False
    except OSError as error:  # the server is away, or says no to everybody
        logger.warning("The mail server did not take message %s", message.pk)
        message.postpone(now, error=type(error).__name__, counts=False)
        return False
    message.settle(sent_at=now, text="", html="")
    return True


def try_again(*, now: datetime) -> int:
    """Give every message that was refused too often another series of attempts."""
    return Message.objects.stuck().update(attempts=0, due_at=now)
