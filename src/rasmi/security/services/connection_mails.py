from collections.abc import Callable
from datetime import datetime
from functools import partial

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from rasmi.notify import services as notify
from rasmi.notify.letters import Letter
from rasmi.people.models import User
from rasmi.security import selectors
from rasmi.security.models import Credential


def tell_of_connection(credential: Credential, *, by: User, now: datetime) -> None:
    """To who keeps credentials and who owns the account: nobody changes one unseen."""

    def letter(person: User) -> Letter:
        facts = _facts(credential, person, by)
        return Letter(
            subject=_("Connected: «%(account)s»") % facts,
            paragraphs=(
                _("Peace be upon you, %(name)s.") % facts,
                _("%(by)s entered a password by which Rasmi speaks on «%(account)s».")
                % facts,
                _("If nobody asked for it, stop speaking on this account at once."),
            ),
            act=_("See the connection"),
            url=_page(credential),
        )

    _send_all(credential, letter, now, but=by)


def tell_of_disconnection(credential: Credential, *, by: User, now: datetime) -> None:
    def letter(person: User) -> Letter:
        facts = _facts(credential, person, by)
        return Letter(
            subject=_("Disconnected: «%(account)s»") % facts,
            paragraphs=(
                _("Peace be upon you, %(name)s.") % facts,
                _("%(by)s ended the connection of «%(account)s».") % facts,
                _(
                    "What was planned to go out by it is held, and can be posted by "
                    "hand, until it is connected again."
                ),
            ),
            act=_("See the connection"),
            url=_page(credential),
        )

    _send_all(credential, letter, now, but=by)


def tell_of_broken_connection(credential: Credential, *, now: datetime) -> None:
    """Before a post needs it, where that can be: it is looked at every hour."""

    def letter(person: User) -> Letter:
        facts = _facts(credential, person, None)
        lacking = _("The platform lets Rasmi sign in, and rights are missing there.")
        refused = _("The platform refuses the password of this account.")
        return Letter(
            subject=_("The connection of «%(account)s» is broken") % facts,
            paragraphs=(
                _("Peace be upon you, %(name)s.") % facts,
                lacking if credential.is_lacking else refused,
                _(
                    "Posts for it wait and are not lost. Its page says what the "
                    "platform answered, and what to do."
                ),
            ),
            act=_("See the connection"),
            url=_page(credential),
        )

    _send_all(credential, letter, now, but=None)


def _facts(credential: Credential, person: User, by: User | None) -> dict[str, object]:
    # Read inside the letter, so that each language has its own words.
    return {"account": credential.channel, "by": by, "name": person.name}


def _page(credential: Credential) -> str:
    path = reverse("security:connection", args=[credential.channel_id])
    return f"{settings.STAFF_ORIGIN}{path}"


def _send_all(
    credential: Credential,
    letter: Callable[[User], Letter],
    now: datetime,
    *,
    but: User | None,
) -> None:
    for person in selectors.who_is_told(credential.channel, now):
        if but is None or person.pk != but.pk:
            notify.send(
                person.email,
                kind="security",
                letter=partial(letter, person),
                now=now,
            )
