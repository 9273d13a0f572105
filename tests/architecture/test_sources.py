import re

import pytest
from django.core.management import call_command

from tests.architecture.sources import ROOT, files, modules, short

LONGEST = 400  # lines; house rule
PHYSICAL = re.compile(
    r"\b(left|right)\b|\b(margin|padding|border)-(top|bottom)\b|\bfloat:\s*(left|right)"
)
# Mail programs know no logical property.
MAILS = {"notify/templates/notify/mail.html"}


def test_no_module_is_too_long() -> None:
    long = {
        short(path): count
        for path, _ in modules()
        if (count := len(path.read_text().splitlines())) > LONGEST
    }

    assert long == {}


def test_no_style_names_a_physical_side() -> None:
    found = [
        f"{short(path)}:{number}"
        for path in files(".css")
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if PHYSICAL.search(line)
    ]

    assert found == []


@pytest.mark.parametrize(
    ("rule", "pattern"),
    [
        ("no inline style", r"\sstyle="),
        ("no inline handler", r"\son[a-z]+="),
        ("no code in a script element", r"<script(?![^>]*(src=|application/json))"),
        ("no old alignment", r"\salign="),
        ("no bare number", r"\{\{\s*[\w.]+\.(count|number|total|length)\s*\}\}"),
        ("no comparison of a state", r"\{%\s*if [\w.]*(status|outcome|state)\s*=="),
    ],
)
def test_templates_keep_the_rule(rule: str, pattern: str) -> None:
    found = [
        short(path)
        for path in files(".html")
        if short(path) not in MAILS and re.search(pattern, path.read_text())
    ]

    assert found == [], rule


def test_the_project_speaks_of_itself_alone() -> None:
    places = re.compile(r"/w[o]rk/|/tm[p]/[a-z]|/hom[e]/")  # of one machine
    found = [
        path.relative_to(ROOT).as_posix()
        for folder in ("src", "tests", "docs", "benchmarks")
        for path in (ROOT / folder).rglob("*")
        if path.suffix in (".py", ".md", ".sh", ".html", ".css", ".po")
        and path.name != "test_sources.py"
        and places.search(path.read_text())
    ]

    assert found == []


@pytest.mark.django_db
def test_the_migrations_are_complete() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)
