"""How every rule of the policy stands: what `rasmi check` prints."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from rasmi.compliance import selectors
from rasmi.compliance.models import Finding
from rasmi.compliance.selectors import Standing
from rasmi.rules import Verdict


def are_all_met(found: Sequence[Standing]) -> bool:
    return all(each.verdict == Verdict.MET for each in found)


def lines(found: Sequence[Standing]) -> Iterator[str]:
    """One line a control, and the totals."""
    for each in found:
        clauses = " ".join(clause.id for clause in each.clauses)
        yield f"{each.verdict:8} {each.lever:46} {_counted(each):24} {clauses}".rstrip()
    totals = selectors.totals(found)
    words = ", ".join(f"{verdict} {count}" for verdict, count in totals.items())
    yield f"{len(found)} controls: {words}"


def _counted(each: Standing) -> str:
    if each.row is None or not each.is_counted:
        return "the control failed"
    unknown = f", {each.row.unknown} unknown" if each.row.unknown else ""
    return f"{each.row.found} of {each.row.population}{unknown}"


def as_json(found: Sequence[Standing], *, now: datetime) -> dict[str, Any]:
    """All that the page shows, for a program; numbers are null where none is known."""
    opened = selectors.open_by_lever()
    controls = [_control(each, opened.get(each.lever, [])) for each in found]
    return {
        "at": now.isoformat(),
        "controls": controls,
        "totals": {
            "controls": len(found),
            **{str(key): count for key, count in selectors.totals(found).items()},
            "findings": sum(len(each["findings"]) for each in controls),
        },
    }


def _control(each: Standing, opened: list[Finding]) -> dict[str, Any]:
    row = each.row
    unknown = [_finding(one) for one in opened if one.is_unknown]
    return {
        "control": each.lever,
        "title": _both(lambda: str(each.title)),
        "clauses": [clause.id for clause in each.clauses],
        "verdict": str(each.verdict),
        "population": row.population if row and each.is_counted else None,
        "findings": [_finding(one) for one in opened if not one.is_unknown],
        "unknown": unknown if each.is_counted else [_itself(each), *unknown],
        "checked_at": row.checked_at.isoformat() if row else None,
        "since_at": row.since_at.isoformat() if row else None,
    }


def _finding(found: Finding) -> dict[str, Any]:
    return {
        "subject": _both(lambda: found.subject),
        "detail": _both(lambda: found.detail),
        "url": settings.STAFF_ORIGIN + found.url,
        "opened_at": found.opened_at.isoformat(),
    }


def _itself(each: Standing) -> dict[str, Any]:
    """That a control failed, or did not run, where what it looks after is told."""
    page = reverse("compliance:control", args=[each.lever])
    return {
        "subject": _both(lambda: str(each.title)),
        "detail": _both(lambda: translation.gettext("The control failed")),
        "url": settings.STAFF_ORIGIN + page,
        "opened_at": each.row.since_at.isoformat() if each.row else None,
    }


def _both(words: Callable[[], str]) -> dict[str, str]:
    said = {}
    for language in ("ar", "en"):
        with translation.override(language):
            said[language] = words()
    return said
