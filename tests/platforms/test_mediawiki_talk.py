"""What a change of a talk page says, and what becomes of the page: from texts alone."""

import time
from datetime import UTC, datetime, timedelta

import pytest

from rasmi.platforms.connector import EditConflict, Shown
from rasmi.platforms.http import NotUnderstood
from rasmi.platforms.mediawiki import pages
from rasmi.platforms.mediawiki.connector import MediaWikiConnector
from rasmi.platforms.mediawiki.cursors import Cursor, Known
from rasmi.platforms.mediawiki.lines import Block, added
from rasmi.platforms.mediawiki.plain import plain

SIGNED = (
    "[[مستخدم:Salim|Salim]] ([[نقاش المستخدم:Salim|نقاش]]) "
    "05:10، 28 نوفمبر 2026 (ت ع م)"
)
PAGE = f"== سؤال ==\n\nمتى؟ {SIGNED}\n\n:وأنا أسأل\n\n== آخر ==\n\nكلام"
HOSTILE = [
    f"أ{' ' * 998}ب\n" * 100,
    f"[[أ]]{' ' * 900}ب\n" * 100,
    f"[[أ]]{'1:11' * 240}\n" * 100,
    f"<b {'أ' * 490}" * 200,
    f"[[{'أ' * 290}" * 300,
    "<!--" * 25_000,
    "[[" * 50_000,
    "[[أ|" * 25_000,
    "[http://" * 12_000,
    "'" * 100_000,
    "<b" * 50_000,
    "<br " * 25_000,
    "=" * 100_000,
    ":" * 100_000,
    f"{SIGNED} " * 1_000,
    "[[أ:Salim]] 05:10 " * 5_000,
    "أ\n" * 50_000,
    "\n" * 100_000,
    "&" * 100_000,
    "&#" * 50_000,
    f"&#{'1' * 99_000};",
    f"&#{'0' * 99_000};",
    f"&#x{'f' * 99_000};",
]


def item(before: str, after: str, **other: object) -> dict[str, object]:
    told: dict[str, object] = {
        "id": "rev-9",
        "thread": "7",
        "user": "Salim",
        "userid": "5",
        "is_ours": False,
        "timestamp": "2026-11-28T05:10:00Z",
        "shown": "visible",
        "before": before,
        "after": after,
        "cut": False,
        "url": "https://wiki.example/index.php?diff=9",
    }
    return told | other


def said(before: str, after: str, **other: object) -> str:
    return MediaWikiConnector.read(item(before, after, **other)).text


def only(page: str, words: str) -> list[Block]:
    """What it would be that somebody added these words to a page."""
    assert words in page
    return added(page.replace(words, ""), page)


def test_a_change_is_read_with_who_wrote_it_and_when() -> None:
    heard = MediaWikiConnector.read(item("", "متى؟"))

    assert (heard.remote_id, heard.thread, heard.reply_to) == ("rev-9", "7", "")
    assert (heard.author, heard.author_id, heard.is_ours) == ("Salim", "5", False)
    assert heard.said_at == datetime(2026, 11, 28, 5, 10, tzinfo=UTC)
    assert heard.shown == Shown.VISIBLE


@pytest.mark.parametrize(
    ("before", "after", "text"),
    [
        ("", "متى؟", "متى؟"),
        ("أ\nب", "أ\nجديد\nب", "جديد"),
        ("أ\nب", "أ\n\n\nب", ""),
        ("أ\nب", "ب", ""),
        ("أ\nب", "ب\nأ", ""),
        ("أ\nب", "أ\n::ب", ""),
        ("أ\nب", "أول\nأ\nب\nآخر", "أول\n\nآخر"),
        ("يبدأ الأحد القادم", "يبدأ الأحد يا هذا القادم", "يا هذا"),
        ("كلمة واحدة", "غير ذلك", "غير ذلك"),
        ("أ\nأ", "أ\nأ\nأ", "أ"),
    ],
)
def test_only_what_was_added_is_heard(before: str, after: str, text: str) -> None:
    assert said(before, after) == text


