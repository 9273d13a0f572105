import json
import zipfile
from collections.abc import Iterator
from datetime import datetime, timedelta
from io import BytesIO

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from rasmi.audit import services as audit
from rasmi.channels.models import Channel
from rasmi.people.models import Unit, User
from rasmi.policy.models import Decision
from rasmi.records import kinds, selectors, services
from rasmi.records.models import Hold, Part, Record
from rasmi.rules import Verdict
from tests.conftest import Decided, signed_in
from tests.factories import owed, refused, verdict

pytestmark = pytest.mark.django_db
YEAR = timedelta(days=365)
LETTER = {"asked_by": "الادعاء العام", "reference": "ع/14", "reason": "القضية 9"}


def opened(key: str, now: datetime) -> Record:
    return Record.objects.create(
        subject_type="tests.thing", subject_id=key, opened_at=now
    )


def place(over: Record | Channel, by: User, now: datetime) -> Hold:
    return services.place_hold(over, by=by, now=now, **LETTER)


def held(record: Record, at: datetime) -> list[Hold]:
    return selectors.holds_over([record], at).get(record.pk, [])


@pytest.fixture
def record(now: datetime) -> Record:
    return opened("7", now)


@pytest.fixture
def channel(body: Unit, now: datetime) -> Channel:
    return Channel.objects.create(
        platform="x",
        handle="ministry",
        name_ar="الوزارة على إكس",
        name_en="The ministry on X",
        owner=body,
        state=Channel.State.IN_USE,
        since_at=now,
    )


@pytest.fixture
def as_hilal(hilal: User) -> Client:
    return signed_in(hilal)


@pytest.fixture
def _of_account(channel: Channel) -> Iterator[None]:
    """The things of this test stood on one account, but thing 8."""
    kinds.register(
        "tests.thing", lambda keys: {key: {channel.pk} for key in keys if key != "8"}
    )
    yield
    kinds.forget("tests.thing")


def test_a_hold_ends_by_a_second_person_and_never_by_time(
    record: Record, rania: User, hilal: User, salma: User, now: datetime
) -> None:
    with refused("people.holds_power"):
        place(record, salma, now)
    hold = place(record, rania, now)
    assert held(record, now + 20 * YEAR) == [hold]
    with refused("people.two_persons"):
        services.lift_hold(hold, reason="انتهت", by=rania, now=now)
    with refused("people.holds_power"):
        services.lift_hold(hold, reason="انتهت", by=salma, now=now)

    services.lift_hold(hold, reason="صدر الحكم", by=hilal, now=now + YEAR)

    assert held(record, now + YEAR) == []
    assert held(record, now + YEAR - timedelta(1)) == [hold]  # as it was then
    with refused("records.hold_is_in_force"):
        services.look_at_hold(hold, by=rania, now=now + YEAR)


