from collections.abc import Callable, Iterable
from datetime import datetime
from functools import partial

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from rasmi.notify import services as notify
from rasmi.notify.letters import Letter
from rasmi.people.models import User
from rasmi.security import selectors
from rasmi.security.models import Stop


def tell_of_stop(stop: Stop, *, now: datetime) -> None:
    """To who may resume and to who speaks there; why it is, the page tells."""

    def letter(person: User) -> Letter:
        facts = _facts(stop, person, stop.by_name)
        return Letter(
            subject=_("Speaking is stopped: %(scope)s") % facts,
            paragraphs=(
                _greeting(person),
                _("%(kind)s by %(by)s: nothing is published or answered on %(scope)s.")
                % facts,
                _("What is queued is kept and not sent until two persons resume it."),
            ),
            act=_("See the stop"),
            url=_page(stop),
        )

    _send_all(_concerned(stop, now, but=stop.stopped_by), letter, now)


def tell_of_asking(stop: Stop, *, now: datetime) -> None:
    """To who may confirm it."""
    asked_by = stop.resume_asked_by
    if asked_by is None:
        return

    def letter(person: User) -> Letter:
        facts = _facts(stop, person, asked_by)
        return Letter(
            subject=_("To be confirmed: speaking resumes on %(scope)s") % facts,
            paragraphs=(
                _greeting(person),
                _("%(by)s asks that speaking resumes. A second person confirms it.")
                % facts,
                _("Look at what is queued first: it is sent as soon as you confirm."),
            ),
            act=_("See the stop"),
            url=_page(stop),
        )

    found = selectors.who_may_resume(stop, now).exclude(pk=asked_by.pk)
    _send_all(found, letter, now)


def tell_of_keeping(stop: Stop, asked_by: User, by: User, *, now: datetime) -> None:
    """To who had asked, unless it was taken back by the same person."""

    def letter(person: User) -> Letter:
        facts = _facts(stop, person, by)
        return Letter(
            subject=_("Speaking stays stopped: %(scope)s") % facts,
            paragraphs=(
                _greeting(person),
                _("%(by)s did not confirm that speaking resumes.") % facts,
                _("You can ask for it again when the matter is settled."),
            ),
            act=_("See the stop"),
            url=_page(stop),
        )

    if asked_by.pk != by.pk:
        _send_all([asked_by], letter, now)


def tell_of_resuming(stop: Stop, *, now: datetime) -> None:
    """To who was told of the stop."""
    by = stop.resumed_by
    if by is None:
        return

    def letter(person: User) -> Letter:
        facts = _facts(stop, person, by)
        return Letter(
            subject=_("Speaking resumes: %(scope)s") % facts,
            paragraphs=(
                _greeting(person),
                _("%(by)s confirmed it as the second person.") % facts,
                _("What was queued is checked once more, and sent in its turn."),
            ),
            act=_("See the stop"),
            url=_page(stop),
        )

    _send_all(_concerned(stop, now, but=by), letter, now)


def _facts(stop: Stop, person: User, by: User | str) -> dict[str, object]:
    # Read inside the letter, so that each language has its own words.
    return {
        "scope": stop.scope_name,
        "kind": stop.get_kind_display(),
        "by": by,
        "name": person.name,
    }


def _greeting(person: User) -> str:
    return _("Peace be upon you, %(name)s.") % {"name": person.name}


def _concerned(stop: Stop, now: datetime, *, but: User | None) -> list[User]:
    found = selectors.who_may_resume(stop, now) | selectors.who_speaks(stop, now)
    return list(found.exclude(pk=but.pk) if but else found)


def _page(stop: Stop) -> str:
    return settings.STAFF_ORIGIN + reverse("security:stop", args=[stop.pk])


def _send_all(
    people: Iterable[User], letter: Callable[[User], Letter], now: datetime
) -> None:
    for person in people:
        notify.send(
            person.email,
            kind="security",
            letter=partial(letter, person),
            now=now,
        )
