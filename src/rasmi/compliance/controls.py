from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rasmi.compliance import selectors
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
