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
from tests.channels.conftest import Place, Propose, Stance
from tests.conftest import Decided, signed_in
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


def test_both_units_are_consulted_first(
    proposed: Channel, consulted: Heads, decided: Decided, rania: User, now: datetime
) -> None:
    decision = decided(KIND.OPENING)
    with refused("channels.security_consulted"):
        activate(proposed, decision, rania, now)
    services.give_opinion(
        proposed,
        Place.SECURITY,
        stance=Stance.AGAINST,
        words="مخاطر",
        conditions=[],
        by=consulted[Place.SECURITY],
        now=now,
    )

    # An adverse opinion was asked for and heard: the head decides.
    with refused("channels.cyber_consulted"):
        activate(proposed, decision, rania, now)


def test_a_consultation_is_set_aside_by_a_signed_waiver_with_an_end(
    ready: Channel, decided: Decided, rania: User, now: datetime
) -> None:
    ready.opinions.filter(place=Place.CYBER).delete()
    decision = decided(KIND.OPENING)
    with refused("channels.cyber_consulted"):
        activate(ready, decision, rania, now)

    services.waive_opinion(
        ready,
        Place.CYBER,
        decision=decided(KIND.WAIVER),
        reason="القسم قيد الإنشاء",
        ends_at=now + 30 * DAY,
        by=rania,
        now=now,
    )

    with refused("channels.cyber_consulted"):  # when the waiver has ended
        activate(ready, decision, rania, now + 31 * DAY)
    activate(ready, decision, rania, now)


def test_a_reply_procedure_is_approved_first(
    ready: Channel, decided: Decided, rania: User, now: datetime
) -> None:
    ReplyProcedure.objects.update(approved_at=None, approved_by=None)

    with refused("channels.reply_procedure_approved"):
        activate(ready, decided(KIND.OPENING), rania, now)
    assert verdict("channels.reply_procedure_approved", now)[1] == 0  # not official yet


def test_conditions_are_met_first_and_said_so_by_the_unit_that_set_them(
    ready: Channel,
    consulted: Heads,
    decided: Decided,
    rania: User,
    layla: User,
    now: datetime,
) -> None:
    hamad = consulted[Place.SECURITY]
    opinion = services.give_opinion(
        ready,
        Place.SECURITY,
        stance=Stance.CONDITIONS,
        words="بشرط",
        conditions=["بريد مؤسسي مخصص"],
        by=hamad,
        now=now,
    )
    condition = opinion.conditions.get()
    decision = decided(KIND.OPENING)
    with refused("channels.conditions_met"):
        activate(ready, decision, rania, now)
    with refused("channels.opinion_from_consultee"):
        services.meet_condition(condition, how="رأيته", by=layla, now=now)
    assert len(owed("channels.conditions_met", now, user=hamad)) == 1

    services.meet_condition(condition, how="أُنشئ البريد", by=hamad, now=now)

    assert owed("channels.conditions_met", now, user=hamad) == []
    activate(ready, decision, rania, now)


def test_what_an_account_is_for_is_stated_before_an_opinion(
    proposed: Channel, consulted: Heads, now: datetime
) -> None:
    proposed.proposals.all().delete()
    proposed.refresh_from_db()

    with refused("channels.purpose_is_stated"):
        services.give_opinion(
            proposed,
            Place.SECURITY,
            stance=Stance.FOR,
            words="لا مانع",
            conditions=[],
            by=consulted[Place.SECURITY],
            now=now,
        )


def test_who_proposed_gives_no_opinion(
    propose: Propose, consulted: Heads, rania: User, now: datetime
) -> None:
    hamad = consulted[Place.SECURITY]
    channel = propose(owner=hamad.placements.get().unit, by=hamad)

    with refused("people.two_persons"):
        services.give_opinion(
            channel,
            Place.SECURITY,
            stance=Stance.FOR,
            words="لا مانع",
            conditions=[],
            by=hamad,
            now=now,
        )


def test_opinions_come_from_the_unit_that_is_consulted(
    proposed: Channel, layla: User, consulted: Heads, now: datetime
) -> None:
    with refused("channels.opinion_from_consultee"):
        services.give_opinion(
            proposed,
            Place.SECURITY,
            stance=Stance.FOR,
            words="لا مانع",
            conditions=[],
            by=layla,
            now=now,
        )
    hamad = consulted[Place.SECURITY]
    assert len(owed("channels.opinions_are_given", now, user=hamad)) == 1
    assert owed("channels.opinions_are_given", now, user=layla) == []


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


def test_conditions_go_with_their_stance(proposed: Channel, consulted: Heads) -> None:
    client = signed_in(consulted[Place.SECURITY])
    address = f"/accounts/{proposed.pk}/opinion/security/"
    typed = {"stance": "conditions", "words": "بشرط", "conditions": ""}

    assert client.post(address, typed).status_code == 422
    typed["conditions"] = "بريد مؤسسي\n\nتحقق بخطوتين"
    assert client.post(address, typed).status_code == 302
    opinion = proposed.opinions.get()
    assert [str(each) for each in opinion.conditions.all()] == [
        "بريد مؤسسي",
        "تحقق بخطوتين",
    ]


def test_the_steps_tell_how_far_the_opening_is(ready: Channel, now: datetime) -> None:
    steps = {each.key: each.is_done for each in selectors.steps(ready, now)}

    assert steps.pop("decision") is False
    assert all(steps.values())


def test_a_changed_purpose_asks_for_the_opinions_anew(
    ready: Channel,
    consulted: Heads,
    decided: Decided,
    layla: User,
    media: Unit,
    rania: User,
    now: datetime,
) -> None:
    later = now + timedelta(minutes=5)
    services.describe(
        ready,
        purposes=["correction"],
        need="غرض آخر",
        audience="الجمهور",
        languages=["ar"],
        answered_by=media,
        answered_when="always",
        by=layla,
        now=later,
    )

    with refused("channels.security_consulted"):
        activate(ready, decided(KIND.OPENING), rania, later)
    hamad = consulted[Place.SECURITY]
    assert len(owed("channels.opinions_are_given", later, user=hamad)) == 1
    assert ready.proposals.count() == 2


def test_who_proposed_does_not_say_that_a_condition_is_met(
    ready: Channel, consulted: Heads, layla: User, now: datetime
) -> None:
    hamad = consulted[Place.SECURITY]
    opinion = services.give_opinion(
        ready,
        Place.SECURITY,
        stance=Stance.CONDITIONS,
        words="بشرط",
        conditions=["شرط"],
        by=hamad,
        now=now,
    )
    appoint_to(layla, hamad.placements.get().unit, "عضو", [], now)

    with refused("people.two_persons"):
        services.meet_condition(opinion.conditions.get(), how="س", by=layla, now=now)


def test_an_account_in_use_states_its_purpose_before_it_is_active(
    ready: Channel, decided: Decided, rania: User, now: datetime
) -> None:
    ready.proposals.all().delete()
    Channel.objects.update(state=Channel.State.IN_USE)

    with refused("channels.purpose_is_stated"):
        activate(ready, decided(KIND.OPENING), rania, now)


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
