import re
from datetime import datetime, timedelta

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from rasmi.audit.models import Entry
from rasmi.channels.models import Channel
from rasmi.people.models import Unit, User
from rasmi.platforms.connector import AuthExpired, Seen
from rasmi.security import services, tasks
from rasmi.security.models import Credential
from tests.conftest import signed_in
from tests.security.conftest import SECRET, SITE, Blog, Connect, make_blog
from tests.speaking import shown, sweep

OWN = "the own words of badr"  # by which a person signs in
LIST = "/connections/"
TYPED = {"site": SITE, "login": "rasmi", "password": SECRET}


@pytest.fixture
def as_badr(badr: User) -> Client:
    return just_signed_in(badr)


@pytest.fixture
def page(blog: Channel) -> str:
    return f"{LIST}{blog.pk}/"


def just_signed_in(user: User) -> Client:
    """Somebody who has just told once more who they are."""
    user.set_password(OWN)
    user.save()
    client = signed_in(user)
    done = client.post(reverse("account_reauthenticate"), {"password": OWN})
    assert done.status_code == 302
    return client


def test_an_account_is_connected_on_its_page(
    connect: Connect, as_badr: Client, page: str, blog: Channel
) -> None:
    assert f"{page}connect/" in shown(as_badr, page)
    assert SITE in shown(as_badr, f"{page}connect/")

    done = as_badr.post(f"{page}connect/", TYPED)

    assert done.headers["Location"] == page
    kept = Credential.objects.get(channel=blog)
    assert services.account_of(kept).token == SECRET
    assert kept.login in shown(as_badr, page)


def test_a_password_is_changed_with_a_reason(
    credential: Credential, as_badr: Client, page: str
) -> None:
    wrong = as_badr.post(f"{page}connect/", {**TYPED, "password": "n" * 24})
    assert wrong.status_code == 422
    assert list(wrong.context["form"].errors) == ["reason"]

    typed = {**TYPED, "password": "n" * 24, "reason": "suspicion"}
    assert as_badr.post(f"{page}connect/", typed).status_code == 302

    new = Credential.objects.in_use().get()
    assert new.reason == Credential.Reason.SUSPICION
    seen = shown(as_badr, page)
    assert "كلمات المرور السابقة" in seen
    assert credential.stored_by.name_ar in seen


def test_the_first_connection_is_no_reason_of_a_change(
    credential: Credential, as_badr: Client, page: str
) -> None:
    wrong = as_badr.post(f"{page}connect/", {**TYPED, "reason": "first"})

    assert wrong.status_code == 422


def test_an_account_is_disconnected_on_its_page(
    credential: Credential, as_badr: Client, page: str
) -> None:
    assert as_badr.get(f"{page}disconnect/").status_code == 200
    assert Credential.objects.in_use().exists()

    assert as_badr.post(f"{page}disconnect/").headers["Location"] == page

    assert not Credential.objects.in_use().exists()
    assert as_badr.get(f"{page}disconnect/").headers["Location"] == page


def test_a_look_is_asked_for_by_a_button(
    credential: Credential, as_badr: Client, page: str
) -> None:
    Credential.objects.update(due_at=None)

    assert as_badr.get(f"{page}look/").status_code == 405
    assert as_badr.post(f"{page}look/").headers["Location"] == page

    credential.refresh_from_db()
    assert credential.due_at is not None


@pytest.mark.parametrize("login", ["", "rasmi"])
def test_a_password_is_never_shown_again(
    connect: Connect, as_badr: Client, page: str, login: str
) -> None:
    typed = {**TYPED, "login": login, "site": "" if login else SITE}

    wrong = as_badr.post(f"{page}connect/", typed)

    assert wrong.status_code == 422
    assert "abcd" not in wrong.content.decode()
    assert 'autocomplete="new-password"' in wrong.content.decode()


def test_a_refused_password_is_not_shown_either(
    connect: Connect, as_badr: Client, page: str
) -> None:
    done = as_badr.post(f"{page}connect/", {**TYPED, "password": "sho rt"})

    assert done.status_code == 403
    assert "sho rt" not in done.content.decode()
    assert Entry.objects.filter(lever="security.password_is_long").count() == 1


