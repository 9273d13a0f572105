import pytest

from rasmi.screening import Decision, screen


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("سري\nتقرير اللجنة", "سري"),
        ("تقرير اللجنة\n*** سرّي للغاية ***", "سرّي للغاية"),
        ("ســري", "ســري"),
        ("[محدود] خطة الابتعاث", "محدود"),
        ("درجة التصنيف: مكتوم", "مكتوم"),
        ("التصنيف: سري\nنص", "سري"),
        ("وثيقة سري للغاية حول التعيينات", "سري للغاية"),
        ("س.ر.ي", "س.ر.ي"),
        ("TOP SECRET", "TOP SECRET"),
    ],
)
def test_a_classification_is_blocked(text: str, shown: str) -> None:
    verdict = screen(text)

    assert verdict.decision is Decision.BLOCK
    assert [(each.rule, each.text) for each in verdict.findings] == [
        ("marking.legal", shown)
    ]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("للاستخدام الداخلي فقط", "للاستخدام الداخلي فقط"),
        ("هذا النص للاستعمال الداخلي", "للاستعمال الداخلي"),
        ("للستخدام الداخلي", "للستخدام الداخلي"),
        ("مسودة\nإعلان القبول", "مسودة"),
        ("(مسودة أولية) إعلان", "مسودة أولية"),
        ("غير قابل للنشر", "غير قابل للنشر"),
        ("For internal use only.", "For internal use only"),
        ("DRAFT\nAdmission notice", "DRAFT"),
    ],
)
def test_a_mark_of_the_office_is_held(text: str, shown: str) -> None:
    verdict = screen(text)

    assert verdict.decision is Decision.HOLD
    assert [(each.rule, each.text) for each in verdict.findings] == [
        ("marking.office", shown)
    ]


@pytest.mark.parametrize(
    "text",
    [
        "عدد محدود من المقاعد",
        "تصويت سري",
        "اقتراع سري مباشر",
        "دخل محدود",
        "قطاع خاص",
        "التسجيل محدود بعدد المقاعد",
        "The secret of success is work.",
        "a restricted area of the laboratory",
    ],
)
def test_the_same_words_in_a_sentence_are_no_marking(text: str) -> None:
    assert screen(text).findings == ()


def test_the_form_of_a_memorandum_is_held() -> None:
    text = "الرقم: 12\nالموضوع: طلب إفادة\nالفاضل/ مدير الدائرة المحترم"

    assert [each.rule for each in screen(text).findings] == ["marking.office"]


@pytest.mark.parametrize(
    ("text", "rule", "shown"),
    [
        ("كلمة المرور: Oman@2026", "credential.password", "Oman@2026"),
        ("password = hunter2!", "credential.password", "hunter2"),
        ("كلمة السر هي ٤٨٢٩١٠", "credential.password", "٤٨٢٩١٠"),
        ("رمز التحقق: 482910", "credential.code", "482910"),
        ("Your OTP is 4829", "credential.code", "4829"),
        ("AKIAIOSFODNN7EXAMPLE", "credential.key", "AKIAIOSFODNN7EXAMPLE"),
        (
            "-----BEGIN RSA PRIVATE KEY-----",
            "credential.key",
            "-----BEGIN RSA PRIVATE KEY-----",
        ),
    ],
)
def test_a_secret_is_blocked(text: str, rule: str, shown: str) -> None:
    verdict = screen(text)

    assert verdict.decision is Decision.BLOCK
    assert (rule, shown) in [(each.rule, each.text) for each in verdict.findings]


@pytest.mark.parametrize(
    "text",
    [
        "كلمة المرور: لا تشاركوها مع أحد",
        "Password: 8-16 characters",
        "غيّروا كلمة المرور كل 90 يوماً",
        "رمز التحقق يصلكم برسالة نصية",
    ],
)
def test_advice_about_secrets_passes(text: str) -> None:
    assert screen(text).findings == ()
