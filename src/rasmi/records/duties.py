from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rasmi.people.models import Power
from rasmi.records import selectors
from rasmi.records.classes import CLASSES
from rasmi.rules import Owed, Viewer, duty
from rasmi.web.templatetags.web import digits


@duty("records.each_class_is_decided")
def each_class_is_decided(viewer: Viewer, now: datetime) -> Iterator[Owed]:
    if Power.POLICY in viewer.powers:
        yield from _undecided(now)
    if Power.REGISTER in viewer.powers:
        for each in selectors.waiting_rulings().exclude(entered_by=viewer.pk):
            yield Owed(
                title=_("Compare with the decision: %(class)s") % {"class": each},
                detail=_("Entered by %(person)s") % {"person": each.entered_by},
                act=_("Compare it"),
                url=reverse("records:ruling", args=[each.pk]),
                icon="archive",
            )


def _undecided(now: datetime) -> Iterator[Owed]:
    waiting = {each.record_class for each in selectors.waiting_rulings()}
    open_ones = set(CLASSES) - set(selectors.rulings(now)) - waiting
    if open_ones:
        count = len(open_ones)
        yield Owed(
            title=ngettext(
                "Have it decided for whom %(n)s class of records is open",
                "Have it decided for whom %(n)s classes of records are open",
                count,
            )
            % {"n": digits(count)},
            detail=_("And how long it is kept. One decision can say it for all."),
            act=_("See the classes"),
            url=reverse("records:classes"),
            icon="archive",
        )


@duty("records.open_by_decision")
def asked_for_is_answered(viewer: Viewer, now: datetime) -> Iterator[Owed]:
    if not viewer.powers & {*selectors.SECONDS}:
        return
    for each in selectors.asked_releases().exclude(asked_by=viewer.pk):
        yield Owed(
            title=_("Is a record handed over to %(recipient)s?")
            % {"recipient": each.recipient},
            detail=_("Asked for by %(person)s") % {"person": each.asked_by},
            act=_("Look at it"),
            url=reverse("records:release", args=[each.pk]),
            icon="package-export",
        )


@duty("records.holds_are_looked_at")
def holds_are_looked_at(viewer: Viewer, now: datetime) -> Iterator[Owed]:
    if Power.POLICY not in viewer.powers:
        return
    for each in selectors.forgotten_holds(now):
        yield Owed(
            title=_("Does the case still run? %(reference)s") % {"reference": each},
            detail=_("Held for: %(person)s") % {"person": each.asked_by},
            act=_("Look at it"),
            url=reverse("records:hold", args=[each.pk]),
            icon="lock",
        )
