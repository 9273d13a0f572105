from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import override_settings

from rasmi.audit.models import Entry
from rasmi.channels.models import Channel
from rasmi.delegations.models import Delegation
from rasmi.engagement import services as engagement
from rasmi.engagement.models import Conversation
from rasmi.intake.models import RemoteObject
from rasmi.intake.models.objects import Shown
from rasmi.moderation import selectors, services
from rasmi.moderation.models import Judgement
from rasmi.outbox.models import Intent
from rasmi.people.models import User
from rasmi.platforms.sandbox.connector import SandboxConnector
from rasmi.records.models import Part
from rasmi.records.selectors import parts
from tests.factories import refused
from tests.moderation.conftest import (
    CRITICISM,
    INSULT,
    REASON,
    add_version,
    hear,
    hide,
    settle,
)
from tests.security.conftest import Begin, badr, begin

__all__ = ["badr", "begin"]
State = Intent.State


def test_what_is_hidden_is_planned_with_clause_reason_and_record(
    insult: RemoteObject, hiding: Judgement, moderates: Delegation, now: datetime
) -> None:
    assert (hiding.rule, hiding.clause, hiding.reason) == ("insult", "C3.2", REASON)
    assert hiding.intent
    assert (hiding.intent.act, hiding.intent.target) == ("hide", insult)
    assert hiding.intent.record == insult.record
    assert hiding.intent.not_after == now + timedelta(days=7)
    stages = [each.stage for each in parts(insult.record)]
    assert stages == [Part.Stage.HEARD, Part.Stage.PLANNED, Part.Stage.JUDGED]
    entry = Entry.objects.get(action="moderation.object.hide")
    assert entry.facts == {"rule": "insult", "clause": "C3.2"}


def test_nobody_hides_without_a_delegation_to_moderate(
    insult: RemoteObject, salim: User, now: datetime
) -> None:
    with refused("delegations.holds_the_right"):
        hide(insult, salim, now)


@pytest.mark.parametrize("typed", [{"rule": "ugly"}, {"rule": ""}, {"reason": "سيئ"}])
def test_nothing_is_hidden_without_a_rule_and_a_reason(
    insult: RemoteObject,
    moderates: Delegation,
    salma: User,
    now: datetime,
    typed: dict[str, str],
) -> None:
    with refused("moderation.hidden_with_clause_and_reason"):
        hide(insult, salma, now, **typed)

    assert not Judgement.objects.exists()


def test_the_database_keeps_no_hiding_without_a_clause(
    insult: RemoteObject, salma: User, now: datetime
) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Judgement.objects.create(
            object=insult, version=insult.version, outcome="hide", by=salma, at=now
        )


def test_what_changed_since_it_was_read_is_read_again_first(
    insult: RemoteObject, moderates: Delegation, salma: User, now: datetime
) -> None:
    add_version(insult, CRITICISM, now)

    with refused("moderation.newest_words_are_judged"):
        hide(insult, salma, now, version_number=1)
    with refused("moderation.newest_words_are_judged"):
        services.let_stand(insult, version_number=1, reason="", by=salma, now=now)


def test_nothing_is_hidden_before_a_copy_is_kept(
    account: Channel, moderates: Delegation, salma: User, now: datetime
) -> None:
    found = hear(account, INSULT, now, has_copy=False)

    with refused("outbox.captured_before_hidden"):
        hide(found, salma, now)

    assert not Intent.objects.exists()


def test_what_its_author_deleted_is_not_hidden(
    insult: RemoteObject, moderates: Delegation, salma: User, now: datetime
) -> None:
    add_version(insult, "", now, shown=Shown.DELETED)
    RemoteObject.objects.filter(pk=insult.pk).update(shown=Shown.DELETED)

    with refused("outbox.target_is_still_there"):
        hide(insult, salma, now, version_number=2)


def test_our_own_words_are_not_moderated(
    account: Channel, moderates: Delegation, salma: User, now: datetime
) -> None:
    found = hear(account, INSULT, now, is_ours=True)

    with refused("moderation.only_the_public_is_moderated"):
        hide(found, salma, now)


