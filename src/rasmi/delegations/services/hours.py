"""Hours of the ministry and of an account that are other than usual."""

from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rasmi.audit import services as audit
from rasmi.audit.actions import register
from rasmi.channels.models import Channel
from rasmi.core.models import locked
from rasmi.delegations.models import AnnouncedDays, AnswerHours
from rasmi.people.models import Power, User
from rasmi.people.services import require
from rasmi.policy.models import Decision
from rasmi.rules import Refusal, gate

ANNOUNCED = register(
    "delegations.days.announce", gettext_lazy("Entered the days: %(target)s")
)
WITHDRAWN = register(
    "delegations.days.withdraw", gettext_lazy("Withdrew the days: %(target)s")
)
HOURS_SET = register(
    "delegations.hours.set", gettext_lazy("Entered hours of its own: %(target)s")
)

FORWARD = gate("delegations.days_are_announced_ahead")
SHORT = gate("delegations.announced_days_are_few")
HOURS_BY_DECISION = gate("delegations.own_hours_rest_on_a_decision")

LONGEST = timedelta(days=40)  # Ramadan, with the days about its feast
A_YEAR = timedelta(days=366)


@transaction.atomic
def announce_days(  # noqa: PLR0913 — what a circular says
    *,
    name_ar: str,
    name_en: str,
    first_day: date,
    last_day: date,
    begins: time | None,
    ends: time | None,
    source: str,
    by: User,
    now: datetime,
) -> AnnouncedDays:
    """
    Enter a holiday, or other working hours, when they are announced.

    Clocks that run already keep their hour: only what begins later is reckoned so.

    :param last_day: included
    :param begins: with `ends`, the hours of work; both empty: closed
    :raises Refusal: if the days are not in order, or too many
    """
    held = require(by, Power.REGISTER, now=now)
    is_whole = (begins is None) == (ends is None)
    in_order = begins is None or ends is None or begins < ends
    in_order = in_order and first_day <= last_day <= first_day + LONGEST
    if first_day < timezone.localdate(now):
        raise Refusal(
            FORWARD,
            _("Days are announced for today or later, never for the past."),
            remedy=_("What was late then stays late."),
        )
    if not (is_whole and in_order):
        raise Refusal(
            SHORT,
            _("Days that are other than usual are a row of 40 at most, with hours."),
            remedy=_("Enter both hours or neither, and the last day after the first."),
        )
    made = AnnouncedDays.objects.create(
        name_ar=name_ar,
        name_en=name_en,
        first_day=first_day,
        last_day=last_day,
        begins=begins,
        ends=ends,
        source=source,
        by=by,
        at=now,
    )
    audit.record(ANNOUNCED, actor=by, acting_for=held.acting_for, target=made, now=now)
    return made


@transaction.atomic
def withdraw_days(days: AnnouncedDays, *, by: User, now: datetime) -> None:
    """
    Take back what was entered, because it was wrong or announced anew.

    :raises Refusal: if the days have passed
    """
    held = require(by, Power.REGISTER, now=now, target=days)
    days = locked(days)
    if days.last_day < timezone.localdate(now):
        raise Refusal(
            FORWARD,
            _("These days have passed: clocks have been reckoned with them."),
            remedy=_("They stay as they were announced."),
            target=days,
        )
    if days.withdrawn_at is None:
        days.withdrawn_by, days.withdrawn_at = by, now
        days.save(update_fields=["withdrawn_by", "withdrawn_at"])
        audit.record(
            WITHDRAWN, actor=by, acting_for=held.acting_for, target=days, now=now
        )


@transaction.atomic
def set_answer_hours(  # noqa: PLR0913 — what the decision says
    channel: Channel,
    *,
    decision: Decision,
    begins: time,
    ends: time,
    on_weekends: bool,
    until_at: datetime,
    by: User,
    now: datetime,
) -> AnswerHours:
    """
    Enter that an account answers in hours of its own: the policy asks for all of them.

    :param until_at: exclusive; at most a year away, then it is decided anew
    :raises Refusal: if the head did not sign a waiver, or the hours are not in order
    """
    held = require(by, Power.REGISTER, now=now, target=channel)
    is_signed = decision.is_checked and decision.is_by_head
    in_order = begins < ends and now < until_at <= now + A_YEAR
    if not (is_signed and decision.kind == Decision.Kind.WAIVER and in_order):
        raise Refusal(
            HOURS_BY_DECISION,
            _("Less than round the clock is a waiver: signed by the head, for a year."),
            remedy=_(
                "Enter the decision with its scan, and have a colleague check it."
            ),
            target=channel,
        )
    made = AnswerHours.objects.create(
        channel=channel,
        decision=decision,
        begins=begins,
        ends=ends,
        on_weekends=on_weekends,
        from_at=now,
        until_at=until_at,
        entered_by=by,
    )
    audit.record(
        HOURS_SET,
        actor=by,
        acting_for=held.acting_for,
        target=made,
        now=now,
        decision=decision.pk,
    )
    return made
