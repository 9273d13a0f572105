from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from rasmi.audit.models import Entry
from rasmi.channels.models import Channel
from rasmi.delegations import selectors, services
from rasmi.delegations.models import Delegation, Task
from rasmi.notify.models import Message
from rasmi.people import services as people
from rasmi.people.models import Attempt, Power, Topic, Unit, User
from rasmi.policy.models import Acknowledgement, Decision, PolicyVersion
from tests.conftest import Decided, signed_in
from tests.delegations.conftest import Level, Nominate, assess, train
from tests.factories import appoint_to, make_decision, make_user, owed, refused

DAY = timedelta(days=1)
KIND = Decision.Kind


def activate(
    delegation: Delegation, decision: Decision, by: User, now: datetime
) -> None:
    services.activate(delegation, decision=decision, by=by, now=now)


def test_the_whole_way_leaves_its_entries_and_letters(
    active: Delegation, yusuf: User
) -> None:
    assert active.decision
    assert active.title == "أخصائي"
    assert active.topic_names == ["القبول"]
    acts = set(
        Entry.objects.filter(action__startswith="delegations.").values_list(
            "action", flat=True
        )
    )
    assert acts == {
        "delegations.delegation.nominate",
        "delegations.assessment.give",
        "delegations.delegation.approve",
        "delegations.delegation.activate",
    }
    assert Message.objects.filter(kind="delegations", address=yusuf.email).count() == 2


@pytest.mark.parametrize(
    ("missing", "lever"),
    [
        (
            lambda row: Channel.objects.update(state=Channel.State.PROPOSED),
            "delegations.account_is_open",
        ),
        (
            lambda row: Delegation.objects.update(assessment=None),
            "delegations.suitable",
        ),
        (lambda row: Attempt.objects.all().delete(), "delegations.trained"),
        (
            lambda row: Acknowledgement.objects.filter(
                statement="official_view"
            ).delete(),
            "delegations.official_view_acknowledged",
        ),
        (
            lambda row: Delegation.objects.update(approved_by=None, approved_at=None),
            "delegations.approved_by_senior_management",
        ),
    ],
)
def test_nothing_is_left_out(
    ready: Delegation,
    decided: Decided,
    rania: User,
    now: datetime,
    missing: Callable[[Delegation], object],
    lever: str,
) -> None:
    missing(ready)

    with refused(lever):
        activate(ready, decided(KIND.DELEGATION), rania, now)


def test_it_rests_on_a_checked_delegation_decision(
    ready: Delegation, decided: Decided, rania: User, now: datetime
) -> None:
    with refused("delegations.rests_on_a_decision"):
        activate(ready, decided(KIND.OPENING), rania, now)


def test_the_decision_is_of_the_owner_or_of_the_head(
    ready: Delegation,
    body: Unit,
    media: Unit,
    rania: User,
    basim: User,
    now: datetime,
) -> None:
    other = Unit.objects.create(name_ar="و", name_en="O", parent=body, since_at=now)
    for unit, fits in ((other, False), (media, True)):
        seat = appoint_to(
            make_user(f"d{unit.pk}", unit, now), unit, "مدير", [Power.DECIDE], now
        )
        decision = make_decision(
            KIND.DELEGATION, seat, entered_by=rania, checked_by=basim, now=now
        )
        if fits:
            activate(ready, decision, rania, now)
        else:
            with refused("delegations.signed_for_the_owner"):
                activate(ready, decision, rania, now)


def test_an_unmet_criterion_needs_a_signed_waiver(
    ready: Delegation,
    layla: User,
    senior: User,
    decided: Decided,
    rania: User,
    now: datetime,
) -> None:
    assess(ready, layla, now, availability=Level.UNMET)
    decision = decided(KIND.DELEGATION)
    with refused("delegations.suitable"):
        activate(ready, decision, rania, now)

    services.waive_suitability(
        ready,
        decision=decided(KIND.WAIVER),
        reason="يكتفى بأوقات الدوام",
        ends_at=now + 90 * DAY,
        by=rania,
        now=now,
    )

    # It was approved on another assessment.
    with refused("delegations.approved_by_senior_management"):
        activate(ready, decision, rania, now)
    services.approve(ready, by=senior, now=now)
    activate(ready, decision, rania, now)


