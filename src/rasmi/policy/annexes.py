"""
The annexes of the policy that change what the system does, and how each is written.

An annex is written as lines, so that people compare it with the decision line by line.
What the pack holds of it is its first edition: it holds until one is approved.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rasmi.policy import pack
from rasmi.policy.annexforms import classes, lexicon, lists, replies, week
from rasmi.policy.annexforms.lines import AnnexError as AnnexError
from rasmi.policy.annexforms.lines import Line, lines_of
from rasmi.policy.packforms import ACTS
from rasmi.screening import Lists
from rasmi.web.templatetags.web import digits

ROW = re.compile(r"(\w+)\s+(\d)(?:\s+(\d{1,3}))?")


@dataclass(frozen=True)
class Kind:
    key: str
    title: "str | Promise"
    lead: "str | Promise"
    read: Callable[[Sequence[Line]], Any]
    write: Callable[[Any], list[str]]  # as it is entered
    show: Callable[[Any], list[str]]  # as it is read
    first: Callable[[], Any]  # what holds until an edition is approved
    is_guarded: bool = False  # its lines are for those whose office needs them


def _matrix(lines: Sequence[Line]) -> dict[str, dict[str, int]]:
    found = {}
    for line in lines:
        row = ROW.fullmatch(line.text)
        if row is None or row[1] not in ACTS or row[1] in found:
            raise line.wrong(_("this is no row of the matrix."))
        found[row[1]] = {"others": int(row[2]), "hours": int(row[3] or 0)}
        is_unseen = not (found[row[1]]["others"] or found[row[1]]["hours"])
        if is_unseen and row[1] in pack.SEEN_BY_ANOTHER:
            raise line.wrong(_("nobody looks at it, neither before nor after."))
    if set(found) != set(ACTS):
        missing = ", ".join(each for each in ACTS if each not in found)
        raise AnnexError(_("Rows are missing: %(rows)s.") % {"rows": missing})
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


def _matrix_of_the_pack() -> dict[str, dict[str, int]]:
    return {
        act: {"others": row.others, "hours": row.looked_at_within}
        for act, row in pack.current().matrix.items()
    }


def _of_the_pack(key: str) -> Any:
    return pack.current().annexes[key]


KINDS = {
    each.key: each
    for each in (
        Kind(
            "lexicon",
            lexicon.TITLE,
            lexicon.LEAD,
            lexicon.read,
            lexicon.write,
            lexicon.show,
            partial(_of_the_pack, "lexicon"),
        ),
        Kind(
            "information_classes",
            classes.TITLE,
            classes.LEAD,
            classes.read,
            classes.write,
            classes.show,
            partial(_of_the_pack, "information_classes"),
        ),
        Kind(
            "reply_rules",
            replies.TITLE,
            replies.LEAD,
            replies.read,
            replies.write,
            replies.show,
            partial(_of_the_pack, "reply_rules"),
        ),
        Kind(
            "working_week",
            week.TITLE,
            week.LEAD,
            week.read,
            week.write,
            week.show,
            partial(_of_the_pack, "working_week"),
        ),
        Kind(
            "link_hosts",
            lists.HOSTS_TITLE,
            lists.HOSTS_LEAD,
            lists.hosts,
            list,
            list,
            lambda: sorted(Lists().approved_hosts),
        ),
        Kind(
            "publication_bans",
            lists.BANS_TITLE,
            lists.BANS_LEAD,
            lists.bans,
            lambda content: [f"{each['words']} | {each['why']}" for each in content],
            lambda content: [f"«{each['words']}» · {each['why']}" for each in content],
            list,
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
            _matrix_of_the_pack,
        ),
    )
}


def content_of(kind: str, typed: str) -> Any:
    """
    What is kept of the lines of an annex.

    :raises AnnexError: naming the line that is wrong
    """
    return KINDS[kind].read(lines_of(typed))
