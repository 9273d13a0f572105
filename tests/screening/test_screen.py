import random

import pytest

from rasmi import screening
from rasmi.screening import RULES, Decision, screen

PIECES = (
    *("يا كلب", "حِمـــار", "OM810180000001299123456", "4111 1111 1111 1111", "سري"),
    *("\n", " ", "،", "https://evil.example/", "@", "bit.ly/x", "ahmed@gmail.com", "ﷺ"),
    *("٩٩١٢٣٤٥٦", "\u200f", "\u0640", "\u064e", "fuuuck", "f*ck", "ح م ا ر", "«", "»"),
    *(
        "\ud800",
        "😀",
        "عدد محدود",
        "الرقم المدني",
        "password: a1b2c3",
        "ﻻ",
        "\x00",
        "İ",
    ),
)
HOSTILE = (
    *(
        "\u0640",
        "\u064e",
        "1",
        "1 ",
        "4 4 ",
        "4444 ",
        "ا ا ",
        "a.",
        "@",
        "a@",
        "://",
        "\n",
    ),
    *("(", "«", " سري", "\nسري", "om12", "om ", "a.b.c/", "f*", "\u202e", "ﷺ", "كلب "),
    *("يا ", "ح.", "http://", "بن ", "999 ", "password:", "الرقم المدني ", "x(at)"),
)


def test_every_finding_stands_where_it_says_and_has_its_rule() -> None:
    chance = random.Random(7)  # noqa: S311 - the same texts each time
    for _ in range(1_500):
        text = "".join(chance.choices(PIECES, k=chance.randrange(1, 14)))
        for each in screen(text).findings:
            assert 0 <= each.start < each.end <= len(text)
            assert text[each.start : each.end] == each.text
            assert each.category is RULES[each.rule].category
            assert 0 < each.score <= 1


def test_any_text_has_a_verdict() -> None:
    chance = random.Random(11)  # noqa: S311 - the same texts each time
    for _ in range(500):
        text = "".join(chr(chance.randrange(0x110000)) for _ in range(60))
        assert screen(text).decision in Decision


@pytest.mark.parametrize("piece", HOSTILE)
def test_a_long_hostile_text_is_read_to_its_end(piece: str) -> None:
    text = piece * (200_000 // len(piece)) + " ياكلب"

    verdict = screen(text)

    assert verdict.decision is not None
    assert len(verdict.findings) <= 100 * len(RULES)


@pytest.mark.parametrize("text", ["", " ", "\n", "\u200b", "😀"])
def test_where_nothing_is_said_nothing_is_found(text: str) -> None:
    verdict = screen(text)

    assert verdict.decision is Decision.PASS
    assert verdict.findings == ()
    assert verdict.version == screening.VERSION


def test_findings_stand_in_the_order_of_the_text() -> None:
    verdict = screen("bit.ly/x يا كلب 99123456")

    assert [each.rule for each in verdict.findings] == [
        "link.shortener",
        "lexicon.insult",
        "id.phone",
    ]


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_every_rule_speaks_both_languages(rule: screening.Rule) -> None:
    assert all(
        "\u0621" <= said[0] <= "\u064a" for said in (rule.says_ar, rule.remedy_ar)
    )
    assert rule.says_en.isascii()
    assert rule.remedy_en.isascii()
    sentences = (rule.says_ar, rule.says_en, rule.remedy_ar, rule.remedy_en)
    assert all(said.endswith(".") for said in sentences)
