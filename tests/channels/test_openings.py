from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from rasmi.audit.models import Entry
from rasmi.channels import selectors, services
from rasmi.channels.models import Channel, Consultee, Opening, ReplyProcedure
from rasmi.people import services as people
from rasmi.people.models import Unit, User
from rasmi.policy.models import Decision
from rasmi.rules import Verdict
from tests.channels.conftest import Place, Propose
from tests.conftest import Decided
from tests.factories import appoint_to, make_decision, owed, refused, verdict

DAY = timedelta(days=1)
KIND = Decision.Kind
Heads = dict[Consultee.Place, User]


def activate(channel: Channel, decision: Decision, by: User, now: datetime) -> Opening:
    return services.activate(channel, decision=decision, by=by, now=now)


def test_an_account_opens_when_all_is_there(
    ready: Channel, decided: Decided, rania: User, now: datetime
) -> None:
    activate(ready, decided(KIND.OPENING), rania, now)

    ready.refresh_from_db()
    assert ready.is_active
    assert selectors.is_usable(ready, now)
    assert ready.address == "https://x.com/demo_ministry"
    acts = Entry.objects.filter(action__startswith="channels.")
    # Two units set, proposed, two opinions, procedure written and approved, opened.
    assert acts.count() == 8
    assert verdict("channels.opened_by_decision", now) == (Verdict.MET, 1, 0)


def test_no_account_opens_without_the_decision_of_the_head(
    ready: Channel,
    decided: Decided,
    hilal: User,
    rania: User,
    basim: User,
    now: datetime,
) -> None:
    with refused("channels.opened_by_decision"):
        activate(ready, decided(KIND.CLOSING), rania, now)
    decision = make_decision(
        KIND.OPENING,
        hilal.appointments.get(),
        entered_by=rania,
        checked_by=basim,
        now=now,
    )
    Decision.objects.filter(pk=decision.pk).update(is_by_head=False)
    decision.refresh_from_db()
    with refused("channels.opened_by_decision"):
        activate(ready, decision, rania, now)


def test_a_reply_procedure_is_approved_first(
    ready: Channel, decided: Decided, rania: User, now: datetime
) -> None:
    ReplyProcedure.objects.update(approved_at=None, approved_by=None)

    with refused("channels.reply_procedure_approved"):
        activate(ready, decided(KIND.OPENING), rania, now)
    assert verdict("channels.reply_procedure_approved", now)[1] == 0  # not official yet


def test_a_unit_proposes_for_itself(
    propose: Propose, salma: User, rania: User, body: Unit, layla: User
) -> None:
    with refused("channels.proposed_by_the_owner"):
        propose(by=salma)
    with refused("channels.proposed_by_the_owner"):
        propose(by=layla, owner=body)

    assert propose(by=rania).is_proposed  # who keeps the registers, for anybody


@pytest.mark.parametrize(
    ("platform", "handle"), [("x", "a name with spaces"), ("orkut", "demo"), ("x", "")]
)
def test_a_handle_is_one_of_its_platform(
    propose: Propose, platform: str, handle: str
) -> None:
    with refused("channels.kind_is_known"):
        propose(platform=platform, handle=handle)


def test_an_account_is_entered_once(
    proposed: Channel, propose: Propose, layla: User, now: datetime
) -> None:
    with refused("channels.account_is_entered_once"):
        propose(handle="DEMO_ministry")

    services.withdraw(proposed, by=layla, now=now)

    assert propose().pk != proposed.pk


def test_the_database_keeps_an_account_once(proposed: Channel) -> None:
    proposed.pk = None
    proposed.handle = "Demo_Ministry"
    with pytest.raises(IntegrityError), transaction.atomic():
        proposed.save(force_insert=True)


