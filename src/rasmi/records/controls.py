from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rasmi.policy import selectors as policy
from rasmi.records import selectors
from rasmi.records.classes import CLASSES
from rasmi.records.models import Hold, Part
from rasmi.rules import Finding, Result, control
from rasmi.web.templatetags.web import day


@control(
    "records.parts_are_intact",
    gettext_lazy("All that was kept is unchanged"),
    is_accepted=True,
)
def what_was_kept_is_unchanged(now: datetime) -> Result:
    return Result(population=Part.objects.count(), findings=list(_findings()))


def _findings() -> Iterator[Finding]:
    parts = Part.objects.select_related("record", "file").order_by("record_id", "pk")
    before: Part | None = None
    for part in parts.iterator(chunk_size=500):
        if not selectors.is_intact(part):
            yield _finding(
                part, _("What was kept is no longer what it was: its SHA-256 differs.")
            )
        elif not selectors.follows(part, before):
            yield _finding(
                part, _("It does not follow the part before it: one is missing or new.")
            )
        before = part


def _finding(part: Part, detail: str) -> Finding:
    return Finding(str(part), detail, reverse("audit:log"))


@control(
    "records.each_class_is_decided",
    gettext_lazy("Of each class of records it is decided for whom it is open"),
)
def each_class_is_decided(now: datetime) -> Result:
    held = selectors.rulings(now)
    page = reverse("records:classes")
    return Result(
        len(CLASSES),
        [
            Finding(str(each.title), _("No decision says whether it is public."), page)
            for key, each in CLASSES.items()
            if key not in held
        ],
    )


@control(
    "records.kept_by_the_schedule",
    gettext_lazy("Each class of records has its place in the approved schedule"),
)
def kept_by_the_schedule(now: datetime) -> Result:
    """Not set while the authority's approval is not; nothing is destroyed meanwhile."""
    if not policy.setting("retention_schedule", now).is_approved:
        return Result(0, is_set=False)
    held = selectors.rulings(now)
    page = reverse("records:classes")
    return Result(
        len(CLASSES),
        [
            Finding(
                str(each.title),
                _("It has no place in the schedule of the archives authority."),
                page,
            )
            for key, each in CLASSES.items()
            if key not in held or not held[key].schedule_name
        ],
    )


@control(
    "records.holds_are_looked_at",
    gettext_lazy("Somebody says each year that a legal hold goes on"),
)
def holds_are_looked_at(now: datetime) -> Result:
    """Our own year: no clause names one; a forgotten hold keeps data without end."""
    return Result(
        Hold.objects.in_force(now).count(),
        [
            Finding(
                str(each),
                _("Nobody has said since %(day)s that the case still runs.")
                % {"day": day(each.looked_at)},
                reverse("records:hold", args=[each.pk]),
            )
            for each in selectors.forgotten_holds(now)
        ],
    )
