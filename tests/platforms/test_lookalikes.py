"""Names made to be taken for ours. Whoever knows a new trick adds a row."""

import pytest

from rasmi.platforms.lookalikes import Script, Trick, host_imitated, likeness, script

OURS = "demo_ministry"
SIGNS, LETTERS, LETTER, WORDS = Trick

TRICKS = [
    # points and lines
    ("demoministry", OURS, SIGNS),
    ("demo.ministry", OURS, SIGNS),
    ("demo-ministry", OURS, SIGNS),
    ("demo__ministry", OURS, SIGNS),
    ("_demo_ministry_", OURS, SIGNS),
    ("DEMO.MINISTRY", OURS, SIGNS),
    # digits and letters that are drawn alike
    ("dem0_ministry", OURS, LETTERS),
    ("dem0_m1n1stry", OURS, LETTERS),
    ("demo_mlnistry", OURS, LETTERS),
    ("demo_mini5try", OURS, LETTERS),
    ("d3mo_ministry", OURS, LETTERS),
    ("derno_ministry", OURS, LETTERS),
    ("demo_rninistry", OURS, LETTERS),
    ("clemo_ministry", OURS, LETTERS),
    ("demo_|ministry", OURS, LETTER),
    ("m0heri", "moheri", LETTERS),
    ("rnoheri", "moheri", LETTERS),
    ("vvizara", "wizara", LETTERS),
    # other alphabets
    ("dеmo_ministry", OURS, LETTERS),  # Cyrillic ie
    ("demо_ministry", OURS, LETTERS),  # Cyrillic o
    ("demo_ministrу", OURS, LETTERS),  # Cyrillic u
    ("dem\u03bf_ministry", OURS, LETTERS),  # Greek omicron
    ("ΜΟΗΕRΙ", "moheri", LETTERS),  # Greek capitals
    ("МОНЕRI", "moheri", LETTERS),  # Cyrillic capitals
    ("ｄｅｍｏ＿ｍｉｎｉｓｔｒｙ", OURS, LETTERS),  # fullwidth
    ("𝐝𝐞𝐦𝐨_ministry", OURS, LETTERS),  # mathematical bold
    ("démo_ministry", OURS, LETTERS),  # an accent
    ("demo_ministrẏ", OURS, LETTERS),
    ("demo_m\u0131nistry", OURS, LETTERS),  # i without its dot
    ("demo\u200b_ministry", OURS, LETTERS),  # a space that nobody sees
    # one letter
    ("demo_minstry", OURS, LETTER),
    ("demo_minisstry", OURS, LETTER),
    ("demo_ministyr", OURS, LETTER),
    ("deno_ministry", OURS, LETTER),
    ("demo_ministrys", OURS, LETTER),
    ("mohari", "moheri", LETTER),
    # words
    ("demo_ministry_official", OURS, WORDS),
    ("rasmi_demo_ministry", OURS, WORDS),
    ("demo_ministry_om", OURS, WORDS),
    ("real.demo.ministry", OURS, WORDS),
    ("the_demo_ministry_hq", OURS, WORDS),
    ("demo_ministry_2026", OURS, WORDS),
    ("dem0_ministry_0fficial", OURS, WORDS),
    ("demo_minstry_support", OURS, WORDS),
    ("scholarships_demo_ministry_prizes", OURS, WORDS),
    ("moheri", "moheri_om", WORDS),
    ("moe_official", "moe", WORDS),
    # Arabic
    ("وزاره_المعرفة", "وزارة_المعرفة", LETTERS),
    ("وزارة_المعرفه", "وزارة_المعرفة", LETTERS),
    ("وزارة_المعرفـة", "وزارة_المعرفة", LETTERS),  # tatweel
    ("وِزارة_المعرفة", "وزارة_المعرفة", LETTERS),  # a diacritic
    ("وزارة_المعرفة_الرسمي", "وزارة_المعرفة", WORDS),
    ("شوون_الطلبة", "شؤون_الطلبة", LETTERS),
    ("شؤون_الطلبه", "شوون_الطلبة", LETTERS),
    ("مبني_البعثات", "مبنى_البعثات", LETTERS),
    ("مکتب_البعثات", "مكتب_البعثات", LETTERS),  # Persian kaf
    ("وزارةالمعرفة", "وزارة_المعرفة", SIGNS),
    ("وزرة_المعرفة", "وزارة_المعرفة", LETTER),
]


@pytest.mark.parametrize(("theirs", "ours", "trick"), TRICKS)
def test_a_lookalike_is_seen(theirs: str, ours: str, trick: Trick) -> None:
    found = likeness(theirs, ours)

    assert found
    assert found.trick == trick
    assert "".join(each.text for each in found.theirs) == theirs
    assert "".join(each.text for each in found.ours) == ours
    assert any(each.differs for each in (*found.theirs, *found.ours))
    assert found.changes


@pytest.mark.parametrize(
    ("theirs", "ours"),
    [
        ("demo_ministry", OURS),
        ("Demo_Ministry", OURS),  # the same account
        ("scholarships_fast", OURS),
        ("ministry", OURS),
        ("demo", OURS),
        ("moe", "moh"),  # too short for one letter to tell anything
        ("mohs", "mohe"),
        ("", OURS),
        ("...", OURS),
        ("وزارة_الصحة", "وزارة_المعرفة"),
        ("a" * 100_000, OURS),
    ],
)
def test_what_is_the_same_or_something_else_is_no_lookalike(
    theirs: str, ours: str
) -> None:
    assert likeness(theirs, ours) is None


def test_the_differing_letter_is_marked() -> None:
    found = likeness("demo_ministrу", OURS)

    assert found
    assert [each.text for each in found.theirs if each.differs] == ["у"]
    (change,) = found.changes
    assert (script(change.theirs), script(change.ours)) == (
        Script.CYRILLIC,
        Script.LATIN,
    )


@pytest.mark.parametrize(
    ("letter", "kind"),
    [
        ("0", Script.DIGIT),
        ("٣", Script.DIGIT),
        ("o", Script.LATIN),
        ("ο", Script.GREEK),
        ("ه", Script.ARABIC),
        ("_", Script.SIGN),
        ("\u200b", Script.UNSEEN),
        ("\u3164", Script.UNSEEN),
        ("字", Script.OTHER),
    ],
)
def test_a_letter_is_told_by_its_alphabet(letter: str, kind: Script) -> None:
    assert script(letter) == kind


@pytest.mark.parametrize(
    ("host", "imitated"),
    [
        ("x.com.evil.om", "x.com"),
        ("twitter.com-login.om", "twitter.com"),
        ("twltter.com", "twitter.com"),
        ("faceb00k.com", "facebook.com"),
        ("instagram-verify.example", "instagram.com"),
        ("bl0g.wizara.example", "blog.wizara.example"),
        ("blog.wizara.example.evil.om", "blog.wizara.example"),
        ("blog.wizarra.example", "blog.wizara.example"),
        ("ⅹ.com", "x.com"),
        ("developers.facebook.com", ""),
        ("health.gov.om", ""),
        ("evil.om", ""),
    ],
)
def test_a_host_that_imitates_another_is_seen(host: str, imitated: str) -> None:
    assert host_imitated(host, ("blog.wizara.example",)) == imitated
