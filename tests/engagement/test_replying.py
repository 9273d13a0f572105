from datetime import datetime, timedelta

import pytest

from rasmi.channels.models import Channel
from rasmi.delegations.models import Delegation
from rasmi.engagement import services
from rasmi.engagement.models import Conversation, InformationRequest, Reply
from rasmi.outbox import services as outbox
from rasmi.outbox.models import Intent
from rasmi.people.models import Installation, Topic, User
from tests.engagement.conftest import ANSWER, Begin, Write, answer
from tests.factories import refused
from tests.hearing import INSULT, say
from tests.speaking import BLOCKED, PHONE, acts_for, acts_on, letters

MINUTE = timedelta(minutes=1)
State = Reply.State


def out(reply: Reply, at: datetime, by: User) -> None:
    """Handed over, posted, and shown by its address."""
    reply.refresh_from_db()
    assert reply.intent
    outbox.deliver(reply.intent, now=at)
    reply.intent.refresh_from_db()
    address = f"https://x.com/someone/status/{reply.pk}"
    outbox.confirm_by_hand(
        reply.intent, address=address, posted_at=at, by=by, now=at + MINUTE
    )


@pytest.fixture
def cited(request_: InformationRequest, now: datetime) -> InformationRequest:
    answer(request_, now)
    return request_


def test_what_cites_a_unit_goes_its_way_at_once(
    reply_with: Write, cited: InformationRequest
) -> None:
    reply = reply_with(cites=cited)

    assert reply.state == State.PLANNED
    assert reply.intent
    assert reply.intent.text == f"{ANSWER}\n— دائرة الإعلام"
    assert reply.intent.target == reply.target
    assert acts_on(reply) == ["engagement.reply.write"]


def test_any_other_reply_is_read_by_a_second_person(
    reply_with: Write, reviews: Delegation, khalid: User, salma: User, now: datetime
) -> None:
    reply = reply_with()
    assert reply.state == State.IN_REVIEW
    assert len(letters("engagement", khalid)) == 1

    with refused("delegations.holds_the_right"):
        services.approve_reply(reply, seen={}, by=salma, now=now)
    services.approve_reply(reply, seen={}, by=khalid, now=now)
    reply.refresh_from_db()
    assert reply.state == State.PLANNED
    assert reply.intent
    assert all(each.holds for each in outbox.ask_all(reply.intent, now))


def test_nobody_reviews_for_whom_they_act(
    reply_with: Write, reviews: Delegation, khalid: User, salma: User, now: datetime
) -> None:
    reply = reply_with()
    acts_for(khalid, salma, now)

    with refused("people.two_persons"):
        services.approve_reply(reply, seen={}, by=khalid, now=now)


def test_without_a_reviewer_it_is_refused_at_once(reply_with: Write) -> None:
    with refused("engagement.somebody_may_review_the_reply"):
        reply_with()


def test_who_moved_it_into_the_own_scope_does_not_answer_alone(
    reply_with: Write,
    cited: InformationRequest,
    conversation: Conversation,
    reviews: Delegation,
    salma: User,
) -> None:
    Conversation.objects.filter(pk=conversation.pk).update(topic_set_by=salma)

    assert reply_with(cites=cited).state == State.IN_REVIEW


def test_what_the_screening_finds_is_seen_by_a_reviewer(
    reply_with: Write,
    cited: InformationRequest,
    reviews: Delegation,
    khalid: User,
    now: datetime,
) -> None:
    reply = reply_with(f"{ANSWER} {PHONE}", cites=cited)
    assert reply.state == State.IN_REVIEW

    with refused("screening.personal_data"):
        services.approve_reply(reply, seen={}, by=khalid, now=now)


@pytest.mark.parametrize(
    ("text", "lever"),
    [(BLOCKED, "screening.marking"), (f"أنت {INSULT}", "screening.insult")],
)
def test_what_may_not_be_said_is_refused(
    reply_with: Write, text: str, lever: str
) -> None:
    with refused(lever):
        reply_with(text)


def test_a_topic_outside_the_delegation_is_refused(
    reply_with: Write, conversation: Conversation, account: Channel, now: datetime
) -> None:
    other = Topic.objects.create(
        name_ar="البعثات", name_en="Scholarships", unit=account.owner, opened_at=now
    )
    Conversation.objects.filter(pk=conversation.pk).update(topic=other)

    with refused("delegations.holds_the_right"):
        reply_with()


