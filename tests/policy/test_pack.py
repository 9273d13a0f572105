import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from django.conf import settings
from django.utils import translation

from rasmi.config import cli
from rasmi.policy import coverage, pack
from rasmi.policy.selectors import explain
from rasmi.screening import Category

Change = Callable[[str, Callable[[dict], None]], None]  # type: ignore[type-arg]


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return Path(shutil.copytree(settings.POLICY_PACK, tmp_path / "pack"))


def test_the_sample_pack_has_every_clause_in_both_languages() -> None:
    found = pack.current()

    assert len(found.clauses) == 110
    assert len(found.chapters) == 13
    assert all(
        each.statement.ar and each.statement.en for each in found.clauses.values()
    )
    assert all(set(each.roles) <= set(found.roles) for each in found.clauses.values())


def test_the_policy_leaves_twenty_two_numbers_open() -> None:
    found = pack.current()

    assert len(found.open_parameters()) == 22
    assert all(each.while_unset for each in found.open_parameters())


def test_a_house_rule_names_its_clause_and_what_warns_of_it() -> None:
    found = pack.current()
    insult = next(each for each in found.house_rules if each.key == "insult")

    assert (insult.clause, insult.title.ar) == ("C3.2", "الإهانة")
    assert insult.categories == (Category.INSULT, Category.IMPROPER)
    assert all(each.clause in found.clauses for each in found.house_rules)


def test_every_lever_of_the_pack_is_in_the_code_and_has_a_test() -> None:
    found = coverage.report()

    assert found.unknown == []
    assert found.untested == []
    assert found.is_sound


def test_what_is_planned_counts_as_uncovered() -> None:
    totals = coverage.report().as_json()["totals"]

    assert isinstance(totals, dict)
    states = ("covered", "planned", "definition", "outside", "untested")
    assert sum(totals[state] for state in states) == totals["clauses"] == 110
    assert totals["untested"] == 0


def test_without_tests_nothing_is_covered(tmp_path: Path) -> None:
    found = coverage.report(tmp_path)

    assert not found.is_sound
    assert [each for each in found.clauses if each.state == "covered"] == []


def test_an_unknown_lever_fails(copy: Path) -> None:
    levers = yaml.safe_load((copy / "levers.yaml").read_text())
    levers["A1.1"] = {"levers": ["channels.invented"]}
    (copy / "levers.yaml").write_text(yaml.safe_dump(levers))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(settings, "POLICY_PACK", str(copy))
        found = coverage.report()

    assert found.unknown == ["channels.invented"]
    assert not found.is_sound


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("levers.yaml", "A1.1:", "Z9.9:"),
        ("parameters.yaml", "clause: P2.1", "clause: P9.9"),
        ("parameters.yaml", "while_unset: waits", "while_unset: never"),
        ("parameters.yaml", "type: date", "type: moon"),
        ("clauses/02-scope.yaml", "modality: must", "modality: perhaps"),
        ("pack.yaml", "pack: sample", "pack: [sample"),
        ("house-rules.yaml", "clause: C3.2", "clause: C9.9"),
        ("house-rules.yaml", "[insult, improper]", "[insult, criticism]"),
        ("house-rules.yaml", "key: religion", "key: insult"),
    ],
)
def test_a_broken_pack_is_named_and_not_read(
    copy: Path, file: str, old: str, new: str
) -> None:
    text = (copy / file).read_text()
    assert old in text
    (copy / file).write_text(text.replace(old, new, 1))

    with pytest.raises(pack.PackError):
        pack.load.__wrapped__(copy)


def test_a_missing_file_is_named(copy: Path) -> None:
    (copy / "parameters.yaml").unlink()

    with pytest.raises(pack.PackError, match=r"parameters\.yaml"):
        pack.load.__wrapped__(copy)


def test_a_lever_is_explained_in_the_readers_language() -> None:
    (arabic,) = explain("policy.document_facts_are_shown")[:1]
    with translation.override("en"):
        (english,) = explain("policy.document_facts_are_shown")[:1]

    assert arabic.clause == english.clause
    assert arabic.statement != english.statement
    assert arabic.url.endswith(f"#{arabic.clause}")


def test_the_command_prints_the_coverage(
    db: None, capsys: pytest.CaptureFixture[str]
) -> None:
    status = cli.main(["policy", "coverage", "--format", "json"])

    printed = json.loads(capsys.readouterr().out)
    assert status == 0
    assert len(printed["clauses"]) == 110
    assert set(printed["clauses"][0]) == {
        *("id", "gates", "checks", "duties", "notices", "tests", "reason")
    }
