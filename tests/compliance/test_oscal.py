"""The policy and how it stands, as OSCAL: NIST's schemas and a second reader agree."""

import json
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from rasmi.compliance import services
from rasmi.compliance.oscal import checking
from rasmi.policy import pack
from rasmi.rules import Finding, Result
from tests.compliance.conftest import LEVER, Rule

HOUR = timedelta(hours=1)
TRESTLE = Path(sys.executable).with_name("trestle")


@pytest.fixture
def of_a_clause(rule: Rule, monkeypatch: pytest.MonkeyPatch) -> str:
    """The rule of the test carries out a clause."""
    clause = pack.current().clauses["A7.1"]
    monkeypatch.setitem(pack.current().of_lever, LEVER, [clause])
    return clause.id


def exported(now: datetime) -> dict[str, Any]:
    services.run(now=now)
    document = services.run_in_oscal("assessment-results", now=now)
    assert document is not None
    found: dict[str, Any] = document["assessment-results"]["results"][0]
    return found


def test_the_catalog_has_each_clause_once_in_both_languages(now: datetime) -> None:
    catalog = services.policy_in_oscal("catalog", now=now)["catalog"]

    controls = {
        each["id"]: each for group in catalog["groups"] for each in group["controls"]
    }
    assert len(controls) == len(pack.current().clauses) == 110
    statement, translation = controls["smp-a7.1"]["parts"][:2]
    clause = pack.current().clauses["A7.1"]
    assert statement["prose"] == clause.statement.ar
    assert translation["prose"] == clause.statement.en


def test_a_number_that_nobody_set_has_no_value(db: None, now: datetime) -> None:
    catalog = services.policy_in_oscal("catalog", now=now)["catalog"]
    params = {
        param["id"]: param
        for group in catalog["groups"]
        for each in group["controls"]
        for param in each.get("params", [])
    }
    # The policy states 24 months between reviews, and leaves the report open.
    assert params["smp-r3_prm_1"]["values"] == ["24"]
    assert "values" not in params["smp-k1_prm_1"]
    assert params["smp-k1_prm_1"]["guidelines"]

    profile = services.policy_in_oscal("profile", now=now)["profile"]
    assert "modify" not in profile


def test_the_four_verdicts_are_told_apart(
    rule: Rule, of_a_clause: str, now: datetime
) -> None:
    broken = [Finding("حساب", "ليس كما يجب", "/of/1/")]
    says = {
        ("satisfied", "pass", "evaluated"): Result(3),
        ("not-satisfied", "fail", "evaluated"): Result(3, broken),
        ("not-satisfied", "other", "not-evaluable"): Result(3, unknown=broken),
        ("not-satisfied", "other", "not-set"): Result(3, is_set=False),
    }
    for hours, (expected, result) in enumerate(says.items()):
        rule.says = lambda result=result: result  # type: ignore[misc]
        (finding,) = exported(now + hours * HOUR)["findings"]
        status = finding["target"]["status"]
        props = {each["name"]: each["value"] for each in finding["props"]}
        assert (status["state"], status["reason"], props["evaluation"]) == expected
        assert finding["target"]["target-id"] == "smp-a7.1_obj"


def test_a_reading_that_is_too_old_is_not_evaluable(
    rule: Rule, of_a_clause: str, now: datetime
) -> None:
    services.run(now=now)

    late = services.run_in_oscal("assessment-results", now=now + 2 * HOUR)

    assert late is not None
    (finding,) = late["assessment-results"]["results"][0]["findings"]
    assert finding["target"]["status"] == {"state": "not-satisfied", "reason": "other"}


def test_the_same_run_is_told_in_the_same_words(
    rule: Rule, of_a_clause: str, now: datetime
) -> None:
    rule.finds("حساب", "تفويض")
    first, second = exported(now), exported(now)
    for each in (first, second):
        each.pop("uuid")
    assert json.dumps(first) == json.dumps(second)
    assert "2 of 3" in json.dumps(first)


def test_one_changed_fact_changes_that_finding_alone(
    now: datetime, body: object
) -> None:
    """Over every control of the code: one of them is made to fail."""
    before = exported(now)
    lever = "policy.reviewed_in_time"

    with pytest.MonkeyPatch.context() as patch:
        from rasmi.rules import _controls

        wrong = _controls.Control(
            "x", lambda _now: Result(1, [Finding("قسم", "متأخر", "/policy/")])
        )
        patch.setitem(_controls._controls, lever, wrong)
        after = exported(now + timedelta(minutes=20))

    told = {each["title"]: each["target"]["status"] for each in before["findings"]}
    other = {
        each["title"]
        for each in after["findings"]
        if told[each["title"]] != each["target"]["status"]
    }
    clauses = pack.current().of_lever[lever]
    assert other <= {each.title.ar for each in clauses}
    seen = [each for each in after["risks"] if each["title"] == "قسم"]
    assert len(seen) == 1


def test_what_points_nowhere_or_is_malformed_does_not_leave(now: datetime) -> None:
    document = services.policy_in_oscal("catalog", now=now)
    control = document["catalog"]["groups"][0]["controls"][0]
    with pytest.raises(services.Unsound, match="twice"):
        checking.sound({"catalog": {**document["catalog"], "controls": [{**control}]}})
    document["catalog"]["metadata"].pop("title")
    with pytest.raises(services.Unsound, match="title"):
        checking.sound(document)


def test_no_plan_where_nothing_is_open(rule: Rule, now: datetime) -> None:
    services.run(now=now)
    assert services.run_in_oscal("poam", now=now) is None


@pytest.mark.once
def test_a_second_reader_agrees(
    rule: Rule, of_a_clause: str, now: datetime, tmp_path: Path
) -> None:
    """`compliance-trestle` validates all four in a workspace of its own."""
    rule.finds("حساب")
    services.run(now=now)
    written = {
        "catalog": services.policy_in_oscal("catalog", now=now),
        "profile": services.policy_in_oscal("profile", now=now),
        "assessment-results": services.run_in_oscal("assessment-results", now=now),
        "plan-of-action-and-milestones": services.run_in_oscal("poam", now=now),
    }

    def trestle(*arguments: str) -> str:
        done = subprocess.run(  # noqa: S603 — a program of the development tools
            [TRESTLE, *arguments],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    trestle("init", "--local")
    folders = {
        "catalog": "catalogs",
        "profile": "profiles",
        "assessment-results": "assessment-results",
        "plan-of-action-and-milestones": "plan-of-action-and-milestones",
    }
    for model, document in written.items():
        place = tmp_path / folders[model] / "ours" / f"{model}.json"
        place.parent.mkdir(parents=True)
        place.write_text(json.dumps(document, ensure_ascii=False), "utf-8")
    said = trestle("validate", "-a")
    assert said.count("VALID") >= len(written)
    assert "INVALID" not in said
