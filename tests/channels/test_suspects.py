from datetime import datetime, timedelta

import pytest
from django.core.files.base import ContentFile
from django.db import IntegrityError
from django.test import Client

from rasmi.audit.models import Entry
from rasmi.channels import services
from rasmi.channels.models import Channel, Suspect
from rasmi.channels.selectors import suspects
from rasmi.core.language import isolated
from rasmi.people.models import User
from rasmi.platforms.addresses import read
from rasmi.rules import Verdict
from tests.factories import owed, refused, verdict

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
FAKE = "https://x.com/demo_rninistry"
State = Suspect.State


@pytest.fixture
def account(proposed: Channel) -> Channel:
    proposed.state = Channel.State.ACTIVE
    proposed.save()
    return proposed


@pytest.fixture
def reported(account: Channel, now: datetime) -> Suspect:
    return services.report_suspect(asked=FAKE, by=None, now=now)


@pytest.fixture
def found(reported: Suspect, rania: User, now: datetime) -> Suspect:
    examine(reported, State.FOUND, rania, now)
    return reported


@pytest.fixture
def confirmed(found: Suspect, basim: User, now: datetime) -> Suspect:
    services.confirm_suspect(found, agrees=True, by=basim, now=now)
    found.refresh_from_db()
    return found


def examine(suspect: Suspect, state: State, by: User, now: datetime) -> None:
    services.examine_suspect(suspect, state=state, finding="رأينا", by=by, now=now)
    suspect.refresh_from_db()


def test_what_it_may_be_taken_for_is_found(reported: Suspect, account: Channel) -> None:
    assert reported.like == account
    likeness = suspects.likeness_of(reported)
    assert likeness
    assert "".join(part.text for part in likeness.theirs if part.differs)


def test_the_same_account_is_one_case(reported: Suspect, now: datetime) -> None:
    for asked in (FAKE, "x.com/Demo_rninistry/status/1"):
        again = services.report_suspect(asked=asked, by=None, now=now)
        assert again == reported

    reported.refresh_from_db()
    assert reported.reports == 3


@pytest.mark.parametrize("asked", ["https://x.com/demo_ministry", "", "@"])
def test_ours_and_nothing_are_no_case(
    asked: str, account: Channel, now: datetime
) -> None:
    with refused("channels.suspect_is_named"):
        services.report_suspect(asked=asked, by=None, now=now)


