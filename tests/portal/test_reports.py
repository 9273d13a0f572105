from datetime import datetime

import pytest
from django.core.cache import cache
from django.test import Client

from rasmi.channels import services
from rasmi.channels.models import Suspect
from rasmi.people.models import User
from tests.portal.conftest import Ask, Make

pytestmark = [pytest.mark.django_db, pytest.mark.urls("rasmi.config.urls_public")]
HOST = {"host": "localhost:8001"}
FAKE = "https://x.com/demo_rninistry"


@pytest.fixture(autouse=True)
def nobody_asked_before() -> None:
    cache.clear()


def test_anybody_reports_an_account(make: Make, client: Client) -> None:
    make()
    page = client.get("/check/", {"q": FAKE}, headers=HOST).content.decode()
    assert f"/check/report/?q={FAKE}" in page.replace("%3A", ":").replace("%2F", "/")

    sent = {"asked": FAKE, "note": "يطلب رسوماً"}
    answer = client.post("/check/report/", sent, headers=HOST)

    assert answer.status_code == 302
    assert client.get(answer["Location"], headers=HOST).status_code == 200
    assert Suspect.objects.get().note == "يطلب رسوماً"


@pytest.mark.parametrize(
    ("asked", "status"), [("https://x.com/demo_ministry", 403), ("", 422)]
)
def test_what_cannot_be_reported_says_why(
    asked: str, status: int, make: Make, client: Client
) -> None:
    make()

    answer = client.post("/check/report/", {"asked": asked}, headers=HOST)

    assert answer.status_code == status
    assert Suspect.objects.count() == 0


def test_reports_are_limited(make: Make, client: Client) -> None:
    make()

    found = {
        client.post("/check/report/", {"asked": f"@a{n}"}, headers=HOST).status_code
        for n in range(11)
    }

    assert found == {302, 429}


def test_the_public_is_warned_after_two_looked(
    make: Make, ask: Ask, rania: User, basim: User, now: datetime
) -> None:
    make()
    suspect = services.report_suspect(asked=FAKE, by=None, now=now)
    services.examine_suspect(suspect, state="found", finding="ينتحل", by=rania, now=now)
    warning = "يدّعي أنه لنا"
    assert warning not in ask("/check/", q=FAKE)

    services.confirm_suspect(suspect, agrees=True, by=basim, now=now)

    assert warning in ask("/check/", q=FAKE)
    assert "pretends to be ours" in ask("/en/check/", q="@demo_rninistry")
    assert "ينتحل" not in ask("/check/", q=FAKE)  # what we noted stays with us
    assert "/check/report/" not in ask("/check/", q=FAKE)
