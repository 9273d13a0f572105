"""The page of a link: whoever has it answers, once, and nobody else learns of it."""

from datetime import datetime, timedelta

import pytest
import time_machine
from django.test import Client

from rasmi.engagement import services
from rasmi.engagement.forms import AnswerForm
from rasmi.engagement.models import InformationRequest
from rasmi.people.models import Placement, User
from tests.engagement.conftest import answer
from tests.hearing import QUESTION
from tests.speaking import DAY, HOUR, letters, shown

GIVEN = {
    "act": "answer",
    "answer-answer": "يوم الأحد القادم",
    "answer-publishable": "all",
    "answer-source": "",
    "answer-answered_by": "سالم، أخصائي",
}
CITIZEN = "سالم الحارثي"


def page(request: InformationRequest) -> str:
    return f"/asked/{request.secret}/"


@pytest.mark.parametrize("language", ["ar", "en"])
def test_it_shows_what_was_written_and_not_by_whom(
    clock: time_machine.Traveller, request_: InformationRequest, language: str
) -> None:
    client = Client()
    client.cookies["rasmi-language"] = language

    found = shown(client, page(request_))

    assert f'<html lang="{language}"' in found
    assert QUESTION in found
    assert CITIZEN not in found


def test_what_was_written_is_shown_only_where_the_officer_chose_so(
    clock: time_machine.Traveller, request_: InformationRequest
) -> None:
    InformationRequest.objects.update(quotes_message=False)

    assert QUESTION not in shown(Client(), page(request_))


def test_looking_changes_nothing_whoever_looks(
    clock: time_machine.Traveller,
    request_: InformationRequest,
    as_salma: Client,
    as_salim: Client,
) -> None:
    before = InformationRequest.objects.values().get()
    for client in (Client(), as_salma, as_salim):
        for query in ("", "?act=answer", "?act=decline&decline-why=x"):
            assert client.get(page(request_) + query).status_code == 200
            assert client.head(page(request_) + query).status_code in (200, 405)

    assert InformationRequest.objects.values().get() == before


def test_a_second_answer_changes_nothing(
    clock: time_machine.Traveller, request_: InformationRequest, salma: User
) -> None:
    client = Client()
    assert client.post(page(request_), GIVEN).status_code == 302

    client.post(page(request_), {**GIVEN, "answer-answer": "يوم الخميس"})
    client.post(page(request_), {"act": "decline", "decline-why": "مركز القبول"})

    request_.refresh_from_db()
    assert request_.answer == "يوم الأحد القادم"
    assert not request_.is_declined
    assert len(letters("engagement", salma)) == 1


def test_who_was_slower_is_told_so(
    clock: time_machine.Traveller,
    request_: InformationRequest,
    monkeypatch: pytest.MonkeyPatch,
    now: datetime,
) -> None:
    """A colleague answers between the loading of the page and the keeping."""

    def clean(form: AnswerForm) -> dict[str, object]:
        answer(request_, now)
        return form.cleaned_data

    monkeypatch.setattr(AnswerForm, "clean", clean)

    found = Client().post(page(request_), {**GIVEN, "answer-answer": "يوم الخميس"})

    assert found.status_code == 403
    assert "يوم الخميس" in found.content.decode()
    request_.refresh_from_db()
    assert request_.answer == "يوم الأحد القادم"


@pytest.mark.parametrize("act", ["", "x", "__class__", "answer\x00"])
def test_an_act_that_there_is_not_does_nothing(
    clock: time_machine.Traveller, request_: InformationRequest, act: str
) -> None:
    assert Client().post(page(request_), {**GIVEN, "act": act}).status_code == 200

    request_.refresh_from_db()
    assert request_.is_waiting


def test_an_ended_link_takes_no_answer(request_: InformationRequest) -> None:
    with time_machine.travel(request_.link_ends_at, tick=False):
        assert Client().get(page(request_)).status_code == 404
        assert Client().post(page(request_), GIVEN).status_code == 404
    with time_machine.travel(request_.link_ends_at - HOUR, tick=False):
        assert Client().get(page(request_)).status_code == 200

    request_.refresh_from_db()
    assert request_.is_waiting


def test_a_changed_link_takes_no_answer(
    clock: time_machine.Traveller, request_: InformationRequest
) -> None:
    uid, _colon, signature = request_.secret.partition(":")
    for secret in (uid, f"{uid}:", f"{'0' * 32}:{signature}", f"{uid}:{signature[1:]}"):
        assert Client().post(f"/asked/{secret}/", GIVEN).status_code == 404

    request_.refresh_from_db()
    assert request_.is_waiting


def test_the_key_in_the_database_opens_nothing_for_another_request(
    clock: time_machine.Traveller,
    request_: InformationRequest,
    salma: User,
    salim: User,
    now: datetime,
) -> None:
    other = services.ask_unit(
        request_.conversation,
        Placement.objects.get(user=salim),
        question="وأين؟",
        by=salma,
        now=now,
    )
    signature = request_.secret.partition(":")[2]

    found = Client().get(f"/asked/{other.uid.hex}:{signature}/")

    assert found.status_code == 404


@pytest.mark.parametrize("ahead", [-HOUR, timedelta(0), 61 * DAY])
def test_more_time_is_an_hour_to_come_and_not_too_far(
    clock: time_machine.Traveller,
    request_: InformationRequest,
    ahead: timedelta,
    now: datetime,
) -> None:
    until = (now + ahead + 4 * HOUR).strftime("%Y-%m-%dT%H:%M")  # by Muscat's clock
    typed = {"act": "later", "later-until": until, "later-why": "ينتظر قراراً"}

    assert Client().post(page(request_), typed).status_code == 422

    request_.refresh_from_db()
    assert request_.more_time_until is None


def test_the_link_works_until_the_time_that_was_asked_for(
    clock: time_machine.Traveller, request_: InformationRequest, now: datetime
) -> None:
    until = now + 50 * DAY
    services.ask_more_time(request_, until=until, why="ينتظر قراراً", now=now)

    clock.move_to(until)

    assert Client().post(page(request_), GIVEN).status_code == 302


def test_more_time_never_shortens_the_link(
    request_: InformationRequest, now: datetime
) -> None:
    ends = request_.link_ends_at

    services.ask_more_time(request_, until=now + HOUR, why="ساعة واحدة", now=now)

    request_.refresh_from_db()
    assert request_.link_ends_at == ends
