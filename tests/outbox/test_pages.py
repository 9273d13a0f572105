from datetime import datetime
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.http import FileResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from rasmi.audit.models import Entry
from rasmi.delegations.models import Delegation
from rasmi.outbox import services
from rasmi.outbox.models import Intent
from rasmi.people.models import User
from tests.conftest import signed_in
from tests.publishing.conftest import Write
from tests.security.conftest import Begin
from tests.speaking import (
    HOUR,
    TEXT_AR,
    acts_on,
    add_picture,
    approved,
    intents_of,
    picture,
    sent,
    shown,
    submitted,
)

pytestmark = pytest.mark.usefixtures("clock")
ADDRESS = "https://x.com/demo/status/1"


@pytest.fixture
def handed(
    write: Write,
    salma: User,
    khalid: User,
    clock: time_machine.Traveller,
    now: datetime,
) -> Intent:
    """With the officer, with a picture; its hour has come."""
    post = write()
    add_picture(post, salma, now)
    (intent,) = intents_of(approved(submitted(post, salma, now), khalid, now))
    clock.move_to(intent.not_before)
    assert services.deliver(intent, now=intent.not_before)
    intent.refresh_from_db()
    return intent


def posted(at: datetime, **other: Any) -> dict[str, Any]:
    hour = timezone.localtime(at).strftime("%Y-%m-%dT%H:%M")
    return {"address": ADDRESS, "posted_at": hour, **other}


def test_the_officer_sees_the_text_and_the_pictures(
    handed: Intent, as_salma: Client
) -> None:
    page = shown(as_salma, f"/outbox/{handed.pk}/")

    assert TEXT_AR in page
    assert f"/outbox/{handed.pk}/picture/0/" in page
    assert f"/outbox/{handed.pk}/posted/" in page


def test_who_may_not_post_sees_with_whom_it_is(
    handed: Intent, as_khalid: Client
) -> None:
    page = shown(as_khalid, f"/outbox/{handed.pk}/")

    assert TEXT_AR not in page
    assert handed.person.name_ar in page
    assert f"/outbox/{handed.pk}/posted/" not in page


def test_the_text_is_not_shown_while_a_rule_holds_it_back(
    handed: Intent, begin: Begin, as_salma: Client
) -> None:
    begin(now=handed.not_before)

    page = shown(as_salma, f"/outbox/{handed.pk}/")

    assert TEXT_AR not in page
    assert "<img" not in page
    assert f"/outbox/{handed.pk}/posted/" in page  # it may have been posted before


def test_the_text_is_not_shown_after_its_window(
    handed: Intent, salma: User, clock: time_machine.Traveller
) -> None:
    clock.move_to(handed.not_after)

    assert TEXT_AR not in shown(signed_in(salma), f"/outbox/{handed.pk}/")


def test_it_is_told_of_on_its_page_once(handed: Intent, as_salma: Client) -> None:
    page = f"/outbox/{handed.pk}/posted/"
    assert as_salma.get(page).status_code == 200
    typed = posted(handed.not_before)

    assert as_salma.post(page, typed).status_code == 302
    assert as_salma.post(page, typed).status_code == 403

    handed.refresh_from_db()
    assert (handed.is_out, handed.url) == (True, ADDRESS)
    assert acts_on(handed).count("outbox.intent.confirm") == 1
    assert ADDRESS in shown(as_salma, f"/outbox/{handed.pk}/")


def test_a_screenshot_is_taken_where_there_is_no_address(
    handed: Intent, as_salma: Client
) -> None:
    typed = posted(handed.not_before, address="", screenshot=picture())

    response = as_salma.post(f"/outbox/{handed.pk}/posted/", typed)

    assert response.status_code == 302


def test_a_wrong_address_keeps_what_was_typed(handed: Intent, as_salma: Client) -> None:
    typed = posted(handed.not_before, address="https://evil.example/1")

    response = as_salma.post(f"/outbox/{handed.pk}/posted/", typed)

    assert response.status_code == 403
    assert "https://evil.example/1" in response.content.decode()