def test_nothing_is_answered_before_it_is_sorted(
    begin: Begin, answers: Delegation, reply_with: Write, conversation: Conversation
) -> None:
    Conversation.objects.filter(pk=conversation.pk).update(kind="")

    with refused("engagement.sorted_before_it_is_answered"):
        reply_with()


def test_what_is_held_is_looked_at_before_it_is_answered(
    reply_with: Write, conversation: Conversation
) -> None:
    Conversation.objects.filter(pk=conversation.pk).update(is_held=True)

    with refused("engagement.sorted_before_it_is_answered"):
        reply_with()


def test_a_closed_one_is_not_answered(
    reply_with: Write, conversation: Conversation, khalid: User, now: datetime
) -> None:
    services.close_hidden(conversation.root, by=khalid, now=now)

    with refused("engagement.conversation_is_open"):
        reply_with()


def test_what_was_said_meanwhile_is_read_first(reply_with: Write) -> None:
    with refused("engagement.thread_was_read"):
        reply_with(last_seen=0)


def test_a_second_click_says_nothing_twice(
    reply_with: Write, cited: InformationRequest
) -> None:
    first = reply_with(cites=cited, key="same")

    assert reply_with(cites=cited, key="same") == first
    assert Intent.objects.count() == 1


def test_the_public_is_answered_once(
    reply_with: Write, reviews: Delegation, khalid: User, now: datetime
) -> None:
    """Two officers on one conversation: the second one is told of the first."""
    first = reply_with(key="a")
    with refused("engagement.one_answers_at_a_time"):
        reply_with(key="b")
    with refused("engagement.one_answers_at_a_time"):
        reply_with(key="b", is_holding=True)

    services.approve_reply(first, seen={}, by=khalid, now=now)
    with refused("engagement.one_answers_at_a_time"):
        reply_with(key="b")


def test_who_corrects_a_returned_reply_answers(
    reply_with: Write, reviews: Delegation, khalid: User, now: datetime
) -> None:
    first = reply_with(key="a")
    services.return_reply(first, remark="صحّح الموعد", by=khalid, now=now)

    assert reply_with(key="b").is_in_review


def test_that_it_is_looked_into_holds_no_answer_back(
    reply_with: Write, reviews: Delegation
) -> None:
    reply_with(key="a", is_holding=True)

    assert reply_with(key="b").is_in_review
    with refused("engagement.one_answers_at_a_time"):
        reply_with(key="c", is_holding=True)


@pytest.mark.parametrize("may", ["none"])
def test_an_internal_answer_is_not_cited(
    reply_with: Write, request_: InformationRequest, now: datetime, may: str
) -> None:
    answer(request_, now, may)

    with refused("engagement.cited_answer_may_be_published"):
        reply_with(cites=request_)


def test_by_name_it_has_the_four_things_of_the_policy(
    reply_with: Write,
    cited: InformationRequest,
    answers: Delegation,
    reviews: Delegation,
) -> None:
    Delegation.objects.filter(pk=answers.pk).update(
        speaks_by_name=True, contact="info@moheri.gov.om"
    )

    said = reply_with(cites=cited, signature="name").said

    for fact in ("سلمى بنت راشد", "أخصائي", "وزارة الاختبار", "info@moheri.gov.om"):
        assert fact in said


@pytest.mark.parametrize("missing", ["speaks_by_name", "contact", "title_ar"])
def test_without_one_of_them_it_is_refused(
    reply_with: Write, cited: InformationRequest, answers: Delegation, missing: str
) -> None:
    facts: dict[str, object] = {
        "speaks_by_name": True,
        "contact": "info@moheri.gov.om",
        "title_ar": "أخصائي",
    }
    facts[missing] = False if missing == "speaks_by_name" else ""
    Delegation.objects.filter(pk=answers.pk).update(**facts)

    with refused("engagement.named_with_four_fields"):
        reply_with(cites=cited, signature="name")


def test_the_clock_stops_when_it_is_out_there(
    reply_with: Write,
    cited: InformationRequest,
    conversation: Conversation,
    salma: User,
    now: datetime,
) -> None:
    reply = reply_with(cites=cited)
    assert services.settle_answers(now=now) == 0

    out(reply, now + 20 * MINUTE, salma)
    assert services.settle_answers(now=now + 30 * MINUTE) == 1

    conversation.refresh_from_db()
    wait = conversation.waits.get()
    assert wait.first_at == wait.final_at == now + 21 * MINUTE
    assert (conversation.state, conversation.close_reason) == ("closed", "answered")
    assert services.settle_answers(now=now + 31 * MINUTE) == 0


