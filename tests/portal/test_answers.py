"""Whether what somebody saw is ours: a table that anybody may add a row to."""

import unicodedata

import pytest

from rasmi.channels.models import Channel
from rasmi.portal.answers import Answer, Kind, answer
from tests.platforms.test_lookalikes import TRICKS

YES, NO, LIKE, ELSEWHERE, HOST = (
    Kind.YES,
    Kind.NO,
    Kind.LIKE,
    Kind.ELSEWHERE,
    Kind.HOST,
)


def channel(platform: str, handle: str, name: str = "", address: str = "") -> Channel:
    found = Channel(platform=platform, handle=handle, name_ar=name, name_en=name)
    found.address = address or found.on.address_of(handle)
    return found


OURS = [
    channel("x", "demo_ministry", "الوزارة على إكس"),
    channel("instagram", "demo.ministry", "الوزارة على إنستغرام"),
    channel("linkedin", "demo-centre", "مركز القبول"),
    channel("youtube", "وزارة_المعرفة", "قناة الوزارة"),
    channel("whatsapp", "+968 2434 0000", "الوزارة على واتساب"),
    channel("mastodon", "ministry@social.example", "الوزارة على ماستودون"),
    channel("wordpress", "demo-blog", "مدونة الوزارة", "https://blog.demo.example/"),
    channel("mediawiki", "دليل", "ويكي", "https://wiki.demo.example/wiki/Main_Page"),
    channel("other", "app", "تطبيق", "https://apps.example/ministry"),
]
CLOSED = [channel("facebook", "old.ministry", "حساب قديم")]


def ask(asked: str) -> Answer:
    return answer(asked, ours=OURS, closed=CLOSED)


@pytest.mark.parametrize(
    ("asked", "kind"),
    [
        # ours, however it is written
        ("demo_ministry", YES),
        ("@demo_ministry", YES),
        ("  @Demo_Ministry  ", YES),
        ("\u200f@demo_ministry\u200f", YES),
        ("https://x.com/demo_ministry", YES),
        ("https://mobile.twitter.com/Demo_Ministry/status/1?s=20", YES),
        ("instagram.com/demo.ministry", YES),
        ("https://om.linkedin.com/company/demo-centre/posts/", YES),
        ("وزارة_المعرفة", YES),
        ("https://www.youtube.com/@وزارة_المعرفة", YES),
        ("96824340000", YES),
        ("https://wa.me/96824340000", YES),
        ("@ministry@social.example", YES),
        ("https://social.example/@ministry/113", YES),
        ("https://blog.demo.example/2026/11/any-page", YES),
        ("blog.demo.example", YES),
        ("https://wiki.demo.example/index.php?title=A", YES),
        ("https://apps.example/ministry/news", YES),
        # ours once
        ("old.ministry", Kind.OLD),
        ("https://www.facebook.com/oldministry/posts/1", Kind.OLD),
        # somebody else's
        ("@scholarships_fast", NO),
        ("https://x.com/scholarships_fast", NO),
        ("https://evil.om/", NO),
        ("وزارة_الصحة", NO),
        ("https://apps.example/evil", NO),
        ("ministry@health.example.org", ELSEWHERE),
        # our name where it is not ours
        ("https://www.tiktok.com/@demo_ministry", ELSEWHERE),
        ("https://instagram.com/demo_ministry", ELSEWHERE),
        ("https://www.linkedin.com/in/demo-centre", ELSEWHERE),
        ("https://evil.om/demo_ministry", ELSEWHERE),
        ("https://social.evil/@ministry", ELSEWHERE),
        # made to be taken for ours; never a yes
        ("x.com.evil.om/demo_ministry", HOST),
        ("https://x.com.evil.om/anything", HOST),
        ("https://blog.demo.example.evil.om/", HOST),
        ("https://bl0g.demo.example/", HOST),
        ("https://x.com@evil.om/demo_ministry", Kind.CROOKED),
        ("https://evil.om\\@x.com/demo_ministry", Kind.CROOKED),
        ("@dem0_ministry", LIKE),
        ("https://x.com/demo_ministry_official", LIKE),
        ("ｄｅｍｏ＿ｍｉｎｉｓｔｒｙ", LIKE),
        ("dеmo_ministry", LIKE),
        ("https://x.com/dеmo_ministry", LIKE),
        ("https://x.com/d%D0%B5mo_ministry", LIKE),
        ("demo\u200b_ministry", LIKE),
        ("وزاره_المعرفه", LIKE),
        ("https://ⅹ.com/demo_ministry", HOST),
        # names and links that say nothing
        ("الوزارة على إكس", Kind.NAMED),
        ("الوزاره على اكس", Kind.NAMED),
        ("demo-blog", Kind.NAMED),
        ("https://t.co/abc", Kind.SHORT),
        ("https://x.com/", Kind.UNNAMED),
        ("https://www.youtube.com/watch?v=1", Kind.UNNAMED),
        ("", Kind.EMPTY),
        (" @ ", Kind.EMPTY),
        ("a" * 301, Kind.LONG),
        ("\x00", NO),
        ("'; DROP TABLE channels; --", NO),
    ],
)
def test_an_account_is_ours_or_not(asked: str, kind: Kind) -> None:
    assert ask(asked).kind == kind


def test_a_lookalike_is_shown_beside_the_account_that_it_imitates() -> None:
    found = ask("@demo.rninistry")

    assert found.account == OURS[1]
    assert found.likeness
    assert "".join(each.text for each in found.likeness.theirs) == "demo.rninistry"


def test_a_handle_on_two_platforms_is_shown_on_both() -> None:
    twice = [*OURS, channel("tiktok", "demo_ministry")]

    found = answer("demo_ministry", ours=twice, closed=[])

    assert [each.platform for each in found.accounts] == ["x", "tiktok"]


def test_an_address_of_a_whole_platform_makes_nothing_ours() -> None:
    careless = [channel("other", "x", "حساب", "https://www.facebook.com/")]

    found = answer("https://www.facebook.com/evil", ours=careless, closed=[])

    assert found.kind == NO


@pytest.mark.parametrize("theirs", [row[0] for row in TRICKS])
@pytest.mark.parametrize(
    "asked", ["{}", "@{}", "https://x.com/{}", "https://x.com.evil.om/{}"]
)
def test_no_lookalike_is_ever_a_yes(theirs: str, asked: str) -> None:
    # One row is the real handle of another account of ours.
    ours = [each for each in OURS if each.platform != "instagram"]

    assert answer(asked.format(theirs), ours=ours, closed=[]).kind != YES


def test_no_letter_of_unicode_becomes_a_letter_of_ours() -> None:
    becomes = {
        letter
        for letter in map(chr, range(0x80, 0x110000))
        for form in ("NFC", "NFKC")
        if unicodedata.normalize(form, letter).casefold() in set("demo_ministry")
    }

    wrong = [
        letter
        for letter in becomes
        for place in range(len("demo_ministry"))
        if ask("demo_ministry"[:place] + letter + "demo_ministry"[place + 1 :]).kind
        == YES
    ]

    assert len(becomes) > 100
    assert wrong == []
