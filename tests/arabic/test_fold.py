import random

import pytest

from rasmi.arabic import fold, squeeze, stem


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("أإآٱا", "ااااا"),
        ("مدرسة", "مدرسه"),
        ("على", "علي"),
        ("مسؤول", "مسءول"),
        ("مُحَمَّدٌ", "محمد"),
        ("محـــمد", "محمد"),
        ("ﻻ", "لا"),
        ("کتابی", "كتابي"),
        ("١٢٣", "123"),
        ("۱۲۳", "123"),
        ("ＡＢＣ", "abc"),
        ("café", "cafe"),
        ("mоheri", "moheri"),
        ("ا\u200bب\u202eج\u00ad", "ابج"),
        ("a\u00a0b", "a b"),
        ("a\u2028b\r", "a\nb\n"),
        ("حمااااار", "حماار"),
        ("الله", "الله"),
        ("10000", "10000"),
        ("ﷺ", "ﷺ"),
    ],
)
def test_forms_of_a_letter_are_one(written: str, folded: str) -> None:
    assert fold(written, squeezed=True).text.replace("ااااا", "اا") == folded.replace(
        "ااااا", "اا"
    )


def test_a_span_is_that_of_the_source_with_its_marks() -> None:
    folded = fold("يا حِمـــاااارٌ!")

    start = folded.text.index("حم")
    assert folded.text[start:] == "حماار!"
    assert folded.span(start, start + 5) == (3, 15)
    assert folded.source[3:15] == "حِمـــاااارٌ"


def test_a_span_of_a_ligature_is_the_ligature() -> None:
    folded = fold("ﻻa")

    assert folded.span(0, 1) == folded.span(1, 2) == (0, 1)
    assert folded.span(2, 3) == (1, 2)


@pytest.mark.parametrize(("start", "end"), [(0, 0), (2, 1), (-1, 1), (0, 9)])
def test_a_span_outside_the_text_is_refused(start: int, end: int) -> None:
    with pytest.raises(IndexError):
        fold("abc").span(start, end)


def test_every_letter_of_a_folded_text_knows_its_place() -> None:
    chance = random.Random(3)  # noqa: S311 - the same texts each time
    marks = "\u064e\u0640\u200b\u202e"
    for _ in range(800):
        text = "".join(
            chance.choice(
                [chr(chance.randrange(0x110000)), "ا", "aaa", chance.choice(marks)]
            )
            for _ in range(chance.randrange(1, 40))
        )
        folded = fold(text)
        assert len(folded.text) <= 4 * len(text)
        last = 0
        for place in range(len(folded.text)):
            start, end = folded.span(place, place + 1)
            assert last <= start < end <= len(text)
            last = start


def test_folding_twice_is_folding_once() -> None:
    codes = [*range(0x20, 0x0900), *range(0x1E00, 0x2100), *range(0xFB50, 0xFFF0)]
    letters = [chr(code) for code in codes]
    once = fold(" ".join(letters)).text

    assert fold(once).text == once


@pytest.mark.parametrize("letter", ["\u0640", "\u064e", "ا", "1", "ﷺ", "ﷲ", "\u200b"])
def test_long_texts_fold_within_four_times_their_length(letter: str) -> None:
    text = letter * 1_000_000

    assert len(fold(text).text) <= 4 * len(text)


def test_three_of_a_letter_are_two_and_of_a_digit_three() -> None:
    assert squeeze("aaaa bb 7777 !!!!") == "aa bb 7777 !!!!"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("النتيجة", "نتيجة"),
        ("والنتيجة", "نتيجة"),
        ("تظلّماً", "تظلم"),
        ("تظلّمًا", "تظلم"),
        ("مسؤول", "مسئول"),
        ("الشهادات", "شهادة"),
        ("إعلان", "اعلان"),
        ("للطلبة", "الطلبة"),
    ],
)
def test_forms_of_a_word_have_one_stem(one: str, other: str) -> None:
    assert stem(one) == stem(other)


@pytest.mark.parametrize("word", ["", "و", "ال", "ولد", "دين", "a"])
def test_short_words_keep_their_letters(word: str) -> None:
    assert stem(word) == word
