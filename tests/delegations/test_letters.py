"""A letter with a code that anybody verifies, and what it tells them."""

from datetime import datetime, timedelta

import pytest
from django.core.cache import cache
from django.test import Client

from rasmi.delegations import selectors, services
from rasmi.delegations.models import Delegation
from rasmi.people.models import User
from tests.conftest import signed_in
from tests.factories import refused

DAY = timedelta(days=1)


@pytest.fixture
def public() -> Client:
    cache.clear()
    return Client(headers={"host": "localhost:8001"})


def test_a_letter_is_of_one_in_force_and_for_whom_it_concerns(
    active: Delegation, yusuf: User, layla: User, salim: User, now: datetime
) -> None:
    with refused("delegations.letter_is_asked_by_whom_it_concerns"):
        services.issue_letter(active, by=salim, now=now)
    first = services.issue_letter(active, by=yusuf, now=now)
    assert services.issue_letter(active, by=layla, now=now + DAY) == first
    assert len(first.code) == 12

    services.revoke(active, reason="انتقال", by=layla, now=now + DAY)
    with refused("delegations.letter_is_of_one_in_force"):
        services.issue_letter(active, by=layla, now=now + 2 * DAY)


def test_a_code_says_at_each_moment_whether_it_holds(
    active: Delegation, yusuf: User, layla: User, now: datetime
) -> None:
    letter = services.issue_letter(active, by=yusuf, now=now)

    typed = letter.grouped.lower()
    found = selectors.verified(typed, now)
    assert found
    assert found.is_in_force
    assert not found.names_the_person
    services.revoke(active, reason="انتقال", by=layla, now=now + DAY)
    found = selectors.verified(typed, now + DAY)
    assert found
    assert not found.is_in_force
    assert selectors.verified("0000-0000-0000", now) is None


def test_the_public_page_names_nobody_but_who_speaks_by_name(
    active: Delegation, yusuf: User, now: datetime, public: Client
) -> None:
    letter = services.issue_letter(active, by=yusuf, now=now)
    page = public.get(f"/verify/{letter.grouped}/").content.decode()
    assert active.decision
    assert active.decision.number in page
    assert yusuf.name_ar not in page

    Delegation.objects.update(speaks_by_name=True)
    assert yusuf.name_ar in public.get(f"/verify/{letter.code}/").content.decode()
    assert public.get("/verify/WRONG/").status_code == 404

    for _n in range(30):
        last = public.get("/verify/GUESS/")
    assert last.status_code == 429


def test_its_pages_show_the_code_and_make_a_pdf(
    active: Delegation, layla: User
) -> None:
    client = signed_in(layla)
    page = f"/delegations/{active.pk}/letter/"
    assert client.get(page).status_code == 404
    assert client.post(f"{page}issue/").status_code == 302
    shown = client.get(page).content.decode()
    assert "<svg" in shown
    assert active.letter_issued.grouped in shown
    assert client.get(f"{page}paper/").content.startswith(b"%PDF")


def test_the_letter_of_another_is_not_read(
    active: Delegation, yusuf: User, salim: User, now: datetime
) -> None:
    services.issue_letter(active, by=yusuf, now=now)
    page = f"/delegations/{active.pk}/letter/"

    assert signed_in(yusuf).get(page).status_code == 200
    stranger = signed_in(salim)
    assert stranger.get(page).status_code == 404
    assert stranger.get(f"{page}pdf/").status_code == 404
