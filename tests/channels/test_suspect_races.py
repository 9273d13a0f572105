import threading
from datetime import datetime

import pytest
from django.db import connections

from rasmi.channels import services
from rasmi.channels.models import Suspect
from rasmi.channels.services import suspects
from rasmi.people.models import Unit

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]


def test_two_who_report_one_account_at_once_make_one_case(
    body: Unit, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    both_are_here = threading.Barrier(2)
    look = suspects._one_after_the_other

    def at_once() -> None:
        both_are_here.wait()
        look()

    def report() -> None:
        services.report_suspect(asked="https://x.com/our_ministry", by=None, now=now)
        connections.close_all()

    monkeypatch.setattr(suspects, "_one_after_the_other", at_once)
    reports = [threading.Thread(target=report) for _n in range(2)]
    for each in reports:
        each.start()
    for each in reports:
        each.join()

    assert Suspect.objects.get().reports == 2
