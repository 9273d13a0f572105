from datetime import datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from rasmi.channels.models import Channel
from rasmi.delegations.models import Delegation
from rasmi.intake.models import RemoteObject
from rasmi.intake.models.objects import Shown
from rasmi.moderation import services
from rasmi.moderation.models import Appeal, Judgement
from rasmi.outbox.models import Intent
from tests.moderation.conftest import INSULT, REASON, add_version, hear, settle
from tests.moderation.test_appeals import ANSWER, WHY
from tests.publishing.conftest import as_salim
from tests.speaking import shown

__all__ = ["as_salim"]
pytestmark = pytest.mark.usefixtures("clock")


def page_of(found: RemoteObject, *more: str) -> str:
    return "/".join((f"/moderation/{found.pk}", *more, ""))


def test_the_queue_shows_what_waits_and_by_when(
    insult: RemoteObject, moderates: Delegation, as_salma: Client
) -> None:
    page = shown(as_salma, "/moderation/")

    assert INSULT in page
    assert page_of(insult) in page


def test_who_has_nothing_to_do_with_the_account_sees_nothing_of_it(
    insult: RemoteObject, as_salim: Client
) -> None:
    assert INSULT not in shown(as_salim, "/moderation/")
    assert as_salim.get(page_of(insult)).status_code == 404
    assert as_salim.get(page_of(insult, "hide")).status_code == 404


def test_the_page_underlines_what_was_found_and_names_the_clause(
    insult: RemoteObject, moderates: Delegation, as_salma: Client
) -> None:
    page = shown(as_salma, page_of(insult))

    assert '<mark class="f hold">حمير</mark>' in page
    assert "X6" in page  # the clause of insults
    assert page_of(insult, "hide") in page
    assert page_of(insult, "stand") in page


def test_the_words_are_escaped(
    account: Channel, moderates: Delegation, as_salma: Client, now: datetime
) -> None:
    found = hear(account, f"<script>x</script> {INSULT}", now)

    assert "<script>x" not in shown(as_salma, page_of(found))


def test_an_officer_hides_by_a_rule_on_the_page(
    insult: RemoteObject, moderates: Delegation, as_salma: Client
) -> None:
    fresh = shown(as_salma, page_of(insult, "hide"))
    assert 'value="insult"' in fresh
    assert "checked" in fresh  # the rule that the finding suggests

    facts = {"version_number": 1, "rule": "insult", "reason": REASON}
    response = as_salma.post(page_of(insult, "hide"), facts)

    assert response.status_code == 302
    page = shown(as_salma, page_of(insult))
    assert REASON in page
    assert "C3.2" in page


def test_what_changed_meanwhile_comes_back_with_what_was_typed(
    insult: RemoteObject, moderates: Delegation, as_salma: Client, now: datetime
) -> None:
    add_version(insult, f"{INSULT} دائما", now)

    facts = {"version_number": 1, "rule": "insult", "reason": REASON}
    response = as_salma.post(page_of(insult, "hide"), facts)

    assert response.status_code == 403
    assert REASON in response.content.decode()


def test_what_stands_is_kept_and_leaves_the_queue(
    insult: RemoteObject, moderates: Delegation, as_salma: Client
) -> None:
    response = as_salma.post(page_of(insult, "stand"), {"version_number": 1})

    assert response.status_code == 302
    assert INSULT not in shown(as_salma, "/moderation/")


@pytest.mark.parametrize(
    "state", [each for each in Intent.State if each != Intent.State.STAGED]
)
def test_the_page_tells_how_it_stands_on_the_platform(
    hiding: Judgement, as_salma: Client, now: datetime, state: Intent.State
) -> None:
    settle(hiding, state, now)

    for path in (page_of(hiding.object), "/moderation/?tab=hidden", "/moderation/"):
        shown(as_salma, path)


def test_what_is_hidden_is_on_its_tab_and_can_be_shown_again(
    hiding: Judgement, as_salma: Client, account: Channel, now: datetime
) -> None:
    settle(hiding, Intent.State.CONFIRMED, now)
    hear(account, "كلام حجبته المنصة", now, shown=Shown.HIDDEN)

    page = shown(as_salma, "/moderation/?tab=hidden")
    assert INSULT in page
    assert "كلام حجبته المنصة" in page

    path = f"/moderation/hidden/{hiding.pk}/show/"
    assert path in shown(as_salma, page_of(hiding.object))
    assert as_salma.post(path, {"reason": REASON}).status_code == 302
    assert Judgement.objects.get(undoes=hiding).intent


def test_an_appeal_is_decided_on_its_page_by_another(
    hiding: Judgement, as_salma: Client, as_khalid: Client, now: datetime
) -> None:
    services.appeal(judgement=hiding, text=WHY, now=now)
    path = f"/moderation/appeals/{Appeal.objects.get().pk}/"
    assert WHY in shown(as_salma, "/moderation/?tab=appeals")

    assert f"{path}decide/" not in shown(as_salma, path)
    facts = {"is_granted": "no", "answer": ANSWER}
    assert as_salma.post(f"{path}decide/", facts).status_code == 403
    assert f"{path}decide/" in shown(as_khalid, path)
    assert as_khalid.post(f"{path}decide/", facts).status_code == 302
    assert ANSWER in shown(as_khalid, path)
    assert Appeal.objects.get().is_upheld


def test_an_appeal_without_a_code_is_matched_on_its_page(
    hiding: Judgement, as_salma: Client, as_salim: Client, now: datetime
) -> None:
    services.appeal(judgement=None, text=WHY, place="تعليقي أمس", now=now)
    path = f"/moderation/appeals/{Appeal.objects.get().pk}/"

    assert as_salim.get(path).status_code == 404
    assert "تعليقي أمس" in shown(as_salma, path)
    assert INSULT in shown(as_salma, f"{path}match/")
    response = as_salma.post(f"{path}match/", {"judgement": hiding.pk})

    assert response.status_code == 302
    assert Appeal.objects.get().judgement == hiding


def test_an_auditor_reads_and_is_offered_no_act(
    insult: RemoteObject, moderates: Delegation, as_khalid: Client
) -> None:
    page = shown(as_khalid, page_of(insult))

    assert INSULT[:4] in page
    assert page_of(insult, "hide") not in page


def test_the_pages_are_there_in_english(
    hiding: Judgement, as_salma: Client, now: datetime
) -> None:
    services.appeal(judgement=hiding, text=WHY, now=now)
    as_salma.cookies["rasmi-language"] = "en"

    assert "Hidden" in shown(as_salma, "/moderation/?tab=hidden")
    assert "How it was judged" in shown(as_salma, page_of(hiding.object))


def test_the_queue_asks_the_database_no_more_for_more_rows(
    account: Channel,
    insult: RemoteObject,
    moderates: Delegation,
    as_salma: Client,
    now: datetime,
) -> None:
    with CaptureQueriesContext(connection) as few:
        shown(as_salma, "/moderation/")
    for _ in range(5):
        hear(account, INSULT, now)
    with CaptureQueriesContext(connection) as many:
        shown(as_salma, "/moderation/")

    assert len(many) <= len(few)


def test_a_stranger_to_the_system_sees_none_of_it(client: Client) -> None:
    assert client.get("/moderation/").status_code == 302
