from datetime import datetime
from typing import Any

import pytest
from django.test import Client

from rasmi.delegations.models import Delegation
from rasmi.intake.models import RemoteObject
from rasmi.participation import services
from rasmi.participation.models import Outcome
from rasmi.people.models import Topic, User
from tests.participation.conftest import WORDS
from tests.speaking import shown

pytestmark = pytest.mark.usefixtures("clock")
REASON = "ورد فيه موعد غير صحيح"


@pytest.fixture
def visitor() -> Client:
    return Client(headers={"host": "localhost:8001"})


@pytest.fixture
def typed(topic: Topic) -> dict[str, Any]:
    """An outcome as a browser sends it."""
    return {
        **WORDS,
        "topic": topic.pk,
        "decision": "partly",
        "decided_on": "2026-11-19",
    }


def test_an_outcome_is_written_from_a_contribution(
    replies: Delegation,
    comment: RemoteObject,
    as_salma: Client,
    typed: dict[str, Any],
) -> None:
    path = f"/outcomes/new/?object={comment.pk}"
    assert comment.author in shown(as_salma, path)

    response = as_salma.post(path, typed)

    outcome = Outcome.objects.get()
    assert response["Location"] == f"/outcomes/{outcome.pk}/"
    assert outcome.contributions.get().object == comment


def test_without_a_reason_the_form_comes_back_with_what_was_typed(
    replies: Delegation, as_salma: Client, typed: dict[str, Any]
) -> None:
    response = as_salma.post("/outcomes/new/", {**typed, "why_ar": ""})

    assert response.status_code == 422
    assert WORDS["did_ar"] in response.content.decode()


def test_a_contribution_that_one_may_not_read_is_not_named(
    comment: RemoteObject, as_salim: Client
) -> None:
    response = as_salim.get(f"/outcomes/new/?object={comment.pk}")

    assert response.status_code == 404


def test_another_person_publishes_and_withdraws_it(
    draft: Outcome, as_salma: Client, as_khalid: Client, as_salim: Client
) -> None:
    path = f"/outcomes/{draft.pk}/"
    assert as_salim.get(path).status_code == 404
    assert f"{path}publish/" not in shown(as_salma, path)
    assert f"{path}publish/" in shown(as_khalid, path)

    assert as_khalid.post(f"{path}publish/").status_code == 302
    assert WORDS["title_ar"] in shown(as_salim, "/outcomes/?state=published")
    response = as_khalid.post(f"{path}withdraw/", {"reason": REASON})

    assert response.status_code == 302
    assert REASON in shown(as_khalid, path)


def test_it_is_corrected_and_another_contribution_named(
    published: Outcome,
    comment: RemoteObject,
    as_salma: Client,
    typed: dict[str, Any],
) -> None:
    path = f"/outcomes/{published.pk}/"
    assert WORDS["said_en"] in shown(as_salma, f"{path}correct/")

    response = as_salma.post(f"{path}correct/", {**typed, "title_en": "Ninety days"})

    assert response.status_code == 302
    new = Outcome.objects.get(corrects=published)
    assert new.title in shown(as_salma, path)
    wrong = as_salma.post(f"/outcomes/{new.pk}/contribution/", {"number": 99999})
    assert wrong.status_code == 422
    right = as_salma.post(f"/outcomes/{new.pk}/contribution/", {"number": comment.pk})
    assert right.status_code == 302


@pytest.mark.parametrize("language", ["ar", "en"])
def test_the_public_reads_what_was_said_and_done_and_no_name(
    published: Outcome, comment: RemoteObject, visitor: Client, language: str
) -> None:
    prefix = "" if language == "ar" else "/en"

    listed = visitor.get(f"{prefix}/outcomes/").content.decode()
    page = visitor.get(f"{prefix}/outcomes/{published.pk}/").content.decode()

    assert "portal.outcomes_are_shown" in listed
    assert "portal.contributions_are_recognised" in page
    for words in ("title", "said", "did", "why"):
        assert WORDS[f"{words}_{language}"] in page
    for name in (comment.author, "سلمى", "Salma", "خالد", "Khalid"):
        assert name not in page


def test_the_public_reads_no_draft_and_nothing_withdrawn(
    draft: Outcome, visitor: Client
) -> None:
    assert visitor.get(f"/outcomes/{draft.pk}/").status_code == 404
    assert WORDS["title_ar"] not in visitor.get("/outcomes/").content.decode()


def test_an_old_address_leads_to_the_correction(
    published: Outcome,
    khalid: User,
    as_salma: Client,
    visitor: Client,
    typed: dict[str, Any],
    now: datetime,
) -> None:
    old = f"/outcomes/{published.pk}/"
    as_salma.post(f"{old}correct/", {**typed, "title_ar": "قبل تسعين يوما"})
    new = Outcome.objects.get(corrects=published)
    assert visitor.get(old).status_code == 200

    services.publish_outcome(new, by=khalid, now=now)

    assert visitor.get(old)["Location"] == f"/outcomes/{new.pk}/"


def test_the_public_chooses_by_decision(published: Outcome, visitor: Client) -> None:
    partly = visitor.get("/outcomes/?decision=partly").content.decode()
    adopted = visitor.get("/outcomes/?decision=adopted").content.decode()

    assert WORDS["title_ar"] in partly
    assert WORDS["title_ar"] not in adopted


def test_a_page_that_is_not_there_shows_the_last_one(
    published: Outcome, visitor: Client, salma: User, now: datetime
) -> None:
    assert visitor.get("/outcomes/?page=99").status_code == 200
