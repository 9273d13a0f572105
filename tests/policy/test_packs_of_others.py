"""Hostile files are refused by line; another body's pack needs no code."""

import re
import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client, override_settings

from rasmi.config import cli
from rasmi.people import courses
from rasmi.people.models import User
from rasmi.policy import pack, packfiles, services
from rasmi.policy.packfiles import PackError
from rasmi.rules import controls
from tests.conftest import signed_in
from tests.factories import owed

MUNICIPALITY = Path(settings.POLICY_PACK).parent / "municipality"
SAMPLE_CLAUSE = re.compile(r">\s*(?:A1\.1|P2\.1|C3\.2|S1\.2|R5\.1|D6)\s*<")


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("a: &x [1]\nb: *x\n", ":1: anchors and aliases"),
        ("a: 1\nb: !!python/object:os.system x\n", ":2: the tag"),
        ("a: 1\nb: 2\na: 3\n", ":3: the key a stands twice"),
        ("a: 1\nb: [\n", ":3:"),
        ("1: a\n", ":1: the key 1 is no text"),
        ("[" * 50 + "]" * 50, ":1: nested more than"),
        ("a: '" + "x" * 1_100_000 + "'", ":1: larger than"),
        ("a: 1\n---\nb: 2\n", ":2:"),
        ("a: \x00\n", ":1:"),
    ],
)
def test_a_hostile_file_is_refused_by_its_line(
    tmp_path: Path, content: str, says: str
) -> None:
    (tmp_path / "x.yaml").write_text(content)

    with pytest.raises(PackError) as caught:
        packfiles.read(tmp_path, "x.yaml")
    assert f"x.yaml{says}" in str(caught.value)


@pytest.mark.parametrize(
    ("file", "old", "new", "says"),
    [
        ("pack.yaml", "issue: ", "isue: ", ": the key isue is unknown"),
        ("pack.yaml", 'issue: "2026-1"', "issue: 2", "issue: a text is needed"),
        ("pack.yaml", "{digital_office: policy", "{digital_office: king", "«king»"),
        ("pack.yaml", "owner: digital_office", "owner: nobody", "owner is none of"),
        ("levers.yaml", "MUN-1:", "X9: {levers: []}\nMUN-1:", "there is no clause X9"),
        ("parameters.yaml", "minimum: 1,", "minimum: many,", "a whole number"),
        ("lexicon.yaml", "[]", "[{is: joke, words: نكتة}]", "«joke» is none of"),
        ("lexicon.yaml", "[]", "- {is: insult, words: نك}", "lexicon.yaml:2: "),
        ("information-classes.yaml", "key: events", "key: Events", "classes.yaml:6: "),
        ("reply-rules.yaml", "kind: abuse", "kind: gossip", "«gossip» is none of"),
        ("working-week.yaml", "friday: {}", "friday: {from: x}", "week.yaml:7: "),
        ("working-week.yaml", "sunday: {", "# sunday: {", "working-week.yaml:1: "),
        ("clauses/01-voices.yaml", "scored: true", "scored: maybe", "true or false"),
        ("clauses/01-voices.yaml", "id: MUN-2", "id: MUN-1", "stands twice"),
        ("clauses/02-service.yaml", "roles: [voice]", "roles: [poet]", "poet"),
        ("approval-matrix.yaml", "hide:", "dance:", "«dance» is none of"),
    ],
)
def test_what_is_wrong_is_named_with_file_line_and_field(
    tmp_path: Path, file: str, old: str, new: str, says: str
) -> None:
    copy = Path(shutil.copytree(MUNICIPALITY, tmp_path / "pack"))
    before = (copy / file).read_text()
    line = before[: before.index(old)].count("\n") + 1
    (copy / file).write_text(before.replace(old, new, 1))

    with pytest.raises(PackError) as caught:
        pack.load.__wrapped__(copy)
    assert says in str(caught.value)
    named = re.match(rf"{re.escape(file)}:(\d+):", str(caught.value))
    assert named
    assert abs(int(named[1]) - line) <= 1


@pytest.fixture
def municipality(db: None) -> Iterator[pack.Pack]:
    with override_settings(POLICY_PACK=str(MUNICIPALITY)):
        yield pack.current()


def test_a_municipality_runs_on_its_own_pack(
    municipality: pack.Pack, rania: User, now: datetime
) -> None:
    services.begin(now=now)
    client = signed_in(rania)
    addresses = (
        "/",
        "/policy/",
        "/policy/parameters/",
        "/policy/readers/",
        "/policy/issues/",
        "/policy/acknowledge/",
        "/compliance/",
        "/compliance/clauses/",
        "/course/",
        "/policy/platform-rules/",
    )
    pages = {each: client.get(each) for each in addresses}

    assert {each: page.status_code for each, page in pages.items()} == dict.fromkeys(
        addresses, 200
    )
    texts = {each: page.content.decode() for each, page in pages.items()}
    assert texts["/policy/"].count('class="clause-line"') == 14
    assert "MUN-14" in texts["/policy/"]
    for text in texts.values():
        assert not SAMPLE_CLAUSE.search(text)
        assert "سياسة المشاركة الإلكترونية" not in text
    assert len(owed("policy.read_by_all", now, user=rania)) == 1


def test_every_control_runs_under_another_pack(
    municipality: pack.Pack, rania: User, now: datetime
) -> None:
    services.begin(now=now)
    for each in controls().values():
        each.read(now)


def test_its_parties_are_its_own(
    municipality: pack.Pack, rania: User, khalid: User, now: datetime
) -> None:
    services.begin(now=now)
    draft = services.begin_draft(
        issue="2026-2", reason="س", is_material=True, by=rania, now=now
    )
    services.review_as_party(
        draft, "resident_service", agrees=True, remarks="", by=khalid, now=now
    )
    with pytest.raises(KeyError):
        services.review_as_party(
            draft, "media_dept", agrees=True, remarks="", by=khalid, now=now
        )


def test_its_course_is_whole() -> None:
    course = courses.load(MUNICIPALITY / "courses", courses.SPEAKING)
    clauses = pack.load(MUNICIPALITY).clauses

    assert {each for lesson in course.lessons for each in lesson.clauses} <= set(
        clauses
    )


def test_platform_rules_are_no_clauses(as_salma: Client) -> None:
    found = pack.current()
    page = as_salma.get("/policy/platform-rules/").content.decode()

    assert len(found.clauses) == 110
    assert all(each.id.startswith("Z") for each in found.platform_rules)
    assert page.count('class="clause-line"') == len(found.platform_rules) >= 8


def test_the_command_checks_a_pack(
    db: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["policy", "check-pack", str(MUNICIPALITY)]) == 0
    copy = Path(shutil.copytree(MUNICIPALITY, tmp_path / "pack"))
    levers = (copy / "levers.yaml").read_text()
    (copy / "levers.yaml").write_text(
        levers.replace("delegations.trained", "delegations.invented")
    )
    assert cli.main(["policy", "check-pack", str(copy)]) == 1
    assert "delegations.invented" in capsys.readouterr().out
    (tmp_path / "pack.yaml").write_text("pack: [")
    assert cli.main(["policy", "check-pack", str(tmp_path)]) == 1
    assert "pack.yaml:1:" in capsys.readouterr().err
