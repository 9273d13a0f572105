"""Two at once on PostgreSQL: a log is opened while another process seals."""

import threading
from datetime import datetime, timedelta

import pytest
from django.db import connections, transaction

from rasmi.audit import services as audit
from rasmi.audit.models import Leaf, Log
from rasmi.people.services.units import OPENED

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]

LATER = timedelta(minutes=2)
WHILE = 0.5  # seconds


def test_a_log_that_is_opened_meanwhile_is_waited_for(now: datetime) -> None:
    audit.seal(now=now)
    is_held = threading.Event()

    def restore() -> None:
        with transaction.atomic():
            audit.open_another(Log.Why.ELSEWHERE, now=now + LATER)
            is_held.set()
            threading.Event().wait(WHILE)
        connections.close_all()

    other = threading.Thread(target=restore)
    other.start()
    is_held.wait()
    audit.seal(now=now + LATER)
    other.join()

    assert [each.why for each in Log.objects.all()] == ["first", "elsewhere"]
    assert audit.verify(now=now + LATER).findings == []


def test_two_workers_give_each_entry_one_place(now: datetime) -> None:
    audit.seal(now=now)
    count = 60
    start = threading.Barrier(3)

    def write() -> None:
        start.wait()
        for number in range(count):
            audit.record(OPENED, actor=None, now=now, unit=number)
        connections.close_all()

    def seal() -> None:
        start.wait()
        for place in range(10):
            audit.seal(now=now + timedelta(seconds=place))
        connections.close_all()

    threads = [threading.Thread(target=each) for each in (write, seal, seal)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    audit.seal(now=now + LATER)

    assert Leaf.objects.count() == count + 1  # and the opening
    assert Log.objects.count() == 1
    assert audit.verify(now=now + LATER).findings == []
