from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from rasmi.people.models import Unit, User
from rasmi.publishing import selectors, services
from rasmi.publishing.models import PlanItem
from tests.factories import refused
from tests.publishing.conftest import Write
from tests.speaking import DAY, acts_on


def add(unit: Unit, by: User, now: datetime, **other: Any) -> PlanItem:
    today = timezone.localdate(now)
    facts: Any = {
        "title_ar": "حملة القبول",
        "title_en": "Admission",
        "goal": "أن يعرف كل طالب موعد التقديم",
        "purpose": "awareness",
        "audience": "الطلبة",
        "unit": unit,
        "starts_on": today,
        "ends_on": today + timedelta(days=7),
    }
    return services.add_plan_item(by=by, now=now, **{**facts, **other})


@pytest.fixture
def item(media: Unit, layla: User, now: datetime) -> PlanItem:
    return add(media, layla, now)


def test_who_answers_for_a_unit_or_approves_keeps_the_plan(
    item: PlanItem, media: Unit, khalid: User, now: datetime
) -> None:
    assert acts_on(item) == ["publishing.plan_item.add"]
    assert add(media, khalid, now).added_by == khalid


def test_nobody_else_keeps_the_plan(
    item: PlanItem, media: Unit, salma: User, now: datetime
) -> None:
    with refused("publishing.plan_is_kept_by_who_answers"):
        add(media, salma, now)
    with refused("publishing.plan_is_kept_by_who_answers"):
        services.close_plan_item(item, by=salma, now=now)

    item.refresh_from_db()
    assert item.closed_at is None


def test_the_days_of_an_item_are_in_order(
    media: Unit, layla: User, now: datetime
) -> None:
    yesterday = timezone.localdate(now) - DAY

    with refused("publishing.plan_period_is_in_order"):
        add(media, layla, now, ends_on=yesterday)
    add(media, layla, now)
    with pytest.raises(IntegrityError), transaction.atomic():
        PlanItem.objects.update(ends_on=yesterday)


def test_a_post_for_an_item_needs_no_reason(write: Write, item: PlanItem) -> None:
    post = write(plan=item, unplanned_reason="")

    assert post.version.plan == item


def test_an_item_is_open_until_its_last_day(item: PlanItem, now: datetime) -> None:
    assert list(selectors.plan_items(now + 7 * DAY)) == [item]
    assert list(selectors.plan_items(now + 8 * DAY)) == []


def test_an_item_is_taken_off_once(item: PlanItem, layla: User, now: datetime) -> None:
    services.close_plan_item(item, by=layla, now=now)
    services.close_plan_item(item, by=layla, now=now + DAY)

    item.refresh_from_db()
    assert item.closed_at == now
    assert list(selectors.plan_items(now)) == []
    assert acts_on(item).count("publishing.plan_item.close") == 1
