from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from rasmi.core.calendar import start_of
from rasmi.people.models import OfficePower, Power, User
from rasmi.policy import selectors, services
from rasmi.policy.differences import differences
from rasmi.policy.models import Acknowledgement, Decision, PolicyVersion
from rasmi.rules import Verdict
from tests.conftest import Decided, Reviewed, signed_in
from tests.factories import owed, refused, verdict

DAY = timedelta(days=1)
STATE = selectors.State
POLICY = Acknowledgement.Statement.POLICY


@pytest.fixture
def draft(issue: PolicyVersion, rania: User, now: datetime) -> PolicyVersion:
    """An issue in which one clause is worded anew."""
    version = services.begin_draft(
        issue="2", reason="تعديل الهيكل", is_material=True, by=rania, now=now
    )
    services.amend_clause(
        version, "A7.1", ar="يُجدد التفويض كل سنة", en="Yearly", by=rania, now=now
    )
    return version


def test_an_issue_goes_from_draft_to_superseded(
    issue: PolicyVersion,
    draft: PolicyVersion,
    decided: Decided,
    rania: User,
    khalid: User,
    now: datetime,
) -> None:
    lever = "policy.reviewed_by_both_parties"
    decision = decided(Decision.Kind.POLICY)
    assert selectors.state_of(draft, now) == STATE.DRAFT
    assert len(owed(lever, now, "policy", "approve")) == 2

    services.review_as_party(
        draft, "infosec_section", agrees=True, remarks="", by=rania, now=now
    )
    assert selectors.state_of(draft, now) == STATE.REVIEW
    with refused(lever) as caught:
        services.bring_into_force(draft, decision=decision, by=rania, now=now)
    assert "التواصل" in caught.value.sentence
    assert len(owed(lever, now, "policy", "approve")) == 1

    services.review_as_party(
        draft, "media_dept", agrees=True, remarks="", by=khalid, now=now
    )
    assert selectors.state_of(draft, now) == STATE.REVIEWED
    tomorrow = start_of((now + DAY).date())
    services.bring_into_force(
        draft, decision=decision, holds_from=(now + DAY).date(), by=rania, now=now
    )

    draft.refresh_from_db()
    assert selectors.state_of(draft, now) == STATE.APPROVED
    assert selectors.state_of(issue, now) == STATE.IN_FORCE
    assert selectors.state_of(draft, tomorrow) == STATE.IN_FORCE
    assert selectors.state_of(issue, tomorrow) == STATE.SUPERSEDED


def test_a_decision_brings_one_issue_into_force(
    draft: PolicyVersion,
    decided: Decided,
    reviewed: Reviewed,
    rania: User,
    now: datetime,
) -> None:
    lever, decision = "policy.issue_has_its_own_decision", decided(Decision.Kind.POLICY)
    reviewed(draft)
    services.bring_into_force(draft, decision=decision, by=rania, now=now)
    third = services.begin_draft(
        issue="3", reason="س", is_material=False, by=rania, now=now
    )
    reviewed(third)

    with refused(lever):
        services.bring_into_force(third, decision=decision, by=rania, now=now)


def test_the_head_decides_on_texts_that_are_agreed(
    draft: PolicyVersion,
    decided: Decided,
    reviewed: Reviewed,
    rania: User,
    now: datetime,
) -> None:
    decision = decided(Decision.Kind.POLICY)
    reviewed(draft)
    draft.party_reviews.update(at=now + DAY)

    with refused("policy.issue_has_its_own_decision"):
        services.bring_into_force(draft, decision=decision, by=rania, now=now + DAY)
    draft.party_reviews.update(at=now)
    services.bring_into_force(draft, decision=decision, by=rania, now=now + DAY)


def test_an_issue_never_holds_backwards(
    draft: PolicyVersion,
    decided: Decided,
    reviewed: Reviewed,
    rania: User,
    now: datetime,
) -> None:
    reviewed(draft)

    with refused("policy.issue_never_holds_backwards"):
        services.bring_into_force(
            draft,
            decision=decided(Decision.Kind.POLICY),
            holds_from=(now - DAY).date(),
            by=rania,
            now=now,
        )


def test_a_word_changed_after_the_review_is_reviewed_anew(
    draft: PolicyVersion, reviewed: Reviewed, rania: User, now: datetime
) -> None:
    reviewed(draft)
    assert all(each.agrees for each in selectors.parties(draft))

    services.amend_clause(draft, "A1.1", ar="نص آخر", en="", by=rania, now=now)

    assert not any(each.agrees for each in selectors.parties(draft))


def test_one_person_does_not_speak_for_both_parties(
    draft: PolicyVersion, khalid: User, now: datetime
) -> None:
    with refused("people.holds_power"):
        services.review_as_party(
            draft, "infosec_section", agrees=True, remarks="", by=khalid, now=now
        )
    services.review_as_party(
        draft, "media_dept", agrees=True, remarks="", by=khalid, now=now
    )
    office = khalid.appointments.get().office
    OfficePower.objects.create(office=office, power=Power.POLICY)
    with refused("people.two_persons"):
        services.review_as_party(
            draft, "infosec_section", agrees=True, remarks="", by=khalid, now=now
        )


def test_who_returns_a_draft_says_why(
    draft: PolicyVersion, rania: User, now: datetime
) -> None:
    with refused("policy.what_is_returned_says_why"):
        services.review_as_party(
            draft, "infosec_section", agrees=False, remarks=" ", by=rania, now=now
        )
    services.review_as_party(
        draft, "infosec_section", agrees=False, remarks="البند A7.1", by=rania, now=now
    )

    assert [each.returned for each in selectors.parties(draft)] == [True, False]


