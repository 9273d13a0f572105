import re
from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.translation import override

from rasmi.audit.models import Entry
from rasmi.outbox import tasks
from rasmi.outbox.models import Intent
from rasmi.people.models import User
from rasmi.policy.models import Approval
from rasmi.publishing import selectors, stories
from rasmi.publishing.models import PlanItem, Post, Review, Version
from tests.conftest import signed_in
from tests.publishing.conftest import Write
from tests.speaking import (
    DAY,
    PHONE,
    REASON,
    TEXT_AR,
    sent,
    shown,
    submitted,
    sweep,
)

pytestmark = pytest.mark.usefixtures("clock")


def test_who_may_read_and_not_act_is_refused(draft: Post, as_khalid: Client) -> None:
    reason = {"reason": REASON}

    for act in ("urgent", "discard"):
        assert as_khalid.post(f"/posts/{draft.pk}/{act}/", reason).status_code == 403
    draft.refresh_from_db()
    assert draft.is_draft


def test_the_author_is_refused_the_page_of_the_review(
    in_review: Post, as_salma: Client
) -> None:
    assert as_salma.get(f"/posts/{in_review.pk}/review/").status_code == 403


def test_a_decision_is_confirmed_as_read(in_review: Post, as_khalid: Client) -> None:
    response = as_khalid.post(
        f"/posts/{in_review.pk}/review/", {"number": 1, "outcome": "approve"}
    )

    assert response.status_code == 422
    assert not Approval.objects.exists()


def test_a_second_click_approves_nothing_more(
    in_review: Post, as_khalid: Client
) -> None:
    decision = {"number": 1, "outcome": "approve", "has_read": "on"}
    page = f"/posts/{in_review.pk}/review/"
    assert as_khalid.post(page, decision).status_code == 302

    assert as_khalid.post(page, decision).status_code == 403

    counted = (Approval, Review, Intent)
    assert [each.objects.count() for each in counted] == [1, 1, 1]
    acts = Entry.objects.filter(action="publishing.post.approve", outcome="done")
    assert acts.count() == 1


def test_a_finding_is_answered_beside_it(
    write: Write, as_khalid: Client, salma: User, now: datetime
) -> None:
    post = submitted(write(text_ar=f"{TEXT_AR} {PHONE}"), salma, now)
    mark = selectors.findings(post.version)[0].mark
    page = f"/posts/{post.pk}/review/"
    decision = {"number": 1, "outcome": "approve", "has_read": "on"}
    assert f"seen-{mark}" in shown(as_khalid, page)

    assert as_khalid.post(page, decision).status_code == 403
    seen = {**decision, f"seen-{mark}": "رقم مركز الاتصال"}

    assert as_khalid.post(page, seen).status_code == 302
    assert Intent.objects.get().seen == [mark]


@pytest.mark.parametrize(
    ("outcome", "state"), [("return", Post.State.DRAFT), ("reject", Post.State.CLOSED)]
)
def test_a_post_is_returned_or_rejected_on_its_page(
    in_review: Post, as_khalid: Client, outcome: str, state: Post.State
) -> None:
    page = f"/posts/{in_review.pk}/review/"
    decision = {"number": 1, "outcome": outcome}
    assert as_khalid.post(page, decision).status_code == 403

    decided = as_khalid.post(page, {**decision, "remark": "يصحح اليوم"})

    assert decided.status_code == 302
    in_review.refresh_from_db()
    assert in_review.state == state
    assert "يصحح اليوم" in shown(as_khalid, f"/posts/{in_review.pk}/")


def test_what_changed_is_shown_to_the_reviewer(
    in_review: Post, as_salma: Client, as_khalid: Client, typed: dict[str, Any]
) -> None:
    edit = {**typed, "text_ar": TEXT_AR.replace("الأحد", "الاثنين")}
    as_salma.post(f"/posts/{in_review.pk}/edit/", edit)
    as_salma.post(f"/posts/{in_review.pk}/submit/")

    page = shown(as_khalid, f"/posts/{in_review.pk}/review/")

    (gone,) = re.findall(r"<del[^>]*>(.*?)</del>", page, re.DOTALL)
    (new,) = re.findall(r"<ins[^>]*>(.*?)</ins>", page, re.DOTALL)
    assert "الأحد" in gone
    assert "الاثنين" in new


def test_what_is_urgent_is_published_and_looked_at_on_its_pages(
    draft: Post, as_salma: Client, as_khalid: Client, now: datetime
) -> None:
    page = f"/posts/{draft.pk}/"
    assert as_salma.post(f"{page}urgent/", {"reason": REASON}).status_code == 302
    assert sweep(tasks.send, now) == 1
    assert REASON in shown(as_khalid, page)
    assert REASON in shown(as_khalid, f"{page}afterwards/")

    looked = as_khalid.post(f"{page}afterwards/", {"outcome": "upheld"})

    assert looked.status_code == 302
    assert f"{page}afterwards/" not in shown(as_khalid, page)


def test_a_post_is_recalled_on_its_page(planned: Post, as_salma: Client) -> None:
    response = as_salma.post(f"/posts/{planned.pk}/recall/", {"reason": "خطأ"})

    assert response.status_code == 302
    planned.refresh_from_db()
    assert planned.is_draft


def test_looking_changes_nothing(
    draft: Post, planned: Post, as_salma: Client, as_khalid: Client
) -> None:
    acts = ("", "submit/", "review/", "plan/", "urgent/", "recall/", "discard/")
    before = (Entry.objects.filter(outcome="done").count(), Version.objects.count())

    for client in (as_salma, as_khalid):
        for post in Post.objects.all():
            for act in (*acts, "edit/", "afterwards/", "pictures/new/"):
                client.get(f"/posts/{post.pk}/{act}")

    after = (Entry.objects.filter(outcome="done").count(), Version.objects.count())
    assert after == before
    planned.refresh_from_db()
    assert planned.is_planned


def test_the_plan_is_kept_on_its_page(
    media: Any, layla: User, as_salma: Client, now: datetime
) -> None:
    keeper = signed_in(layla)
    today = timezone.localdate(now)
    item = {
        "title_ar": "حملة القبول",
        "title_en": "Admission",
        "goal": "أن يعرف كل طالب الموعد",
        "purpose": "awareness",
        "audience": "الطلبة",
        "unit": media.pk,
        "starts_on": today.isoformat(),
        "ends_on": (today + DAY).isoformat(),
    }
    assert keeper.post("/plan/new/", item).status_code == 302
    close = f"/plan/{PlanItem.objects.get().pk}/close/"
    assert close in shown(keeper, "/plan/")
    assert close not in shown(as_salma, "/plan/")
    assert as_salma.post("/plan/new/", item).status_code == 403
    assert as_salma.post(close).status_code == 403

    assert keeper.post(close).status_code == 302

    assert PlanItem.objects.get().closed_at == now


def test_the_story_of_a_post_tells_every_stage(
    planned: Post, as_khalid: Client
) -> None:
    sent(planned)

    with override("en"):
        titles = [each.title for each in stories.story(planned)]

    assert titles == [
        "Written: version 1",
        "Sent for review: version 1",
        "Approved: version 1",
        "Planned",
    ]
    assert stories.story(planned)[2].is_sealed
    assert "خالد" in shown(as_khalid, f"/posts/{planned.pk}/")
