from datetime import datetime, timedelta

import pytest
from django.test import Client

from rasmi.channels.models import Channel
from rasmi.delegations.models import Task
from rasmi.engagement import selectors, services
from rasmi.engagement.models import Conversation, Reply
from rasmi.outbox.models import Intent
from rasmi.people.models import Topic, User
from rasmi.policy.models import Decision
from rasmi.records.selectors import parts
from tests.conftest import Decided
from tests.engagement.conftest import ANSWER, Write
from tests.factories import approved_annex, owed, refused
from tests.hearing import say
from tests.speaking import PHONE, acts_for, delegate, letters, make_ready, shown

pytestmark = pytest.mark.usefixtures("clock", "reviews")
MINUTE = timedelta(minutes=1)
WHY = "رقم الوزارة المنشور في موقعها"


def page(reply: Reply) -> str:
    return f"/inbox/{reply.conversation_id}/reply/{reply.pk}/"


def marks(reply: Reply) -> list[str]:
    return [each.mark for each in selectors.findings_in(reply.said)]


def test_a_finding_that_is_answered_passes_and_the_answer_is_kept(
    reply_with: Write, khalid: User, now: datetime
) -> None:
    reply = reply_with(f"{ANSWER} {PHONE}")
    seen = dict.fromkeys(marks(reply), WHY)
    assert seen

    services.approve_reply(reply, seen=seen, by=khalid, now=now)

    reply.refresh_from_db()
    assert reply.state == Reply.State.PLANNED
    record = reply.target.record
    assert [each.stage for each in parts(record)][:3] == [
        "heard",
        "written",
        "approved",
    ]


@pytest.mark.parametrize("why", ["", "    ", "نعم"])
def test_a_finding_is_not_answered_by_a_word(
    reply_with: Write, khalid: User, why: str, now: datetime
) -> None:
    reply = reply_with(f"{ANSWER} {PHONE}")

    with refused("screening.personal_data"):
        seen = dict.fromkeys(marks(reply), why)
        services.approve_reply(reply, seen=seen, by=khalid, now=now)
    assert not Intent.objects.exists()


def test_a_finding_is_answered_on_the_page(
    reply_with: Write, as_khalid: Client
) -> None:
    reply = reply_with(f"{ANSWER} {PHONE}")
    (mark,) = marks(reply)
    assert as_khalid.post(page(reply), {"outcome": "approve"}).status_code == 403

    typed = {"outcome": "approve", f"seen-{mark}": WHY}
    assert as_khalid.post(page(reply), typed).status_code == 302

    reply.refresh_from_db()
    assert reply.intent


def test_the_approved_rules_stand_beside_the_reply_and_its_review(
    reply_with: Write,
    decided: Decided,
    rania: User,
    basim: User,
    as_salma: Client,
    as_khalid: Client,
    now: datetime,
) -> None:
    approved_annex(
        "reply_rules",
        "كل رد | يُبدأ الرد بالتحية | Begin with a greeting",
        "شكوى | يُعتذر أولاً | Say sorry first",
        "شكر | يُرد بعبارة واحدة | Answer in one sentence",
        decision=decided(Decision.Kind.PARAMETERS),
        by=(rania, basim),
        now=now,
    )
    Conversation.objects.update(kind="complaint")

    beside = shown(as_salma, f"/inbox/{Conversation.objects.get().pk}/")
    at_review = shown(as_khalid, page(reply_with()))

    for seen in (beside, at_review):
        assert "يُبدأ الرد بالتحية" in seen
        assert "يُعتذر أولاً" in seen
        assert "يُرد بعبارة واحدة" not in seen


def test_looking_at_the_page_decides_nothing(
    reply_with: Write, as_khalid: Client
) -> None:
    reply = reply_with()

    assert ANSWER in shown(as_khalid, page(reply))

    reply.refresh_from_db()
    assert reply.is_in_review


def test_a_second_click_approves_nothing_twice(
    reply_with: Write, as_khalid: Client
) -> None:
    reply = reply_with()
    typed = {"outcome": "approve"}
    assert as_khalid.post(page(reply), typed).status_code == 302

    assert as_khalid.post(page(reply), typed).status_code == 403
    assert Intent.objects.count() == 1


def test_who_reviews_another_topic_does_not_review_this(
    reply_with: Write,
    account: Channel,
    paper: Decision,
    layla: User,
    now: datetime,
) -> None:
    other = Topic.objects.create(
        name_ar="البعثات", name_en="Scholarships", unit=account.owner, opened_at=now
    )
    make_ready(layla, now)
    delegate(layla, account, [Task.REVIEW], other, decision=paper, now=now)
    reply = reply_with()
    assert letters("engagement", layla) == []

    with refused("delegations.holds_the_right"):
        services.approve_reply(reply, seen={}, by=layla, now=now)


def test_who_acts_for_the_writer_is_not_asked_to_review(
    reply_with: Write, khalid: User, salma: User, now: datetime
) -> None:
    acts_for(khalid, salma, now)

    with refused("engagement.somebody_may_review_the_reply"):
        reply_with()
    assert letters("engagement", khalid) == []


def test_who_writes_and_reviews_needs_another_all_the_same(
    reply_with: Write,
    account: Channel,
    topic: Topic,
    paper: Decision,
    salma: User,
    now: datetime,
) -> None:
    delegate(salma, account, [Task.REVIEW], topic, decision=paper, now=now)
    reply = reply_with()

    with refused("people.two_persons"):
        services.approve_reply(reply, seen={}, by=salma, now=now)


def test_nothing_is_sent_to_whom_nobody_owes_an_answer_any_more(
    reply_with: Write, khalid: User, now: datetime
) -> None:
    reply = reply_with()
    services.close_hidden(reply.conversation.root, by=khalid, now=now)

    with refused("engagement.conversation_is_open"):
        services.approve_reply(reply, seen={}, by=khalid, now=now)
    assert not Intent.objects.exists()
    assert owed("engagement.reply_is_reviewed_by_another", now, user=khalid) == []


def test_what_is_owed_to_nobody_is_not_in_the_view_of_reviews(
    reply_with: Write, khalid: User, now: datetime
) -> None:
    reply = reply_with()
    every = selectors.conversations()
    assert selectors.listed(every, "review", now).get() == reply.conversation

    services.close_hidden(reply.conversation.root, by=khalid, now=now)

    assert not selectors.listed(every, "review", now).exists()


def test_it_is_returned_on_its_page_with_a_remark(
    reply_with: Write, as_khalid: Client, salma: User
) -> None:
    reply = reply_with()
    short = as_khalid.post(page(reply), {"outcome": "return", "remark": "لا"})
    assert short.status_code == 403
    assert as_khalid.post(page(reply), {"remark": "ينقصه الموعد"}).status_code == 422

    typed = {"outcome": "return", "remark": "ينقصه الموعد"}
    assert as_khalid.post(page(reply), typed).status_code == 302

    reply.refresh_from_db()
    assert (reply.state, reply.remark) == (Reply.State.RETURNED, "ينقصه الموعد")
    (mail,) = letters("engagement", salma)
    assert "ينقصه الموعد" in mail.text


def test_a_reply_is_found_in_its_own_conversation_only(
    reply_with: Write, account: Channel, as_khalid: Client, now: datetime
) -> None:
    reply = reply_with()
    stranger = say(account, now)
    services.take_up(now=now)

    path = f"/inbox/{stranger.message.conversation_id}/reply/{reply.pk}/"
    assert as_khalid.get(path).status_code == 404
