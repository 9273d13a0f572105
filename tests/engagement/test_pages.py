from datetime import datetime, timedelta
from urllib.parse import quote

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from rasmi.channels.models import Channel
from rasmi.delegations.models import Delegation
from rasmi.engagement import selectors, services
from rasmi.engagement.models import Conversation, InformationRequest, Reply
from rasmi.outbox.models import Intent
from rasmi.people.models import Topic, User
from tests.engagement.conftest import ANSWER, Begin, Write, answer
from tests.factories import owed, refused
from tests.hearing import INSULT, QUESTION, say
from tests.speaking import BLOCKED, shown

pytestmark = pytest.mark.usefixtures("clock")
MINUTE = timedelta(minutes=1)


def test_a_conversation_is_sorted_asked_and_answered_on_its_pages(
    begin: Begin,
    answers: Delegation,
    topic: Topic,
    salim: User,
    as_salma: Client,
    now: datetime,
) -> None:
    found = begin()
    page = f"/inbox/{found.pk}/"
    assert QUESTION in shown(as_salma, "/inbox/")
    assert QUESTION in shown(as_salma, page)
    sorted_ = {"kind": "question", "topic": topic.pk}
    assert as_salma.post(f"{page}sort/", sorted_).status_code == 302
    Conversation.objects.update(topic_set_by=None)
    place = salim.placements.get().pk
    asked = {"recipient": place, "question": "متى؟", "quotes_message": "on"}
    assert as_salma.post(f"{page}ask/", asked).status_code == 302
    request = InformationRequest.objects.get()
    answer(request, now)
    assert "يوم الأحد القادم" in shown(as_salma, page)

    typed = {
        "key": "k",
        "last_seen": selectors.last_message(found),
        "text": ANSWER,
        "signature": "unit",
        "cites": request.pk,
        "information_class": "public_announcement",
    }
    assert as_salma.post(f"{page}reply/", typed).status_code == 302

    reply = Reply.objects.get()
    assert reply.intent
    assert f"/outbox/{reply.intent.pk}/" in shown(as_salma, page)
    assert ANSWER in shown(as_salma, f"/outbox/{reply.intent.pk}/")


@pytest.mark.parametrize(
    ("text", "status"), [("", 422), (BLOCKED, 403), ("ا" * 3001, 422)]
)
def test_what_was_typed_stays_where_it_is_refused(
    conversation: Conversation,
    answers: Delegation,
    as_salma: Client,
    text: str,
    status: int,
) -> None:
    typed = {
        "key": "k",
        "last_seen": selectors.last_message(conversation),
        "text": text,
        "signature": "unit",
        "information_class": "public_announcement",
    }

    found = as_salma.post(f"/inbox/{conversation.pk}/reply/", typed)

    assert found.status_code == status
    assert text[:500] in found.content.decode()


def test_a_reply_is_reviewed_on_its_page(
    reply_with: Write,
    reviews: Delegation,
    as_khalid: Client,
    as_salma: Client,
) -> None:
    reply = reply_with()
    page = f"/inbox/{reply.conversation_id}/reply/{reply.pk}/"
    assert ANSWER in shown(as_khalid, page)
    assert as_salma.post(page, {"outcome": "approve"}).status_code == 403

    assert as_khalid.post(page, {"outcome": "approve"}).status_code == 302

    reply.refresh_from_db()
    assert reply.intent


def test_a_stranger_finds_nothing(
    conversation: Conversation, answers: Delegation, as_salim: Client
) -> None:
    assert QUESTION not in shown(as_salim, "/inbox/")
    for path in ("", "sort/", "ask/", "close/", "reply/9/"):
        found = as_salim.get(f"/inbox/{conversation.pk}/{path}")
        assert found.status_code == 404


def test_the_words_that_are_held_are_not_on_the_list(
    begin: Begin, answers: Delegation, as_salma: Client
) -> None:
    begin(text=INSULT, is_held=True)

    assert INSULT not in shown(as_salma, "/inbox/?view=held")
    assert INSULT in shown(as_salma, f"/inbox/{Conversation.objects.get().pk}/")