def test_a_procedure_is_approved_by_another_and_the_newest_only(
    proposed: Channel, layla: User, khalid: User, now: datetime
) -> None:
    first = services.write_procedure(
        proposed,
        text_ar="أ",
        text_en="a",
        by=khalid_as_owner(khalid, proposed),
        now=now,
    )
    with refused("people.two_persons"):
        services.approve_procedure(first, by=khalid, now=now)
    second = services.write_procedure(
        proposed, text_ar="ب", text_en="b", by=layla, now=now
    )
    with refused("people.two_persons"):
        services.approve_procedure(first, by=khalid, now=now)
    assert (
        len(owed("channels.reply_procedure_approved", now, "approve", user=khalid)) == 1
    )
    services.approve_procedure(second, by=khalid, now=now)
    with refused("channels.newest_procedure_is_approved"):
        services.approve_procedure(second, by=khalid, now=now)


def khalid_as_owner(khalid: User, channel: Channel) -> User:
    """Khalid reviews, and here he also holds an office in the owner's unit."""
    appointed = khalid.appointments.get()
    appoint_to(khalid, channel.owner, "عضو", [], appointed.starts_at)
    return khalid


def test_an_open_account_is_closed_by_decision(
    ready: Channel, decided: Decided, rania: User, layla: User, now: datetime
) -> None:
    decision = decided(KIND.CLOSING)
    with refused("channels.only_what_is_open_is_closed"):
        services.close(ready, decision=decision, reason="س", by=rania, now=now)
    activate(ready, decided(KIND.OPENING), rania, now)
    with refused("channels.only_what_is_open_is_closed"):
        services.withdraw(ready, by=layla, now=now)

    services.close(ready, decision=decision, reason="دمج الحسابات", by=rania, now=now)

    assert not selectors.is_usable(ready, now)
    with refused("channels.account_waits_for_its_decision"):
        activate(ready, decided(KIND.OPENING), rania, now)


def test_settings_are_reviewed_as_often_as_the_number_says(
    ready: Channel,
    consulted: Heads,
    decided: Decided,
    rania: User,
    layla: User,
    now: datetime,
) -> None:
    lever = "channels.settings_reviewed"
    hamad = consulted[Place.SECURITY]
    activate(ready, decided(KIND.OPENING), rania, now)
    later = now + 95 * DAY  # the proposal is three months

    assert verdict(lever, now) == (Verdict.MET, 1, 0)
    assert verdict(lever, later) == (Verdict.NOT_MET, 1, 1)
    assert len(owed(lever, later, user=hamad)) == 1
    assert owed(lever, later, user=layla) == []
    with refused("channels.opinion_from_consultee"):
        services.review_settings(ready, found="س", by=layla, now=later)
    services.review_settings(ready, found="لا شيء", by=hamad, now=later)
    assert verdict(lever, later) == (Verdict.MET, 1, 0)


def test_a_badge_is_known_only_when_somebody_looked(
    ready: Channel, decided: Decided, rania: User, layla: User, now: datetime
) -> None:
    lever = "channels.verified"
    activate(ready, decided(KIND.OPENING), rania, now)
    assert verdict(lever, now)[0] == Verdict.UNKNOWN

    services.record_verification(ready, is_verified=False, note="", by=layla, now=now)
    assert verdict(lever, now) == (Verdict.NOT_MET, 1, 1)
    services.record_verification(ready, is_verified=True, note="", by=layla, now=now)
    assert verdict(lever, now) == (Verdict.MET, 1, 0)
    assert verdict(lever, now + 40 * DAY)[0] == Verdict.UNKNOWN


def test_the_page_shows_what_is_missing_and_the_refusal_its_clause(
    proposed: Channel,
    consulted: Heads,
    as_rania: Client,
    decided: Decided,
) -> None:
    page = as_rania.get(f"/accounts/{proposed.pk}/").content.decode()
    assert "A1.2" in page
    decision = decided(KIND.OPENING)

    response = as_rania.post(
        f"/accounts/{proposed.pk}/activate/", {"decision": decision.pk}
    )

    assert response.status_code == 403
    shown = response.content.decode()
    assert "A1.2" in shown
    assert Entry.objects.refused().filter(lever="channels.security_consulted").exists()


def test_the_steps_tell_how_far_the_opening_is(ready: Channel, now: datetime) -> None:
    steps = {each.key: each.is_done for each in selectors.steps(ready, now)}

    assert steps.pop("decision") is False
    assert all(steps.values())


