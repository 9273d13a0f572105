"""The annexes in force, and what they say where it is asked for."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from rasmi.policy import annexes, pack
from rasmi.policy.models import Annex
from rasmi.screening import Lists


def annex(kind: str, at: datetime) -> Annex | None:
    """The edition of an annex that held at a time."""
    held = Annex.objects.in_force(at).filter(kind=kind)
    return held.select_related("decision", "entered_by", "confirmed_by").first()


def annexes_in_force(at: datetime) -> dict[str, Any]:
    """The contents that held at a time, by kind."""
    found: dict[str, Any] = {}
    for kind, content in Annex.objects.in_force(at).values_list("kind", "content"):
        found.setdefault(kind, content)
    return found


def editions(kind: str) -> QuerySet[Annex]:
    return Annex.objects.filter(kind=kind).select_related(
        "decision", "entered_by", "confirmed_by", "returned_by"
    )


def waiting_annexes() -> QuerySet[Annex]:
    waiting = Annex.objects.filter(confirmed_at=None, returned_at=None)
    return waiting.select_related("decision", "entered_by")


def lines_in_force(kind: str, at: datetime) -> list[str]:
    """The lines of what holds of an annex, as one enters them."""
    return annexes.KINDS[kind].write(_content(kind, at))


def shown_in_force(kind: str, at: datetime) -> list[str]:
    """The lines of what holds of an annex, as people read them."""
    return annexes.KINDS[kind].show(_content(kind, at))


def _content(kind: str, at: datetime) -> Any:
    """Of its edition, or what holds without one."""
    found = annex(kind, at)
    return found.content if found else _without(kind)


def _without(kind: str) -> Any:
    if kind == "approval_matrix":
        return {
            act: {"others": row.others, "hours": row.looked_at_within}
            for act, row in pack.current().matrix.items()
        }
    return sorted(Lists().approved_hosts) if kind == "link_hosts" else []


def approvals_for(act: str, at: datetime | None = None) -> pack.Approvals:
    """
    What the approval matrix asks for an act: of the annex that held at a time, or else
    of the pack.
    """
    row = pack.current().matrix[act]
    held = annex("approval_matrix", at) if at else None
    # An act that came with a later release does not stand in an older annex.
    said = held.content.get(act) if held else None
    if said is None:
        return row
    return replace(row, others=said["others"], looked_at_within=said["hours"])
