import pytest
from django.utils import translation

from rasmi.policy import selectors, services
from rasmi.policy.selectors import explain
from rasmi.policy.services import screening
from rasmi.rules import levers
from rasmi.screening import RULES, Category, Decision
from tests.factories import refused

PHONE = "للتواصل 92345678"

pytestmark = pytest.mark.django_db  # the annexes in force are asked


def test_every_category_has_its_gate_and_every_gate_its_category() -> None:
    named = {lever.name for lever in levers() if lever.name.startswith("screening.")}

    assert named == {f"screening.{each.value}" for each in Category}
    assert {each.name for each in screening.GATES.values()} == named


@pytest.mark.parametrize(
    ("lever", "text"),
    [
        ("screening.discrimination", "يا زنجي"),
        ("screening.improper", "what a fuuuuck"),
        ("screening.insult", "أنتم أغبياء"),
        ("screening.marking", "سري للغاية"),
        ("screening.credential", "كلمة المرور: Abc12345"),
        ("screening.link", "https://bit.ly/abc"),
    ],
)
def test_what_nobody_may_say_is_refused_with_its_words(lever: str, text: str) -> None:
    with refused(lever) as caught:
        services.refuse_blocked(text)

    assert caught.value.remedy
    assert any(word in caught.value.sentence for word in text.split())


@pytest.mark.parametrize(
    ("lever", "text"),
    [
        ("screening.unreliable", "القبول مضمون للجميع"),
        ("screening.illegal", "اقتحموا المبنى الليلة"),
        ("screening.religion", "يلعن دينك"),
        ("screening.rights", "القضية المنظورة أمام المحكمة"),
        ("screening.defamation", "هذا المدير مرتشي"),
        ("screening.spam", "الربح السريع من المنزل"),
        ("screening.personal_benefit", "استخدموا كود الخصم A10"),
        ("screening.staff_grievance", "لم أستلم راتبي منذ شهرين"),
        ("screening.personal_data", "للتواصل 92345678"),
    ],
)
def test_what_is_for_a_person_is_found_and_not_refused(lever: str, text: str) -> None:
    services.refuse_blocked(text)

    (found, *_others) = selectors.screened(text).findings
    assert found.lever == lever
    assert not found.is_blocking
    assert text[found.start : found.end] == found.text
    assert found.says
    assert found.remedy


def test_a_clean_text_passes() -> None:
    text = "يبدأ استقبال طلبات القبول يوم الأحد عبر الموقع الرسمي."

    services.refuse_blocked(text)

    screened = selectors.screened(text)
    assert (screened.decision, screened.findings) == (Decision.PASS, [])
    assert screened.version


def test_every_gate_of_the_screening_but_one_carries_out_a_clause() -> None:
    without = {lever for lever in screening.GATES.values() if not explain(lever.name)}

    assert {lever.name for lever in without} <= {"screening.staff_grievance"}


def test_a_mark_is_of_the_words_and_the_rule_and_not_of_the_place() -> None:
    (first,) = selectors.screened(PHONE).findings
    (later,) = selectors.screened(f"أهلا وسهلا. {PHONE}").findings
    (other,) = selectors.screened("للتواصل 92345679").findings

    assert first.mark == later.mark
    assert first.start != later.start
    assert first.mark != other.mark
    assert len(first.mark) == 16


def test_what_was_found_is_told_in_the_language_of_the_reader() -> None:
    with translation.override("ar"):
        (arabic,) = selectors.screened(PHONE).findings
    with translation.override("en"):
        (english,) = selectors.screened(PHONE).findings

    assert arabic.says != english.says
    assert arabic.remedy != english.remedy
    assert arabic.mark == english.mark


def test_every_rule_says_in_both_languages_what_it_found_and_what_to_do() -> None:
    for rule in RULES.values():
        assert rule.says_ar
        assert rule.says_en
        assert rule.remedy_ar
        assert rule.remedy_en
