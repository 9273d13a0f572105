from datetime import datetime, timedelta

from rasmi.channels import services
from rasmi.channels.models import Channel, Consultee, Opening
from rasmi.channels.questions import questions
from rasmi.people.models import Unit, User
from rasmi.policy.models import Decision
from tests.channels.conftest import Place, Propose, Stance
from tests.conftest import Decided, signed_in
from tests.factories import appoint_to, owed, refused

DAY = timedelta(days=1)
KIND = Decision.Kind
Heads = dict[Consultee.Place, User]


def activate(channel: Channel, decision: Decision, by: User, now: datetime) -> Opening:
    return services.activate(channel, decision=decision, by=by, now=now)


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


def test_conditions_go_with_their_stance(proposed: Channel, consulted: Heads) -> None:
    client = signed_in(consulted[Place.SECURITY])
    address = f"/accounts/{proposed.pk}/opinion/security/"
    typed = {each.key: "yes" for each in questions("security")}
    typed |= {"stance": "conditions", "words": "بشرط", "conditions": ""}

    assert client.post(address, typed).status_code == 422
    typed["conditions"] = "بريد مؤسسي\n\nتحقق بخطوتين"
    assert client.post(address, typed).status_code == 302
    opinion = proposed.opinions.get()
    assert [str(each) for each in opinion.conditions.all()] == [
        "بريد مؤسسي",
        "تحقق بخطوتين",
    ]


def test_what_was_answered_with_no_becomes_a_condition(
    proposed: Channel, consulted: Heads
) -> None:
    client = signed_in(consulted[Place.CYBER])
    address = f"/accounts/{proposed.pk}/opinion/cyber/"
    typed = {each.key: "yes" for each in questions("cyber")}
    typed |= {"alerts": "no", "name": "none", "stance": "for", "words": "لا مانع"}
    unanswered = {key: value for key, value in typed.items() if key != "hijack"}

    assert client.post(address, unanswered).status_code == 422
    assert client.post(address, typed).status_code == 302

    opinion = proposed.opinions.get()
    assert opinion.stance == Stance.CONDITIONS
    assert [str(each) for each in opinion.conditions.all()] == [
        "تنبيهات تسجيل الدخول تصل إلى المناوب"
    ]
    page = client.get(f"/accounts/{proposed.pk}/").content.decode()
    assert "تنبيهات تسجيل الدخول" in page


def test_who_advises_against_it_asks_for_nothing(
    proposed: Channel, consulted: Heads, now: datetime
) -> None:
    opinion = services.give_opinion(
        proposed,
        Place.CYBER,
        stance=Stance.AGAINST,
        words="مخاطر",
        conditions=[],
        answers={"alerts": "no"},
        by=consulted[Place.CYBER],
        now=now,
    )

    assert opinion.conditions.count() == 0
    assert opinion.stance == Stance.AGAINST


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
