from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rasmi.compliance import selectors
from rasmi.compliance.models import Violation
from rasmi.compliance.selectors import Standing
from rasmi.compliance.services import MAY_ACCEPT
from rasmi.core.calendar import start_of
from rasmi.people.models import Power, User
from rasmi.rules import Owed, Verdict, Viewer, duty
from rasmi.web.templatetags.web import day, digits

MOST = 5  # on the first page; the others are one line
MOST_FINDINGS = 20  # of one person; the list shows the others


@duty("compliance.findings_are_corrected")
def findings_are_corrected(viewer: Viewer, now: datetime) -> Iterator[Owed]:
    """The owner of the policy has put right what is not kept or not known."""
    if Power.POLICY not in viewer.powers:
        return
    found = selectors.standings(now)
    stale = [each for each in found if each.is_stale]
    open_ = selectors.unwaived_levers(now)
    wrong = [
        each
        for each in found
        if each.is_owed
        and not each.is_stale
        and (each.is_broken or each.lever in open_)
    ]
    yield from map(_owed, wrong[:MOST])
    more = len(wrong[MOST:])
    if more:
        yield _line(
            ngettext(
                "%(n)s more control is not met, or cannot be checked",
                "%(n)s more controls are not met, or cannot be checked",
                more,
            )
            % {"n": digits(more)},
            _("The page of all controls shows them."),
        )
    if stale:
        yield _line(
            ngettext(
                "%(n)s control has not run for an hour",
                "%(n)s controls have not run for an hour",
                len(stale),
            )
            % {"n": digits(len(stale))},
            _("Nothing is known of what they look after. Is the worker running?"),
        )


@duty("compliance.corrections_are_made")
def corrections_are_made(viewer: Viewer, now: datetime) -> Iterator[Owed]:
    """Whoever a finding was given to has put it right by the day set for it."""
    for each in selectors.to_correct(viewer, now)[:MOST_FINDINGS]:
        day_set = each.correct_by
        yield Owed(
            title=_("Say how it was put right: %(subject)s") % {"subject": each.subject}
            if each.clean_at and not each.returned_at
            else _("Put right: %(subject)s") % {"subject": each.subject},
            detail=str(each.control),
            act=_("See the finding"),
            url=reverse("compliance:finding", args=[each.pk]),
            due_at=start_of(day_set + timedelta(days=1)) if day_set else None,
            icon="clipboard-check",
        )


@duty("compliance.corrections_are_accepted")
def corrections_are_accepted(viewer: Viewer, now: datetime) -> Iterator[Owed]:
    """A second person has accepted or returned each correction that asks for one."""
    if not viewer.powers & MAY_ACCEPT:
        return
    for each in selectors.to_accept(viewer)[:MOST_FINDINGS]:
        yield Owed(
            title=_("Accept or return the correction: %(subject)s")
            % {"subject": each.subject},
            detail=_("The control finds nothing any more."),
            act=_("See the finding"),
            url=reverse("compliance:finding", args=[each.pk]),
            due_at=each.accept_by,
            icon="checkup-list",
        )


@duty("compliance.reported_in_time")
def reported_in_time(viewer: Viewer, now: datetime) -> Iterator[Owed]:
    """The owner of the policy has signed each report; the head has seen it."""
    if Power.POLICY in viewer.powers:
        for period in selectors.unreported(now):
            yield Owed(
                title=_("Sign the report on compliance"),
                detail=_days(period.begins_on, period.last_day),
                act=_("See the reports"),
                url=reverse("compliance:reports"),
                due_at=period.due_at,
                icon="report-analytics",
            )
    if Power.HEAD in viewer.powers:
        for report in selectors.unseen():
            yield Owed(
                title=_("See the report on compliance"),
                detail=_days(report.begins_on, report.last_day),
                act=_("See the report"),
                url=reverse("compliance:report", args=[report.pk]),
                due_at=report.see_by,
                icon="report-analytics",
            )


@duty("compliance.violations_are_looked_at")
def violations_are_looked_at(viewer: Viewer, now: datetime) -> Iterator[Owed]:
    """Whoever handles a report of a violation has taken it in hand."""
    if not viewer.powers & {Power.POLICY, Power.AUDIT, Power.HEAD}:
        return
    handled = selectors.handled_by(User(pk=viewer.pk), now)
    waiting = handled.filter(status=Violation.Status.RECEIVED).order_by("pk")
    for each in waiting[:MOST]:  # the page of all has the others
        yield Owed(
            title=_("Look at the report of a violation"),
            detail=each.get_kind_display(),
            act=_("Open the report"),
            url=reverse("compliance:violation", args=[each.pk]),
            due_at=each.due_at,
            icon="shield-exclamation",
        )


def _days(first: date, last: date) -> str:
    return _("%(first)s to %(last)s") % {"first": day(first), "last": day(last)}


def _owed(each: Standing) -> Owed:
    words = {
        Verdict.NOT_MET: _("Not met: %(rule)s"),
        Verdict.UNKNOWN: _("Cannot be checked: %(rule)s"),
    }
    return Owed(
        title=words[each.verdict] % {"rule": each.title},
        detail=_detail(each),
        act=_("See what was found"),
        url=reverse("compliance:control", args=[each.lever]),
        icon="clipboard-check",
    )


def _detail(each: Standing) -> str:
    if each.row is None or each.is_broken:
        return _("The control failed")
    # What stands in the title: how many are wrong, or how many could not be looked at.
    count = each.row.found or each.row.unknown
    return _("%(found)s of %(population)s") % {
        "found": digits(count),
        "population": digits(each.row.population),
    }


def _line(title: str, detail: str) -> Owed:
    return Owed(
        title=title,
        detail=detail,
        act=_("See all controls"),
        url=reverse("compliance:overview"),
        icon="clipboard-check",
    )