def test_an_account_in_use_states_its_purpose_before_it_is_active(
    ready: Channel, decided: Decided, rania: User, now: datetime
) -> None:
    ready.proposals.all().delete()
    Channel.objects.update(state=Channel.State.IN_USE)

    with refused("channels.purpose_is_stated"):
        activate(ready, decided(KIND.OPENING), rania, now)


def test_a_decision_opens_one_account_unless_it_names_more(
    ready: Channel, decided: Decided, rania: User, as_rania: Client, now: datetime
) -> None:
    decision = decided(KIND.OPENING)
    other = Channel.objects.create(
        platform="x",
        handle="another",
        name_ar="حساب آخر",
        name_en="Another",
        owner=ready.owner,
        state=Channel.State.ACTIVE,
        since_at=now,
    )
    Opening.objects.create(
        channel=other, decision=decision, opened_by=rania, opened_at=now
    )
    with refused("channels.decision_opens_what_it_names") as caught:
        activate(ready, decision, rania, now)
    assert str(other) in caught.value.sentence
    page = f"/accounts/{ready.pk}/activate/"
    sent = {"decision": decision.pk}
    assert as_rania.post(page, sent).status_code == 403

    assert as_rania.post(page, {**sent, "is_named_too": "on"}).status_code == 302

    assert Opening.objects.get(channel=ready).is_named_too
    entry = Entry.objects.filter(action="channels.channel.activate").get()
    assert entry.facts["named_too"] is True


def test_a_new_account_is_decided_after_it_was_proposed(
    ready: Channel, decided: Decided, rania: User, now: datetime
) -> None:
    decision = decided(KIND.OPENING)
    ready.proposals.update(proposed_at=now + 2 * DAY)
    ready.opinions.update(given_at=now + 2 * DAY)

    with refused("channels.opened_by_decision"):
        activate(ready, decision, rania, now + 2 * DAY)


def test_nothing_is_written_for_an_account_that_is_over(
    proposed: Channel, layla: User, now: datetime
) -> None:
    services.withdraw(proposed, by=layla, now=now)

    with refused("channels.account_is_not_over"):
        services.write_procedure(proposed, text_ar="أ", text_en="a", by=layla, now=now)


def test_a_unit_with_an_account_is_not_closed_until_it_is_handed_over(
    proposed: Channel,
    decided: Decided,
    layla: User,
    body: Unit,
    rania: User,
    maryam: User,
    now: datetime,
) -> None:
    media = proposed.owner
    people.release_person(layla, by=maryam, now=now)
    with refused("people.closed_unit_is_empty"):
        people.close_unit(media, reason="دمج", by=maryam, now=now)

    services.hand_over(
        proposed, owner=body, decision=decided(KIND.OPENING), by=rania, now=now
    )

    proposed.refresh_from_db()
    assert proposed.owner == body
    people.close_unit(media, reason="دمج", by=maryam, now=now)
    with refused("people.unit_is_open"):
        services.hand_over(
            proposed,
            owner=Unit.objects.get(pk=media.pk),
            decision=decided(KIND.OPENING),
            by=rania,
            now=now,
        )


def test_who_approves_last_is_decided(
    ready: Channel,
    media: Unit,
    decided: Decided,
    rania: User,
    layla: User,
    as_rania: Client,
    now: datetime,
) -> None:
    decision = decided(KIND.OPENING)
    with refused("people.holds_power"):
        services.set_final_approver(
            ready, unit=media, decision=decision, by=layla, now=now
        )
    with refused("policy.rests_on_a_checked_decision"):
        services.set_final_approver(
            ready, unit=media, decision=decided(KIND.WAIVER), by=rania, now=now
        )

    sent = {"unit": media.pk, "decision": decision.pk}
    assert as_rania.post(f"/accounts/{ready.pk}/approver/", sent).status_code == 302

    page = as_rania.get(f"/accounts/{ready.pk}/").content.decode()
    assert str(decision) in page
    assert ready.final_approver.unit == media
