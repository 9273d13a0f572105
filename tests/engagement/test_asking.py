from datetime import datetime, timedelta

import pytest
from django.test import Client

from rasmi.core.calendar import working_hours_later
from rasmi.delegations.models import Delegation
from rasmi.engagement import selectors, services
from rasmi.engagement.models import Conversation, InformationRequest
from rasmi.engagement.services.triage import end
from rasmi.notify.models import Message
from rasmi.people.models import Placement, Power, Unit, User
from rasmi.records.selectors import parts
from tests.engagement.conftest import answer
from tests.factories import appoint_to, owed, refused
from tests.speaking import DAY, acts_on, letters, shown

pytestmark = pytest.mark.usefixtures("clock")
GIVEN = {
    "act": "answer",
    "answer-answer": "يوم الأحد القادم",
    "answer-publishable": "part",
    "answer-source": "تعميم 12",
    "answer-answered_by": "سالم، أخصائي",
}


def page(request: InformationRequest) -> str:
    return f"/asked/{request.secret}/"


def test_a_colleague_is_asked_by_a_link_that_names_no_citizen(
    request_: InformationRequest, salim: User, now: datetime
) -> None:
    (mail,) = Message.objects.filter(address=salim.email)

    assert page(request_) in mail.text
    assert "سالم الحارثي" not in mail.text + mail.html
    assert request_.due_at == working_hours_later(now, 4)
    assert acts_on(request_) == ["engagement.request.ask"]


def test_what_is_urgent_is_due_sooner(
    conversation: Conversation, answers: Delegation, salim: User, now: datetime
) -> None:
    found = services.ask_unit(
        conversation,
        Placement.objects.get(user=salim),
        question="متى؟",
        is_urgent=True,
        by=answers.person,
        now=now,
    )

    assert found.due_at == working_hours_later(now, 1)


def test_who_left_the_unit_is_not_asked(
    conversation: Conversation, answers: Delegation, salim: User, now: datetime
) -> None:
    place = Placement.objects.get(user=salim)
    place.ends_at = now

    with refused("engagement.asked_who_is_in_the_unit"):
        services.ask_unit(
            conversation, place, question="متى؟", by=answers.person, now=now
        )


def test_who_does_not_answer_on_the_account_asks_nobody(
    conversation: Conversation, salim: User, now: datetime
) -> None:
    with refused("engagement.sorted_by_who_answers"):
        services.ask_unit(
            conversation,
            Placement.objects.get(user=salim),
            question="متى؟",
            by=salim,
            now=now,
        )


def test_it_is_answered_without_an_account(
    request_: InformationRequest, salma: User
) -> None:
    stranger = Client()
    first = shown(stranger, page(request_))
    assert "متى يبدأ التقديم؟" in first
    assert "سالم الحارثي" not in first

    assert stranger.post(page(request_), GIVEN).status_code == 302

    request_.refresh_from_db()
    assert (request_.answer, request_.publishable) == ("يوم الأحد القادم", "part")
    assert len(letters("engagement", salma)) == 1
    record = request_.conversation.root.record
    assert [each.stage for each in parts(record)] == ["heard", "asked", "told"]
    assert "<form" not in shown(stranger, page(request_)).partition("<main")[2]


def test_opening_the_link_changes_nothing(request_: InformationRequest) -> None:
    for _scanner in range(3):
        answer = Client().get(page(request_))
    assert answer["X-Robots-Tag"] == "noindex"
    assert "no-store" in answer["Cache-Control"]

    request_.refresh_from_db()
    assert request_.is_waiting


@pytest.mark.parametrize("change", ["{}x", "0{}", "x"])
def test_another_link_opens_nothing(request_: InformationRequest, change: str) -> None:
    secret = change.format(request_.secret)

    assert Client().get(f"/asked/{secret}/").status_code == 404


def test_a_link_ends(request_: InformationRequest, now: datetime) -> None:
    assert selectors.request_of(request_.secret, now) == request_
    assert selectors.request_of(request_.secret, now + 30 * DAY) is None


def test_what_is_missing_is_said_and_what_was_typed_stays(
    request_: InformationRequest,
) -> None:
    typed = GIVEN | {"answer-publishable": ""}

    answer = Client().post(page(request_), typed)

    assert answer.status_code == 422
    assert "يوم الأحد القادم" in answer.content.decode()


def test_it_is_answered_once(request_: InformationRequest, now: datetime) -> None:
    answer(request_, now)

    with refused("engagement.request_is_open"):
        answer(request_, now)


def test_a_unit_says_that_it_is_not_its_matter(
    request_: InformationRequest, salma: User
) -> None:
    Client().post(page(request_), {"act": "decline", "decline-why": "مركز القبول"})

    request_.refresh_from_db()
    assert request_.is_declined
    assert not selectors.citable(request_.conversation)
    assert len(letters("engagement", salma)) == 1


def test_more_time_keeps_the_target_that_was_missed(
    request_: InformationRequest, now: datetime
) -> None:
    due = request_.due_at
    until = (now + 3 * DAY).strftime("%Y-%m-%dT%H:%M")
    typed = {"act": "later", "later-until": until, "later-why": "ينتظر قراراً"}

    assert Client().post(page(request_), typed).status_code == 302

    request_.refresh_from_db()
    assert request_.due_at == due
    assert request_.more_time_until


def test_it_is_reminded_of_once_and_its_leader_too(
    request_: InformationRequest, body: Unit, salim: User, now: datetime
) -> None:
    leader = User.objects.exclude(pk=salim.pk).exclude(pk=request_.asked_by_id).first()
    assert leader
    appoint_to(leader, request_.unit, "رئيس آخر", [Power.DECIDE], now)
    late = request_.due_at + timedelta(minutes=1)

    assert services.remind(now=request_.due_at - timedelta(minutes=1)) == 0
    assert services.remind(now=late) == 1
    assert services.remind(now=late) == 0

    assert len(letters("engagement", salim)) == 2
    assert len(letters("engagement", leader)) == 1


def test_a_unit_that_said_when_it_answers_is_reminded_then(
    request_: InformationRequest, now: datetime
) -> None:
    later = request_.due_at + timedelta(days=1)
    InformationRequest.objects.update(more_time_until=later)

    assert services.remind(now=request_.due_at) == 0
    assert services.remind(now=later) == 1


def test_nobody_is_reminded_of_what_is_over(
    request_: InformationRequest, now: datetime
) -> None:
    end(request_.conversation, Conversation.Reason.GONE, by=None, now=now)

    assert services.remind(now=request_.due_at) == 0
    lever = "engagement.units_answer_in_time"
    assert owed(lever, now, user=request_.recipient) == []
