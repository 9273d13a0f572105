"""Who sees how accounts are secured, and what the pages of it do."""

from datetime import datetime
from io import BytesIO
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from rasmi.channels.models import Channel
from rasmi.people.models import Power, Unit, User
from rasmi.security import services
from rasmi.security.models import (
    App,
    Attestation,
    ConnectedApp,
    Gap,
    Instrument,
    Look,
    Measure,
)
from tests.conftest import signed_in
from tests.factories import appoint_to, make_user, scan
from tests.security.conftest import make_account
from tests.speaking import shown


@pytest.fixture
def as_layla(layla: User) -> Client:
    return signed_in(layla)


@pytest.fixture
def as_badr(badr: User) -> Client:
    return signed_in(badr)


def test_an_account_is_looked_at_on_its_page(
    account: Channel, as_layla: Client
) -> None:
    page = f"/security/{account.pk}/"
    assert f"{page}attest/" in shown(as_layla, page)
    form = shown(as_layla, f"{page}attest/")
    assert 'type="password"' not in form
    wrong = as_layla.post(f"{page}attest/", {"password_changed": "2090-01-01"})
    assert wrong.status_code == 422

    typed = {"second_factor": "no", "password_changed": "2026-11-01", "admins": "2"}
    done = as_layla.post(f"{page}attest/", {**typed, "original": scan()})

    assert done.headers["Location"] == page
    kept = dict(Attestation.objects.values_list("item", "value"))
    assert kept == typed
    look = Look.objects.get()
    answer = as_layla.get(f"/security/looks/{look.pk}/file/")
    assert answer.getvalue() == scan().read()
    assert "/attest/" in shown(as_layla, "/")  # what is due from her


def test_a_look_that_is_refused_keeps_what_was_typed(
    account: Channel, as_layla: Client
) -> None:
    page = f"/security/{account.pk}/attest/"
    assert 'value="none"' not in shown(as_layla, page)
    Channel.objects.update(platform="bluesky")
    assert 'value="none"' in shown(as_layla, page)
    answer = as_layla.post(page, {"alerts": "none", "admins": "3"})

    assert answer.status_code == 403
    assert 'value="3"' in answer.content.decode()
    assert not Look.objects.exists()


def test_others_do_not_see_how_an_account_is_secured(
    account: Channel, yusuf: User, as_badr: Client, layla: User, now: datetime
) -> None:
    services.attest(
        account, answers={"alerts": "yes"}, original=scan(), by=layla, now=now
    )
    look = Look.objects.get()
    pages = (
        *("/security/", "/security/posture.xlsx", "/applications/", "/measures/"),
        *(f"/security/{account.pk}/", f"/security/{account.pk}/attest/"),
        f"/security/looks/{look.pk}/file/",
    )
    stranger = signed_in(yusuf)
    for page in pages:
        assert stranger.get(page).status_code == 404, page
        answer = as_badr.get(page)
        assert answer.status_code == 200, page
        assert b"".join(answer)


def test_the_owner_of_one_account_sees_no_other(
    account: Channel, as_layla: Client, body: Unit, now: datetime
) -> None:
    other = make_account("foreign", body, now)

    assert as_layla.get(f"/security/{other.pk}/").status_code == 404
    assert f"/security/{other.pk}/" not in shown(as_layla, "/security/")


def test_the_auditor_reads_and_attests_nothing(
    account: Channel, yusuf: User, body: Unit, now: datetime
) -> None:
    appoint_to(yusuf, body, "مدقق", [Power.AUDIT], now)
    client, page = signed_in(yusuf), f"/security/{account.pk}/"

    assert "attest/" not in shown(client, page)
    for path in (f"{page}attest/", f"{page}apps/new/"):
        assert client.post(path, {"alerts": "yes"}).status_code == 403


def test_an_application_goes_its_way_on_the_pages(
    account: Channel, as_layla: Client, as_badr: Client
) -> None:
    page = f"/security/{account.pk}/"
    typed = {"name": "Farm", "maker": "Fun", "scopes": "write"}
    assert as_layla.post(f"{page}apps/new/", typed).status_code == 302
    app, found = App.objects.get(), ConnectedApp.objects.get()
    ask = f"{page}apps/{app.pk}/ask/"
    assert ask in shown(as_layla, page)
    assert as_layla.post(ask, {"why": "لجدولة"}).status_code == 302
    decide = f"/applications/{app.pk}/decide/"
    assert decide not in shown(as_layla, "/applications/")
    assert decide in shown(as_badr, "/applications/")
    assert as_layla.get(decide).status_code == 403
    typed = {"is_allowed": "no", "answer": "لعبة"}
    assert as_badr.post(decide, typed).status_code == 302
    app.refresh_from_db()
    assert app.is_refused
    assert as_layla.post(ask, {"why": "لجدولة"}).status_code == 302
    end = f"/applications/{app.pk}/end/"
    typed = {"is_allowed": "yes", "answer": "نعم"}
    assert "write" in shown(as_badr, decide)
    assert as_badr.post(decide, typed).status_code == 302
    assert end not in shown(as_layla, "/applications/")
    assert end in shown(as_badr, "/applications/")
    assert as_layla.post(end, {"why": "اختُرق"}).status_code == 403
    assert as_badr.post(end, {"why": "اختُرق"}).status_code == 302
    assert "اختُرق" in shown(as_layla, "/applications/")
    remove = f"/security/connected/{found.pk}/remove/"
    assert as_layla.post(remove, {"how": "من الإعدادات"}).status_code == 302
    assert not ConnectedApp.objects.present().exists()


