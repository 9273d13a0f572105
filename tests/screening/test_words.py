import pytest

from rasmi.screening import Category, Decision, Direction, screen

BLOCKED = (
    ("المكاتب النصّابة تخدعكم", "المكاتب النصّابة", Category.INSULT),
    ("أنتم أغبياء", "أغبياء", Category.INSULT),
    ("يا حِمـــار", "يا حِمـــار", Category.INSULT),
    ("ياكلب", "ياكلب", Category.INSULT),
    ("والحقيرين أمثالكم", "والحقيرين", Category.INSULT),
    ("غبيييييي", "غبيييييي", Category.INSULT),
    ("هذا كـذّاب", "كـذّاب", Category.INSULT),
    ("ح.ق.ي.ر", "ح.ق.ي.ر", Category.INSULT),
    ("انت غ ب ي جدا", "غ ب ي", Category.INSULT),
    ("حقی‌ر", "حقی‌ر", Category.INSULT),
    ("You are an IDIOT.", "IDIOT", Category.INSULT),
    ("what a fuuuuck", "fuuuuck", Category.IMPROPER),
    ("f*ck this", "f*ck", Category.IMPROPER),
    ("sh1t happens", "sh1t", Category.IMPROPER),
    ("this is fuсking bad", "fuсking", Category.IMPROPER),
    ("يا زنجي", "زنجي", Category.DISCRIMINATION),
    ("ز-ن-ج-ي", "ز-ن-ج-ي", Category.DISCRIMINATION),
    ("هؤلاء المخانيث", "المخانيث", Category.DISCRIMINATION),
)
HELD = (
    ("جميع الطلبات مقبولة", "جميع الطلبات مقبولة", Category.UNRELIABLE),
    (
        "سيتم قبول جميع المتقدمين هذا العام",
        "سيتم قبول جميع المتقدمين",
        Category.UNRELIABLE,
    ),
    ("We guarantee a seat for everyone.", "We guarantee", Category.UNRELIABLE),
    ("قرار مسرّب من مجلس الجامعة", "قرار مسرّب", Category.UNRELIABLE),
    ("عاجل.. وردنا الآن خبر الإلغاء", "عاجل.. وردنا", Category.UNRELIABLE),
    ("أثبتت الدراسات فائدة ذلك", "أثبتت الدراسات", Category.UNRELIABLE),
    ("استخدموا كود الخصم A10", "كود الخصم", Category.PERSONAL_BENEFIT),
    ("تابعوا حسابي الشخصي", "تابعوا حسابي", Category.PERSONAL_BENEFIT),
    ("سيارة للبيع بسعر مناسب", "للبيع", Category.PERSONAL_BENEFIT),
    ("لم أستلم راتبي منذ شهرين", "راتبي", Category.STAFF_GRIEVANCE),
    ("نحن موظفي الوزارة نطالب بحقوقنا", "نحن موظفي", Category.STAFF_GRIEVANCE),
    ("My manager denied my leave", "My manager", Category.STAFF_GRIEVANCE),
    ("يلعن دينك", "يلعن دينك", Category.RELIGION),
    ("هذا المدير مرتشي", "مرتشي", Category.DEFAMATION),
    ("اقتحموا المبنى الليلة", "اقتحموا", Category.ILLEGAL),
    ("شهادات للبيع بدون دراسة", "شهادات للبيع", Category.ILLEGAL),
    ("القضية المنظورة أمام المحكمة", "القضية المنظورة", Category.RIGHTS),
    ("الربح السريع من المنزل", "الربح السريع", Category.SPAM),
)


@pytest.mark.parametrize(("text", "found", "category"), BLOCKED)
def test_what_must_not_be_said_is_blocked(
    text: str, found: str, category: Category
) -> None:
    verdict = screen(text)

    assert verdict.decision is Decision.BLOCK
    assert (found, category) in [
        (each.text, each.category) for each in verdict.findings
    ]
    assert verdict.offensive >= 0.5


@pytest.mark.parametrize(("text", "found", "category"), HELD)
def test_what_a_person_must_judge_is_held(
    text: str, found: str, category: Category
) -> None:
    verdict = screen(text)

    assert verdict.decision is Decision.HOLD
    assert (found, category) in [
        (each.text, each.category) for each in verdict.findings
    ]


@pytest.mark.parametrize(
    "text",
    [
        "لا تقولوا «يا كلب» لأحد",
        "هذا الموظف ليس غبيا",
        'The word "idiot" has a long history.',
    ],
)
def test_what_is_quoted_or_denied_is_for_a_person_and_not_offensive(text: str) -> None:
    verdict = screen(text)

    assert verdict.decision is Decision.HOLD
    assert verdict.offensive < 0.5


@pytest.mark.parametrize(("text", "found", "category"), BLOCKED)
def test_the_public_is_never_blocked(text: str, found: str, category: Category) -> None:
    verdict = screen(text, direction=Direction.IN)

    assert verdict.decision is Decision.HOLD


@pytest.mark.parametrize(
    "text", ["سمعنا أن النتائج غداً", "تابعوا حسابي", "http://moheri.gov.om/"]
)
def test_the_public_may_say_what_an_official_account_may_not(text: str) -> None:
    assert screen(text).decision is not Decision.PASS
    assert screen(text, direction=Direction.IN).decision is Decision.PASS


def test_one_weak_word_is_nothing_and_two_are_a_doubt() -> None:
    assert screen("this is trash").findings == ()

    verdict = screen("this ugly trash")

    assert [each.text for each in verdict.findings] == ["ugly", "trash"]
    assert verdict.decision is Decision.HOLD


@pytest.mark.parametrize(
    "text", ["خمسة زائد ستة", "أ ب ج د", "a b c d", "و ا ل", "شركة ش.م.ع.ع", "U.S.A."]
)
def test_letters_that_stand_alone_are_not_read_as_an_insult(text: str) -> None:
    assert screen(text).findings == ()