def test_words_that_were_deleted_are_not_told() -> None:
    assert said("", "متى؟", shown="deleted") == ""


def test_what_was_cut_says_so() -> None:
    assert said("", "متى؟", cut=True) == "متى؟ […]"
    assert said("", "", cut=True) == "[…]"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("id", None),
        ("thread", ""),
        ("shown", "perhaps"),
        ("shown", None),
        ("timestamp", "yesterday"),
        ("timestamp", "2026-11-28"),
        ("before", None),
        ("after", 5),
    ],
)
def test_what_is_no_change_is_not_understood(name: str, value: object) -> None:
    with pytest.raises(NotUnderstood):
        MediaWikiConnector.read(item("", "متى؟") | {name: value})


@pytest.mark.parametrize(
    ("wikitext", "text"),
    [
        (f"متى؟ {SIGNED}", "متى؟"),
        (f"متى؟ -- {SIGNED}", "متى؟"),
        ("متى؟ [[Special:Contributions/Salim|Salim]] 05:10, 28 Nov 2026 (UTC)", "متى؟"),
        (f"متى؟ {SIGNED.replace('Salim', 'Khalid')}", None),
        ("== سؤال ==", "سؤال"),
        ("::* متى؟", "متى؟"),
        ("'''غليظ''' ''مائل''", "غليظ مائل"),
        ("[[صفحة|اسمها]] [[أخرى]]", "اسمها أخرى"),
        ("[https://a.om/x هنا] [https://a.om]", "هنا (https://a.om/x) https://a.om"),
        ("كل<!-- شيء -->ب ك<nowiki/>لب <b>كلب</b>", "كلب كلب كلب"),
        ("&#1603;&#1604;&#1576; &lt;b&gt;", "كلب <b>"),
        (f"&#{'0' * 5_000}1603;لب", "كلب"),
        (f"&#{'1' * 5_000};", f"&#{'1' * 5_000};"),
        ("أ<br />ب", "أ\nب"),
        ("{{قالب}} <!-- بلا نهاية", "{{قالب}} <!-- بلا نهاية"),
        ("1 < 2 و2 > 1", "1 < 2 و2 > 1"),
        ("=====", "====="),
    ],
)
def test_markup_is_read_as_its_words(wikitext: str, text: str | None) -> None:
    found = plain(wikitext, "Salim")

    if text is None:
        assert "Khalid" in found or "05:10" in found
    else:
        assert found == text


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_takes_long(text: str) -> None:
    begun = time.perf_counter()

    said("", text)
    said(text, f"{text[:-50]}غيره{text[-50:]}")
    blocks = added("", text[:50_000])
    pages.answered(text, blocks, "نعم")
    pages.stands(text, blocks, wholly=True)

    assert time.perf_counter() - begun < 5


def test_many_lines_that_are_alike_take_no_time() -> None:
    before = "\n".join(f"سطر {number} كلام" for number in range(5_000))
    begun = time.perf_counter()

    text = said(before, before.replace("كلام", "كلام آخر"))
    blocks = added(before, before.replace("كلام", "كلام آخر"))
    with pytest.raises(EditConflict):
        pages.hidden(before, blocks, "أُخفي", "Salim")

    assert "آخر" in text
    assert time.perf_counter() - begun < 10


def test_an_answer_stands_beneath_and_after_the_answers_of_others() -> None:
    blocks = only(PAGE, f"متى؟ {SIGNED}")
    page = PAGE.replace("\n\n:وأنا أسأل", "\n:الاثنين\n::لا\n\n:وأنا أسأل")

    lines = pages.answered(page, blocks, "الأحد").split("\n")

    at = lines.index("::لا")
    assert lines[at + 1] == ':<span dir="auto">الأحد</span> ~~~~'
    assert lines[at + 2 :] == page.split("\n")[at + 1 :]