def test_saying_that_it_is_looked_into_stops_the_first_clock_only(
    reply_with: Write,
    cited: InformationRequest,
    conversation: Conversation,
    salma: User,
    now: datetime,
) -> None:
    out(reply_with(cites=cited, is_holding=True), now, salma)
    services.settle_answers(now=now + 2 * MINUTE)

    conversation.refresh_from_db()
    wait = conversation.waits.get()
    assert wait.first_at
    assert wait.final_at is None
    assert conversation.is_open
    assert conversation.due_at == wait.final_due_at


def test_what_was_said_after_it_was_written_still_waits(
    reply_with: Write,
    cited: InformationRequest,
    conversation: Conversation,
    account: Channel,
    salma: User,
    now: datetime,
) -> None:
    reply = reply_with(cites=cited)
    root = conversation.root.remote_id
    say(account, now + MINUTE, "وسؤال آخر", reply_to=root)
    services.take_up(now=now + MINUTE)
    out(reply, now + 2 * MINUTE, salma)
    services.settle_answers(now=now + 4 * MINUTE)

    conversation.refresh_from_db()
    assert conversation.is_open
    assert conversation.waits.get().first_at


def test_a_returned_reply_tells_its_writer_why(
    reply_with: Write, reviews: Delegation, khalid: User, salma: User, now: datetime
) -> None:
    reply = reply_with()
    with refused("engagement.reply_is_reviewed_by_another"):
        services.return_reply(reply, remark="لا", by=khalid, now=now)

    services.return_reply(reply, remark="ينقصه الموعد", by=khalid, now=now)

    reply.refresh_from_db()
    assert reply.is_returned
    assert len(letters("engagement", salma)) == 1
    with refused("engagement.reply_is_reviewed_by_another"):
        services.approve_reply(reply, seen={}, by=khalid, now=now)


def test_it_is_signed_in_the_language_of_the_reply(
    reply_with: Write, cited: InformationRequest
) -> None:
    assert reply_with("Applications open on Sunday.", cites=cited).said.endswith(
        "— Media"
    )


@pytest.mark.parametrize("missing", ["name_ar", "name_en"])
def test_without_a_full_name_nobody_speaks_by_name(
    reply_with: Write, cited: InformationRequest, answers: Delegation, missing: str
) -> None:
    _may_speak_by_name(answers)
    User.objects.filter(pk=answers.person_id).update(**{missing: ""})

    with refused("engagement.named_with_four_fields"):
        reply_with(cites=cited, signature="name")


@pytest.mark.parametrize("missing", ["title_en", "title_ar", "contact"])
def test_without_title_or_contact_nobody_speaks_by_name(
    reply_with: Write, cited: InformationRequest, answers: Delegation, missing: str
) -> None:
    _may_speak_by_name(answers)
    Delegation.objects.filter(pk=answers.pk).update(**{missing: ""})

    with refused("engagement.named_with_four_fields"):
        reply_with(cites=cited, signature="name")


def test_without_the_name_of_the_body_nobody_speaks_by_name(
    reply_with: Write, cited: InformationRequest, answers: Delegation
) -> None:
    _may_speak_by_name(answers)
    Installation.objects.all().delete()

    with refused("engagement.named_with_four_fields"):
        reply_with(cites=cited, signature="name")


def _may_speak_by_name(delegation: Delegation) -> None:
    Delegation.objects.filter(pk=delegation.pk).update(
        speaks_by_name=True, contact="info@moheri.gov.om"
    )


def test_the_answer_of_another_conversation_is_not_cited(
    begin: Begin,
    reply_with: Write,
    cited: InformationRequest,
) -> None:
    InformationRequest.objects.update(conversation=begin())
    cited.refresh_from_db()

    with refused("engagement.cited_answer_may_be_published"):
        reply_with(cites=cited)


def test_an_answer_that_has_not_come_is_not_cited(
    reply_with: Write, request_: InformationRequest
) -> None:
    with refused("engagement.cited_answer_may_be_published"):
        reply_with(cites=request_)