def test_a_law_and_what_is_missing_of_it_go_their_way_on_the_pages(
    rania: User, media: Unit, as_layla: Client
) -> None:
    owner = signed_in(rania)
    typed: dict[str, Any] = {
        "kind": "decree",
        "number": "6/2022",
        "title_ar": "قانون",
        "title_en": "=Law()",
        "issuer_ar": "سلطنة عُمان",
        "issuer_en": "Oman",
        "owner": media.pk,
        "clauses": ["V0.1", "G1"],
    }
    assert as_layla.get("/instruments/new/").status_code == 403
    assert owner.post("/instruments/new/", typed).status_code == 302
    law = Instrument.objects.get()
    page = f"/instruments/{law.pk}/"
    assert "V0.1" in shown(as_layla, page)
    fresh = owner.get(f"{page}edit/")
    assert fresh.context["form"].initial["clauses"] == ["V0.1", "G1"]
    assert owner.post(f"{page}edit/", {**typed, "version": "2"}).status_code == 302
    gap = {"text": "سجل", "owner": media.pk, "due_at": "2026-12-31"}
    assert as_layla.post(f"{page}gap/", gap).status_code == 302
    close = f"/gaps/{Gap.objects.get().pk}/close/"
    assert close in shown(as_layla, page)
    sheet = load_workbook(BytesIO(owner.get("/instruments/list.xlsx").content)).active
    assert sheet is not None
    assert sheet["K2"].value == "سجل"
    assert as_layla.post(close, {"how": "تم"}).status_code == 302
    read = {"version": "3", "found": "لا جديد"}
    assert as_layla.post(f"{page}review/", read).status_code == 302
    law.refresh_from_db()
    assert law.version == "3"


def test_a_measure_goes_its_way_on_the_pages(
    account: Channel, as_layla: Client, media: Unit
) -> None:
    typed = {
        "title_ar": "حصر الاطلاع",
        "title_en": "Few read",
        "protects": "الرسائل",
        "risk": "الاطلاع",
        "owner": media.pk,
    }
    assert as_layla.post("/measures/new/", typed).status_code == 302
    page = f"/measures/{Measure.objects.get().pk}/"
    assert page in shown(as_layla, "/measures/")
    seen = {"is_in_place": "yes", "found": "عاينت", "original": scan()}
    assert as_layla.post(f"{page}review/", seen).status_code == 302
    review = Measure.objects.get().reviews.get()
    assert review.is_in_place
    assert f"/measures/evidence/{review.pk}/" in shown(as_layla, page)
    answer = as_layla.get(f"/measures/evidence/{review.pk}/")
    assert answer.getvalue() == scan().read()


def test_evidence_of_a_protection_is_for_its_unit_and_the_owner_of_its_account(
    account: Channel,
    as_layla: Client,
    as_badr: Client,
    rania: User,
    body: Unit,
    now: datetime,
) -> None:
    office = Unit.objects.create(
        name_ar="دائرة التقنية", name_en="IT", parent=body, since_at=now
    )
    hamad = make_user("hamad", office, now)
    appoint_to(hamad, office, "مدير الدائرة", [], now)
    names = {"title_ar": "حصر", "title_en": "Few", "protects": "ر", "risk": "ط"}
    pages = []
    for channel in (None, account, make_account("foreign", body, now)):
        measure = services.enter_measure(
            **names, channel=channel, owner=office, by=rania, now=now
        )
        review = services.review_measure(
            measure, is_in_place=True, found="ف", original=scan(), by=rania, now=now
        )
        pages.append((f"/measures/{measure.pk}/", f"/measures/evidence/{review.pk}/"))

    def opens(client: Client, page: str) -> bool:
        answer = client.get(page)
        return bool(b"".join(answer)) and answer.status_code == 200

    def opened(client: Client) -> list[list[bool]]:
        return [[opens(client, page) for page in both] for both in pages]

    # She owns an account: its protections, and those for every account.
    assert opened(as_layla) == [[True, True], [True, True], [False, False]]
    assert pages[2][0] not in shown(as_layla, "/measures/")
    # He owns none, but has to say whether they are in place.
    assert opened(signed_in(hamad)) == [[True, True]] * 3
    assert opened(as_badr) == [[True, True]] * 3


def test_the_overview_asks_no_more_for_more_accounts(
    account: Channel, layla: User, as_badr: Client, media: Unit, now: datetime
) -> None:
    services.attest(account, answers={"alerts": "yes"}, by=layla, now=now)
    for page in ("/security/", "/security/posture.xlsx", "/"):
        as_badr.get(page)
        with CaptureQueriesContext(connection) as few:
            as_badr.get(page)
        for number in range(4):
            other = make_account(f"a{number}{page[-3:-1]}", media, now)
            services.attest(other, answers={"alerts": "yes"}, by=layla, now=now)
        with CaptureQueriesContext(connection) as many:
            assert as_badr.get(page).status_code == 200
        assert len(many) <= len(few), page