def test_one_draft_at_a_time_under_a_new_number(
    draft: PolicyVersion, rania: User, now: datetime
) -> None:
    with refused("policy.issue_number_is_new"):
        services.begin_draft(
            issue="1", reason="س", is_material=False, by=rania, now=now
        )
    document = {"meta": {"issue": "4"}, "clauses": [{"id": "A1.1", "ar": "نص"}]}
    with refused("policy.one_issue_is_drafted_at_a_time"):
        services.import_wording(document, now=now)
    with refused("policy.one_issue_is_drafted_at_a_time"):
        services.begin_draft(
            issue="3", reason="س", is_material=False, by=rania, now=now
        )


def test_what_is_approved_is_neither_amended_nor_reviewed(
    issue: PolicyVersion, rania: User, now: datetime
) -> None:
    with refused("policy.only_a_draft_is_amended"):
        services.amend_clause(issue, "A1.1", ar="س", en="", by=rania, now=now)
    with refused("policy.only_a_draft_is_reviewed"):
        services.review_as_party(
            issue, "infosec_section", agrees=True, remarks="", by=rania, now=now
        )


@pytest.mark.parametrize("is_material", [True, False])
def test_only_a_material_change_stops_who_speaks(
    issue: PolicyVersion,
    decided: Decided,
    reviewed: Reviewed,
    rania: User,
    salma: User,
    now: datetime,
    is_material: bool,
) -> None:
    services.acknowledge(POLICY, by=salma, now=now)
    second = services.begin_draft(
        issue="2", reason="س", is_material=is_material, by=rania, now=now
    )
    reviewed(second)
    decision = decided(Decision.Kind.POLICY)
    services.bring_into_force(second, decision=decision, by=rania, now=now)

    later = now + DAY
    assert selectors.may_speak_under(salma, POLICY, later) is not is_material
    assert (salma.pk in selectors.acknowledged(POLICY, later)) is not is_material
    assert len(owed("policy.read_by_all", later, user=salma)) == 1
    assert Acknowledgement.objects.get(user=salma).version == issue


def test_the_differences_give_back_both_texts() -> None:
    old, new = (
        "على الموظف أن يقرأ السياسة كل سنة",
        "على الموظف أن يفهم السياسة كل سنتين",
    )
    pieces = differences(old, new)

    assert "".join(each.text for each in pieces if not each.is_written) == old
    assert "".join(each.text for each in pieces if not each.is_struck) == new
    assert [each.text for each in pieces if each.is_struck] == ["يقرأ", "سنة"]


def test_the_comparison_shows_only_what_is_worded_differently(
    issue: PolicyVersion, draft: PolicyVersion, as_salma: Client
) -> None:
    with translation.override("en"):
        changed = list(selectors.compared(issue, draft))
    page = as_salma.get(f"/policy/issues/{draft.pk}/compare/").content.decode()

    assert [each.clause.id for each in changed] == ["A7.1"]
    assert page.count("<ins>") > 1
    assert page.count("<del>") > 1
    assert page.count('class="clause-line"') == 1


def test_the_pages_of_an_issue(
    draft: PolicyVersion, as_rania: Client, khalid: User
) -> None:
    assert as_rania.get("/policy/issues/").status_code == 200
    assert as_rania.get(f"/policy/issues/{draft.pk}/clauses/").status_code == 200
    address = f"/policy/issues/{draft.pk}/review/media_dept/"
    assert as_rania.get(address).status_code == 403
    done = signed_in(khalid).post(address, {"agrees": "yes", "remarks": ""})
    assert done.status_code == 302
    page = as_rania.get(f"/policy/issues/{draft.pk}/").content.decode()
    assert str(khalid) in page
    nobody = f"/policy/issues/{draft.pk}/review/nobody/"
    assert as_rania.get(nobody).status_code == 404


def test_the_list_of_issues_asks_no_more_for_more_of_them(
    issue: PolicyVersion, now: datetime, django_assert_num_queries: Any
) -> None:
    for count in range(2, 8):
        PolicyVersion.objects.create(
            issue=str(count), in_force_from=now + count * DAY, made_at=now
        )
    later = now + 9 * DAY
    with django_assert_num_queries(3):
        states = [state for _issue, state in selectors.issues_with_states(later)]

    assert states == [STATE.IN_FORCE, *[STATE.SUPERSEDED] * 6]


def test_a_review_is_asked_for_before_its_time(
    issue: PolicyVersion, rania: User, now: datetime
) -> None:
    lever = "policy.reviewed_in_time"
    due_on, yesterday = (now + 10 * DAY).date(), (now - DAY).date()
    with refused("policy.review_is_still_to_come"):
        services.ask_review(issue, reason="س", due_on=yesterday, by=rania, now=now)
    services.ask_review(issue, reason="قانون جديد", due_on=due_on, by=rania, now=now)

    assert verdict(lever, now) == (Verdict.MET, 1, 0)
    assert len(owed(lever, now, "policy")) == 1
    assert verdict(lever, now + 11 * DAY) == (Verdict.NOT_MET, 1, 1)

    record_review(issue, rania, now + DAY)
    assert verdict(lever, now + 11 * DAY) == (Verdict.MET, 1, 0)


def test_a_review_is_owed_ninety_days_before(
    issue: PolicyVersion, rania: User, now: datetime
) -> None:
    lever = "policy.reviewed_in_time"
    record_review(issue, rania, now)

    due = selectors.review_due(now)
    assert due
    assert owed(lever, due - 91 * DAY, "policy") == []
    assert len(owed(lever, due - 90 * DAY, "policy")) == 1


def record_review(issue: PolicyVersion, by: User, now: datetime) -> None:
    services.record_review(
        issue,
        reviewed_on=now.date(),
        reviewer="رانية",
        amended_by="",
        parts_amended="",
        reasons="دورية",
        by=by,
        now=now,
    )
