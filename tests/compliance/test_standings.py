from datetime import datetime, timedelta

import pytest

from rasmi.channels.models import Channel
from rasmi.compliance import selectors, services
from rasmi.people.models import User
from rasmi.policy import services as policy
from rasmi.policy.models import Acknowledgement, PolicyVersion
from rasmi.rules import Verdict, controls
from tests.compliance.conftest import LEVER, Rule


def standing(lever: str, now: datetime) -> selectors.Standing:
    services.run(now=now, levers=[lever])
    found = selectors.standing(lever, now)
    assert found
    return found


def test_what_everybody_did_is_met(
    issue: PolicyVersion, salma: User, now: datetime
) -> None:
    policy.acknowledge(Acknowledgement.Statement.POLICY, by=salma, now=now)

    found = standing("policy.read_by_all", now)

    assert found.verdict == Verdict.MET
    assert found.row
    assert (found.row.found, found.row.population) == (0, 1)


def test_what_one_did_not_do_is_not_met(
    issue: PolicyVersion, salma: User, salim: User, now: datetime
) -> None:
    policy.acknowledge(Acknowledgement.Statement.POLICY, by=salma, now=now)

    found = standing("policy.read_by_all", now)

    assert found.verdict == Verdict.NOT_MET
    assert found.row
    assert (found.row.found, found.row.population) == (1, 2)
    assert found.row.findings.get().subject_en == "Salim"


def test_what_nobody_has_looked_at_cannot_be_checked(
    account: Channel, now: datetime
) -> None:
    Channel.objects.update(platform="x")  # it offers a badge

    found = standing("channels.verified", now)

    assert found.verdict == Verdict.UNKNOWN
    assert found.row
    assert (found.row.found, found.row.unknown, found.row.population) == (0, 1, 1)


def test_what_rests_on_an_open_number_is_not_set(
    issue: PolicyVersion, now: datetime
) -> None:
    assert standing("policy.reviewed_in_time", now).verdict == Verdict.NOT_SET


@pytest.mark.parametrize(
    ("minutes", "verdict"), [(0, Verdict.MET), (59, Verdict.MET), (60, Verdict.UNKNOWN)]
)
def test_a_reading_of_an_hour_ago_says_nothing_any_more(
    rule: Rule, now: datetime, minutes: int, verdict: Verdict
) -> None:
    services.run(now=now)

    (found,) = selectors.standings(now + timedelta(minutes=minutes))

    assert found.verdict == verdict
    assert found.is_counted == (verdict == Verdict.MET)


def test_what_has_never_run_cannot_be_checked(rule: Rule, now: datetime) -> None:
    (found,) = selectors.standings(now)

    assert (found.verdict, found.row) == (Verdict.UNKNOWN, None)


def test_what_asks_for_somebody_stands_first(
    issue: PolicyVersion, now: datetime
) -> None:
    services.run(now=now)

    found = selectors.standings(now)

    places = [selectors.ORDER.index(each.verdict) for each in found]
    assert places == sorted(places)
    assert len(found) == len(controls())
    assert sum(selectors.totals(found).values()) == len(found)


def test_a_control_that_the_code_has_not_is_none(rule: Rule, now: datetime) -> None:
    assert selectors.standing("rules_of_a_test.gone", now) is None
    assert selectors.standing(LEVER, now)
