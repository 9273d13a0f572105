from datetime import datetime
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from rasmi.audit.models import Entry
from rasmi.outbox.models import Intent
from rasmi.people.models import Power, Unit, User
from rasmi.publishing import services
from rasmi.publishing.models import PlanItem, Post, Version
from tests.conftest import signed_in
from tests.factories import appoint_to, make_user
from tests.publishing.conftest import Write
from tests.speaking import (
    BLOCKED,
    HOUR,
    PHONE,
    TEXT_AR,
    approved,
    sent,
    shown,
    submitted,
)

pytestmark = pytest.mark.usefixtures("clock")


def test_a_post_is_written_reviewed_and_planned_on_its_pages(
    write: Write, as_salma: Client, as_khalid: Client, typed: dict[str, Any]
) -> None:
    made = as_salma.post("/posts/new/", typed)
    page = f"/posts/{Post.objects.get().pk}/"
    assert made["Location"] == page
    assert TEXT_AR in shown(as_salma, page)
    assert "خالد" in shown(as_salma, f"{page}submit/")
    assert as_salma.post(f"{page}submit/").status_code == 302

    assert TEXT_AR in shown(as_khalid, f"{page}review/")
    decision = {"number": 1, "outcome": "approve", "has_read": "on"}
    assert as_khalid.post(f"{page}review/", decision).status_code == 302

    intent = Intent.objects.get()
    assert intent.is_waiting
    assert f"/outbox/{intent.pk}/" in shown(as_salma, page)


def test_the_hours_of_the_form_are_those_of_the_ministry(
    write: Write, as_salma: Client, typed: dict[str, Any], now: datetime
) -> None:
    as_salma.post("/posts/new/", typed)

    version = Version.objects.get()
    assert version.publish_at == now + HOUR
    assert version.not_after - version.publish_at == 4 * HOUR


@pytest.mark.parametrize(
    "missing",
    [
        {"text_ar": "", "text_en": ""},
        {"unplanned_reason": ""},
        {"channels": []},
        {"source": ""},
        {"publish_at": ""},
        {"purpose": "profit"},
    ],
)
def test_what_was_typed_is_not_lost_when_something_is_missing(
    write: Write, as_salma: Client, typed: dict[str, Any], missing: dict[str, Any]
) -> None:
    response = as_salma.post("/posts/new/", {**typed, "audience": "جمهور", **missing})

    assert response.status_code == 422
    assert "جمهور" in response.content.decode()
    assert not Post.objects.exists()


def test_the_text_is_checked_without_being_saved(
    write: Write, as_salma: Client, typed: dict[str, Any]
) -> None:
    words = {**typed, "text_ar": f"{TEXT_AR} {PHONE}", "check": "1"}

    response = as_salma.post("/posts/new/", words)

    page = response.content.decode()
    assert response.status_code == 200
    assert ">92345678<" in page
    assert not Post.objects.exists()
    assert not Entry.objects.filter(action__startswith="publishing.").exists()


def test_the_check_keeps_what_is_incomplete(
    write: Write, as_salma: Client, typed: dict[str, Any]
) -> None:
    words = {**typed, "text_ar": PHONE, "source": "", "check": "1"}

    response = as_salma.post("/posts/new/", words)

    assert response.status_code == 422
    assert "92345678" in response.content.decode()


def test_a_refusal_shows_the_clause_and_keeps_what_was_typed(
    draft: Post, as_salma: Client
) -> None:
    draft.versions.update(text_ar=BLOCKED)

    response = as_salma.post(f"/posts/{draft.pk}/submit/")

    page = response.content.decode()
    assert response.status_code == 403
    assert "V2.1" in page
    assert Entry.objects.filter(lever="screening.marking", outcome="refused").exists()


@pytest.mark.parametrize("more", [{}, {"check": "1"}])
def test_what_was_typed_is_not_lost_when_it_holds_hidden_marks(
    write: Write, as_salma: Client, typed: dict[str, Any], more: dict[str, str]
) -> None:
    words = {**typed, "text_ar": "نص\u202eخفي", "audience": "جمهور", **more}

    response = as_salma.post("/posts/new/", words)

    assert response.status_code in (200, 403, 422)
    assert "جمهور" in response.content.decode()


def test_the_topics_and_accounts_of_others_cannot_be_chosen(
    write: Write, as_khalid: Client, typed: dict[str, Any]
) -> None:
    response = as_khalid.post("/posts/new/", typed)

    assert response.status_code == 422
    assert not Post.objects.exists()


