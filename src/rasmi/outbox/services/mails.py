from collections.abc import Callable
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from rasmi.notify import services as notify
from rasmi.notify.letters import Letter
from rasmi.outbox.models import Intent
from rasmi.rules import Lever, explanations
from rasmi.web.templatetags.web import day, hour


def tell_of_hand_over(intent: Intent, *, now: datetime) -> None:
    """The person posts it by hand; the words themselves stay out of the mail."""

    def letter() -> Letter:
        until = intent.not_after
        return Letter(
            subject=_("To post now: «%(account)s»") % {"account": intent.channel},
            paragraphs=(
                _("Peace be upon you, %(name)s.") % {"name": intent.person.name},
                _(
                    "A post for «%(account)s» is approved and its hour has come. No "
                    "connection posts on this account, so it is posted by hand."
                )
                % {"account": intent.channel},
                _(
                    "Open its page on the phone, copy the text and the pictures as "
                    "they are, and enter the address of the post by %(day)s, %(hour)s."
                )
                % {"day": day(until), "hour": hour(until)},
            ),
            act=_("Open the text and the pictures"),
            url=_page(intent),
        )

    _send(intent, letter, now)


def tell_of_hold(intent: Intent, lever: Lever, *, now: datetime) -> None:
    def letter() -> Letter:
        clauses = tuple(
            f"{each.clause}: {each.statement}" for each in explanations(lever.name)
        )
        return Letter(
            subject=_("Held: a post for «%(account)s»") % {"account": intent.channel},
            paragraphs=(
                _("Peace be upon you, %(name)s.") % {"name": intent.person.name},
                _("A planned post was not published, because a rule holds it back."),
                *clauses,
                _("Its page says why, and what to do before its window closes."),
            ),
            act=_("See what holds it"),
            url=_page(intent),
        )

    _send(intent, letter, now)


def tell_of_lapse(intent: Intent, *, now: datetime) -> None:
    def letter() -> Letter:
        return Letter(
            subject=_("Not published: a post for «%(account)s»")
            % {"account": intent.channel},
            paragraphs=(
                _("Peace be upon you, %(name)s.") % {"name": intent.person.name},
                _(
                    "Its window closed before it could be published. Nothing old goes "
                    "out by itself: plan it anew if it still holds true."
                ),
            ),
            act=_("See why it was not published"),
            url=_page(intent),
        )

    _send(intent, letter, now)


def tell_of_refusal(intent: Intent, *, now: datetime) -> None:
    def letter() -> Letter:
        return Letter(
            subject=_("The platform refused a post for «%(account)s»")
            % {"account": intent.channel},
            paragraphs=(
                _("Peace be upon you, %(name)s.") % {"name": intent.person.name},
                _("It is not published. The page shows the words of the platform."),
            ),
            act=_("See what the platform said"),
            url=_page(intent),
        )

    _send(intent, letter, now)


def tell_of_unknown(intent: Intent, *, now: datetime) -> None:
    def letter() -> Letter:
        return Letter(
            subject=_("Outcome unknown: a post for «%(account)s»")
            % {"account": intent.channel},
            paragraphs=(
                _("Peace be upon you, %(name)s.") % {"name": intent.person.name},
                _(
                    "Nobody knows yet whether it is visible. It is looked for, and "
                    "never sent again before that is known: do not post it by hand."
                ),
            ),
            act=_("See how it stands"),
            url=_page(intent),
        )

    _send(intent, letter, now)


def tell_of_recall(intent: Intent, *, now: datetime) -> None:
    """To the officer who has it in hand: not to post it, or to say that it is out."""

    def letter() -> Letter:
        return Letter(
            subject=_("Recalled: do not post on «%(account)s»")
            % {"account": intent.channel},
            paragraphs=(
                _("Peace be upon you, %(name)s.") % {"name": intent.person.name},
                _("The post that was handed to you is recalled. Do not post it."),
                _("Say on its page that it was not posted, or that it is out already."),
            ),
            act=_("Say what became of it"),
            url=_page(intent),
        )

    _send(intent, letter, now)


def _page(intent: Intent) -> str:
    return f"{settings.STAFF_ORIGIN}{reverse('outbox:intent', args=[intent.pk])}"


def _send(intent: Intent, letter: Callable[[], Letter], now: datetime) -> None:
    notify.send(intent.person.email, kind="outbox", letter=letter, now=now)
