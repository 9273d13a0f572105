from datetime import datetime, timedelta

import pytest
from django.test import Client

from rasmi.audit.models import Entry
from rasmi.people.models import User
from rasmi.policy import selectors, services
from rasmi.policy.models import Decision, PolicyVersion, Publication
from tests.conftest import Decided, Reviewed
from tests.factories import refused, scan

DAY = timedelta(days=1)
PUBLICATION = Decision.Kind.PUBLICATION
LEVER = "policy.published_by_decision"


def test_the_policy_is_internal_until_it_is_published(
    issue: PolicyVersion, decided: Decided, rania: User, now: datetime
) -> None:
    assert selectors.published_version(now) is None

    services.publish_policy(issue, decision=decided(PUBLICATION), by=rania, now=now)

    assert selectors.published_version(now) == issue
    assert selectors.published_version(now - DAY) is None
    assert Entry.objects.filter(action="policy.version.publish", actor=rania).exists()


@pytest.mark.parametrize("kind", [Decision.Kind.POLICY, Decision.Kind.PARAMETERS])
def test_another_decision_publishes_nothing(
    issue: PolicyVersion,
    decided: Decided,
    rania: User,
    now: datetime,
    kind: Decision.Kind,
) -> None:
    with refused("policy.published_by_decision"):
        services.publish_policy(issue, decision=decided(kind), by=rania, now=now)

    assert selectors.published_version(now) is None


def test_an_unchecked_decision_publishes_nothing(
    issue: PolicyVersion, hilal: User, rania: User, now: datetime
) -> None:
    decision = services.enter_decision(
        number="2026/9",
        decided_on=now.date(),
        kind=PUBLICATION,
        subject="نشر السياسة",
        original=scan(),
        signed_by=hilal.appointments.get(),
        by=rania,
        now=now,
    )

    with refused(LEVER):
        services.publish_policy(issue, decision=decision, by=rania, now=now)


def test_only_the_head_makes_it_public(
    issue: PolicyVersion, decided: Decided, rania: User, now: datetime
) -> None:
    decision = decided(PUBLICATION)
    Decision.objects.filter(pk=decision.pk).update(is_by_head=False)

    with refused(LEVER):
        services.publish_policy(issue, decision=decision, by=rania, now=now)


def test_whoever_does_not_own_the_policy_publishes_nothing(
    issue: PolicyVersion, decided: Decided, salma: User, now: datetime
) -> None:
    with refused("people.holds_power"):
        services.publish_policy(issue, decision=decided(PUBLICATION), by=salma, now=now)


def test_it_is_published_once(
    issue: PolicyVersion, decided: Decided, rania: User, now: datetime
) -> None:
    services.publish_policy(issue, decision=decided(PUBLICATION), by=rania, now=now)

    with refused("policy.what_is_published_is_in_force"):
        services.publish_policy(issue, decision=decided(PUBLICATION), by=rania, now=now)


def test_what_is_withdrawn_is_internal_and_needs_a_new_decision(
    issue: PolicyVersion, decided: Decided, rania: User, now: datetime
) -> None:
    decision = decided(PUBLICATION)
    services.publish_policy(issue, decision=decision, by=rania, now=now)
    published = Publication.objects.get()

    services.withdraw_publication(published, reason="س", by=rania, now=now + DAY)

    after = now + DAY
    assert selectors.published_version(after) is None
    assert selectors.published_version(now) == issue
    with refused("policy.only_what_is_public_is_withdrawn"):
        services.withdraw_publication(published, reason="س", by=rania, now=after)
    with refused(LEVER):
        services.publish_policy(issue, decision=decision, by=rania, now=after)
    services.publish_policy(issue, decision=decided(PUBLICATION), by=rania, now=after)
    assert selectors.published_version(after) == issue


def test_a_new_issue_is_internal_until_it_is_published_itself(
    issue: PolicyVersion,
    decided: Decided,
    reviewed: Reviewed,
    rania: User,
    now: datetime,
) -> None:
    services.publish_policy(issue, decision=decided(PUBLICATION), by=rania, now=now)
    clauses = [{"id": "A1.1", "ar": "نص جديد"}]
    second = services.import_wording(
        {"meta": {"issue": "2"}, "clauses": clauses}, now=now
    )
    with refused("policy.what_is_published_is_in_force"):
        services.publish_policy(
            second, decision=decided(PUBLICATION), by=rania, now=now
        )

    reviewed(second)
    services.bring_into_force(
        second, decision=decided(Decision.Kind.POLICY), by=rania, now=now + DAY
    )

    assert selectors.published_version(now + DAY) is None


def test_a_decision_on_which_a_publication_rests_stays(
    issue: PolicyVersion, decided: Decided, rania: User, hilal: User, now: datetime
) -> None:
    decision = decided(PUBLICATION)
    services.publish_policy(issue, decision=decision, by=rania, now=now)

    with refused("policy.nothing_rests_on_what_is_returned"):
        services.return_decision(decision, reason="س", by=rania, now=now)


@pytest.mark.usefixtures("issue")
def test_it_is_published_and_withdrawn_on_its_page(
    as_rania: Client, as_salma: Client, decided: Decided, issue: PolicyVersion
) -> None:
    decision = decided(PUBLICATION)
    address = f"/policy/issues/{issue.pk}/publish/"
    assert address in as_rania.get("/policy/").content.decode()
    assert address not in as_salma.get("/policy/").content.decode()
    assert as_salma.get(address).status_code == 403

    assert as_rania.post(address, {}).status_code == 422
    assert as_rania.post(address, {"decision": decision.pk}).status_code == 302

    published = Publication.objects.get()
    address = f"/policy/publications/{published.pk}/withdraw/"
    assert address in as_rania.get("/policy/").content.decode()
    assert as_rania.post(address, {"reason": "بقرار لاحق"}).status_code == 302
    published.refresh_from_db()
    assert published.withdrawal_reason == "بقرار لاحق"
