"""Why another place that was asked signs nobody in, and how that is told."""

from enum import StrEnum
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Why(StrEnum):
    """Why nobody was signed in."""

    AWAY = "away"
    STATE = "state"
    BROKEN_OFF = "broken_off"
    UNPROVEN = "unproven"
    UNVERIFIED = "unverified"
    UNKNOWN = "unknown"
    ENDED = "ended"
    LIMITED = "limited"


SENTENCES: dict[Why, Promise] = {
    Why.AWAY: _(
        "The ministry's sign-in does not answer. Try again in a few minutes, and tell "
        "those who run the system if it goes on."
    ),
    Why.STATE: _(
        "This sign-in was used already, took more than ten minutes, or was begun in "
        "another window. Begin once more."
    ),
    Why.BROKEN_OFF: _("You broke the sign-in off. Begin once more."),
    Why.UNPROVEN: _(
        "What the ministry's sign-in answered cannot be proven, so nobody was signed "
        "in. Tell those who run the system."
    ),
    Why.UNVERIFIED: _(
        "Your ministry account does not prove who you are here: it lacks your "
        "confirmed e-mail or your staff number. Ask those who keep the accounts of "
        "the ministry."
    ),
    Why.UNKNOWN: _(
        "Nobody of this ministry account is entered here. Ask those who keep units "
        "and people."
    ),
    Why.ENDED: _(
        "This sign-in has ended. Whoever returns to the ministry asks those who keep "
        "units and people."
    ),
    Why.LIMITED: _("Too many attempts. Wait a few minutes, then try once more."),
}


class Failed(Exception):
    """
    :ivar why: what the person is told
    :ivar detail: what those who run the system read in the log; holds no secret
    :ivar person: of the register, where it is proven who came
    """

    def __init__(self, why: Why, detail: str = "", person: Any = None) -> None:
        super().__init__(f"{why}, {detail}" if detail else why)
        self.why = why
        self.detail = detail
        self.person = person