def test_all_four_criteria_are_assessed_by_the_owner_and_not_by_oneself(
    nominated: Delegation, layla: User, salma: User, yusuf: User, now: datetime
) -> None:
    with refused("delegations.all_four_criteria_assessed"):
        services.assess(nominated, criteria={}, by=layla, now=now)
    with refused("delegations.assessed_by_the_owner"):
        assess(nominated, salma, now)
    with refused("people.not_for_oneself"):
        assess(nominated, yusuf, now)
    assert len(owed("delegations.suitable", now, user=layla)) == 1
    assess(nominated, layla, now)
    assert owed("delegations.suitable", now, user=layla) == []


def test_senior_management_approves_and_not_who_nominated(
    nominate: Nominate, nominated: Delegation, senior: User, layla: User, now: datetime
) -> None:
    lever = "delegations.approved_by_senior_management"
    with refused("people.holds_power"):
        services.approve(nominated, by=layla, now=now)
    appoint_to(layla, nominated.channel.owner, "مديرة", [Power.DECIDE], now)
    with refused("people.two_persons"):
        services.approve(nominated, by=layla, now=now)
    assert len(owed(lever, now, "decide", user=senior)) == 1
    assert owed(lever, now, "decide", user=layla) == []

    services.approve(nominated, by=senior, now=now)

    assert owed(lever, now, "decide", user=senior) == []


def test_the_register_is_told_when_only_the_decision_is_missing(
    ready: Delegation, rania: User, now: datetime
) -> None:
    assert len(owed("delegations.rests_on_a_decision", now, "register")) == 1
    Attempt.objects.all().delete()
    assert owed("delegations.rests_on_a_decision", now, "register") == []


def test_what_is_settled_is_not_settled_again(
    active: Delegation, decided: Decided, senior: User, rania: User, now: datetime
) -> None:
    with refused("delegations.delegation_is_still_waiting"):
        services.approve(active, by=senior, now=now)
    with refused("delegations.delegation_is_still_waiting"):
        activate(active, decided(KIND.DELEGATION), rania, now)


def test_the_database_refuses_what_the_services_refuse(
    nominated: Delegation, layla: User, now: datetime
) -> None:
    wrong = (
        {"activated_at": now},
        {"approved_by": layla},
        {"approved_by": nominated.person},
        {"ends_at": nominated.starts_at},
    )
    for change in wrong:
        with pytest.raises(IntegrityError), transaction.atomic():
            Delegation.objects.filter(pk=nominated.pk).update(**change)


def test_the_pages_lead_the_whole_way(
    nominated: Delegation,
    issue: PolicyVersion,
    layla: User,
    yusuf: User,
    senior: User,
    as_rania: Client,
    decided: Decided,
    now: datetime,
) -> None:
    page = f"/delegations/{nominated.pk}/"
    train(yusuf, now)
    me = signed_in(yusuf)
    shown = me.get("/delegations/acknowledge/").content.decode()
    assert 'data-notice="delegations.representation_is_shown"' in shown
    assert "delegations.representation_is_shown" in shown
    assert all(clause in shown for clause in ("A2.2", "A2.3", "A5.2"))
    assert me.post("/delegations/acknowledge/", {"has_read": "on"}).status_code == 302
    ticks = {
        f"{name}-{part}": value
        for name in ("topics", "language", "technical", "availability")
        for part, value in (("level", "met"), ("shown_by", "ملف الموظف"))
    }
    assert signed_in(layla).post(f"{page}assess/", ticks).status_code == 302
    assert signed_in(senior).post(f"{page}approve/").status_code == 302
    letter = as_rania.get(f"/delegations/letter/{nominated.channel.owner_id}/")
    assert yusuf.name_ar in letter.content.decode()
    decision = decided(KIND.DELEGATION)
    done = as_rania.post(f"{page}activate/", {"decision": decision.pk})
    assert done.status_code == 302
    assert as_rania.get(page).context["state"] == "in_force"


