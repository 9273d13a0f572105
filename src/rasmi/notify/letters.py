from collections.abc import Callable
from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils import translation


@dataclass(frozen=True)
class Letter:
    """What a message says in one language: subject, paragraphs, at most one act."""

    subject: str
    paragraphs: tuple[str, ...]
    act: str = ""
    url: str = ""


Compose = Callable[[], Letter]


@dataclass(frozen=True)
class Mail:
    subject: str
    text: str
    html: str


def in_both_languages(compose: Compose) -> Mail:
    """Write a letter in Arabic and, beneath it, in English."""
    letters = []
    for language in ("ar", "en"):
        with translation.override(language):
            letters.append((language, compose()))
    context = {"letters": letters}
    return Mail(
        # A line break in a header would begin another header.
        subject=" ".join(letters[0][1].subject.split()),
        text=render_to_string("notify/mail.txt", context).strip() + "\n",
        html=render_to_string("notify/mail.html", context),
    )
