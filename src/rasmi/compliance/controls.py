from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rasmi.compliance import selectors
from rasmi.compliance.models import Finding as Of
from rasmi.compliance.models import Violation
from rasmi.rules import Finding, Result, control
from rasmi.web.templatetags.web import day


@control(
    "compliance.reported_in_time",
    gettext_lazy("Compliance is reported on in time, and the head sees the report"),
)
def reported_in_time(now: datetime) -> Result:
    late = [
        Finding(
            _("Report on compliance, %(first)s to %(last)s")
            % {"first": day(each.begins_on), "last": day(each.last_day)},
            _("It is not signed, and was due on %(day)s.") % {"day": day(each.due_at)},
            reverse("compliance:reports"),
        )
        for each in selectors.unreported(now)
        if each.due_at <= now
    ]
    unseen = [
        Finding(
            _("Report on compliance, %(first)s to %(last)s")
            % {"first": day(each.begins_on), "last": day(each.last_day)},
            _("The head of the ministry has not seen it."),
            reverse("compliance:report", args=[each.pk]),
        )
        for each in selectors.unseen()
        if each.see_by and each.see_by <= now
    ]
    return Result(len(selectors.periods(now)), [*late, *unseen])


@control(
    "compliance.violations_are_looked_at",
    gettext_lazy("Each report of a violation is looked at within three working days"),
)
def violations_are_looked_at(now: datetime) -> Result:
    """A finding says that one waits, and neither which nor about whom."""
    late = [
        Finding(
            _("A report of a violation"),
            _("Nobody has looked at it in time."),
            reverse("compliance:violations"),
        )
        for _each in selectors.late_ones(now)
    ]
    return Result(Violation.objects.count(), late)


@control(
    "compliance.corrections_are_made",
    gettext_lazy("Each finding is put right by the day set for it"),
)
def corrections_are_made(now: datetime) -> Result:
    asked = Of.objects.open().exclude(correct_by=None)
    asked = asked.exclude(control__lever="compliance.corrections_are_made")
    late = [
        Finding(
            each.subject,
            _("It was to be put right by %(day)s.") % {"day": day(each.correct_by)},
            reverse("compliance:finding", args=[each.pk]),
        )
        for each in asked.late(now).order_by("pk")
    ]
    return Result(asked.count(), late)


@control(
    "compliance.corrections_are_accepted",
    gettext_lazy("Each correction is accepted or returned in five working days"),
)
def corrections_are_accepted(now: datetime) -> Result:
    waiting = Of.objects.waiting()
    late = [
        Finding(
            each.subject,
            _("Nobody has accepted or returned how it was put right."),
            reverse("compliance:finding", args=[each.pk]),
        )
        for each in waiting.order_by("pk")
        if each.accept_by and each.accept_by < now
    ]
    return Result(waiting.count(), late)