def test_more_conversations_cost_no_more_queries(
    begin: Begin, answers: Delegation, as_salma: Client
) -> None:
    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as found:
            shown(as_salma, "/inbox/")
        return len(found)

    for _ in range(3):
        begin()
    queries()  # the first one reads what later ones remember
    few = queries()
    for _ in range(9):
        begin()

    assert queries() == few


@pytest.mark.parametrize("view", ["open", "closed"])
def test_pages_follow_one_another_without_gap_or_double(
    begin: Begin, answers: Delegation, khalid: User, now: datetime, view: str
) -> None:
    made = [begin(now + (number % 3) * MINUTE) for number in range(7)]
    if view == "closed":
        for number, each in enumerate(made):
            at = now + (number % 2) * MINUTE
            services.close_hidden(each.root, by=khalid, now=at)
    seen: list[int] = []
    last = None
    while True:
        found = selectors.listed(selectors.conversations(), view, now)
        page = list(selectors.after(found, last, view)[:2])
        if not page:
            break
        seen += [each.pk for each in page]
        last = page[-1]

    assert len(seen) == len(set(seen)) == 7


@pytest.mark.parametrize(
    ("query", "is_found"),
    [("التقديم", True), ("سالم", True), ("الرسوم", False), ("%", False)],
)
def test_the_inbox_is_searched_by_a_word_or_a_name(
    begin: Begin, answers: Delegation, as_salma: Client, query: str, is_found: bool
) -> None:
    found = begin()
    page = shown(as_salma, f"/inbox/?view=open&q={quote(query)}")
    assert (f"/inbox/{found.pk}/" in page) is is_found


@pytest.mark.parametrize(
    "asked", ["after=x", "after=9" + "9" * 40, "account=%00", "view=x", "q=%00"]
)
def test_hostile_addresses_do_no_harm(
    conversation: Conversation, answers: Delegation, as_salma: Client, asked: str
) -> None:
    assert as_salma.get(f"/inbox/?{asked}").status_code == 200


def test_thanks_are_closed_with_a_reason_and_a_question_is_not(
    conversation: Conversation, answers: Delegation, salma: User, now: datetime
) -> None:
    with refused("engagement.closed_with_a_reason"):
        services.close(conversation, note="لا حاجة للرد", by=salma, now=now)
    Conversation.objects.update(kind="thanks")
    with refused("engagement.closed_with_a_reason"):
        services.close(conversation, note=".", by=salma, now=now)

    services.close(conversation, note="شكر لا يتطلب رداً", by=salma, now=now)

    conversation.refresh_from_db()
    assert conversation.close_reason == "no_answer"
    assert conversation.waits.get().ended_at == now


def test_only_who_answers_sorts(
    conversation: Conversation, topic: Topic, salim: User, now: datetime
) -> None:
    with refused("engagement.sorted_by_who_answers"):
        services.sort(conversation, kind="thanks", topic=topic, by=salim, now=now)


def test_each_owes_what_is_theirs(
    begin: Begin,
    reply_with: Write,
    request_: InformationRequest,
    reviews: Delegation,
    salma: User,
    khalid: User,
    salim: User,
    account: Channel,
    now: datetime,
) -> None:
    begin()
    reply_with()

    assert len(owed("engagement.each_is_answered", now, user=salma)) == 1
    assert len(owed("engagement.each_is_triaged", now, user=salma)) == 1
    assert owed("engagement.each_is_answered", now, user=salim) == []
    reviewed = "engagement.reply_is_reviewed_by_another"
    assert len(owed(reviewed, now, user=khalid)) == 1
    assert owed(reviewed, now, user=salma) == []
    assert len(owed("engagement.units_answer_in_time", now, user=salim)) == 1


@pytest.mark.parametrize("view", [*selectors.VIEWS, ""])
@pytest.mark.parametrize("is_closed", [True, False])
def test_the_next_page_is_shown_although_its_last_row_has_moved_on(
    begin: Begin,
    answers: Delegation,
    khalid: User,
    as_salma: Client,
    now: datetime,
    view: str,
    is_closed: bool,
) -> None:
    """Somebody closed it, or its author wrote again, since the first page."""
    last = begin()
    if is_closed:
        services.close_hidden(last.root, by=khalid, now=now)

    found = as_salma.get(f"/inbox/?view={view}&after={last.pk}")

    assert found.status_code == 200


