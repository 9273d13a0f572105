"""What the owners of laws, gaps and measures owe."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from rasmi.rules import Owed, Viewer, duty
from rasmi.security.selectors import registers

AHEAD = timedelta(days=14)  # asked for that long before it is due


@duty("security.instruments_are_read")
def instruments_are_read(viewer: Viewer, now: datetime) -> Iterator[Owed]:
    if not viewer.units:
        return
    for each in registers.instruments().filter(owner__in=viewer.units):
        due = registers.next_due(registers.read_at(each))
        if due - AHEAD <= now:
            yield Owed(
                title=_("Read again: %(title)s") % {"title": each},
                detail=f"{each.get_kind_display()} · {each.number}",
                act=_("Say what follows from it"),
                url=reverse("security:review_instrument", args=[each.pk]),
                due_at=due,
                icon="gavel",
            )


@duty("security.gaps_are_closed")
def gaps_are_closed(viewer: Viewer, now: datetime) -> Iterator[Owed]:
    if not viewer.units:
        return
    for each in registers.open_gaps().filter(owner__in=viewer.units):
        yield Owed(
            title=_("Close what is missing: %(text)s") % {"text": each.text},
            detail=str(each.instrument),
            act=_("Say how it was closed"),
            url=reverse("security:close_gap", args=[each.pk]),
            due_at=each.due_at,
            icon="list-check",
        )


@duty("security.measures_are_in_place")
def measures_are_looked_at(viewer: Viewer, now: datetime) -> Iterator[Owed]:
    if not viewer.units:
        return
    for each in registers.measures().filter(owner__in=viewer.units):
        seen = registers.seen(each, now)
        due = seen.due_at
        is_absent = seen.at is not None and not seen.is_in_place
        if is_absent or due is None or due - AHEAD <= now:
            yield Owed(
                title=_("Put in place again: %(measure)s") % {"measure": each}
                if is_absent
                else _("Look whether it is in place: %(measure)s") % {"measure": each},
                detail=each.protects,
                act=_("Say what you saw"),
                url=reverse("security:review_measure", args=[each.pk]),
                due_at=None if is_absent else due,
                icon="shield-lock",
            )
