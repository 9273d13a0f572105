from datetime import datetime

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override

from rasmi.audit.models import Entry
from rasmi.channels.models import Channel
from rasmi.delegations.models import Delegation
from rasmi.people.models import Unit, User
from rasmi.security import services
from rasmi.security.models import Stop
from tests.conftest import signed_in
from tests.security.conftest import Begin, make_account

REASON = "منشور لم يصدر عنا"


@pytest.fixture
def as_badr(badr: User) -> Client:
    return signed_in(badr)


def shown(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200
    return response.content.decode()


def test_the_pages_lead_from_the_stop_to_the_end(
    as_badr: Client, as_khalid: Client, account: Channel
) -> None:
    typed = {"kind": "incident", "scope": "account", "reason": REASON}
    done = as_badr.post("/stops/new/", {**typed, "channel": account.pk})
    assert done.status_code == 302
    page = f"/stops/{Stop.objects.get().pk}/"
    assert f"{page}resume/" in shown(as_badr, page)
    looked = {"reason": "غُيّرت بيانات الدخول", "has_looked": "on"}
    assert as_badr.post(f"{page}resume/", looked).status_code == 302
    assert f"{page}confirm/" not in shown(as_badr, page)
    assert f"{page}confirm/" in shown(as_khalid, page)
    assert "غُيّرت بيانات الدخول" in shown(as_khalid, f"{page}confirm/")
    assert as_khalid.post(f"{page}confirm/", looked).status_code == 302
    assert Stop.objects.get().is_over
    assert f"{page}resume/" not in shown(as_khalid, page)


def test_the_asking_is_taken_back_on_its_page(asked: Stop, as_khalid: Client) -> None:
    assert as_khalid.get(f"/stops/{asked.pk}/keep/").status_code == 200
    assert as_khalid.post(f"/stops/{asked.pk}/keep/").status_code == 302

    asked.refresh_from_db()
    assert not asked.is_asked


def test_looking_changes_nothing(asked: Stop, as_khalid: Client) -> None:
    for act in ("resume", "confirm", "keep"):
        assert as_khalid.get(f"/stops/{asked.pk}/{act}/").status_code == 200

    asked.refresh_from_db()
    assert asked.is_asked


def test_a_stranger_is_refused_and_that_is_kept(asked: Stop, as_salma: Client) -> None:
    typed = {"kind": "incident", "scope": "all", "reason": REASON}

    assert as_salma.get("/stops/new/").status_code == 403
    assert as_salma.post("/stops/new/", typed).status_code == 403
    for act in ("confirm", "keep"):
        done = as_salma.post(f"/stops/{asked.pk}/{act}/", {"has_looked": "on"})
        assert done.status_code == 403
    assert Stop.objects.get().is_asked
    assert Entry.objects.filter(lever="security.may_stop").count() == 2
    assert Entry.objects.filter(lever="security.may_resume").count() == 2


def test_the_reason_is_for_whom_it_concerns(
    active: Delegation, stopped: Stop, as_badr: Client, as_salma: Client
) -> None:
    page = f"/stops/{stopped.pk}/"

    assert REASON in shown(as_badr, page)
    assert REASON in shown(signed_in(active.person), page)
    assert REASON not in shown(as_salma, page)
    assert REASON not in shown(as_salma, f"{page}resume/")


def test_what_is_not_there_is_not_found(as_badr: Client) -> None:
    for page in ("", "resume/", "confirm/", "keep/"):
        assert as_badr.get(f"/stops/4711/{page}").status_code == 404


def test_the_form_comes_from_the_page_of_an_account(
    as_badr: Client, account: Channel
) -> None:
    form = as_badr.get(f"/stops/new/?account={account.pk}").context["form"]

    assert form.initial == {"scope": "account", "channel": account.pk}
    assert as_badr.get("/stops/new/?account=x").context["form"].initial == {}


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        ({"scope": "account"}, "channel"),
        ({"scope": "unit"}, "unit"),
        ({}, "scope"),
        ({"scope": "account", "channel": "4711"}, "channel"),
        ({"scope": "all", "reason": ""}, "reason"),
    ],
)
def test_a_stop_says_what_it_stops_and_why(
    as_badr: Client, account: Channel, typed: dict[str, str], wrong: str
) -> None:
    response = as_badr.post(
        "/stops/new/", {"kind": "incident", "reason": REASON, **typed}
    )

    assert response.status_code == 422
    assert wrong in response.context["form"].errors
    assert not Stop.objects.exists()