def test_who_nominated_does_not_make_it_active(
    ready: Delegation, layla: User, media: Unit, decided: Decided, now: datetime
) -> None:
    appoint_to(layla, media, "أمينة سجل", [Power.REGISTER], now)

    with refused("people.two_persons"):
        activate(ready, decided(KIND.DELEGATION), layla, now)


def test_another_owner_does_not_assess_for_this_one(
    nominated: Delegation,
    topic: Topic,
    body: Unit,
    layla: User,
    yusuf: User,
    now: datetime,
) -> None:
    other = Unit.objects.create(name_ar="ث", name_en="O", parent=body, since_at=now)
    head = make_user("head-of-other", other, now)
    appoint_to(head, other, "رئيس", [], now)
    account = Channel.objects.get(pk=nominated.channel_id)
    account.pk, account.handle, account.owner = None, "other", other
    account.save(force_insert=True)
    theirs = services.nominate(
        yusuf,
        channels=[account],
        tasks=[Task.REPLY],
        topics=[topic],
        starts_at=nominated.starts_at,
        ends_at=nominated.ends_at,
        by=head,
        now=now,
    )[0]
    assess(nominated, layla, now, topics=Level.UNMET)

    assess(theirs, head, now)

    nominated.refresh_from_db()
    assert nominated.assessment
    assert len(nominated.assessment.unmet()) == 1


def test_one_paper_does_not_serve_two_years(
    active: Delegation,
    nominate: Nominate,
    layla: User,
    senior: User,
    yusuf: User,
    rania: User,
    now: datetime,
) -> None:
    later = active.ends_at - 30 * DAY
    renewal = nominate(
        starts_at=active.ends_at, ends_at=active.ends_at + 200 * DAY, now=later
    )
    assess(renewal, layla, later)
    services.approve(renewal, by=senior, now=later)
    assert active.decision

    with refused("delegations.decision_is_used_once"):
        activate(renewal, active.decision, rania, later)


def test_a_closed_topic_is_spoken_of_by_nobody(
    ready: Delegation,
    topic: Topic,
    decided: Decided,
    rania: User,
    yusuf: User,
    account: Channel,
    now: datetime,
) -> None:
    people.close_topic(topic, by=rania, now=now)
    with refused("delegations.topics_are_open"):
        activate(ready, decided(KIND.DELEGATION), rania, now)
    Topic.objects.update(closed_at=None)
    activate(ready, decided(KIND.DELEGATION), rania, now)
    assert selectors.right(yusuf, account, Task.REPLY, topic, now)

    people.close_topic(topic, by=rania, now=now)

    assert selectors.right(yusuf, account, Task.REPLY, topic, now) is None


def test_nothing_goes_on_after_the_end_or_without_the_account(
    ready: Delegation, decided: Decided, rania: User, senior: User, now: datetime
) -> None:
    lever = "delegations.delegation_is_still_waiting"
    with refused(lever):
        activate(ready, decided(KIND.DELEGATION), rania, ready.ends_at)
    Channel.objects.update(state=Channel.State.CLOSED)
    with refused(lever):
        services.approve(ready, by=senior, now=now)
    assert owed("delegations.approved_by_senior_management", now, "decide") == []


def test_an_unfinished_renewal_hides_nothing(
    active: Delegation, nominate: Nominate, now: datetime
) -> None:
    later = active.ends_at - 30 * DAY
    nominate(starts_at=active.ends_at, ends_at=active.ends_at + 9 * DAY, now=later)

    assert selectors.lapsed(active.ends_at + 20 * DAY).get() == active


def test_another_branch_does_not_approve(
    nominated: Delegation, body: Unit, now: datetime
) -> None:
    other = Unit.objects.create(name_ar="ف", name_en="B", parent=body, since_at=now)
    head = make_user("head-of-branch", other, now)
    appoint_to(head, other, "مدير", [Power.DECIDE], now)

    with refused("delegations.approved_by_senior_management"):
        services.approve(nominated, by=head, now=now)