def test_the_database_keeps_two_persons_and_one_thing(
    record: Record, channel: Channel, rania: User, now: datetime
) -> None:
    hold = place(record, rania, now)

    for wrong in ({"lifted_by": rania}, {"record": None}, {"channel": channel}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Hold.objects.filter(pk=hold.pk).update(**wrong)


@pytest.mark.usefixtures("_of_account")
def test_a_hold_on_an_account_reaches_what_was_kept_of_it(
    record: Record, channel: Channel, rania: User, now: datetime
) -> None:
    other = opened("8", now)
    own = place(other, rania, now)

    of_account = place(channel, rania, now)

    assert held(record, now) == [of_account]
    assert held(other, now) == [own]
    later = opened("9", now)  # what comes afterwards too
    assert held(later, now) == [of_account]


def test_the_bundle_says_that_it_is_held(
    decided: Decided, rania: User, basim: User, hilal: User, now: datetime
) -> None:
    heard = Record.objects.create(
        subject_type="intake.remoteobject", subject_id="70", opened_at=now
    )
    services.keep(heard, Part.Stage.HEARD, now=now, content={"text": "نص"})
    ruling = services.enter_ruling(
        "heard",
        decision=decided(Decision.Kind.PARAMETERS),
        is_public_record=False,
        access="on_request",
        keep_years=1,
        schedule_name="",
        basis="قرار",
        by=rania,
        now=now,
    )
    services.confirm_ruling(ruling, by=basim, now=now)
    while audit.seal(now=now):
        continue
    place(heard, rania, now)
    asked = services.ask_release(
        heard, recipient="المحكمة", reason="كتاب 2", by=rania, now=now
    )
    services.agree_release(asked, by=hilal, now=now)
    asked.refresh_from_db()

    content = services.release(asked, by=rania, now=now)

    with zipfile.ZipFile(BytesIO(content)) as bag:
        folder = f"record-{heard.pk}"
        assert b"Legal-Hold: yes" in bag.read(f"{folder}/bag-info.txt")
        told = json.loads(bag.read(f"{folder}/data/record.json"))
    assert len(told["holds"]) == 1
    assert "القضية" not in json.dumps(told["holds"], ensure_ascii=False)


def test_a_hold_is_not_forgotten(
    record: Record, rania: User, hilal: User, now: datetime
) -> None:
    lever = "records.holds_are_looked_at"
    hold, other = place(record, rania, now), place(record, rania, now)
    late = now + YEAR + timedelta(hours=1)
    assert verdict(lever, now + YEAR) == (Verdict.MET, 2, 0)
    assert verdict(lever, late) == (Verdict.NOT_MET, 2, 2)
    assert len(owed(lever, late, "policy")) == 2
    assert owed(lever, late, "head") == []

    services.look_at_hold(hold, by=rania, now=late)
    assert verdict(lever, late) == (Verdict.NOT_MET, 2, 1)
    services.lift_hold(other, reason="حُفظت", by=hilal, now=late)

    assert verdict(lever, late) == (Verdict.MET, 1, 0)


def test_a_hold_is_placed_and_lifted_on_its_pages(
    record: Record,
    channel: Channel,
    as_rania: Client,
    as_hilal: Client,
    as_salma: Client,
) -> None:
    page = f"/records/{record.pk}/"
    assert as_rania.post(f"{page}hold/", LETTER)["Location"] == page
    on_all = {**LETTER, "channel": channel.pk, "reference": "ع/15"}
    assert as_rania.post("/records/holds/account/", on_all).status_code == 302
    first, second = Hold.objects.order_by("pk")
    assert "ع/14" in as_rania.get(page).content.decode()
    listed = as_hilal.get("/records/holds/").content.decode()
    assert "ع/14" in listed
    assert str(channel) in listed
    assert as_salma.get(f"/records/holds/{first.pk}/").status_code == 404
    assert as_rania.post(f"/records/holds/{first.pk}/on/").status_code == 302
    why = {"reason": "صدر الحكم"}
    assert as_rania.post(f"/records/holds/{first.pk}/lift/", why).status_code == 403

    assert as_hilal.post(f"/records/holds/{first.pk}/lift/", why).status_code == 302

    sheet = load_workbook(BytesIO(as_rania.get("/records/holds/sheet/").content)).active
    assert sheet is not None
    rows = list(sheet.iter_rows(min_row=2, values_only=True))
    assert [row[2] for row in rows] == ["ع/15", "ع/14"]
    assert [bool(row[6]) for row in rows] == [False, True]
    assert not second.lifted_at


@pytest.mark.usefixtures("_of_account")
def test_the_pages_of_the_list_follow_on_and_cost_the_same(
    channel: Channel, rania: User, as_rania: Client, now: datetime
) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as asked:
            as_rania.get("/records/")
        return len(asked)

    records = [opened(str(n), now) for n in range(10, 13)]
    place(channel, rania, now)
    as_rania.get("/records/")
    few = count()
    records += [opened(str(n), now) for n in range(13, 45)]

    assert count() == few
    first = as_rania.get("/records/").content.decode()
    assert f"?before={records[5].pk}" in first
    assert f"/records/{records[4].pk}/" not in first
    rest = as_rania.get("/records/", {"before": records[5].pk}).content.decode()
    shown = [each for each in records if f"/records/{each.pk}/" in rest]
    assert shown == records[:5]
