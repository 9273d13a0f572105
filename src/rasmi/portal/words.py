"""What the portal says in words: letters that differ, and times that are promised."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from rasmi.core.language import isolated
from rasmi.platforms.lookalikes import Change, Script, script
from rasmi.policy import selectors as policy
from rasmi.web.templatetags.web import digits

MOST_TOLD = 3  # differences; who needs more sees them marked
_SIGNS = {
    "_": gettext_lazy("an underscore"),
    ".": gettext_lazy("a point"),
    "-": gettext_lazy("a dash"),
}
_LETTERS = {
    Script.DIGIT: gettext_lazy("the digit %(letter)s"),
    Script.LATIN: gettext_lazy("the Latin letter %(letter)s"),
    Script.CYRILLIC: gettext_lazy("the Russian letter %(letter)s"),
    Script.GREEK: gettext_lazy("the Greek letter %(letter)s"),
    Script.ARABIC: gettext_lazy("the Arabic letter %(letter)s"),
    Script.UNSEEN: gettext_lazy("a sign that nobody sees (%(code)s)"),
    Script.SIGN: gettext_lazy("the sign %(letter)s"),
    Script.OTHER: gettext_lazy("the foreign letter %(letter)s"),
}


def told(change: Change) -> str:
    """One difference between a name and ours, as a sentence."""
    theirs, ours = _piece(change.theirs), _piece(change.ours)
    if not change.ours:
        return _("It has %(theirs)s more.") % {"theirs": theirs}
    if not change.theirs:
        return _("It lacks %(ours)s.") % {"ours": ours}
    return _("It has %(theirs)s, where ours has %(ours)s.") % {
        "theirs": theirs,
        "ours": ours,
    }


def _piece(text: str) -> str:
    if len(text) != 1:
        return _("«%(text)s»") % {"text": isolated(text)}
    if text in _SIGNS:
        return str(_SIGNS[text])
    code = isolated(f"U+{ord(text):04X}")
    return _LETTERS[script(text)] % {"letter": isolated(text), "code": code}


@dataclass(frozen=True)
class Times:
    """Times of the policy in words; empty where nobody has approved one."""

    first: str
    out_of_hours: str
    reply: str
    final: str
    abuse: str


def times(at: datetime) -> Times:
    """What is promised at a time. A proposal of ours is no promise."""
    first = _approved("first_response_target", at)
    reply = _approved("reply_target", at)
    abuse = _approved("abuse_action_target", at)
    return Times(
        first=_minutes(first.get("in_hours")),
        out_of_hours=_minutes(first.get("out_of_hours")),
        reply=_hours(reply.get("first_hours")),
        final=_days(reply.get("final_working_days")),
        abuse=_minutes(abuse.get("minutes")),
    )


def _approved(name: str, at: datetime) -> dict[str, int]:
    setting = policy.setting(name, at)
    return setting.values if setting.is_approved else {}


def _minutes(count: int | None) -> str:
    if count and count % 60 == 0:
        return _hours(count // 60)
    within = ngettext("within %(n)s minute", "within %(n)s minutes", count or 0)
    return within % {"n": digits(count)} if count else ""


def _hours(count: int | None) -> str:
    within = ngettext("within %(n)s hour", "within %(n)s hours", count or 0)
    return within % {"n": digits(count)} if count else ""


def _days(count: int | None) -> str:
    within = ngettext(
        "within %(n)s working day", "within %(n)s working days", count or 0
    )
    return within % {"n": digits(count)} if count else ""
