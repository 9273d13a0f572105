import json
from datetime import datetime
from typing import Any

import pytest

from rasmi.compliance.models import Control, Finding
from rasmi.config import cli
from rasmi.core.language import in_language
from rasmi.policy.models import PolicyVersion
from rasmi.rules import Finding as Found
from rasmi.rules import Result, controls
from tests.compliance.conftest import LEVER, Rule, rule

__all__ = ["rule"]


def printed(capsys: pytest.CaptureFixture[str]) -> Any:
    return json.loads(capsys.readouterr().out)


def test_it_prints_a_line_for_each_control_and_the_totals(
    issue: PolicyVersion, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["check"]) == 1  # nothing is entered yet that could be met

    *lines, totals = capsys.readouterr().out.splitlines()
    assert len(lines) == len(controls())
    (line,) = [each for each in lines if "policy.reviewed_in_time" in each]
    assert line.split() == [
        *("not_set", "policy.reviewed_in_time", "0", "of", "1"),
        *("R2", "R3", "D5"),
    ]
    assert totals.startswith(f"{len(lines)} controls: not_met ")


def test_it_is_content_where_all_is_met(
    rule: Rule, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["check"]) == 0

    assert capsys.readouterr().out.split() == [
        *("met", LEVER, "0", "of", "3"),
        *("1", "controls:", "not_met", "0,", "unknown", "0,"),
        *("not_set", "0,", "met", "1"),
    ]


def test_it_keeps_what_it_saw_as_the_worker_does(rule: Rule) -> None:
    rule.finds("حساب")

    assert cli.main(["check"]) == 1

    assert Control.objects.get().verdict == "not_met"
    assert Finding.objects.open().count() == 1


def test_a_program_reads_all_of_it_in_both_languages(
    rule: Rule, capsys: pytest.CaptureFixture[str]
) -> None:
    subject = "حساب", "An account"
    rule.says = lambda: Result(
        4,
        [Found(in_language(*subject), in_language("ناقص", "Missing"), "/a/")],
        [Found("منصة", "لم تُقرأ", "/b/")],
    )

    assert cli.main(["check", "--format", "json"]) == 1

    report = printed(capsys)
    (found,) = report["controls"]
    assert list(report) == ["at", "controls", "totals"]
    assert (found["control"], found["verdict"]) == (LEVER, "not_met")
    assert (found["population"], found["clauses"]) == (4, [])
    (finding,) = found["findings"]
    assert finding["subject"] == {"ar": "حساب", "en": "An account"}
    assert finding["detail"] == {"ar": "ناقص", "en": "Missing"}
    assert finding["url"].endswith(":8000/a/")
    assert [each["subject"]["ar"] for each in found["unknown"]] == ["منصة"]
    for name in ("checked_at", "since_at"):
        assert datetime.fromisoformat(found[name]).tzinfo
    assert report["totals"] == {
        "controls": 1,
        "not_met": 1,
        "unknown": 0,
        "not_set": 0,
        "met": 0,
        "findings": 1,
    }


@pytest.mark.logs_errors
def test_a_control_that_failed_has_no_numbers(
    rule: Rule, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail() -> Result:
        raise ZeroDivisionError

    rule.says = fail

    assert cli.main(["check", "--format", "json"]) == 1
    (found,) = printed(capsys)["controls"]
    assert (found["verdict"], found["population"]) == ("unknown", None)
    assert found["unknown"][0]["detail"]["en"] == "The control failed"

    assert cli.main(["check"]) == 1
    assert "the control failed" in capsys.readouterr().out


def test_it_is_told_when_it_is_wrongly_called(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main(["check", "--format", "csv"])

    assert ended.value.code == 2


def test_other_tools_read_it_as_oscal(
    rule: Rule, capsys: pytest.CaptureFixture[str]
) -> None:
    rule.finds("حساب")

    assert cli.main(["check", "--format", "oscal"]) == 1
    run = printed(capsys)["assessment-results"]["results"][0]
    assert [each["title"] for each in run["risks"]] == ["حساب"]
    assert cli.main(["check", "--format", "oscal", "--model", "poam"]) == 1
    (item,) = printed(capsys)["plan-of-action-and-milestones"]["poam-items"]
    assert item["title"] == "حساب"

    assert cli.main(["policy", "export", "--model", "profile"]) == 0
    assert "profile" in printed(capsys)
