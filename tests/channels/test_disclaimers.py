from datetime import datetime, timedelta

import pytest
from django.core.files.base import ContentFile
from django.db import IntegrityError
from django.test import Client

from rasmi.channels import services
from rasmi.channels.models import Channel, Disclaimer, ProfileReading
from rasmi.channels.selectors import disclaimers
from rasmi.channels.services.disclaimers import cites
from rasmi.people.models import User
from rasmi.policy import pack
from rasmi.rules import Verdict, controls
from tests.conftest import signed_in
from tests.factories import owed, refused, verdict

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 40


def write(by: User, now: datetime, **other: str) -> Disclaimer:
    notice = pack.current().copyright
    texts = {
        "text_ar": notice.full.ar,
        "text_en": notice.full.en,
        "short_ar": notice.short.ar,
        "short_en": notice.short.en,
    }
    return services.write_disclaimer(**{**texts, **other}, by=by, now=now)


@pytest.fixture
def notice(rania: User, khalid: User, now: datetime) -> Disclaimer:
    found = write(rania, now)
    services.approve_disclaimer(found, by=khalid, now=now)
    found.refresh_from_db()
    return found


@pytest.fixture
def account(proposed: Channel) -> Channel:
    proposed.state = Channel.State.ACTIVE
    proposed.save()
    return proposed


def look(channel: Channel, text: str, by: User, now: datetime) -> ProfileReading:
    return services.read_profile(channel, text=text, screenshot=None, by=by, now=now)


@pytest.mark.parametrize(
    ("text", "is_cited"),
    [
        ("المرسوم السلطاني رقم 65/2008", True),
        ("المرسوم السلطاني رقم ٦٥ / ٢٠٠٨ م", True),
        ("Royal Decree 65/2008.", True),
        ("65/8/2008", False),
        ("165/2008", False),
        ("65/20081", False),
        ("المرسوم السلطاني", False),
    ],
)
def test_the_law_is_named_by_its_number(text: str, is_cited: bool) -> None:
    assert cites(text, "65/2008") is is_cited


@pytest.mark.parametrize("name", ["text_ar", "text_en", "short_ar", "short_en"])
def test_a_text_without_the_law_is_refused(
    name: str, rania: User, now: datetime
) -> None:
    with refused("channels.disclaimer_cites_the_law"):
        write(rania, now, **{name: "الحقوق محفوظة: {address}"})


def test_a_short_text_says_where_the_full_one_is(rania: User, now: datetime) -> None:
    with refused("channels.disclaimer_cites_the_law"):
        write(rania, now, short_en="Rights reserved (Royal Decree 65/2008)")


def test_nobody_approves_their_own(khalid: User, salma: User, now: datetime) -> None:
    with refused("people.holds_power"):
        write(salma, now)
    own = write(khalid, now)
    with refused("people.two_persons"):
        services.approve_disclaimer(own, by=khalid, now=now)

    own.approved_by = own.written_by
    with pytest.raises(IntegrityError):
        own.save()


def test_only_the_newest_is_approved(rania: User, khalid: User, now: datetime) -> None:
    older = write(rania, now)
    newer = write(rania, now)
    with refused("channels.newest_disclaimer_is_approved"):
        services.approve_disclaimer(older, by=khalid, now=now)
    services.approve_disclaimer(newer, by=khalid, now=now)
    with refused("channels.newest_disclaimer_is_approved"):
        services.approve_disclaimer(newer, by=khalid, now=now)

    draft = write(rania, now)
    assert disclaimers.approved() == newer  # a draft changes nothing that holds
    assert disclaimers.waiting() == draft


def test_who_owns_the_account_says_what_its_page_says(
    account: Channel, salim: User, layla: User, now: datetime
) -> None:
    with refused("channels.proposed_by_the_owner"):
        look(account, "نص", salim, now)

    reading = services.read_profile(
        account,
        text="نص",
        screenshot=ContentFile(PNG, name="a.png"),
        by=layla,
        now=now,
    )

    assert reading.screenshot


def test_each_page_carries_the_approved_text(
    account: Channel, notice: Disclaimer, layla: User, now: datetime
) -> None:
    lever = "channels.disclaimer_is_on_the_page"
    text = f"الحساب الرسمي\n{notice.shorts[0]}"
    assert verdict(lever, now)[0] == Verdict.UNKNOWN

    look(account, text, layla, now)
    assert verdict(lever, now) == (Verdict.MET, 1, 0)
    assert verdict(lever, now + 30 * DAY)[0] == Verdict.MET
    assert verdict(lever, now + 31 * DAY)[0] == Verdict.UNKNOWN

    look(account, text.replace("محفوظة", "محفوظه"), layla, now)  # one letter
    assert verdict(lever, now) == (Verdict.NOT_MET, 1, 1)
    assert verdict(lever, now + 90 * DAY)[0] == Verdict.NOT_MET

    look(account, text, layla, now)
    account.state = Channel.State.CLOSED
    account.save()
    assert verdict(lever, now + 90 * DAY) == (Verdict.MET, 0, 0)


