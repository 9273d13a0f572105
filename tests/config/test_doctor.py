from datetime import datetime

import pytest

from rasmi.config import doctors
from rasmi.core import sweeps
from rasmi.people.models import Unit

pytestmark = pytest.mark.django_db


def found(now: datetime) -> dict[str, bool]:
    return {finding.part: finding.is_well for finding in doctors.look(now)}


def test_a_stopped_worker_is_found(body: Unit, now: datetime) -> None:
    assert found(now)["worker"] is False


def test_a_running_worker_is_well(body: Unit, now: datetime) -> None:
    for each in sweeps.registered():
        sweeps.run_once(each, now)

    assert found(now)["worker"] is True


def test_a_missing_mail_server_is_found(body: Unit, now: datetime) -> None:
    assert found(now)["mail"] is False


def test_an_installation_that_is_not_set_up_is_found(now: datetime) -> None:
    assert found(now)["setup"] is False


def test_the_database_is_well_when_it_is_migrated(now: datetime) -> None:
    assert found(now)["database"] is True
