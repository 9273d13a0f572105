"""Which addresses and numbers are the body's own, as the installation says."""

import re

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from rasmi.people.models import User

BETWEEN = re.compile(r"[\s().\-]")
NUMBER = re.compile(r"\+\d{8,15}")  # E.164: at most fifteen digits


def official_domains(person: User) -> list[str]:
    """The body's own mail domains; where none is set, that of the person's address."""
    found: list[str] = settings.OFFICIAL_MAIL_DOMAINS
    return found or [person.email.rpartition("@")[2].lower()]


def official_numbers() -> list[str]:
    """How the body's own telephone numbers begin, each with its country."""
    found: list[str] = settings.OFFICIAL_NUMBERS
    return found


def is_official(contact: str, person: User) -> bool:
    """Whether a contact is an e-mail address or a telephone number of the body."""
    if "@" in contact:
        return _is_address(contact) and any(
            contact.lower().endswith(f"@{each}") for each in official_domains(person)
        )
    number = BETWEEN.sub("", contact)
    if number.startswith("00"):
        number = f"+{number[2:]}"
    return bool(NUMBER.fullmatch(number)) and any(
        number.startswith(each) for each in official_numbers()
    )


def _is_address(contact: str) -> bool:
    try:
        validate_email(contact)
    except ValidationError:
        return False
    return True