def test_no_page_shows_what_is_kept(
    credential: Credential, as_badr: Client, page: str
) -> None:
    sealed = bytes(credential.sealed)

    for path in (LIST, page, f"{page}connect/", f"{page}disconnect/"):
        seen = shown(as_badr, path)
        assert SECRET not in seen
        assert sealed.hex() not in seen
        assert repr(sealed) not in seen


def test_who_it_is_is_asked_once_more(connect: Connect, badr: User, page: str) -> None:
    client = signed_in(badr)

    for answer in (client.get(f"{page}connect/"), client.post(f"{page}connect/")):
        assert answer.status_code == 302
        asked = reverse("account_reauthenticate")
        assert answer.headers["Location"].startswith(f"{asked}?next=")


def test_a_password_does_not_wait_in_the_session(
    connect: Connect, badr: User, page: str
) -> None:
    client = signed_in(badr)

    assert client.post(f"{page}connect/", TYPED).status_code == 302

    assert not Credential.objects.exists()
    kept = [each.get_decoded() for each in Session.objects.all()]
    assert kept
    assert SECRET not in repr(kept)


def test_a_page_that_waits_for_the_site_is_loaded_again_for_a_minute(
    platform: type[Blog], credential: Credential, page: str, now: datetime
) -> None:
    platform.answer = Seen("rasmi", "")
    with time_machine.travel(now, tick=False):
        client = signed_in(credential.stored_by)
        assert client.get(page).headers["Refresh"] == "3"
    with time_machine.travel(now + timedelta(minutes=2), tick=False):
        assert "Refresh" not in client.get(page).headers
    sweep(tasks.look_at_connections, now)
    with time_machine.travel(now + timedelta(seconds=5), tick=False):
        assert "Refresh" not in client.get(page).headers


@pytest.mark.parametrize(
    ("state", "said"),
    [
        ("new", "قيد التجربة"),
        ("working", "مربوط"),
        ("lacking", "مربوط، وتنقصه أذونات"),
        ("refused", "مرفوض من المنصة"),
    ],
)
def test_each_state_is_said_in_words(
    credential: Credential, as_badr: Client, page: str, state: str, said: str
) -> None:
    Credential.objects.update(state=state)

    for path in (LIST, page):
        assert said in re.findall(r"</svg>([^<]+)</span>", shown(as_badr, path))


def test_missing_rights_are_said_in_plain_words(
    credential: Credential, as_badr: Client, page: str
) -> None:
    Credential.objects.update(state="lacking", missing=["publish_posts", "odd_right"])

    seen = shown(as_badr, page)

    for words in ("نشر المقالات", "(publish_posts)", "إذن آخر", "(odd_right)"):
        assert words in seen


def test_the_words_of_the_site_are_shown_as_words(
    platform: type[Blog], credential: Credential, as_badr: Client, page: str
) -> None:
    platform.answer = AuthExpired("<script>wrong</script>")
    sweep(tasks.look_at_connections, credential.stored_at)

    assert "&lt;script&gt;wrong" in shown(as_badr, page)


def test_a_password_of_another_installation_says_so(
    credential: Credential, as_badr: Client, page: str
) -> None:
    words = "خُتمت كلمة المرور بمفتاح نظام آخر"
    assert words not in shown(as_badr, page)

    Credential.objects.update(sealed_for="0" * 16)

    assert words in shown(as_badr, page)


def test_without_a_site_the_page_says_what_to_do(as_badr: Client, page: str) -> None:
    with override_settings(SITES=[]):
        for path in (LIST, f"{page}connect/"):
            assert "RASMI_SITES" in shown(as_badr, path)


def test_the_list_says_what_to_do_first(as_badr: Client) -> None:
    assert "لا يوجد حساب يمكن ربطه" in shown(as_badr, LIST)