def test_a_new_text_asks_for_every_page_anew(
    account: Channel,
    notice: Disclaimer,
    layla: User,
    rania: User,
    khalid: User,
    now: datetime,
) -> None:
    lever = "channels.disclaimer_is_on_the_page"
    look(account, notice.shorts[0], layla, now)
    other = write(rania, now, short_ar="كل الحقوق محفوظة (65/2008): {address}")
    assert verdict(lever, now)[0] == Verdict.MET

    services.approve_disclaimer(other, by=khalid, now=now)
    assert verdict(lever, now) == (Verdict.NOT_MET, 1, 1)


def test_an_english_account_carries_the_english_text(
    account: Channel, notice: Disclaimer, layla: User, now: datetime
) -> None:
    lever = "channels.disclaimer_is_on_the_page"
    account.proposals.update(languages=["en"])
    look(account, notice.shorts[1], layla, now)

    assert verdict(lever, now)[0] == Verdict.MET


def test_without_an_approved_text_nothing_is_met(
    account: Channel, rania: User, now: datetime
) -> None:
    write(rania, now)

    for lever in (
        "channels.disclaimer_is_on_the_page",
        "channels.disclaimer_cites_the_law",
    ):
        assert verdict(lever, now) == (Verdict.NOT_MET, 1, 1)


def test_the_text_that_holds_names_the_law(notice: Disclaimer, now: datetime) -> None:
    lever = "channels.disclaimer_cites_the_law"
    assert verdict(lever, now) == (Verdict.MET, 1, 0)

    for name in ("text_ar", "text_en", "short_ar", "short_en"):
        kept = getattr(notice, name)
        Disclaimer.objects.update(**{name: kept.replace("65/2008", "65/8/2008")})
        assert verdict(lever, now) == (Verdict.NOT_MET, 1, 1)
        Disclaimer.objects.update(**{name: kept})


def test_who_owes_it_finds_it(
    account: Channel,
    notice: Disclaimer,
    layla: User,
    salim: User,
    now: datetime,
) -> None:
    lever = "channels.disclaimer_is_on_the_page"
    (looking,) = owed(lever, now, user=layla)
    assert str(account) in looking
    assert owed(lever, now, user=salim) == []

    look(account, "لا شيء", layla, now)
    (putting,) = owed(lever, now, user=layla)
    assert putting != looking

    look(account, notice.shorts[0], layla, now)
    assert owed(lever, now, user=layla) == []
    assert len(owed(lever, now + 31 * DAY, user=layla)) == 1


def test_a_draft_is_approved_by_another(
    rania: User, khalid: User, now: datetime
) -> None:
    lever = "channels.disclaimer_is_approved"
    assert len(owed(lever, now, "approve", user=khalid)) == 1  # none is written yet
    own = write(khalid, now)
    assert owed(lever, now, "approve", user=khalid) == []
    assert len(owed(lever, now, "approve", user=rania)) == 1
    assert owed(lever, now, user=rania) == []

    services.approve_disclaimer(write(rania, now), by=khalid, now=now)
    assert owed(lever, now, "approve", user=khalid) == []
    assert own.approved_at is None


def test_it_is_written_approved_and_looked_at_on_its_pages(
    account: Channel,
    as_rania: Client,
    as_khalid: Client,
    layla: User,
    now: datetime,
) -> None:
    form = as_rania.get("/accounts/copyright/write/").context["form"]
    page = as_rania.post("/accounts/copyright/write/", form.initial)
    assert page.status_code == 302
    waiting = disclaimers.waiting()
    assert waiting
    as_khalid.post(f"/accounts/copyright/{waiting.pk}/approve/")
    notice = disclaimers.approved()
    assert notice

    as_layla = signed_in(layla)
    address = f"/accounts/{account.pk}/page/"
    shot = ContentFile(PNG, name="../a\u202egnp.png")
    sent = {"text": notice.shorts[0].replace("65", "56"), "screenshot": shot}
    assert as_layla.post(address, sent).status_code == 302
    shown = as_layla.get(address).content.decode()
    assert "56" in shown
    assert "<mark" in shown
    reading = ProfileReading.objects.get()
    picture = as_layla.get(f"{address}{reading.pk}/")
    assert b"".join(picture.streaming_content) == PNG  # type: ignore[attr-defined]
    foreign = f"/accounts/{account.pk + 1}/page/{reading.pk}/"
    assert as_layla.get(foreign).status_code == 404
    assert str(account) in as_rania.get("/accounts/copyright/").content.decode()
    assert as_layla.post("/accounts/copyright/write/", form.initial).status_code == 403


def test_a_short_text_fits_on_each_page(
    account: Channel, as_rania: Client, now: datetime
) -> None:
    initial = as_rania.get("/accounts/copyright/write/").context["form"].initial
    long = initial["short_ar"] + " كلام" * 30

    page = as_rania.post("/accounts/copyright/write/", {**initial, "short_ar": long})

    assert page.status_code == 422
    assert str(account) in page.context["form"].errors["short_ar"][0]


def test_the_control_speaks_of_what_differs(
    account: Channel, notice: Disclaimer, layla: User, now: datetime
) -> None:
    lever = "channels.disclaimer_is_on_the_page"
    look(account, notice.shorts[0].replace("2008", "2080"), layla, now)

    (found,) = controls()[lever].read(now).findings

    assert "20" in found.detail
    assert found.url == f"/accounts/{account.pk}/"
