"""The rules by which people are answered, shown to who writes and who reviews."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from rasmi.core.language import in_language
from rasmi.policy.annexforms.lines import Line, Names

EVERY = "every"
# The kinds of what people say, as the inbox sorts it.
NAMES = Names(
    {
        EVERY: pgettext_lazy("reply rule", "every reply"),
        "question": gettext_lazy("Question"),
        "suggestion": gettext_lazy("Suggestion"),
        "complaint": gettext_lazy("Complaint"),
        "thanks": gettext_lazy("Thanks"),
        "false_information": gettext_lazy("False information"),
        "abuse": gettext_lazy("Abuse"),
    }
)
TITLE = gettext_lazy("Rules of replying")
LEAD = gettext_lazy(
    "One rule a line: what it is a rule for («every reply», or a kind such as "
    "«complaint»), then the rule in Arabic and in English, with bars between them. It "
    "stands beside the reply while it is written, and when it is reviewed."
)

Content = list[dict[str, str]]


def read(lines: Sequence[Line]) -> Content:
    """
    What is kept of the lines.

    :raises AnnexError: naming the line that is wrong
    """
    found: Content = []
    for line in lines:
        row = _row(line)
        if row in found:
            raise line.wrong(_("this rule stands in another line too."))
        found.append(row)
    return found


def _row(line: Line) -> dict[str, str]:
    parts = line.parts()
    if len(parts) != 3 or not all(parts):
        raise line.wrong(
            _("write what it is for, the rule in Arabic and in English, with bars.")
        )
    kind = NAMES.key_of(parts[0])
    if kind is None:
        raise line.wrong(_("it is none of: %(names)s.") % {"names": NAMES.all()})
    return {"kind": kind, "ar": parts[1], "en": parts[2]}


def write(content: Content) -> list[str]:
    return [
        " | ".join((NAMES.name_of(each["kind"]), each["ar"], each["en"]))
        for each in content
    ]


def show(content: Content) -> list[str]:
    return [
        f"{NAMES.name_of(each['kind'])}: {in_language(each['ar'], each['en'])}"
        for each in content
    ]


def rules_for(content: Content, kind: str) -> list[str]:
    """The rules for a kind of what people say, in the language of the reader."""
    return [
        in_language(each["ar"], each["en"])
        for each in content
        if each["kind"] in (EVERY, kind)
    ]