def test_a_flood_of_reports_ends(
    reported: Suspect, salma: User, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(services.suspects, "MOST_OPEN", 1)

    with refused("channels.suspect_is_named"):
        services.report_suspect(asked="@other", by=None, now=now)
    services.report_suspect(asked="@other", by=salma, now=now)  # staff may


def test_nothing_is_kept_of_who_reported(reported: Suspect) -> None:
    entry = Entry.objects.filter(action="channels.suspect.report").get()

    assert reported.reported_by is None
    assert entry.actor_id is None


def test_two_persons_say_that_it_pretends(
    reported: Suspect, rania: User, basim: User, salma: User, now: datetime
) -> None:
    with refused("people.holds_power"):
        examine(reported, State.FOUND, salma, now)
    examine(reported, State.FOUND, rania, now)
    assert suspects.fake(read(FAKE)) is None  # one person is not enough
    with refused("people.two_persons"):
        services.confirm_suspect(reported, agrees=True, by=rania, now=now)

    services.confirm_suspect(reported, agrees=True, by=basim, now=now)

    assert suspects.fake(read(FAKE)) == reported
    assert suspects.fake(read("@DEMO_rninistry")) == reported
    assert suspects.fake(read("https://www.instagram.com/demo_rninistry/")) is None
    reported.refresh_from_db()
    reported.confirmed_by = reported.examined_by
    with pytest.raises(IntegrityError):
        reported.save()


def test_the_second_person_sends_it_back(
    found: Suspect, basim: User, now: datetime
) -> None:
    services.confirm_suspect(found, agrees=False, by=basim, now=now)

    found.refresh_from_db()
    assert found.state == State.REPORTED
    assert suspects.fake(read(FAKE)) is None


def test_each_step_comes_in_its_turn(
    reported: Suspect, rania: User, basim: User, now: datetime
) -> None:
    with refused("channels.suspect_is_dealt_with_in_turn"):
        services.confirm_suspect(reported, agrees=True, by=basim, now=now)
    with refused("channels.suspect_is_dealt_with_in_turn"):
        services.ask_takedown(reported, reference="", by=rania, now=now)
    examine(reported, State.HARMLESS, rania, now)
    with refused("channels.suspect_is_dealt_with_in_turn"):
        examine(reported, State.FOUND, rania, now)


def test_each_step_has_its_days(
    reported: Suspect, rania: User, basim: User, now: datetime
) -> None:
    lever = "channels.suspects_are_dealt_with"
    in_time, late = now + 3 * DAY - timedelta(minutes=1), now + 3 * DAY

    def stands(at: datetime) -> tuple[Verdict, int, int]:
        return verdict(lever, at)

    assert stands(in_time) == (Verdict.MET, 1, 0)
    assert stands(late) == (Verdict.NOT_MET, 1, 1)

    examine(reported, State.FOUND, rania, late)
    assert stands(late)[0] == Verdict.MET
    assert stands(late + 3 * DAY)[0] == Verdict.NOT_MET

    services.confirm_suspect(reported, agrees=True, by=basim, now=late)
    assert stands(late + 3 * DAY)[0] == Verdict.NOT_MET

    services.ask_takedown(reported, reference="R-1", by=rania, now=late)
    assert stands(late + 29 * DAY)[0] == Verdict.MET
    assert stands(late + 30 * DAY)[0] == Verdict.NOT_MET

    services.end_suspect(reported, by=rania, now=late)
    assert stands(late + 90 * DAY) == (Verdict.MET, 1, 0)


def test_who_keeps_the_register_finds_it(
    reported: Suspect, rania: User, basim: User, now: datetime
) -> None:
    lever = "channels.suspects_are_dealt_with"
    assert len(owed(lever, now, "register", user=rania)) == 1
    assert owed(lever, now, user=rania) == []

    examine(reported, State.FOUND, rania, now)
    assert owed(lever, now, "register", user=rania) == []  # another one looks
    assert len(owed(lever, now, "register", user=basim)) == 1


def test_a_case_goes_its_way_on_its_pages(
    account: Channel, as_salma: Client, as_rania: Client, as_basim: Client
) -> None:
    shot = ContentFile(b"\x89PNG\r\n\x1a\n" + b"0" * 40, name="a.png")
    sent = {"asked": FAKE, "note": "يطلب رسوماً", "screenshot": shot}
    as_salma.post("/accounts/suspects/report/", sent)
    case = f"/accounts/suspects/{Suspect.objects.get().pk}/"
    assert as_salma.post(f"{case}examine/", {}).status_code == 403

    as_rania.post(f"{case}examine/", {"state": "found", "finding": "ينتحل"})
    assert as_rania.post(f"{case}confirm/", {"agrees": "yes"}).status_code == 403
    as_basim.post(f"{case}confirm/", {"agrees": "yes"})
    page = as_basim.get(case).content.decode()
    assert "pretends to be an official account of ours" in page
    assert FAKE in page
    as_rania.post(f"{case}asked/", {"reference": "R-77"})
    as_rania.post(f"{case}gone/")

    assert "R-77" in as_salma.get(case).content.decode()
    assert Suspect.objects.get().state == State.GONE
    picture = as_salma.get(f"{case}picture/")
    assert b"".join(picture.streaming_content)  # type: ignore[attr-defined]
    assert FAKE in as_salma.get("/accounts/suspects/?state=gone").content.decode()
    assert (
        FAKE not in as_salma.get("/accounts/suspects/?state=harmless").content.decode()
    )


LEVER = "channels.suspects_are_dealt_with"


@pytest.mark.parametrize("said", [State.HARMLESS, State.OURS])
def test_what_was_settled_is_looked_at_again_when_reported_again(
    reported: Suspect, said: State, rania: User, now: datetime
) -> None:
    examine(reported, said, rania, now)
    later = now + 60 * DAY

    services.report_suspect(asked=FAKE, note="يطلب رسوماً", by=None, now=later)

    assert Suspect.objects.get().state == State.REPORTED
    assert len(owed(LEVER, later, "register", user=rania)) == 1
    assert verdict(LEVER, later + 2 * DAY)[0] == Verdict.MET
    assert verdict(LEVER, later + 3 * DAY)[0] == Verdict.NOT_MET


def test_what_is_told_later_is_kept(
    reported: Suspect,
    salma: User,
    now: datetime,
    as_salma: Client,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    shot = ContentFile(b"\x89PNG\r\n\x1a\n" + b"0" * 40, name="a.png")
    services.report_suspect(
        asked=FAKE, note="يجمع كلمات السر", screenshot=shot, by=salma, now=now
    )
    told = reported.sightings.get()
    case = f"/accounts/suspects/{reported.pk}/"
    assert "يجمع كلمات السر" in as_salma.get(case).content.decode()
    picture = as_salma.get(f"{case}pictures/{told.pk}/")
    assert b"".join(picture.streaming_content)  # type: ignore[attr-defined]
    assert as_salma.get(f"{case}pictures/{told.pk + 1}/").status_code == 404

    monkeypatch.setattr(services.suspects, "MOST_SIGHTINGS", 1)
    for _turn in range(2):
        services.report_suspect(asked=FAKE, note="مكرر", by=None, now=now)
    assert reported.sightings.count() == 2  # staff are always heard
    reported.refresh_from_db()
    assert reported.reports == 4


def test_what_is_sent_back_has_its_days_anew(
    found: Suspect, basim: User, now: datetime
) -> None:
    at = now + 3 * DAY - timedelta(hours=1)
    services.confirm_suspect(found, agrees=False, by=basim, now=at)

    assert verdict(LEVER, at + 3 * DAY - timedelta(minutes=1))[0] == Verdict.MET
    assert verdict(LEVER, at + 3 * DAY)[0] == Verdict.NOT_MET


def test_what_is_ours_is_followed_until_it_is_in_the_register(
    reported: Suspect, account: Channel, rania: User, now: datetime
) -> None:
    examine(reported, State.OURS, rania, now)
    (title,) = owed(LEVER, now, "register", user=rania)
    assert title == f"إدراج الحساب في السجل: {isolated(FAKE)}"
    assert verdict(LEVER, now + 3 * DAY)[0] == Verdict.NOT_MET

    account.handle = "Demo_Rninistry"
    account.save()

    assert owed(LEVER, now, "register", user=rania) == []
    assert verdict(LEVER, now + 90 * DAY)[0] == Verdict.MET


def test_what_was_wrongly_taken_for_ours_is_looked_at_again(
    reported: Suspect, rania: User, now: datetime
) -> None:
    examine(reported, State.OURS, rania, now)
    examine(reported, State.FOUND, rania, now)

    assert reported.state == State.FOUND


def test_the_public_is_warned_of_a_site_and_of_no_other(
    account: Channel, rania: User, basim: User, now: datetime
) -> None:
    asked = "https://docs.forms.example/demo/apply?a=1"
    case = services.report_suspect(asked=asked, by=None, now=now)
    again = services.report_suspect(asked=asked + "2", by=None, now=now)
    assert again == case
    examine(case, State.FOUND, rania, now)
    services.confirm_suspect(case, agrees=True, by=basim, now=now)

    for same in (asked, "docs.forms.example/demo/apply/2", asked.split("?")[0]):
        assert suspects.fake(read(same)) == case
    assert suspects.fake(read("https://docs.forms.example/other")) is None

    services.withdraw_suspect(case, reason="كله", by=rania, now=now)
    case = services.report_suspect(asked=asked, by=None, now=now)
    services.examine_suspect(
        case, state="found", finding="كله", is_whole_site=True, by=rania, now=now
    )
    services.confirm_suspect(case, agrees=True, by=basim, now=now)
    assert suspects.fake(read("https://www.docs.forms.example/other")) == case


def test_a_name_alone_accuses_nobody(
    account: Channel, rania: User, basim: User, now: datetime
) -> None:
    case = services.report_suspect(asked="@demo_minstry", by=None, now=now)
    with refused("channels.suspect_is_named"):
        examine(case, State.FOUND, rania, now)
    services.examine_suspect(
        case, state="found", finding="ينتحل", platform="x", by=rania, now=now
    )
    services.confirm_suspect(case, agrees=True, by=basim, now=now)

    assert suspects.fake(read("https://x.com/demo_minstry")) == case
    for innocent in ("www.tiktok.com/@demo_minstry", "site.example/@demo_minstry"):
        assert suspects.fake(read(f"https://{innocent}")) is None


def test_a_wrong_accusation_is_taken_back(
    confirmed: Suspect, salma: User, rania: User, now: datetime, client: Client
) -> None:
    with refused("people.holds_power"):
        services.withdraw_suspect(confirmed, reason="خطأ", by=salma, now=now)
    services.withdraw_suspect(confirmed, reason="خطأ", by=rania, now=now)

    assert suspects.fake(read(FAKE)) is None
    assert verdict(LEVER, now + 90 * DAY)[0] == Verdict.MET
    assert Entry.objects.filter(action="channels.suspect.withdraw").exists()
    assert services.report_suspect(asked=FAKE, by=None, now=now) != confirmed


def test_nobody_is_warned_of_a_name_that_is_free_again(
    confirmed: Suspect, rania: User, now: datetime
) -> None:
    services.end_suspect(confirmed, by=rania, now=now)

    assert suspects.fake(read(FAKE)) is None


def test_the_platform_is_asked_once(
    confirmed: Suspect, rania: User, now: datetime
) -> None:
    services.ask_takedown(confirmed, reference="A-1", by=rania, now=now)
    with refused("channels.suspect_is_dealt_with_in_turn"):
        services.ask_takedown(confirmed, reference="", by=rania, now=now + 29 * DAY)

    confirmed.refresh_from_db()
    assert (confirmed.asked_reference, confirmed.asked_at) == ("A-1", now)


def test_a_flood_hides_nothing_that_is_like_ours(
    reported: Suspect, rania: User, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    junk = services.report_suspect(asked="@aaaa_nothing", by=None, now=now)
    Suspect.objects.filter(pk=junk.pk).update(reports=9)
    monkeypatch.setattr(services.suspects, "MOST_OPEN", 1)

    like = services.report_suspect(
        asked="https://x.com/dem0_ministry", by=None, now=now
    )

    assert like.like
    assert list(suspects.owed(rania.pk)) == [reported, like, junk]


def test_the_list_follows_on_by_key(as_rania: Client, now: datetime) -> None:
    found = [
        Suspect.objects.create(
            platform="x",
            handle=f"look{n}",
            asked=f"look{n}",
            reported_at=now,
            step_began_at=now,
        )
        for n in range(33)
    ]
    page = as_rania.get("/accounts/suspects/").content.decode()
    assert f"?before={found[3].pk}" in page
    assert f"/accounts/suspects/{found[2].pk}/" not in page

    rest = as_rania.get("/accounts/suspects/", {"before": found[3].pk})

    shown = rest.content.decode()
    assert [x for x in found if f"/accounts/suspects/{x.pk}/" in shown] == found[:3]
