"""The classes of information: what a text is about, and whether it may be released."""

import re
from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from rasmi.core.language import in_language, isolated
from rasmi.policy.annexforms.lines import AnnexError, Line, Names

KEY = re.compile(r"[a-z][a-z0-9_]{1,39}")  # as long as the column that holds it
LONGEST_TITLE = 80  # characters
NAMES = Names(
    {
        "releasable": pgettext_lazy("information class", "may be released"),
        "never": pgettext_lazy("information class", "never published"),
    }
)
TITLE = gettext_lazy("Classes of information")
LEAD = gettext_lazy(
    "One class a line: a short name in Latin letters that never changes, its Arabic "
    "name, its English name, and whether it may be released, with bars between them. "
    "Which of those are released, the approved parameter says. What was said keeps "
    "the name that its class had."
)

Content = list[dict[str, Any]]


def read(lines: Sequence[Line]) -> Content:
    """
    What is kept of the lines.

    :raises AnnexError: naming the line that is wrong
    """
    found: Content = []
    for line in lines:
        row = _row(line)
        for other in found:
            if other["key"] == row["key"]:
                raise line.wrong(_("this short name stands in another line too."))
            if row["ar"] == other["ar"] or row["en"] == other["en"]:
                raise line.wrong(_("two classes have one name."))
        found.append(row)
    if not any(each["is_releasable"] for each in found):
        raise AnnexError(_("No class may be released: nothing could be said."))
    return found


def _row(line: Line) -> dict[str, Any]:
    parts = line.parts()
    if len(parts) != 4 or not all(parts):
        raise line.wrong(
            _("write the short name, both names and the rule, with bars between.")
        )
    key, arabic, english, typed = parts
    rule = NAMES.key_of(typed)
    if not KEY.fullmatch(key):
        raise line.wrong(_("a short name has small Latin letters, digits and «_»."))
    if rule is None:
        raise line.wrong(_("it is none of: %(names)s.") % {"names": NAMES.all()})
    if max(len(arabic), len(english)) > LONGEST_TITLE:
        raise line.wrong(_("it is too long."))
    return {
        "key": key,
        "ar": arabic,
        "en": english,
        "is_releasable": rule == "releasable",
    }


def write(content: Content) -> list[str]:
    return [
        " | ".join((each["key"], each["ar"], each["en"], _rule(each)))
        for each in content
    ]


def show(content: Content) -> list[str]:
    return [
        f"{in_language(row['ar'], row['en'])} · {_rule(row)} ({isolated(row['key'])})"
        for row in content
    ]


def _rule(row: dict[str, Any]) -> str:
    return NAMES.name_of("releasable" if row["is_releasable"] else "never")
