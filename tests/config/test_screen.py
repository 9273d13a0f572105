import io
import json
import subprocess
import sys
from typing import Any

import pytest
import yaml

from rasmi import screening
from rasmi.config import cli, packs, screen

pytestmark = pytest.mark.once


def run(given: bytes, *options: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(  # noqa: S603 - our own command with fixed words
        [sys.executable, "-m", "rasmi.config.cli", "screen", *options],
        input=given,
        capture_output=True,
        check=False,
        timeout=60,
    )


def answers(given: str, *options: str) -> list[dict[str, Any]]:
    done = run(given.encode(), "--jsonl", *options)
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.decode().splitlines()]


def asked(**texts: str) -> str:
    return "".join(
        json.dumps({"id": key, "text": text}) + "\n" for key, text in texts.items()
    )


def test_each_line_is_answered_in_order() -> None:
    first, second = answers(asked(a="عدد محدود من المقاعد", b="المكاتب النصّابة"))

    assert first == {"id": "a", "decision": "pass", "offensive": 0.0, "findings": []}
    assert second["id"] == "b"
    assert second["decision"] == "block"
    assert second["offensive"] >= 0.5
    (finding,) = second["findings"]
    assert list(finding) == [
        *("category", "clause", "start", "end", "text", "rule", "score"),
    ]
    assert (finding["start"], finding["end"]) == (0, 16)


def test_the_clause_is_that_of_the_sample_pack() -> None:
    levers = yaml.safe_load((packs.sample() / "levers.yaml").read_text("utf-8"))
    serving = [
        clause
        for clause, entry in levers.items()
        if "screening.insult" in entry.get("levers", ())
    ]

    ((finding,),) = (each["findings"] for each in answers(asked(a="أنتم أغبياء")))

    assert finding["clause"] == (serving or [""])[0]


@pytest.mark.django_db
def test_an_installation_screens_with_what_it_approved(
    monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    typed = io.TextIOWrapper(io.BytesIO("القبول مؤكد للجميع".encode()))
    monkeypatch.setattr(sys, "stdin", typed)
    options = cli._parser().parse_args(["screen", "--installation"])

    assert screen.run(options) == 0

    assert b"hold claim.promise" in capfdbinary.readouterr().out
    assert screening.screen("القبول مؤكد للجميع").findings == ()


def test_what_comes_in_is_never_blocked() -> None:
    (answer,) = answers(asked(a="أنتم أغبياء"), "--direction", "in")

    assert answer["decision"] == "hold"


@pytest.mark.parametrize(
    "line",
    [
        *(b"no json", b'{"id": 1', b"[1]", b"\xff\xfe", b"[" * 100_000, b'{"text": 5}'),
        *(b'{"id": NaN, "text": ""}', b'{"id": [-Infinity], "text": ""}'),
        b'{"id": 1e999, "text": ""}',
    ],
)
def test_a_line_that_cannot_be_read_is_answered_and_the_next_one_too(
    line: bytes,
) -> None:
    done = run(line + b"\n" + asked(b="x").encode(), "--jsonl")

    first, second = map(json.loads, done.stdout.splitlines())
    assert first["id"] is None
    assert first["error"]
    assert second["decision"] == "pass"
    assert done.returncode == 1
    assert done.stderr == b""


def test_a_text_without_utf8_form_is_answered() -> None:
    (answer,) = answers('{"id": "\\ud800", "text": "يا كلب \\ud800"}\n')

    assert answer["id"] == "\ud800"
    assert answer["decision"] == "block"


def test_people_read_what_was_found_and_what_to_do() -> None:
    done = run("يا كلب".encode())

    said = done.stdout.decode()
    assert done.returncode == 0
    assert "decision: block" in said
    assert "إهانة" in said
    assert "insult" in said


def test_it_starts_without_django() -> None:
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            "import sys; from rasmi.config import cli; cli.main(['screen', '--jsonl']);"
            "print([each for each in ('django', 'idna') if each in sys.modules])",
        ],
        input=asked(a="يا كلب").encode(),
        capture_output=True,
        check=True,
        timeout=60,
    )

    assert done.stdout.splitlines()[-1] == b"[]"
