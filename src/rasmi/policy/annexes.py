"""
The annexes of the policy that change what the system does, and how each is written.

An annex is written as lines, so that people compare it with the decision line by line.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rasmi.policy import pack
from rasmi.policy.packforms import ACTS
from rasmi.web.templatetags.web import digits

MOST_LINES = 300
LONGEST_LINE = 300  # characters
SHORTEST_BAN = 3  # letters; a shorter one stops half of what is written
MARKS = "\u064b-\u0652\u0670\u0640"  # vowel signs and the stretched line
# What is written and not seen: joiners, signs of direction, the soft hyphen.
HIDDEN = "\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff"
UNREAD = re.compile(f"[{MARKS}{HIDDEN}]")
HOST = re.compile(r"(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}")
ROW = re.compile(r"(\w+)\s+(\d)(?:\s+(\d{1,3}))?")


class AnnexError(Exception):
    """A line is not one of its annex; the sentence says which and why."""


@dataclass(frozen=True)
class Kind:
    key: str
    title: "str | Promise"
    lead: "str | Promise"
    read: Callable[[Sequence[str]], Any]
    write: Callable[[Any], list[str]]  # as it is entered
    show: Callable[[Any], list[str]]  # as it is read
    is_guarded: bool = False  # its lines are for those whose office needs them


def lines_of(typed: str) -> list[str]:
    """
    The lines that say something.

    :raises AnnexError: if there are too many, or one is too long
    """
    lines = [" ".join(each.split()) for each in typed.splitlines()]
    lines = [each for each in lines if each]
    if len(lines) > MOST_LINES or any(len(each) > LONGEST_LINE for each in lines):
        raise AnnexError(_("There are too many lines, or one is too long."))
    return lines


def _hosts(lines: Sequence[str]) -> list[str]:
    for line in lines:
        if not HOST.fullmatch(line.lower()):
            raise AnnexError(_("«%(line)s» is no name of a host.") % {"line": line})
    return sorted({each.lower() for each in lines})


def _bans(lines: Sequence[str]) -> list[dict[str, str]]:
    found = []
    for line in lines:
        words, bar, why = (part.strip() for part in line.partition("|"))
        if len(bare(words)) < SHORTEST_BAN or not (bar and why):
            raise AnnexError(
                _("«%(line)s»: write the words, a bar, and why.") % {"line": line}
            )
        found.append({"words": words, "why": why})
    return found


def bare(words: str) -> str:
    """Words without what stands in them unread: vowel signs, stretches, joiners."""
    return " ".join(UNREAD.sub("", words).split())


def _matrix(lines: Sequence[str]) -> dict[str, dict[str, int]]:
    found = {}
    for line in lines:
        row = ROW.fullmatch(line)
        if row is None or row[1] not in ACTS or row[1] in found:
            raise AnnexError(_("«%(line)s» is no row of the matrix.") % {"line": line})
        found[row[1]] = {"others": int(row[2]), "hours": int(row[3] or 0)}
    if set(found) != set(ACTS):
        missing = ", ".join(each for each in ACTS if each not in found)
        raise AnnexError(_("Rows are missing: %(rows)s.") % {"rows": missing})
    for act in pack.SEEN_BY_ANOTHER:
        if not (found[act]["others"] or found[act]["hours"]):
            raise AnnexError(
                _("Nobody looks at «%(act)s», neither before nor after.") % {"act": act}
            )
    return found


def _matrix_in_words(content: dict[str, dict[str, int]]) -> list[str]:
    names = pack.current().matrix
    return [
        _("%(act)s (%(key)s) · others who approve: %(n)s · hours to look at it: %(h)s")
        % {
            "act": names[key].title,
            "key": key,
            "n": digits(row["others"]),
            "h": digits(row["hours"]) if row["hours"] else "—",
        }
        for key, row in content.items()
    ]


KINDS = {
    each.key: each
    for each in (
        Kind(
            "link_hosts",
            gettext_lazy("Sites that may be linked to"),
            gettext_lazy("One host a line; what is beneath it is allowed with it."),
            _hosts,
            list,
            list,
        ),
        Kind(
            "publication_bans",
            gettext_lazy("What may not be published"),
            gettext_lazy(
                "One ban a line: the words, a bar, and why. Such as a name in a case "
                "before a court. Nobody can approve a text in which they stand."
            ),
            _bans,
            lambda content: [f"{each['words']} | {each['why']}" for each in content],
            lambda content: [f"«{each['words']}» · {each['why']}" for each in content],
            is_guarded=True,
        ),
        Kind(
            "approval_matrix",
            gettext_lazy("The approval matrix"),
            gettext_lazy(
                "One act a line: its name, how many others approve it before, and "
                "within how many hours somebody looks at it afterwards, if at all."
            ),
            _matrix,
            lambda content: [
                f"{act} {row['others']} {row['hours']}" for act, row in content.items()
            ],
            _matrix_in_words,
        ),
    )
}


def content_of(kind: str, typed: str) -> Any:
    """
    What is kept of the lines of an annex.

    :raises AnnexError: naming the line that is wrong
    """
    return KINDS[kind].read(lines_of(typed))
