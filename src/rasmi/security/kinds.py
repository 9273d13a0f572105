"""
What is looked at on an account of a platform, so that nobody else speaks on it.

The list follows the platforms' own advice and the guideline for social accounts of the
state (MTCIT): a second factor, no way in by telephone, few who administer, a mailbox of
the ministry, passwords from a generator, changed from time to time and on every event.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Part(StrEnum):
    SIGN_IN = "sign_in"
    PEOPLE = "people"
    SETTINGS = "settings"


PARTS = {
    Part.SIGN_IN: _("How one signs in"),
    Part.PEOPLE: _("Who may sign in, and with what"),
    Part.SETTINGS: _("Privacy and technical settings"),
}


class Answer(StrEnum):
    """How an item is answered: in a word, by a number, or by a day."""

    WORD = "word"
    NUMBER = "number"
    DAY = "day"


YES, NO, NOT_OFFERED = "yes", "no", "none"
WORDS = {
    YES: _("Yes"),
    NO: _("No"),
    NOT_OFFERED: _("The platform does not offer it"),
}
FACTOR = "security.second_factor_is_on"
STRONG = "security.attested_passwords_are_strong"
ROTATED = "security.attested_passwords_are_changed"
POSTURE = "security.posture_is_good"
SETTINGS = "security.settings_are_safe"

FEWEST, MOST = 2, 3  # who administer: one may be absent, and many are not watched
LARGEST = 500  # of a number; longer passwords and more people are a slip of the hand
WITHOUT_APPS = frozenset({"whatsapp", "snapchat", "mediawiki"})
WITHOUT_ROLES = frozenset({"bluesky", "mastodon", "telegram", "threads", "whatsapp"})
WITHOUT_CODES = frozenset({"bluesky", "telegram", "tiktok", "whatsapp"})
SITES = frozenset({"wordpress", "mediawiki"})  # of one's own, without telephone


@dataclass(frozen=True)
class Item:
    """
    One thing that somebody looks at.

    :param lever: the control that reads it
    :param title: the state in which it is good
    :param not_on: platforms that have no such thing
    :param may_lack: platforms that may offer no means for it; what protects the account
        instead is then said. On any other it is answered as it stands.
    :param is_password: whether the vault answers where it holds the password
    """

    key: str
    part: Part
    lever: str
    title: str | Promise
    why: str | Promise
    answer: Answer = Answer.WORD
    not_on: frozenset[str] = frozenset()
    may_lack: frozenset[str] = frozenset()
    is_password: bool = False

    def takes(self, value: str, platform: str) -> bool:
        """Whether a value is one that the item can have on a platform."""
        if value == NOT_OFFERED:
            return platform in self.may_lack
        if self.answer == Answer.WORD:
            return value in WORDS
        if self.answer == Answer.NUMBER:
            return value.isascii() and value.isdecimal() and int(value) <= LARGEST
        try:
            return date.fromisoformat(value).isoformat() == value
        except ValueError:
            return False


ITEMS = (
    Item(
        "second_factor",
        Part.SIGN_IN,
        FACTOR,
        _("A second factor is asked at each sign-in"),
        _("With a stolen password alone nobody then enters."),
    ),
    Item(
        "no_telephone",
        Part.SIGN_IN,
        POSTURE,
        _("No telephone number resets the password or receives the code"),
        _("Who takes over the number would take over the account."),
        not_on=SITES | {"whatsapp"},
        may_lack=frozenset({"telegram"}),
    ),
    Item(
        "password_length",
        Part.SIGN_IN,
        STRONG,
        _("Length of the password"),
        _("Count its characters in the password manager. Never write it here."),
        Answer.NUMBER,
        is_password=True,
    ),
    Item(
        "password_made",
        Part.SIGN_IN,
        STRONG,
        _("The password was made by a generator and is used nowhere else"),
        _("What a person invents can be guessed, and is found in lists of leaks."),
        is_password=True,
    ),
    Item(
        "password_changed",
        Part.SIGN_IN,
        ROTATED,
        _("Day on which the password was last changed"),
        _(
            "It is changed from time to time, and when somebody leaves: after that, "
            "even if it was already changed earlier that day."
        ),
        Answer.DAY,
        is_password=True,
    ),
    Item(
        "recovery_mail",
        Part.SIGN_IN,
        POSTURE,
        _("The recovery address is a mailbox of the ministry, not of a person"),
        _("Who reads that mailbox can set a new password."),
    ),
    Item(
        "recovery_changed",
        Part.SIGN_IN,
        ROTATED,
        _("Day on which the password of that mailbox was last changed"),
        _("The mailbox is the second door of the account."),
        Answer.DAY,
    ),
    Item(
        "recovery_codes",
        Part.SIGN_IN,
        POSTURE,
        _("Recovery codes lie sealed in the safe"),
        _("Without them a lost device closes the account to us as well."),
        may_lack=SITES | WITHOUT_CODES,
    ),
    Item(
        "alerts",
        Part.SIGN_IN,
        POSTURE,
        _("Notices of new sign-ins are on, and somebody reads them"),
        _("They are the first sign that somebody else has entered."),
        not_on=SITES,
        may_lack=frozenset({"bluesky"}),
    ),
    Item(
        "own_access",
        Part.PEOPLE,
        POSTURE,
        _("Each person works with access of their own, and nobody shares a password"),
        _("Only so it is known who did what, and one right ends without the others."),
        not_on=WITHOUT_ROLES,
    ),
    Item(
        "admins",
        Part.PEOPLE,
        POSTURE,
        _("How many people administer the account"),
        _("Two or three: one may be absent, and many are watched by nobody."),
        Answer.NUMBER,
    ),
    Item(
        "nobody_left",
        Part.PEOPLE,
        POSTURE,
        _("Nobody who has left or moved still has access"),
        _("Compare the list on the platform with the delegations in force."),
    ),
    Item(
        "devices",
        Part.PEOPLE,
        POSTURE,
        _("It is used only from updated devices of the ministry"),
        _("A private or old device is the easiest way in."),
    ),
    Item(
        "messages",
        Part.SETTINGS,
        SETTINGS,
        _("Who may write messages, comment and mention is set as agreed"),
        _("What is open by default changes when the platform changes it."),
        not_on=SITES,
    ),
    Item(
        "places",
        Part.SETTINGS,
        SETTINGS,
        _("Posts carry no place, and no contacts are shared with the platform"),
        _("Places and contacts tell strangers more than was meant."),
        not_on=SITES,
    ),
    Item(
        "profile",
        Part.SETTINGS,
        SETTINGS,
        _("The profile shows only official contacts, and no data of a person"),
        _("A name with a number is the beginning of most deceptions."),
    ),
    Item(
        "sessions",
        Part.SETTINGS,
        SETTINGS,
        _("Every open session is known, and old ones were closed"),
        _("An open session needs neither password nor second factor."),
        not_on=SITES,
        may_lack=frozenset({"bluesky"}),
    ),
    Item(
        "apps",
        Part.SETTINGS,
        SETTINGS,
        _("The connected applications are exactly those listed here"),
        _("An application that may post speaks with our name."),
        not_on=WITHOUT_APPS,
    ),
)
OF_KEY = {each.key: each for each in ITEMS}


def items_on(platform: str) -> list[Item]:
    """What is looked at on a platform; on the training platform there is nothing."""
    if platform == "sandbox":
        return []
    return [each for each in ITEMS if platform not in each.not_on]


def items_of(levers: Iterable[str]) -> frozenset[str]:
    """The keys of what some controls read."""
    asked = set(levers)
    return frozenset(each.key for each in ITEMS if each.lever in asked)