def test_a_first_page_has_thirty_and_the_next_one_the_rest(
    begin: Begin, answers: Delegation, as_salma: Client
) -> None:
    """All of them are due at the same minute."""
    made = {f'href="/inbox/{begin().pk}/"' for _ in range(33)}
    first = as_salma.get("/inbox/")
    second = as_salma.get(f"/inbox/?after={first.context['last']}")

    assert len(first.context["rows"]) == 30
    assert len(second.context["rows"]) == 3
    pages = first.content.decode() + second.content.decode()
    assert all(each in pages for each in made)


@pytest.mark.parametrize(
    "asked",
    [
        "account=x",
        "account=-1",
        "account=9" + "9" * 40,
        "account=1%20OR%201",
        "after=-1",
    ],
)
def test_hostile_accounts_do_no_harm(
    conversation: Conversation, answers: Delegation, as_salma: Client, asked: str
) -> None:
    assert as_salma.get(f"/inbox/?{asked}").status_code == 200


def test_another_account_is_not_opened_by_its_number(
    begin: Begin, conversation: Conversation, as_salim: Client
) -> None:
    found = as_salim.get(f"/inbox/?account={conversation.channel_id}")

    assert QUESTION not in found.content.decode()


@pytest.mark.parametrize("language", ["ar", "en"])
def test_the_pages_speak_both_languages(
    reply_with: Write,
    request_: InformationRequest,
    reviews: Delegation,
    as_khalid: Client,
    as_salma: Client,
    language: str,
) -> None:
    reply = reply_with()
    page = f"/inbox/{reply.conversation_id}/"
    for client in (as_khalid, as_salma):
        client.cookies["rasmi-language"] = language

    for path in ("/inbox/", page, f"{page}sort/", f"{page}ask/", f"{page}close/"):
        assert f'<html lang="{language}"' in shown(as_salma, path)
    review = shown(as_khalid, f"{page}reply/{reply.pk}/")
    assert f'<html lang="{language}"' in review


def test_a_long_word_and_a_long_name_break_nothing(
    begin: Begin, answers: Delegation, as_salma: Client
) -> None:
    found = begin(text="W" * 5000, author="N" * 200)

    assert "N" * 200 in shown(as_salma, "/inbox/")
    assert "W" * 5000 in shown(as_salma, f"/inbox/{found.pk}/")
    assert "W" * 5000 not in shown(as_salma, "/inbox/")


def test_markup_of_the_public_stays_text(
    begin: Begin, answers: Delegation, as_salma: Client
) -> None:
    found = begin(text="<script>x()</script>", author="<b>x</b>")

    for path in ("/inbox/", f"/inbox/{found.pk}/"):
        page = shown(as_salma, path)
        assert "<script>x()" not in page
        assert "<b>x</b>" not in page


def test_a_longer_conversation_costs_no_more_queries(
    conversation: Conversation, answers: Delegation, as_salma: Client, now: datetime
) -> None:
    page, root = f"/inbox/{conversation.pk}/", conversation.root

    def queries() -> int:
        with CaptureQueriesContext(connection) as found:
            shown(as_salma, page)
        return len(found)

    def grow(count: int) -> None:
        for _ in range(count):
            say(root.channel, now, "؟", reply_to=root.remote_id)
        services.take_up(now=now)

    grow(2)
    queries()
    few = queries()
    grow(8)

    assert queries() == few


def test_our_reply_that_comes_back_is_shown_once(
    reply_with: Write, request_: InformationRequest, now: datetime
) -> None:
    answer(request_, now)
    reply = reply_with(cites=request_)
    Intent.objects.filter(reply=reply).update(remote_id="r1")
    root = reply.target
    for remote_id in ("r1", "other"):
        say(
            root.channel,
            now,
            ANSWER,
            is_ours=True,
            reply_to=root.remote_id,
            remote_id=remote_id,
        )
    services.take_up(now=now)

    lines = selectors.thread(reply.conversation)

    ours = [each.said.remote_id for each in lines if each.said and each.said.is_ours]
    assert ours == ["other"]  # written there and not through us
    assert [each.reply for each in lines if each.reply] == [reply]
