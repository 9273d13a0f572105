import re
from datetime import datetime

import pytest
from django.core.cache import cache
from django.test import Client

from rasmi.moderation import services
from rasmi.moderation.models import Appeal, Judgement
from rasmi.outbox.models import Intent
from rasmi.people.models import User
from tests.moderation.conftest import INSULT, REASON, settle
from tests.moderation.test_appeals import ANSWER, WHY

pytestmark = pytest.mark.usefixtures("clock")
HOST = "localhost:8001"
CODE = re.compile(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}")


@pytest.fixture
def visitor() -> Client:
    cache.clear()  # what one address has sent in other tests
    return Client(headers={"host": HOST})


def sent(visitor: Client, path: str, **typed: str) -> str:
    """The page after a form was sent, wherever it leads."""
    response = visitor.post(path, typed, follow=True)
    assert response.status_code == 200
    return response.content.decode()


def test_the_page_of_a_hiding_tells_rule_and_reason_and_never_the_words(
    hiding: Judgement, visitor: Client
) -> None:
    for prefix in ("", "/en"):
        page = visitor.get(f"{prefix}/appeal/{hiding.code}/").content.decode()

        assert REASON in page
        assert "C3.2" in page
        assert INSULT not in page
        assert "زائر" not in page  # nor who wrote them
        assert "noindex" in page or 'name="robots"' not in page


def test_an_appeal_gets_a_code_that_is_shown_once_and_followed(
    hiding: Judgement, khalid: User, visitor: Client, now: datetime
) -> None:
    page = sent(visitor, f"/appeal/{hiding.code}/", text=WHY)
    found = CODE.search(page)
    assert found
    assert visitor.get("/appeal/sent/").status_code == 302

    assert "2026" in sent(visitor, "/appeal/follow/", code=found[0])
    appeal = Appeal.objects.get()
    services.decide_appeal(appeal, is_granted=False, answer=ANSWER, by=khalid, now=now)

    page = sent(visitor, "/appeal/follow/", code=found[0].lower())
    assert ANSWER in page
    assert khalid.name_ar not in page


def test_without_a_code_the_place_is_enough(db: None, visitor: Client) -> None:
    page = sent(visitor, "/appeal/", text=WHY, place="منشور أمس، باسم زائر")

    assert CODE.search(page)
    assert Appeal.objects.get().judgement is None


def test_the_code_of_the_note_may_be_typed(hiding: Judgement, visitor: Client) -> None:
    sent(visitor, "/appeal/", text=WHY, code=hiding.code.lower())

    assert Appeal.objects.get().judgement == hiding


@pytest.mark.parametrize(
    "typed",
    [
        {"text": WHY},
        {"text": WHY, "code": "0000-0000-0000"},
        {"text": "قصير", "place": "هنا"},
    ],
)
def test_what_is_wrong_is_told_and_what_was_typed_is_kept(
    db: None, visitor: Client, typed: dict[str, str]
) -> None:
    response = visitor.post("/appeal/", typed)

    assert response.status_code == 422
    assert typed["text"] in response.content.decode()
    assert not Appeal.objects.exists()


def test_a_second_appeal_is_answered_kindly(hiding: Judgement, visitor: Client) -> None:
    sent(visitor, f"/appeal/{hiding.code}/", text=WHY)

    page = sent(visitor, f"/appeal/{hiding.code}/", text=WHY)

    assert not CODE.search(page)
    assert Appeal.objects.count() == 1


def test_what_was_taken_back_needs_no_appeal(
    hiding: Judgement, salma: User, visitor: Client, now: datetime
) -> None:
    services.show_again(hiding, reason=REASON, by=salma, now=now)

    page = visitor.post(f"/appeal/{hiding.code}/", {"text": WHY}).content.decode()

    assert "<form" not in page
    assert not Appeal.objects.exists()


def test_nobody_floods_the_appeals_from_one_address(db: None, visitor: Client) -> None:
    facts = {"text": WHY, "place": "هنا"}

    answers = [visitor.post("/appeal/", facts).status_code for _ in range(11)]

    assert answers == [302] * 10 + [429]
    assert Appeal.objects.count() == 10


def test_an_unknown_code_leads_nowhere(hiding: Judgement, visitor: Client) -> None:
    assert visitor.get("/appeal/000000000000/").status_code == 404
    assert visitor.post("/appeal/follow/", {"code": "0000"}).status_code == 422
    assert visitor.get("/appeal/follow/").status_code == 200


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_the_public_reads_how_much_was_hidden(
    hiding: Judgement, visitor: Client, now: datetime, prefix: str
) -> None:
    settle(hiding, Intent.State.CONFIRMED, now)

    page = visitor.get(f"{prefix}/moderation/").content.decode()

    assert "C3.2" in page
    assert "X5.3" in page  # what hid nothing is told of too
