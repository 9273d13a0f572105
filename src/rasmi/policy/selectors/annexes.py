"""The annexes in force, and what they say where it is asked for."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery

from rasmi.core.calendar import Weeks
from rasmi.policy import annexes, pack
from rasmi.policy.annexforms import replies
from rasmi.policy.annexforms.week import week_of
from rasmi.policy.models import Annex


def annex(kind: str, at: datetime) -> Annex | None:
    """The edition of an annex that held at a time."""
    held = Annex.objects.in_force(at).filter(kind=kind)
    return held.select_related("decision", "entered_by", "confirmed_by").first()


def annexes_in_force(at: datetime, *kinds: str) -> dict[str, Any]:
    """The contents of some kinds that held at a time, in one query."""
    newest = Annex.objects.in_force(at).filter(kind=OuterRef("kind")).values("pk")[:1]
    held = Annex.objects.filter(kind__in=kinds, pk=Subquery(newest))
    found = dict(held.values_list("kind", "content"))
    return {kind: found.get(kind, annexes.KINDS[kind].first()) for kind in kinds}


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
    return found.content if found else annexes.KINDS[kind].first()


def reply_rules(kind: str, at: datetime) -> list[str]:
    """The rules for answering a kind of what people say, in the reader's language."""
    return replies.rules_for(_content("reply_rules", at), kind)


def working_weeks() -> Weeks:
    """The weeks that were approved, and before them that of the pack."""
    held = Annex.objects.filter(kind="working_week", confirmed_at__isnull=False)
    rows = held.order_by("holds_from", "confirmed_at", "pk")
    return Weeks(
        held=tuple(
            (since, week_of(content))
            for since, content in rows.values_list("holds_from", "content")
        ),
        first=week_of(annexes.KINDS["working_week"].first()),
    )


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
