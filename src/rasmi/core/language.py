from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import translation

ISOLATE, END = "\u2066", "\u2069"  # Unicode's left-to-right isolate and its end


def in_language(arabic: str, english: str) -> str:
    """Return the form of a name that the reader of this page reads."""
    return english if translation.get_language() == "en" and english else arabic


@dataclass(frozen=True)
class Text:
    """One text in both languages; as a string, in that of the reader."""

    ar: str
    en: str

    def __str__(self) -> str:
        return in_language(self.ar, self.en)


def listed(names: Iterable[str]) -> str:
    """Join names as the reader's language does."""
    return in_language("، ", ", ").join(names)


def isolated(code: str) -> str:
    """A number or code that keeps its order inside an Arabic sentence of plain text."""
    return f"{ISOLATE}{code}{END}"