def test_what_was_not_posted_is_told_on_its_page(
    handed: Intent, as_salma: Client
) -> None:
    page = f"/outbox/{handed.pk}/not-posted/"
    assert as_salma.post(page, {"reason": ""}).status_code == 422

    assert as_salma.post(page, {"reason": "تعطل التطبيق"}).status_code == 302

    assert "تعطل التطبيق" in shown(as_salma, f"/outbox/{handed.pk}/")


def test_who_may_read_and_not_post_is_refused(
    handed: Intent, as_khalid: Client
) -> None:
    for act, typed in (
        ("posted", posted(handed.not_before)),
        ("not-posted", {"reason": "تعطل التطبيق"}),
    ):
        response = as_khalid.post(f"/outbox/{handed.pk}/{act}/", typed)
        assert response.status_code == 403
    handed.refresh_from_db()
    assert handed.is_handed


@pytest.mark.parametrize("path", ["", "posted/", "not-posted/", "picture/0/"])
def test_what_is_on_its_way_is_not_there_for_a_stranger(
    handed: Intent, as_salim: Client, path: str
) -> None:
    assert as_salim.get(f"/outbox/{handed.pk}/{path}").status_code == 404
    assert as_salim.post(f"/outbox/{handed.pk}/{path}").status_code in (404, 405)


def test_the_queue_is_empty_for_a_stranger(handed: Intent, as_salim: Client) -> None:
    assert f"/outbox/{handed.pk}/" not in shown(as_salim, "/outbox/")


def test_the_picture_is_the_one_that_is_sent(handed: Intent, as_salma: Client) -> None:
    response = as_salma.get(f"/outbox/{handed.pk}/picture/0/")

    assert isinstance(response, FileResponse)
    assert response["Content-Type"] == "image/png"
    assert response.getvalue().startswith(b"\x89PNG")
    assert as_salma.get(f"/outbox/{handed.pk}/picture/1/").status_code == 404


def test_the_page_says_before_its_hour_what_will_hold_it(
    intent: Intent, writes: Delegation, as_salma: Client
) -> None:
    page = f"/outbox/{intent.pk}/"
    assert 'class="no"' not in shown(as_salma, page)

    Delegation.objects.filter(pk=writes.pk).update(ends_at=intent.not_before)

    assert shown(as_salma, page).count('class="no"') == 1


@pytest.mark.parametrize("state", Intent.State.values)
def test_every_state_has_its_page_and_its_line(
    intent: Intent, as_salma: Client, state: str, now: datetime
) -> None:
    Intent.objects.update(state=state, armed_at=now, ended_at=now)

    assert str(Intent.State(state).label) in shown(as_salma, f"/outbox/{intent.pk}/")
    assert f"/outbox/{intent.pk}/" in shown(as_salma, "/outbox/")


def test_looking_changes_nothing(handed: Intent, as_salma: Client) -> None:
    before = Entry.objects.count()

    for path in ("", "posted/", "not-posted/", "picture/0/"):
        response = as_salma.get(f"/outbox/{handed.pk}/{path}")
        assert response.status_code == 200
        if isinstance(response, FileResponse):
            assert response.getvalue()
    as_salma.get("/outbox/")

    assert Entry.objects.count() == before
    handed.refresh_from_db()
    assert handed.is_handed


def test_the_queue_asks_no_more_for_more_rows(
    write: Write, as_salma: Client, salma: User, khalid: User, now: datetime
) -> None:
    costs = []
    for times in (2, 4):
        for number in range(times):
            post = approved(submitted(write(), salma, now), khalid, now)
            if number % 2:
                sent(post)
        as_salma.get("/outbox/")
        with CaptureQueriesContext(connection) as queries:
            assert as_salma.get("/outbox/").status_code == 200
        costs.append(len(queries))

    assert costs[0] == costs[1]


@pytest.mark.parametrize("query", ["before=x", f"before={'9' * 30}", "before=-1"])
def test_a_strange_address_of_the_queue_does_no_harm(
    handed: Intent, as_salma: Client, query: str
) -> None:
    assert f"/outbox/{handed.pk}/" in shown(as_salma, f"/outbox/?{query}")


def test_an_hour_to_come_is_refused(handed: Intent, as_salma: Client) -> None:
    typed = posted(handed.not_before + HOUR)

    response = as_salma.post(f"/outbox/{handed.pk}/posted/", typed)

    assert response.status_code == 403
