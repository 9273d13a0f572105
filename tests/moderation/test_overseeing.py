from datetime import datetime, timedelta

from rasmi.channels.models import Channel
from rasmi.delegations.models import Delegation
from rasmi.intake.models import RemoteObject
from rasmi.intake.models.objects import Shown
from rasmi.moderation import selectors, services
from rasmi.moderation.models import Appeal, Judgement
from rasmi.outbox.models import Intent
from rasmi.people.models import User
from rasmi.rules import Verdict
from tests.factories import owed, verdict
from tests.moderation.conftest import (
    CRITICISM,
    INSULT,
    REASON,
    add_version,
    hear,
    hide,
    settle,
)
from tests.moderation.test_appeals import ANSWER, WHY

MINUTE = timedelta(minutes=1)


def test_what_is_held_is_owed_by_who_moderates_there(
    insult: RemoteObject,
    moderates: Delegation,
    salma: User,
    salim: User,
    now: datetime,
) -> None:
    assert len(owed("moderation.abuse_is_acted_on_in_time", now, user=salma)) == 1
    assert owed("moderation.abuse_is_acted_on_in_time", now, user=salim) == []

    hide(insult, salma, now)
    assert owed("moderation.abuse_is_acted_on_in_time", now, user=salma) == []


def test_what_was_not_held_is_owed_by_nobody(
    account: Channel, moderates: Delegation, salma: User, now: datetime
) -> None:
    hear(account, CRITICISM, now)

    assert owed("moderation.abuse_is_acted_on_in_time", now, user=salma) == []


def test_the_control_sees_what_waits_for_too_long(
    insult: RemoteObject, moderates: Delegation, now: datetime
) -> None:
    assert verdict("moderation.abuse_is_acted_on_in_time", now + 60 * MINUTE) == (
        Verdict.MET,
        1,
        0,
    )
    assert verdict("moderation.abuse_is_acted_on_in_time", now + 61 * MINUTE) == (
        Verdict.NOT_MET,
        1,
        1,
    )


def test_the_control_sees_what_was_judged_too_late(
    insult: RemoteObject, moderates: Delegation, salma: User, now: datetime
) -> None:
    hide(insult, salma, now + 61 * MINUTE)

    assert verdict("moderation.abuse_is_acted_on_in_time", now + 120 * MINUTE) == (
        Verdict.NOT_MET,
        1,
        1,
    )


def test_what_its_author_took_away_in_time_is_nobodys_fault(
    insult: RemoteObject, moderates: Delegation, now: datetime
) -> None:
    add_version(insult, "", now + MINUTE, shown=Shown.DELETED)

    assert verdict("moderation.abuse_is_acted_on_in_time", now + 120 * MINUTE) == (
        Verdict.MET,
        1,
        0,
    )


def test_what_a_platform_hid_by_itself_is_not_known_to_be_founded(
    insult: RemoteObject, hiding: Judgement, account: Channel, now: datetime
) -> None:
    assert verdict("moderation.each_hiding_has_clause_and_reason", now) == (
        Verdict.MET,
        1,
        0,
    )

    hear(account, INSULT, now, shown=Shown.HIDDEN)

    assert verdict("moderation.each_hiding_has_clause_and_reason", now) == (
        Verdict.UNKNOWN,
        2,
        0,
    )


def test_a_hiding_by_a_clause_that_does_not_exist_is_found(
    hiding: Judgement, now: datetime
) -> None:
    Judgement.objects.filter(pk=hiding.pk).update(clause="Z9")

    assert verdict("moderation.each_hiding_has_clause_and_reason", now) == (
        Verdict.NOT_MET,
        1,
        1,
    )


def test_an_appeal_is_owed_by_others_than_who_hid_it(
    hiding: Judgement,
    salma: User,
    salim: User,
    khalid: User,
    salim_moderates: Delegation,
    now: datetime,
) -> None:
    services.appeal(judgement=hiding, text=WHY, now=now)

    assert owed("moderation.appeals_are_answered", now, user=salma) == []
    assert len(owed("moderation.appeals_are_answered", now, user=salim)) == 1
    assert (
        len(owed("moderation.appeals_are_answered", now, "approve", user=khalid)) == 1
    )


def test_the_control_sees_an_appeal_that_is_not_answered_in_time(
    hiding: Judgement, now: datetime
) -> None:
    services.appeal(judgement=hiding, text=WHY, now=now)

    assert verdict("moderation.appeals_are_answered", now)[0] == Verdict.MET
    assert verdict("moderation.appeals_are_answered", now + timedelta(days=9)) == (
        Verdict.NOT_MET,
        1,
        1,
    )


def test_what_was_granted_and_is_still_hidden_is_owed_and_found(
    hiding: Judgement,
    salma: User,
    salim: User,
    khalid: User,
    salim_moderates: Delegation,
    now: datetime,
) -> None:
    settle(hiding, Intent.State.CONFIRMED, now)
    services.appeal(judgement=hiding, text=WHY, now=now)
    services.decide_appeal(
        Appeal.objects.get(), is_granted=True, answer=ANSWER, by=khalid, now=now
    )

    assert owed("moderation.granted_is_shown_again", now, user=salma) == []
    assert len(owed("moderation.granted_is_shown_again", now, user=salim)) == 1
    assert verdict("moderation.granted_is_shown_again", now) == (Verdict.NOT_MET, 1, 1)


def test_only_what_a_platform_confirmed_counts_as_hidden(
    hiding: Judgement, salma: User, now: datetime
) -> None:
    assert selectors.figures(None).hidden == 0

    settle(hiding, Intent.State.CONFIRMED, now)
    figures = selectors.figures(selectors.start_of_quarter(now))
    assert (figures.heard, figures.hidden, figures.shown_again) == (1, 1, 0)

    shown = services.show_again(hiding, reason=REASON, by=salma, now=now)
    assert selectors.figures(None).shown_again == 0
    settle(shown, Intent.State.CONFIRMED, now)
    insults = next(x for x in selectors.figures(None).rules if x.clause == "C3.2")
    assert (insults.hidden, insults.shown_again) == (1, 1)
