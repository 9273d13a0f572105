from collections.abc import Callable
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from rasmi.notify import services as notify
from rasmi.notify.letters import Letter
from rasmi.outbox import selectors
from rasmi.outbox.models import Intent
from rasmi.people.models import User
from rasmi.rules import Lever, explanations
from rasmi.web.templatetags.web import day, hour


def tell_of_hand_over(intent: Intent, *, now: datetime) -> None:
    """The person posts it by hand; the words themselves stay out of the mail."""

    def letter() -> Letter:
        until = intent.not_after
        return Letter(
            subject=_("To do now: %(what)s, «%(account)s»") % _named(intent),
            paragraphs=(
                _("Peace be upon you, %(name)s.") % {"name": intent.person.name},
                _("%(what)s for «%(account)s»: it is time, and it is done by hand.")
                % _named(intent),
                _(
                    "Open its page on the phone, do what it says letter for letter, "
                    "and enter there what shows it by %(day)s, %(hour)s."
                )
                % {"day": day(until), "hour": hour(until)},
            ),
            act=_("Open its page"),
            url=_page(intent),
        )

    _send(intent, letter, now)


def tell_of_hold(intent: Intent, lever: Lever, *, now: datetime) -> None:
    def letter() -> Letter:
        clauses = tuple(
            f"{each.clause}: {each.statement}" for each in explanations(lever.name)
        )
        return Letter(
            subject=_("Held: %(what)s, «%(account)s»") % _named(intent),
            paragraphs=(
                _("Peace be upon you, %(name)s.") % {"name": intent.person.name},
                _("It was planned and is not out, because a rule holds it back."),
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
            subject=_("Its window closed: %(what)s, «%(account)s»") % _named(intent),
            paragraphs=(
                _("Peace be upon you, %(name)s.") % {"name": intent.person.name},
                _(
                    "Its window closed before it could be done. Nothing old goes "
                    "out by itself: plan it anew if it still holds true."
                ),
            ),
            act=_("See why"),
            url=_page(intent),
        )

    _send(intent, letter, now)


def tell_of_refusal(intent: Intent, *, now: datetime) -> None:
    def letter() -> Letter:
        return Letter(
            subject=_("The platform refused: %(what)s, «%(account)s»") % _named(intent),
            paragraphs=(
                _("Peace be upon you, %(name)s.") % {"name": intent.person.name},
                _("It is not done. The page shows the words of the platform."),
            ),
            act=_("See what the platform said"),
            url=_page(intent),
        )

    _send(intent, letter, now)


def tell_of_unknown(intent: Intent, *, now: datetime) -> None:
    def letter() -> Letter:
        return Letter(
            subject=_("Outcome unknown: %(what)s, «%(account)s»") % _named(intent),
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
            subject=_("Recalled: %(what)s, «%(account)s»") % _named(intent),
            paragraphs=(
                _("Peace be upon you, %(name)s.") % {"name": intent.person.name},
                _("What was handed to you is recalled. Do not do it."),
                _("Say on its page that it was not done, or that it is done already."),
            ),
            act=_("Say what became of it"),
            url=_page(intent),
        )

    _send(intent, letter, now)


def tell_of_undecided(intent: Intent, *, now: datetime) -> None:
    def letter() -> Letter:
        return Letter(
            subject=_("To be decided: is it out? %(what)s, «%(account)s»")
            % _named(intent),
            paragraphs=(
                _("Peace be upon you, %(name)s.") % {"name": intent.person.name},
                _("The platform cannot tell whether this is out."),
                _(
                    "Look on the account itself. Then enter its address, or say that "
                    "it is not there; a second person confirms before it is sent again."
                ),
            ),
            act=_("Say whether it is out"),
            url=_page(intent),
        )

    _send(intent, letter, now)


def tell_of_delay(intent: Intent, *, now: datetime) -> None:
    def letter() -> Letter:
        return Letter(
            subject=_("Not out yet: %(what)s, «%(account)s»") % _named(intent),
            paragraphs=(
                _("Peace be upon you, %(name)s.") % {"name": intent.person.name},
                _(
                    "Its hour has come, and the platform does not take it now. It is "
                    "tried again until its window closes."
                ),
                _("What cannot wait is done by hand: its page offers that."),
            ),
            act=_("See how it stands"),
            url=_page(intent),
        )

    _send(intent, letter, now)


def tell_of_surprise(intent: Intent, *, now: datetime) -> None:
    """What was recalled or believed to be over is out all the same."""

    def letter() -> Letter:
        return Letter(
            subject=_("Out after all: %(what)s, «%(account)s»") % _named(intent),
            paragraphs=(
                _("Peace be upon you, %(name)s.") % {"name": intent.person.name},
                _(
                    "It was recalled, or held to be over, while it was on its way, and "
                    "the platform shows it. If it may not stay, take it down there."
                ),
            ),
            act=_("See what became of it"),
            url=_page(intent),
        )

    _send(intent, letter, now)


def tell_of_hand_back(intent: Intent, *, now: datetime) -> None:
    """To the officer, after a restore: only a person knows what was posted by hand."""

    def letter() -> Letter:
        return Letter(
            subject=_("After a restore: was it done? %(what)s, «%(account)s»")
            % _named(intent),
            paragraphs=(
                _("Peace be upon you, %(name)s.") % {"name": intent.person.name},
                _(
                    "The database was restored from a backup, and does not know "
                    "whether you have done this by hand."
                ),
                _("Look on the account first; nothing is to be said twice."),
            ),
            act=_("Say whether it is out"),
            url=_page(intent),
        )

    _send(intent, letter, now)


def tell_of_resend(intent: Intent, *, asked_by: User, now: datetime) -> None:
    """To who may confirm it, but for who asked."""
    for person in selectors.who_may_confirm_resend(intent, now):
        if person.pk != asked_by.pk:
            _tell_of_resend(intent, asked_by, person, now)


def _tell_of_resend(
    intent: Intent, asked_by: User, person: User, now: datetime
) -> None:
    def letter() -> Letter:
        return Letter(
            subject=_("To be confirmed: send it again on «%(account)s»?")
            % {"account": intent.channel},
            paragraphs=(
                _("Peace be upon you, %(name)s.") % {"name": person.name},
                _(
                    "%(person)s looked on the account and says that it is not "
                    "there. It is sent again only if you find the same."
                )
                % {"person": asked_by},
            ),
            act=_("Look, and confirm or decline"),
            url=_page(intent),
        )

    notify.send(person.email, kind="outbox", letter=letter, now=now)


def _named(intent: Intent) -> dict[str, object]:
    return {"what": intent.what, "account": intent.channel}


def _page(intent: Intent) -> str:
    return f"{settings.STAFF_ORIGIN}{reverse('outbox:intent', args=[intent.pk])}"


def _send(intent: Intent, letter: Callable[[], Letter], now: datetime) -> None:
    notify.send(intent.person.email, kind="outbox", letter=letter, now=now)
