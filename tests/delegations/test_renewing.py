"""Reminders before the end, and what would be held at midnight."""

from datetime import datetime, timedelta

from django.test import Client
from django.utils import timezone

from rasmi.channels.models import Channel
from rasmi.delegations import selectors, services
from rasmi.delegations.models import Delegation, Reminder
from rasmi.delegations.selectors import Held, renewal
from rasmi.notify.models import Message
from rasmi.people.models import User
from rasmi.policy.models import Decision
from tests.conftest import Decided, signed_in
from tests.delegations.conftest import Nominate, on_duty_always

DAY, HOUR = timedelta(days=1), timedelta(hours=1)


def test_each_stage_is_told_once_to_all_concerned(
    active: Delegation,
    yusuf: User,
    layla: User,
    rania: User,
    basim: User,
    now: datetime,
) -> None:
    before = Message.objects.count()
    assert services.remind(now=active.ends_at - 61 * DAY) == 0

    for days in (60, 59, 30, 12, 7, 1):
        services.remind(now=active.ends_at - days * DAY)

    stages = Reminder.objects.order_by("pk").values_list("days", flat=True)
    assert list(stages) == [60, 30, 7]
    new = Message.objects.order_by("pk")[before:]
    assert {each.address for each in new} == {
        each.email for each in (yusuf, layla, rania, basim)
    }
    assert len(new) == 3 * 4


def test_who_is_found_late_is_told_once_with_the_nearest(
    active: Delegation, now: datetime
) -> None:
    assert services.remind(now=active.ends_at - 5 * DAY) == 1
    assert services.remind(now=active.ends_at - 5 * DAY) == 0
    assert Reminder.objects.get().days == 7


def test_nobody_is_told_of_what_was_renewed_or_revoked(
    active: Delegation, nominate: Nominate, layla: User, now: datetime
) -> None:
    near = active.ends_at - 20 * DAY
    nominate(starts_at=active.ends_at, ends_at=active.ends_at + 90 * DAY, now=near)
    assert services.remind(now=near) == 0


def test_shifts_after_the_end_would_be_held_until_it_is_renewed(
    active: Delegation,
    account: Channel,
    nominate: Nominate,
    yusuf: User,
    layla: User,
    senior: User,
    rania: User,
    decided: Decided,
    now: datetime,
) -> None:
    on_duty_always(account, yusuf, layla, now)
    near = active.ends_at - 20 * DAY

    found = list(selectors.ending(near))
    assert found == [active]
    assert len(selectors.held_at_midnight(found)[active.pk]) == 7

    later = nominate(
        starts_at=active.ends_at, ends_at=active.ends_at + 90 * DAY, now=near
    )
    assert selectors.ending(near)[0].is_begun  # type: ignore[attr-defined]
    Delegation.objects.filter(pk=later.pk).update(
        approved_by=senior,
        approved_at=near,
        activated_at=near,
        activated_by=rania,
        decision=decided(Decision.Kind.DELEGATION),
    )
    found = list(selectors.ending(near))
    assert selectors.is_renewed(active)
    assert selectors.held_at_midnight(found)[active.pk] == []


def test_a_room_above_says_what_it_would_hold(
    active: Delegation, layla: User, now: datetime
) -> None:
    thing = Held("منشور", "القبول", "/outbox/1/", active.ends_at + HOUR)

    def holding(found: object) -> dict[int, list[Held]]:
        return {active.pk: [thing]}

    selectors.register_holding(holding)
    try:
        assert selectors.held_at_midnight([active])[active.pk] == [thing]
        page = signed_in(layla).get(f"/delegations/{active.pk}/midnight/")
        assert "/outbox/1/" in page.content.decode()
    finally:
        renewal._holdings.remove(holding)


def test_a_renewal_begins_with_the_scope_of_before(
    active: Delegation, as_rania: Client, layla: User
) -> None:
    client = signed_in(layla)
    assert client.get("/delegations/ending/").status_code == 200
    page = client.get(f"/delegations/nominate/?renew={active.pk}")
    first = timezone.localdate(active.ends_at)
    initial = page.context["form"].initial
    assert initial["starts_at"] == first
    assert initial["person"] == active.person_id
    assert set(initial["tasks"]) == {"draft", "reply"}