def test_an_item_that_is_off_the_plan_cannot_be_chosen(
    write: Write,
    as_salma: Client,
    layla: User,
    typed: dict[str, Any],
    now: datetime,
) -> None:
    today = timezone.localdate(now)
    item = PlanItem.objects.create(
        title_ar="حملة",
        title_en="Campaign",
        goal="هدف",
        purpose="awareness",
        audience="الطلبة",
        unit=layla.placements.get().unit,
        starts_on=today,
        ends_on=today,
        added_by=layla,
        added_at=now,
    )
    planned = {**typed, "plan": item.pk, "unplanned_reason": ""}
    services.close_plan_item(item, by=layla, now=now)

    assert as_salma.post("/posts/new/", planned).status_code == 422
    PlanItem.objects.update(closed_at=None)
    assert as_salma.post("/posts/new/", planned).status_code == 302


def test_a_draft_is_changed_on_its_page(
    draft: Post, as_salma: Client, typed: dict[str, Any]
) -> None:
    page = f"/posts/{draft.pk}/edit/"
    assert TEXT_AR in shown(as_salma, page)

    response = as_salma.post(page, {**typed, "text_ar": "سطر\r\nآخر"})

    assert response.status_code == 302
    assert draft.version.number == 2
    assert draft.version.text_ar == "سطر\nآخر"


def test_a_new_post_begins_with_the_words_of_another(
    planned: Post, as_salma: Client, as_salim: Client
) -> None:
    assert TEXT_AR in shown(as_salma, f"/posts/new/?from={planned.pk}")
    assert as_salim.get(f"/posts/new/?from={planned.pk}").status_code == 404


@pytest.mark.parametrize(
    "act",
    ["", "edit/", "submit/", "review/", "plan/", "urgent/", "recall/", "discard/"],
)
def test_a_draft_is_not_there_for_a_stranger(
    draft: Post, as_salim: Client, act: str
) -> None:
    assert as_salim.get(f"/posts/{draft.pk}/{act}").status_code == 404
    assert as_salim.post(f"/posts/{draft.pk}/{act}").status_code in (404, 405)


def test_what_is_out_is_read_where_it_is_out_and_not_here(
    planned: Post, as_salim: Client
) -> None:
    sent(planned)

    assert as_salim.get(f"/posts/{planned.pk}/").status_code == 404
    assert TEXT_AR not in shown(as_salim, "/posts/")


@pytest.mark.parametrize("power", ["audit", "approve", "decide", "head", "secrets"])
def test_who_watches_over_what_is_said_reads_every_draft(
    draft: Post, body: Unit, power: str, now: datetime
) -> None:
    reader = make_user("reader", body, now)
    appoint_to(reader, body, "قارئ", [Power(power)], now)

    assert TEXT_AR in shown(signed_in(reader), f"/posts/{draft.pk}/")


def test_a_reader_is_not_offered_what_only_others_may(
    planned: Post, hilal: User
) -> None:
    page = shown(signed_in(hilal), f"/posts/{planned.pk}/")

    for act in ("edit", "submit", "urgent", "recall", "discard", "review"):
        assert f"/posts/{planned.pk}/{act}/" not in page


def test_the_list_asks_no_more_for_more_posts(
    write: Write, as_salma: Client, salma: User, khalid: User, now: datetime
) -> None:
    costs = []
    for times in (2, 4):
        for _each in range(times):
            approved(submitted(write(), salma, now), khalid, now)
        as_salma.get("/posts/")
        with CaptureQueriesContext(connection) as queries:
            assert as_salma.get("/posts/").status_code == 200
        costs.append(len(queries))

    assert costs[0] == costs[1]


def test_the_list_is_divided_by_state_and_by_pages(
    write: Write, as_salma: Client, salma: User, now: datetime
) -> None:
    posts = [write(text_ar=f"منشور {number}") for number in range(31)]
    submitted(posts[0], salma, now)

    first = shown(as_salma, "/posts/")

    assert f"/posts/{posts[1].pk}/" in first
    assert f'"/posts/{posts[0].pk}/"' not in first
    assert f"?before={posts[1].pk}" in first
    assert f'"/posts/{posts[0].pk}/"' in shown(
        as_salma, f"/posts/?before={posts[1].pk}"
    )
    waiting = shown(as_salma, "/posts/?state=in_review")
    assert f'"/posts/{posts[0].pk}/"' in waiting
    assert f'"/posts/{posts[1].pk}/"' not in waiting


@pytest.mark.parametrize("query", ["before=x", f"before={'9' * 30}", "state=nothing"])
def test_a_strange_address_of_the_list_does_no_harm(
    draft: Post, as_salma: Client, query: str
) -> None:
    assert TEXT_AR in shown(as_salma, f"/posts/?{query}")


def test_an_empty_list_says_what_to_do_first(
    write: Write, as_salma: Client, as_salim: Client
) -> None:
    assert "/posts/new/" in shown(as_salma, "/posts/")
    assert "/posts/new/" not in shown(as_salim, "/posts/")
