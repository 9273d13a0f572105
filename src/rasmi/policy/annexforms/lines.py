"""The lines of an annex, each with its number, and what may stand in any of them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from rasmi.arabic import fold
from rasmi.web.templatetags.web import digits

MOST_LINES = 300
LONGEST_LINE = 300  # characters
MARKS = "\u064b-\u0652\u0670\u0640"  # vowel signs and the stretched line
# What is written and not seen: joiners, signs of direction, the soft hyphen.
HIDDEN = "\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff"
UNREAD = re.compile(f"[{MARKS}{HIDDEN}]")
LANGUAGES = ("ar", "en")
BAR = "|"


class AnnexError(Exception):
    """
    A line is not one of its annex; the sentence says which and why.

    :param number: of the line; 0 where it is not one line that is wrong
    """

    def __init__(self, sentence: str, number: int = 0) -> None:
        super().__init__(sentence)
        self.number = number


@dataclass(frozen=True)
class Line:
    """
    One line as it was typed.

    :param number: from 1, as the person counts who typed it
    """

    number: int
    text: str

    def parts(self) -> list[str]:
        """What stands between its bars."""
        return [each.strip() for each in self.text.split(BAR)]

    def wrong(self, why: str) -> AnnexError:
        return AnnexError(
            _("Line %(number)s, «%(line)s»: %(why)s")
            % {"number": digits(self.number), "line": self.text, "why": why},
            self.number,
        )


def lines_of(typed: str) -> list[Line]:
    """
    The lines that say something.

    :raises AnnexError: if there are too many, or one is too long
    """
    numbered = enumerate((" ".join(each.split()) for each in typed.splitlines()), 1)
    lines = [Line(number, text) for number, text in numbered if text]
    if len(lines) > MOST_LINES:
        raise AnnexError(
            _("There are more than %(n)s lines.") % {"n": digits(MOST_LINES)}
        )
    for each in lines:
        if len(each.text) > LONGEST_LINE:
            shown = Line(each.number, f"{each.text[:60]}…")
            raise shown.wrong(_("it is too long."))
    return lines


def bare(words: str) -> str:
    """Words without what stands in them unread: vowel signs, stretches, joiners."""
    return " ".join(UNREAD.sub("", words).split())


class Names:
    """
    What a person types for a key: the key itself, or its name in either language,
    however its letters are pointed.
    """

    def __init__(self, named: Mapping[str, "str | Promise"]) -> None:
        self.named = named
        self._known = cache(self._read)

    def key_of(self, typed: str) -> str | None:
        return self._known().get(_plain(typed))

    def name_of(self, key: str) -> str:
        """The name in the language of the reader, as it is typed again."""
        return str(self.named[key])

    def all(self) -> str:
        return "، ".join(str(each) for each in self.named.values())

    def _read(self) -> dict[str, str]:
        found = {_plain(key): key for key in self.named}
        for language in LANGUAGES:
            with translation.override(language):
                found |= {_plain(str(name)): key for key, name in self.named.items()}
        return found


def _plain(typed: str) -> str:
    return " ".join(fold(typed).text.replace("_", " ").split())
