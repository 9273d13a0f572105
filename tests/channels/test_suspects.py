from datetime import datetime, timedelta

import pytest
from django.core.files.base import ContentFile
from django.db import IntegrityError
from django.test import Client

from rasmi.audit.models import Entry
from rasmi.channels import services
from rasmi.channels.models import Channel, Suspect
from rasmi.channels.selectors import suspects
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
