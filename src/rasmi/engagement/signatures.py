"""How a reply is signed: by the unit, or by name with the four things of the policy."""

from django.utils import translation

from rasmi.channels.models import Channel
from rasmi.delegations.models import Delegation
from rasmi.people import selectors as people

ARABIC = range(0x0600, 0x0700)


def language_of(text: str) -> str:
    """The language in which a text is mostly written."""
    arabic = sum(ord(letter) in ARABIC for letter in text)
    latin = sum(letter.isascii() and letter.isalpha() for letter in text)
    return "ar" if arabic >= latin else "en"


def by_unit(text: str, channel: Channel) -> str:
    """The signature of the unit that owns the account, in the language of the reply."""
    with translation.override(language_of(text)):
        return f"— {channel.owner}"


def missing(right: Delegation) -> list[str]:
    """Which of the four things a signature by name lacks."""
    person = right.person
    facts = {
        "name": person.name_ar and person.name_en,
        "title": right.title_ar and right.title_en,
        "body": people.installation(),
        "contact": right.contact,
    }
    return [name for name, value in facts.items() if not value]


def by_name(text: str, right: Delegation) -> str:
    """Full name, job title, the body and its unit, official contact."""
    with translation.override(language_of(text)):
        body = people.installation()
        comma = "، " if translation.get_language() == "ar" else ", "
        place = comma.join([str(right.channel.owner), str(body)])
        return f"— {right.person.name}{comma}{right.title}\n{place}\n{right.contact}"
