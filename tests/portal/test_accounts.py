from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from rasmi.channels.models import Channel, Verification
from rasmi.people.models import Installation, User
from tests.portal.conftest import Ask, Make, State

pytestmark = [pytest.mark.django_db, pytest.mark.urls("rasmi.config.urls_public")]
HOST = {"host": "localhost:8001"}


def test_every_account_of_the_register_is_listed(make: Make, ask: Ask) -> None:
    make("x", "first")
    make("instagram", "second", state=State.IN_USE)
    for number, state in enumerate((State.PROPOSED, State.WITHDRAWN, State.CLOSED)):
        make("x", f"hidden_{number}", state=state)

    page = ask("/accounts/")

    notice = "portal.accounts_are_listed"
    assert f'data-notice="{notice}"' in page
    assert "@first" in page
    assert "@second" in page
    assert "لم يصدر قرار فتحه بعد" in page
    assert "hidden_" not in page
    assert "حسابان" in page


@pytest.mark.parametrize("is_demonstration", [True, False])
def test_the_training_platform_is_shown_in_a_demonstration_only(
    make: Make, ask: Ask, is_demonstration: bool
) -> None:
    make("sandbox", "training_only")
    Installation.objects.update_or_create(
        defaults={"is_demonstration": is_demonstration}
    )

    assert ("training_only" in ask("/accounts/")) is is_demonstration


def test_accounts_are_chosen_by_platform(make: Make, ask: Ask) -> None:
    make("x", "first")
    make("instagram", "second")

    chosen = ask("/en/accounts/", platform="instagram")

    assert "@first" not in chosen
    assert "@second" in chosen
    assert "@first" in ask("/accounts/", platform="<script>")


def test_an_account_says_what_it_is_for_and_who_is_responsible(
    make: Make, approve: Callable[[Channel], None], ask: Ask
) -> None:
    channel = make(address="https://x.com/demo_ministry")
    approve(channel)

    page = ask(f"/accounts/{channel.pk}/")

    for notice in (
        "portal.purposes_are_shown",
        "portal.responsible_unit_is_shown",
        "portal.handling_is_shown",
        "portal.disclaimer_is_shown",
    ):
        assert f'data-notice="{notice}"' in page
    for shown in ("الحوار مع الجمهور", "دائرة الإعلام", "الطلبة", "نردّ على كل سؤال"):
        assert shown in page
    assert 'href="/copyright/"' in page
    assert 'href="https://x.com/demo_ministry"' in page
    assert "سبب داخلي لا يُنشر" not in page
    assert "We answer every question" in ask(f"/en/accounts/{channel.pk}/")


def test_a_procedure_that_nobody_approved_is_not_shown(
    make: Make, approve: Callable[[Channel], None], ask: Ask
) -> None:
    channel = make()
    approve(channel)
    channel.procedures.update(approved_at=None, approved_by=None)

    assert "نردّ على كل سؤال" not in ask(f"/accounts/{channel.pk}/")


def test_the_badge_is_told_as_it_was_last_seen(
    make: Make, ask: Ask, salma: User, now: datetime
) -> None:
    channel = make()
    assert "شارة" not in ask(f"/accounts/{channel.pk}/")

    Verification.objects.create(
        channel=channel, is_verified=True, seen_by=salma, seen_at=now
    )

    page = ask(f"/accounts/{channel.pk}/")
    assert "يحمل شارة التوثيق" in page
    assert "23\u00a0نوفمبر\u00a02026" in page


@pytest.mark.parametrize("state", [State.PROPOSED, State.WITHDRAWN, State.CLOSED])
def test_what_is_not_in_the_register_has_no_page(
    make: Make, ask: Ask, state: str
) -> None:
    ask(f"/accounts/{make(state=state).pk}/", status=404)


def test_an_account_that_is_not_there_has_no_page(ask: Ask) -> None:
    ask("/accounts/999/", status=404)


@pytest.mark.parametrize("path", ["/accounts/", "/check/?q=dem0_ministry"])
def test_more_accounts_cost_no_more_queries(
    make: Make,
    client: Client,
    path: str,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(2):
        make("x", f"account_{number}")
    with django_assert_max_num_queries(100) as few:
        client.get(path, headers=HOST)
    for number in range(2, 8):
        make("x", f"account_{number}")

    with django_assert_max_num_queries(len(few)):
        page = client.get(path, headers=HOST)

    assert page.status_code == 200


def test_without_accounts_the_page_vouches_for_none(ask: Ask) -> None:
    assert "this page vouches for no account" in ask("/en/accounts/")
    assert "this page vouches for no account" in ask("/en/")


def test_the_first_page_shows_an_account_that_exists(make: Make, ask: Ask) -> None:
    empty = ask("/")
    make()
    page = ask("/")

    assert "demo_ministry" not in empty
    assert "@demo_ministry" in page
    assert 'action="/check/"' in page
    assert 'href="/rules/"' in page