def test_only_the_chosen_scope_counts(
    as_badr: Client, account: Channel, media: Unit
) -> None:
    typed = {"kind": "pause", "scope": "unit", "unit": media.pk, "reason": REASON}

    as_badr.post("/stops/new/", {**typed, "channel": account.pk})

    assert (Stop.objects.get().unit, Stop.objects.get().channel) == (media, None)


@pytest.mark.parametrize("act", ["resume", "confirm"])
def test_neither_of_the_two_goes_on_without_having_looked(
    asked: Stop, as_khalid: Client, act: str
) -> None:
    response = as_khalid.post(f"/stops/{asked.pk}/{act}/", {"reason": "انتهى"})

    assert response.status_code == 422
    assert "has_looked" in response.context["form"].errors
    assert not Stop.objects.get().is_over


def test_what_is_queued_is_one_step_from_where_it_is_asked_for(
    asked: Stop, as_khalid: Client
) -> None:
    queue = f'class="btn" href="{reverse("outbox:queue")}"'

    assert queue in shown(as_khalid, f"/stops/{asked.pk}/resume/")
    assert queue in shown(as_khalid, f"/stops/{asked.pk}/confirm/")
    assert queue not in shown(as_khalid, f"/stops/{asked.pk}/keep/")


def test_the_list_says_what_to_do_while_it_is_empty(
    as_badr: Client, as_salma: Client
) -> None:
    assert "/stops/new/" in shown(as_badr, "/stops/")
    assert "/stops/new/" not in shown(as_salma, "/stops/")


def test_the_list_shows_what_is_in_force_and_what_is_over(
    asked: Stop, begin: Begin, khalid: User, as_badr: Client, now: datetime
) -> None:
    services.resume(asked, by=khalid, now=now)
    begun = begin()

    context = as_badr.get("/stops/").context

    assert list(context["in_force"]) == [begun]
    assert context["past"] == [asked]
    older = as_badr.get(f"/stops/?before={asked.pk}").context
    assert (list(older["in_force"]), older["past"]) == ([], [])


def test_a_longer_list_asks_no_more(
    begin: Begin, media: Unit, as_badr: Client, now: datetime
) -> None:
    costs = []
    for names in (("a",), ("b", "c", "d")):
        for name in names:
            begin(channel=make_account(name, media, now))
        as_badr.get("/stops/")
        with CaptureQueriesContext(connection) as queries:
            as_badr.get("/stops/")
        costs.append(len(queries))

    assert costs[0] == costs[1]


def request_of(user: User | AnonymousUser) -> HttpRequest:
    request = RequestFactory().get("/")
    request.user = user
    return request


def banner(request: HttpRequest) -> str:
    return render_to_string("security/_banner.html", request=request)


def test_every_page_says_that_speaking_is_stopped(
    stopped: Stop, begin: Begin, salim: User
) -> None:
    begin(kind=Stop.Kind.PAUSE)

    with override("en"):
        found = banner(request_of(salim))

    assert f"/stops/{stopped.pk}/" in found
    assert "Emergency stop" in found
    assert "Pause" in found
    assert "/stops/" in found
    assert REASON not in found


def test_many_stops_do_not_fill_the_page(
    begin: Begin, media: Unit, salim: User, now: datetime
) -> None:
    for name in "abcde":
        begin(channel=make_account(name, media, now))

    found = banner(request_of(salim))

    assert found.count("<time") == 3
    assert 'href="/stops/"' in found


def test_the_banner_costs_one_question_and_strangers_none(
    stopped: Stop, salim: User
) -> None:
    with CaptureQueriesContext(connection) as queries:
        banner(request_of(salim))
    assert len([each for each in queries if "security_stop" in each["sql"]]) == 1

    anonymous = request_of(AnonymousUser())
    with CaptureQueriesContext(connection) as queries:
        assert "stops" not in banner(anonymous)
    assert [each for each in queries if "security_stop" in each["sql"]] == []