def test_a_stop_of_speaking_does_not_hold_hiding(
    insult: RemoteObject,
    moderates: Delegation,
    salma: User,
    begin: Begin,
    now: datetime,
) -> None:
    begin()

    assert hide(insult, salma, now).intent


def test_what_is_on_its_way_to_be_hidden_is_not_judged_again(
    insult: RemoteObject, hiding: Judgement, salma: User, now: datetime
) -> None:
    with refused("moderation.judged_once_at_a_time"):
        hide(insult, salma, now)
    with refused("moderation.judged_once_at_a_time"):
        services.let_stand(insult, version_number=1, reason="", by=salma, now=now)


def test_what_the_platform_refused_to_hide_waits_again(
    insult: RemoteObject, hiding: Judgement, salma: User, now: datetime
) -> None:
    settle(hiding, State.REFUSED, now)

    assert list(selectors.waiting()) == [insult]
    assert hide(insult, salma, now).intent


def test_what_stands_leaves_the_queue_until_it_changes(
    insult: RemoteObject, moderates: Delegation, salma: User, now: datetime
) -> None:
    assert list(selectors.waiting()) == [insult]

    services.let_stand(insult, version_number=1, reason="", by=salma, now=now)
    assert list(selectors.waiting()) == []

    add_version(insult, f"{INSULT} أبدا", now)
    assert list(selectors.waiting()) == [insult]


def test_of_two_insults_in_a_conversation_each_is_looked_at(
    insult: RemoteObject, moderates: Delegation, salma: User, now: datetime
) -> None:
    second = hear(insult.channel, INSULT, now, reply_to=insult.remote_id)
    engagement.take_up(now=now)
    conversation = Conversation.objects.get()
    assert conversation.is_held

    services.let_stand(insult, version_number=1, reason="", by=salma, now=now)
    conversation.refresh_from_db()
    assert conversation.is_held

    services.let_stand(second, version_number=1, reason="", by=salma, now=now)
    conversation.refresh_from_db()
    assert not conversation.is_held


def test_a_note_tells_of_the_rule_and_how_to_appeal_where_a_platform_shows_one(
    account: Channel,
    moderates: Delegation,
    salma: User,
    now: datetime,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(SandboxConnector, "notes_hidden", True, raising=False)
    Channel.objects.filter(pk=account.pk).update(platform="sandbox")
    account.refresh_from_db()

    with override_settings(IS_FOR_TRAINING=True):
        hiding = hide(hear(account, INSULT, now), salma, now)

    assert hiding.intent
    assert f"http://localhost:8001/appeal/{hiding.code}/" in hiding.intent.text
    assert "الإهانة (البند C3.2)" in hiding.intent.text
    assert "Insult (clause C3.2)" in hiding.intent.text


def test_no_note_is_sent_where_the_platform_shows_none(hiding: Judgement) -> None:
    assert hiding.intent
    assert hiding.intent.text == ""


def test_what_is_not_hidden_yet_is_recalled_and_not_shown_again(
    hiding: Judgement, salma: User, now: datetime
) -> None:
    shown = services.show_again(hiding, reason=REASON, by=salma, now=now)

    hiding.refresh_from_db()
    assert hiding.intent
    assert hiding.intent.state == State.WITHDRAWN
    assert (shown.intent, shown.undoes) == (None, hiding)


def test_what_is_hidden_is_shown_again_by_the_platform(
    hiding: Judgement, salma: User, now: datetime
) -> None:
    settle(hiding, State.CONFIRMED, now)

    shown = services.show_again(hiding, reason=REASON, by=salma, now=now)

    assert shown.intent
    assert shown.intent.act == "show"
    with refused("moderation.judged_once_at_a_time"):
        services.show_again(hiding, reason=REASON, by=salma, now=now)


def test_while_nobody_knows_whether_it_is_hidden_nothing_is_undone(
    hiding: Judgement, salma: User, now: datetime
) -> None:
    settle(hiding, State.UNKNOWN, now)

    with refused("moderation.judged_once_at_a_time"):
        services.show_again(hiding, reason=REASON, by=salma, now=now)


def test_a_judgement_is_never_changed(hiding: Judgement) -> None:
    hiding.reason = "غير ذلك"

    with pytest.raises(TypeError):
        hiding.save()
