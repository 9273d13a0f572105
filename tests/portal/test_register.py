import csv
import json
from collections.abc import Callable
from datetime import datetime, timedelta
from io import StringIO
from xml.etree import ElementTree as Tree

import pytest
from django.test import Client

from rasmi.channels.models import Channel, Verification
from rasmi.people.models import User
from rasmi.portal import register
from rasmi.portal.register import FIELDS
from tests.portal.conftest import Ask, Make

pytestmark = [pytest.mark.django_db, pytest.mark.urls("rasmi.config.urls_public")]
ATOM = {"a": "http://www.w3.org/2005/Atom"}


def test_the_register_is_open_data(
    make: Make,
    close: Callable[[Channel], None],
    ask: Ask,
    client: Client,
    salma: User,
    now: datetime,
) -> None:
    ours, gone = make(), make("youtube", "old")
    make("instagram", "wanted", state=Channel.State.PROPOSED)
    Verification.objects.create(
        channel=ours, is_verified=True, seen_by=salma, seen_at=now
    )
    close(gone)

    found = json.loads(ask("/accounts/data.json"))["accounts"]

    assert [(each["id"], each["state"]) for each in found] == [
        (ours.pk, "active"),
        (gone.pk, "closed"),
    ]
    assert set(found[0]) == set(FIELDS)
    assert found[0]["verified"] is True
    assert found[0]["page"].endswith(f"/accounts/{ours.pk}/")
    assert "سبب داخلي" not in json.dumps(found, ensure_ascii=False)  # why it is wanted
    answer = client.get("/accounts/data.json", headers={"host": "localhost:8001"})
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert "max-age=300" in answer["Cache-Control"]


def test_the_table_says_the_same_and_runs_nothing(make: Make, ask: Ask) -> None:
    Channel.objects.filter(pk=make().pk).update(name_en="=HYPERLINK(1)")

    text = ask("/accounts/data.csv").removeprefix("\ufeff")
    (row,) = csv.DictReader(StringIO(text))

    assert list(row) == list(FIELDS)
    assert row["name_en"] == "'=HYPERLINK(1)"
    assert row["languages"] == "ar"


def test_the_feed_tells_what_changed(
    make: Make, close: Callable[[Channel], None], ask: Ask, salma: User, now: datetime
) -> None:
    ours, gone = make(), make("youtube", "old")
    make("linkedin", "demo", state=Channel.State.IN_USE)
    Verification.objects.create(
        channel=ours, is_verified=True, seen_by=salma, seen_at=now
    )
    close(gone)

    root = Tree.fromstring(ask("/accounts/feed/"))  # noqa: S314 — our own

    entries = root.findall("a:entry", ATOM)
    keys = {each.findtext("a:id", "", ATOM).rpartition("#")[2] for each in entries}
    assert {each.partition("-")[0] for each in keys} == {
        "verified",
        "entered",
        "closed",
    }
    assert all(each.findtext("a:updated", "", ATOM) for each in entries)


def test_nothing_is_written_to_it(client: Client, make: Make) -> None:
    make()
    host = {"host": "localhost:8001"}

    for path in ("data.json", "data.csv", "feed/", "data/"):
        assert client.post(f"/accounts/{path}", headers=host).status_code == 405


def test_each_field_is_explained(ask: Ask) -> None:
    page = ask("/accounts/data/")

    for name in FIELDS:
        assert f"<code>{name}</code>" in page


def test_the_feed_tells_once_of_a_badge_and_of_its_loss(
    make: Make, salma: User, now: datetime
) -> None:
    ours = make()
    looks = [
        Verification.objects.create(
            channel=ours,
            is_verified=is_there,
            seen_by=salma,
            seen_at=now + n * timedelta(days=30),
        )
        for n, is_there in enumerate([False, True, True, False, False])
    ]

    def told() -> list[tuple[str, datetime]]:
        found = register.changes()
        return [(each.key, each.at) for each in found if "verified" in each.key]

    assert told() == [(f"unverified-{looks[3].pk}", looks[3].seen_at)]
    Verification.objects.filter(is_verified=False, pk__gt=looks[2].pk).delete()
    assert told() == [(f"verified-{looks[1].pk}", looks[1].seen_at)]
    Verification.objects.filter(is_verified=True).delete()
    assert told() == []
