from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from rasmi.people.models import User
from rasmi.policy import pack, selectors, services
from rasmi.policy.models import Adoption, Decision
from rasmi.policy.selectors import Source
from rasmi.rules import Verdict
from tests.conftest import Decided
from tests.factories import owed, refused, verdict

DAY = timedelta(days=1)
KIND = Decision.Kind.PARAMETERS
ROTATION = {"rotation_interval": {"days": 60}}


def enter(decision: Decision, by: User, now: datetime, **more: Any) -> Adoption:
    facts = {"holds_from": timezone.localdate(now), "values": ROTATION, **more}
    return services.enter_adoption(decision=decision, by=by, now=now, **facts)


@pytest.fixture
def entered(decided: Decided, rania: User, now: datetime) -> Adoption:
    return enter(decided(KIND), rania, now)


def test_each_open_number_has_its_rule_while_not_set(db: None, now: datetime) -> None:
    by_rule = {
        "proposal": Source.PROPOSAL,
        "waits": Source.UNSET,
        "finding": Source.UNSET,
    }
    for each in selectors.settings_now(now):
        assert each.source == by_rule[each.parameter.while_unset]
        assert not each.is_approved

    assert selectors.setting("rotation_interval", now).number("days") == 90
    assert selectors.setting("retention_schedule", now).values == {}
    assert selectors.setting("renewal_interval", now).is_approved  # the policy says it


def test_values_hold_once_a_second_person_confirms(
    entered: Adoption, basim: User, now: datetime
) -> None:
    assert selectors.setting("rotation_interval", now).source == Source.PROPOSAL

    services.confirm_adoption(entered, by=basim, now=now)

    setting = selectors.setting("rotation_interval", now)
    assert (setting.source, setting.number("days")) == (Source.APPROVED, 60)
    assert setting.adopted
    assert setting.adopted.adoption.decision == entered.decision


def test_who_entered_them_does_not_confirm(
    entered: Adoption, rania: User, now: datetime
) -> None:
    with refused("people.two_persons"):
        services.confirm_adoption(entered, by=rania, now=now)


def test_a_new_number_never_rewrites_the_past(
    entered: Adoption, decided: Decided, rania: User, basim: User, now: datetime
) -> None:
    services.confirm_adoption(entered, by=basim, now=now)
    later = now + 30 * DAY
    again = enter(
        decided(KIND), rania, later, values={"rotation_interval": {"days": 30}}
    )
    services.confirm_adoption(again, by=basim, now=later + DAY)

    def days(at: datetime) -> int:
        return selectors.setting("rotation_interval", at).number("days")

    assert days(later) == 60  # entered, not confirmed: it holds from the confirmation
    assert days(later + DAY) == 30
    assert days(now) == 60


def test_a_number_does_not_hold_for_the_past(
    decided: Decided, rania: User, now: datetime
) -> None:
    with refused("policy.targets_hold_forward"):
        enter(decided(KIND), rania, now, holds_from=timezone.localdate(now - DAY))


def test_another_kind_of_decision_approves_no_number(
    decided: Decided, rania: User, now: datetime
) -> None:
    with refused("policy.rests_on_a_checked_decision"):
        enter(decided(Decision.Kind.OPENING), rania, now)


def test_fixed_and_unknown_numbers_are_not_adopted(
    decided: Decided, rania: User, now: datetime
) -> None:
    values = {"renewal_interval": {"months": 36}, "invented": {"x": 1}}

    with refused("policy.adoption_changes_something"):
        enter(decided(KIND), rania, now, values=values)


def test_what_is_settled_is_not_settled_again(
    entered: Adoption, basim: User, now: datetime
) -> None:
    services.return_adoption(entered, reason="قيمة خطأ", by=basim, now=now)

    with refused("policy.adoption_is_still_waiting"):
        services.confirm_adoption(entered, by=basim, now=now)
    assert selectors.setting("rotation_interval", now).source == Source.PROPOSAL


def test_the_other_keeper_is_asked_to_confirm(
    entered: Adoption, basim: User, rania: User, now: datetime
) -> None:
    lever = "policy.adoptions_are_confirmed"

    assert len(owed(lever, now, "register", user=basim)) == 1
    assert owed(lever, now, "register", user=rania) == []


def test_open_numbers_are_owed_and_found_until_approved(
    db: None, now: datetime
) -> None:
    lever = "policy.parameters_are_approved"

    assert len(owed(lever, now, "policy")) == 1
    assert owed(lever, now, "register") == []
    assert verdict(lever, now) == (Verdict.NOT_MET, 22, 22)


def test_all_twenty_two_are_approved_under_one_decision(
    as_rania: Client, as_basim: Client, decided: Decided
) -> None:
    now = timezone.now()
    Decision.objects.update(decided_on=timezone.localdate())
    decision = decided(KIND)
    form = as_rania.get("/policy/parameters/adopt/").context["form"]
    typed = {name: value for name, value in form.initial.items() if value}
    typed |= {
        "decision": decision.pk,
        "holds_from": timezone.localdate().isoformat(),
        "retention_schedule-reference": "موافقة 12 لسنة 2026",
        "publication_date-date": "2026-01-04",
        "storage_place-place": "الأرشيف المركزي",
        "approval_date-date": "2026-01-03",
        "approval_signature-reference": "2026/3",
    }

    entered = as_rania.post("/policy/parameters/adopt/", typed)
    assert entered.status_code == 302, entered.context["form"].errors
    adoption = Adoption.objects.get()
    confirmed = as_basim.post(f"/policy/parameters/{adoption.pk}/")

    assert confirmed.status_code == 302
    after = now + DAY
    assert all(each.is_approved for each in selectors.settings_now(after))
    assert verdict("policy.parameters_are_approved", after) == (Verdict.MET, 22, 0)
    assert verdict("policy.document_is_dated", after) == (Verdict.MET, 4, 0)
    shown = as_basim.get("/policy/parameters/").content.decode()
    assert decision.number in shown


def test_half_a_pair_is_wrong(as_rania: Client, decided: Decided) -> None:
    typed = {
        "decision": decided(KIND).pk,
        "holds_from": timezone.localdate().isoformat(),
        "first_response_target-in_hours": "45",
    }

    response = as_rania.post("/policy/parameters/adopt/", typed)

    assert response.status_code == 422
    assert "first_response_target-out_of_hours" in response.context["form"].errors


def test_document_facts_are_not_set_at_first(db: None, now: datetime) -> None:
    assert verdict("policy.document_is_dated", now)[0] == Verdict.NOT_SET


def test_every_proposal_is_within_its_own_bounds() -> None:
    for parameter in pack.current().parameters.values():
        for field in parameter.fields:
            given = field.value if parameter.is_fixed else field.proposal
            if field.type == "integer" and given is not None:
                assert (field.minimum or 0) <= given <= (field.maximum or given)


def test_a_value_that_is_to_come_can_be_taken_back(
    decided: Decided, rania: User, basim: User, now: datetime
) -> None:
    def adopt(days: int, from_day: int) -> None:
        adoption = enter(
            decided(KIND),
            rania,
            now,
            holds_from=timezone.localdate(now + from_day * DAY),
            values={"rotation_interval": {"days": days}},
        )
        services.confirm_adoption(adoption, by=basim, now=now)

    adopt(60, 0)
    adopt(30, 10)
    adopt(60, 10)

    later = now + 11 * DAY
    assert selectors.setting("rotation_interval", later).number("days") == 60
