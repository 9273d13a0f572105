"""
What the consulted units look at before an account opens, one question after the other.

Ours, after what governments ask of such accounts (OSMACC-1:2021 in Saudi Arabia, the
guidelines of Qatar of 2018 and of MTCIT in Oman): each is answered yes, no, or does not
apply; a "no" becomes a condition.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

YES, NO, NONE = "yes", "no", "none"
ANSWERS = [
    (YES, _("Yes")),
    (NO, _("No")),
    (NONE, pgettext_lazy("answer to a question", "Does not apply")),
]


@dataclass(frozen=True)
class Question:
    """:param condition: what is asked for where the answer is no"""

    key: str
    text: str | Promise
    condition: str | Promise


_ALL = {
    "security": (
        Question(
            "recovery",
            _("Are the recovery address and number those of the body, not a person's?"),
            _("A recovery address of the body, and no number of a person"),
        ),
        Question(
            "admins",
            _("Do at least two and few persons administer it, each by name?"),
            _("Two or three administrators, each by name"),
        ),
        Question(
            "privacy",
            _("Is it decided who may message it, mention it and see who follows it?"),
            _("A decision on who may message, mention and see followers"),
        ),
        Question(
            "apps",
            _("Will only applications on the list of the body be connected to it?"),
            _("No application but those on the list"),
        ),
        Question(
            "data",
            _("Is it known what data of the public the platform collects and shares?"),
            _("A note on what data the platform collects and shares"),
        ),
    ),
    "cyber": (
        Question(
            "factor",
            _("Does the platform offer a second factor that is not a text message?"),
            _("A second factor that is not a text message"),
        ),
        Question(
            "device",
            _("Will it be used from devices of the body that are kept up to date?"),
            _("Use from devices of the body only"),
        ),
        Question(
            "alerts",
            _("Do warnings of sign-ins reach somebody who is on duty?"),
            _("Warnings of sign-ins to whoever is on duty"),
        ),
        Question(
            "hijack",
            _("Is it known whom to call at the platform if the account is taken over?"),
            _("A contact at the platform for a takeover"),
        ),
        Question(
            "name",
            _("Are names that are like it taken, or is it watched who takes them?"),
            _("Names like it taken or watched"),
        ),
    ),
}


def questions(place: str) -> tuple[Question, ...]:
    """The questions of one place of consultation."""
    return _ALL[place]


def missing(place: str, answers: dict[str, str]) -> list[Question]:
    """Those that were answered with no."""
    return [each for each in _ALL[place] if answers.get(each.key) == NO]
