from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rasmi.audit import services as audit
from rasmi.audit.actions import register
from rasmi.core.models import locked
from rasmi.people import selectors as people
from rasmi.people.models import Unit, User
from rasmi.publishing import selectors
from rasmi.publishing.models import PlanItem
from rasmi.rules import Refusal, gate

ADDED = register(
    "publishing.plan_item.add", gettext_lazy("Added to the plan: %(target)s")
)
CLOSED = register(
    "publishing.plan_item.close", gettext_lazy("Took off the plan: %(target)s")
)

KEPT_BY = gate("publishing.plan_is_kept_by_who_answers")
IN_ORDER = gate("publishing.plan_period_is_in_order")


@transaction.atomic
def add_plan_item(  # noqa: PLR0913 — what a plan item consists of
    *,
    title_ar: str,
    title_en: str,
    goal: str,
    purpose: str,
    audience: str,
    unit: Unit,
    starts_on: date,
    ends_on: date,
    by: User,
    now: datetime,
) -> PlanItem:
    """
    Put something on the plan of what is to be said.

    :raises Refusal: if the person does not answer for the unit, or the days are wrong
    """
    _require_keeper(by, unit, now)
    if ends_on < starts_on:
        raise Refusal(
            IN_ORDER,
            _("The last day is before the first."),
            remedy=_("Enter the days in their order."),
        )
    item = PlanItem.objects.create(
        title_ar=title_ar,
        title_en=title_en,
        goal=goal,
        purpose=purpose,
        audience=audience,
        unit=unit,
        starts_on=starts_on,
        ends_on=ends_on,
        added_by=by,
        added_at=now,
    )
    audit.record(ADDED, actor=by, target=item, now=now)
    return item


@transaction.atomic
def close_plan_item(item: PlanItem, *, by: User, now: datetime) -> None:
    """
    Take an item off the plan: no new post is written for it.

    :raises Refusal: if the person does not answer for it
    """
    item = locked(item)
    _require_keeper(by, item.unit, now)
    if item.closed_at is None:
        item.closed_at = now
        item.save(update_fields=["closed_at"])
        audit.record(CLOSED, actor=by, target=item, now=now)


def _require_keeper(by: User, unit: Unit, now: datetime) -> None:
    powers = people.powers_of(by, now)
    if not selectors.units_of_plan(by, powers, now).filter(pk=unit.pk).exists():
        raise Refusal(
            KEPT_BY,
            _("The plan is kept by who heads a unit or approves what is said."),
            remedy=_("Ask the head of your unit, or of communication, to do it."),
        )
