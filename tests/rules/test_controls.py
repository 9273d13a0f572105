import pytest

from rasmi.rules import Finding, Kind, Result, Verdict, control, gate, levers

WRONG = Finding("س", "detail", "/")


@pytest.mark.parametrize(
    ("result", "verdict"),
    [
        (Result(3), Verdict.MET),
        (Result(3, findings=[WRONG]), Verdict.NOT_MET),
        (Result(3, unknown=[WRONG]), Verdict.UNKNOWN),
        (Result(3, findings=[WRONG], unknown=[WRONG]), Verdict.NOT_MET),
        (Result(3, findings=[WRONG], is_set=False), Verdict.NOT_SET),
    ],
)
def test_the_four_verdicts(result: Result, verdict: Verdict) -> None:
    assert result.verdict == verdict


def test_a_lever_is_registered_once() -> None:
    name = next(each.name for each in levers() if each.kind == Kind.GATE)

    with pytest.raises(ValueError, match="registered twice"):
        gate(name)


def test_one_rule_may_be_prevented_and_detected() -> None:
    gate("rules_of_a_test.one")
    control("rules_of_a_test.one")(lambda now: Result(0))

    kinds = [each.kind for each in levers() if each.name == "rules_of_a_test.one"]
    assert kinds == ["check", "gate"]
