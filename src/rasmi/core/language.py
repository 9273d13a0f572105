from collections.abc import Iterable

from django.utils import translation

ISOLATE, END = "\u2066", "\u2069"  # Unicode's left-to-right isolate and its end


def in_language(arabic: str, english: str) -> str:
    """Return the form of a name that the reader of this page reads."""
    return english if translation.get_language() == "en" and english else arabic


def listed(names: Iterable[str]) -> str:
    """Join names as the reader's language does."""
    return in_language("، ", ", ").join(names)


def isolated(code: str) -> str:
    """A number or code that keeps its order inside an Arabic sentence of plain text."""
    return f"{ISOLATE}{code}{END}"
