import random
from collections.abc import Callable

import pytest

from rasmi.screening import Decision, Lists, screen

IBAN = "OM810180000001299123456"
CARD = "4111111111111111"
ARABIC_DIGITS = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
PERSIAN_DIGITS = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")
WIDE_DIGITS = str.maketrans("0123456789", "０１２３４５６７８９")
DISGUISES: dict[str, Callable[[str], str]] = {
    "plain": lambda code: code,
    "spaced": lambda code: " ".join(code[at : at + 4] for at in range(0, len(code), 4)),
    "dashed": lambda code: "-".join(code[at : at + 4] for at in range(0, len(code), 4)),
    "no-break spaces": lambda code: "\u00a0".join(
        code[at : at + 4] for at in range(0, len(code), 4)
    ),
    "Arabic digits": lambda code: code.translate(ARABIC_DIGITS),
    "Persian digits": lambda code: code.translate(PERSIAN_DIGITS),
    "wide digits": lambda code: code.translate(WIDE_DIGITS),
    "zero width": lambda code: "\u200b".join(code),
    "bidi marks": lambda code: "\u200f".join(code),
    "two lines": lambda code: code[:10] + "\n" + code[10:],
    "one a line": lambda code: "\n".join(code),
    "tatweel": lambda code: code[:6] + "\u0640" + code[6:],
}
NONE = Lists()


def found(text: str, lists: Lists = NONE) -> list[tuple[str, str]]:
    return [(each.rule, each.text) for each in screen(text, lists=lists).findings]


@pytest.mark.parametrize("disguise", DISGUISES)
@pytest.mark.parametrize(("rule", "code"), [("id.iban", IBAN), ("id.card", CARD)])
def test_accounts_and_cards_are_held_however_they_are_written(
    rule: str, code: str, disguise: str
) -> None:
    written = DISGUISES[disguise](code)

    assert found(f"حوّلوا إلى {written} اليوم") == [(rule, written)]
    assert screen(written).decision is Decision.HOLD


def test_every_valid_omani_account_is_found() -> None:
    chance = random.Random(2026)  # noqa: S311 - the same texts each time
    for _ in range(200):
        account = f"{chance.randrange(1000):03}{chance.randrange(10**16):016}"
        check = 98 - int(account + "242200") % 97
        iban = f"OM{check:02}{account}"

        assert found(f"IBAN: {iban}.") == [("id.iban", iban)]


@pytest.mark.parametrize(
    "text",
    [
        "OM820180000001299123456",  # wrong check digits
        "4111 1111 1111 1112",
        "1111 1111 1111 1111",
        "0000000000000000",
        "من 2019-2020 إلى 2025-2026",
        "12/11/2026 و 23/11/2026",
        "1,234,567,890 ريال",
    ],
)
def test_other_long_numbers_are_not_taken_for_accounts(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "rule", "shown"),
    [
        ("الرقم المدني: ١٢٣٤٥٦٧٨", "id.civil_number", "١٢٣٤٥٦٧٨"),
        ("رقم بطاقته المدنية 7654321", "id.civil_number", "7654321"),
        ("civil ID no. 12345678", "id.civil_number", "12345678"),
        ("الرقم المدني 9 1 2 3 4 5 6 7", "id.civil_number", "9 1 2 3 4 5 6 7"),
        ("الرقم المدني 99123456", "id.civil_number", "99123456"),
        ("اتصلوا على 99123456", "id.phone", "99123456"),
        ("+968 9912 3456 واتساب", "id.phone", "+968 9912 3456"),
        ("0096891234567", "id.phone", "0096891234567"),
        ("٩٩١٢٣٤٥٦", "id.phone", "٩٩١٢٣٤٥٦"),
        ("+971 50 123 4567", "id.phone", "+971 50 123 4567"),
        ("هاتف منزله 24123456", "id.phone", "24123456"),
        ("راسلوا ahmed.h@gmail.com", "id.email", "ahmed.h@gmail.com"),
        ("ahmed＠gmail.com", "id.email", "ahmed＠gmail.com"),
        ("ahmed (at) gmail (dot) com", "id.email", "ahmed (at) gmail (dot) com"),
        ("salim.alharthi@moheri.gov.om", "id.email", "salim.alharthi@moheri.gov.om"),
        ("جواز السفر رقم AB1234567", "id.passport", "AB1234567"),
        ("رقم الجلوس 45123", "id.student", "45123"),
        ("student ID: 130245", "id.student", "130245"),
        ("لوحة المركبة 1234 ب د", "id.plate", "1234 ب"),
        ("23.58412, 58.40591", "id.coordinates", "23.58412, 58.40591"),
    ],
)
def test_what_identifies_a_person_is_held(text: str, rule: str, shown: str) -> None:
    assert (rule, shown) in found(text)
    assert screen(text).decision is Decision.HOLD


@pytest.mark.parametrize(
    "text",
    [
        "24340999",
        "80077000",
        "info@heac.gov.om",
        "قرار رقم 12345678",
        "ISBN 978-99969-0-123-4",
        "الرقم المدني مطلوب عند التسجيل",
        "أحمد بن سالم الحارثي",
    ],
)
def test_what_identifies_nobody_passes(text: str) -> None:
    assert found(text) == []


def test_numbers_that_the_body_publishes_are_its_own() -> None:
    lists = Lists(own_numbers=frozenset({"+968 9900 1122"}))

    assert found("واتساب 99001122", lists) == []
    assert found("واتساب +968 99001122", lists) == []
    assert found("واتساب 99001123", lists) == [("id.phone", "99001123")]


def test_numbers_of_students_follow_the_pattern_of_the_body() -> None:
    lists = Lists(student_number=r"20\d{6}")

    assert found("20261234", lists) == [("id.student", "20261234")]
    assert found("20261234") == []


@pytest.mark.parametrize(
    "text",
    ["سالم بن خلفان الحارثي رقمه المدني 12345678", "رسب الطالب سالم بن خلفان الحارثي"],
)
def test_a_name_with_what_reveals_the_person_is_held(text: str) -> None:
    assert ("name.with_identifier", "سالم بن خلفان الحارثي") in found(text)