@pytest.mark.parametrize(
    ("line", "indent"),
    [("أ", ":"), (":أ", "::"), ("*أ", "*:"), (":" * 90 + "أ", ":" * 21)],
)
def test_an_answer_is_one_step_deeper(line: str, indent: str) -> None:
    page = pages.answered(line, only(line, line), "نعم")

    assert page.split("\n")[1] == f'{indent}<span dir="auto">نعم</span> ~~~~'


def test_our_words_are_one_line_in_which_nothing_is_markup() -> None:
    page = pages.answered("أ", only("أ", "أ"), "~~~~ {{x}}\n\n== y ==\n* [[z]]")

    assert page.split("\n")[1:] == [
        ':<span dir="auto">&#126;&#126;&#126;~ &#123;&#123;x&#125;&#125;<br /><br />'
        "&#61;= y ==<br />&#42; &#91;&#91;z&#93;&#93;</span> ~~~~"
    ]


@pytest.mark.parametrize("note", ["أُخفي", ""])
def test_what_is_hidden_and_shown_again_leaves_the_page_as_it_was(note: str) -> None:
    blocks = only(PAGE, f"== سؤال ==\n\nمتى؟ {SIGNED}")

    hidden = pages.hidden(PAGE, blocks, note, "Salim")

    assert hidden is not None
    assert "متى" not in hidden
    assert "سؤال" not in hidden
    assert ("== … ==" in hidden, "أُخفي" in hidden) == (bool(note), bool(note))
    assert pages.shown(hidden, PAGE, hidden) == PAGE
    assert pages.shown(f"{hidden}\nبعد", PAGE, hidden) == f"{PAGE}\nبعد"


def test_a_note_whose_place_is_gone_brings_nothing_back() -> None:
    hidden = pages.hidden(PAGE, only(PAGE, ":وأنا أسأل"), "أُخفي", "Huda")

    assert hidden is not None
    with pytest.raises(EditConflict):
        pages.shown("صفحة أخرى", PAGE, hidden)


def test_a_short_word_with_a_signature_is_not_taken_for_another() -> None:
    page = f"نعم {SIGNED}\nلا {SIGNED}"
    blocks = only(page, f"نعم {SIGNED}\n")

    assert pages.hidden(f"لا {SIGNED}", blocks, "أُخفي", "Salim") is None


def test_of_the_same_words_twice_the_nearer_ones_are_hidden() -> None:
    page = "شتيمة\nأ\nشتيمة\nب"
    blocks = added("شتيمة\nأ\nب", page)

    assert pages.hidden(page, blocks, "", "Salim") == "شتيمة\nأ\nب"


@pytest.mark.parametrize("told", ["", "x", "[]", "{}", '{"known": [[1]]}', "null", "5"])
def test_a_cursor_that_is_none_begins_anew(told: str) -> None:
    begun = Cursor.read(told)

    assert (begun.seen, begun.known) == (frozenset(), ())
    day_before = datetime.now(UTC) - timedelta(days=1, minutes=1)
    assert begun.start >= f"{day_before:%Y%m%d%H%M%S}|0"


def test_a_cursor_is_read_as_it_was_written() -> None:
    known = Known(9, 3, "نقاش:أ", "7", Shown.HIDDEN, "abc")
    cursor = Cursor("20261128051000|4", frozenset({4, 5}), (known,))

    assert Cursor.read(str(cursor)) == cursor


def test_what_comes_to_light_late_is_still_read() -> None:
    rows = [
        {"rcid": 4, "timestamp": "2026-11-28T05:08:00Z"},
        {"rcid": 5, "timestamp": "2026-11-28T05:10:00Z"},
    ]

    assert Cursor().after(rows, [], has_more=False) == Cursor(
        "20261128050900|0", frozenset({5})
    )
    assert Cursor().after(rows, [], has_more=True) == Cursor("20261128051000|6")