def test_an_account_that_is_not_connected_is_listed_with_how_to(
    as_badr: Client, blog: Channel, page: str, media: Unit, now: datetime
) -> None:
    wiki = make_blog("wiki", media, now, platform="mediawiki")
    closed = make_blog("closed", media, now, state=Channel.State.CLOSED)

    seen = shown(as_badr, LIST)

    assert page in seen
    assert f"{LIST}{closed.pk}/" not in seen
    assert "Special:BotPasswords" in shown(as_badr, f"{LIST}{wiki.pk}/")
    assert "كلمات مرور التطبيق" in shown(as_badr, page)
    assert "connect/" not in shown(as_badr, f"{LIST}{closed.pk}/")


def test_a_closed_account_that_is_connected_is_listed(
    credential: Credential, as_badr: Client, page: str
) -> None:
    Channel.objects.update(state=Channel.State.CLOSED)

    assert page in shown(as_badr, LIST)
    seen = shown(as_badr, page)
    assert f"{page}disconnect/" in seen
    assert f"{page}connect/" not in seen


def test_owners_and_auditors_read_and_change_nothing(
    credential: Credential, layla: User, as_khalid: Client, page: str
) -> None:
    owner = just_signed_in(layla)
    for client in (owner, as_khalid):
        assert page in shown(client, LIST)
        seen = shown(client, page)
        assert SITE in seen
        for act in ("connect/", "disconnect/", "look/"):
            assert f"{page}{act}" not in seen
        for act in ("disconnect/", "look/"):
            assert client.post(f"{page}{act}").status_code == 403
    assert owner.get(f"{page}connect/").status_code == 403
    assert owner.post(f"{page}connect/", TYPED).status_code == 403
    assert Credential.objects.get() == credential


def test_a_stranger_finds_nothing(
    credential: Credential, salma: User, page: str
) -> None:
    client = just_signed_in(salma)

    assert client.get(LIST).status_code == 404
    assert client.get(page).status_code == 404
    for act in ("connect/", "disconnect/", "look/"):
        assert client.post(f"{page}{act}", TYPED).status_code == 404
    assert Credential.objects.in_use().exists()


def test_an_owner_does_not_find_the_accounts_of_others(
    credential: Credential, layla: User, body: Unit, now: datetime
) -> None:
    other = Unit.objects.create(name_ar="أ", name_en="O", parent=body, since_at=now)
    foreign = make_blog("foreign", other, now)
    client = signed_in(layla)

    assert f"{LIST}{foreign.pk}/" not in shown(client, LIST)
    assert client.get(f"{LIST}{foreign.pk}/").status_code == 404


def test_an_account_that_cannot_be_connected_has_no_page(
    as_badr: Client, account: Channel
) -> None:
    for pk in (account.pk, 4711):
        for act in ("", "connect/", "disconnect/"):
            assert as_badr.get(f"{LIST}{pk}/{act}").status_code == 404


def test_the_list_costs_the_same_with_more_rows(
    connect: Connect, as_badr: Client, blog: Channel, media: Unit, now: datetime
) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            shown(as_badr, LIST)
        return len(queries)

    connect()
    make_blog("hand", media, now)
    cost()
    once = cost()
    for number in range(4):
        made = make_blog(f"b{number}", media, now)
        if number % 2:
            connect(channel=made)

    assert cost() == once


def test_the_page_costs_the_same_with_more_history(
    connect: Connect, as_badr: Client, page: str
) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            shown(as_badr, page)
        return len(queries)

    connect()
    connect(reason=Credential.Reason.ROUTINE)
    cost()
    once = cost()
    for _ in range(3):
        connect(reason=Credential.Reason.ROUTINE)

    assert cost() == once


def test_the_page_of_an_account_leads_to_its_connection(
    blog: Channel, account: Channel, as_badr: Client, as_salma: Client, page: str
) -> None:
    assert page in shown(as_badr, f"/accounts/{blog.pk}/")
    assert page not in shown(as_salma, f"/accounts/{blog.pk}/")
    assert "/connections/" + str(account.pk) not in shown(
        as_badr, f"/accounts/{account.pk}/"
    )


def test_the_pages_are_in_english_too(
    credential: Credential, as_badr: Client, page: str
) -> None:
    as_badr.cookies["rasmi-language"] = "en"

    assert "Being tried" in shown(as_badr, page)
    assert "Signed in as" not in shown(as_badr, page)
    assert "Connected accounts" in shown(as_badr, LIST)
