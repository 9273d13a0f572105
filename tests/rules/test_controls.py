import pytest
from django.utils import translation

from rasmi.rules import (
    Finding,
    Kind,
    Result,
    Verdict,
    _controls,
    control,
    controls,
    gate,
    levers,
)

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


def test_one_rule_may_be_prevented_and_detected(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(_controls, "_controls", {})  # no control of a test stays
    gate("rules_of_a_test.one")
    control("rules_of_a_test.one", "All is well")(lambda now: Result(0))

    kinds = [each.kind for each in levers() if each.name == "rules_of_a_test.one"]
    assert kinds == ["check", "gate"]


def test_every_control_states_its_rule_in_both_languages() -> None:
    titles = {}
    for language in ("ar", "en"):
        with translation.override(language):
            titles[language] = {str(each.title) for each in controls().values()}

    assert all(titles["ar"] | titles["en"])
    assert len(titles["ar"]) == len(titles["en"]) == len(controls())
    assert not titles["ar"] & titles["en"]
