"""What the public writes on a real MediaWiki: heard, answered, hidden, shown again."""

import html
import re
from collections.abc import Mapping
from dataclasses import replace
from uuid import uuid4

import pytest

from rasmi.platforms.connector import (
    Absent,
    Account,
    Deed,
    EditConflict,
    Fetched,
    Found,
    Heard,
    NotFound,
    Op,
    OutcomeUnknown,
    Shown,
    Target,
    Unsure,
)
from rasmi.platforms.mediawiki.connector import MediaWikiConnector
from rasmi.platforms.mediawiki.names import title_of
from tests.peers.mediawiki_people import Passerby, Person
from tests.peers.start import start
from tests.peers.wire import losing_answers

PREFIX = "Project:أخبار"
NOTE = "أُخفيت مشاركة (البند ٣). التظلّم: https://moc.example/a?b=1 <b>{{x}}"
ANSWER = "يبدأ يوم الأحد <b>\n\nhttps://moc.example/a?b=1&c=2\n— دائرة الإعلام ~~~~"

SEEN: dict[str, str] = {}  # how far each account has heard: the wiki is an old one


class Ministry:
    """An account of the wiki with a page of its own, which may be talked about."""

    def __init__(self, server: dict[str, str], user: str) -> None:
        password = server[f"MEDIAWIKI_{user.upper()}"]
        self.account = Account(
            PREFIX, server["MEDIAWIKI_URL"], password, login=f"{user}@peers"
        )
        self.speaks = MediaWikiConnector(self.account)
        self.cursor = self.caught_up(SEEN.get(user, "")).cursor
        SEEN[user] = self.cursor
        op = Op(uuid4().hex, "بدأ التسجيل")
        self.post = self.speaks.commit(op, {})
        self.talk = title_of("Project talk:أخبار", op)

    def caught_up(self, cursor: str = "") -> Fetched:
        """All that is new, in as many pages as it takes."""
        items: list[Mapping[str, object]] = []
        while True:
            fetched = MediaWikiConnector(self.account).fetch(cursor)
            items += fetched.items
            if not fetched.has_more:
                return replace(fetched, items=tuple(items))
            assert fetched.cursor != cursor
            cursor = fetched.cursor

    def hears(self) -> list[Heard]:
        """What is new on its page, once."""
        fetched = self.caught_up(self.cursor)
        self.cursor = fetched.cursor
        heard = [MediaWikiConnector.read(each) for each in fetched.items]
        return [each for each in heard if each.thread == self.post.remote_id]

    def does(self, heard: Heard, deed: Deed, text: str = "") -> Found:
        return self.speaks.commit(about(heard, deed, text), {})


def about(heard: Heard, deed: Deed, text: str = "") -> Op:
    target = Target(heard.remote_id, heard.thread)
    return Op(uuid4().hex, text, deed=deed, target=target)


def words(page: str) -> str:
    """A page without its tags."""
    body = page[page.index('class="mw-parser-output"') :]
    return html.unescape(re.sub(r"<[^>]+>", " ", body))


@pytest.fixture(scope="module")
def server() -> dict[str, str]:
    return start("mediawiki")


@pytest.fixture(scope="module")
def salim(server: dict[str, str]) -> Person:
    """A citizen with an account."""
    return Person(server, "Vandal")


@pytest.fixture(scope="module")
def badr(server: dict[str, str]) -> Person:
    """Who keeps the wiki."""
    return Person(server, "Admin")


@pytest.fixture(scope="module")
def huda(server: dict[str, str]) -> Passerby:
    """A citizen without one."""
    return Passerby(server)


@pytest.fixture
def ministry(server: dict[str, str]) -> Ministry:
    """It has no more rights than it needs to speak."""
    return Ministry(server, "Editor")


@pytest.fixture
def keeper(server: dict[str, str]) -> Ministry:
    """It may hide versions too."""
    return Ministry(server, "Admin")


def write(person: Person, title: str, text: str, **asked: str) -> int:
    made = person.act("edit", title=title, appendtext=f"\n\n{text}", **asked)
    return int(made["newrevid"])


def change(person: Person, title: str, old: str, new: str) -> None:
    asked = {"titles": title, "prop": "revisions", "rvprop": "content"}
    page = person.ask("query", rvslots="main", **asked)["query"]["pages"][0]
    text = page["revisions"][0]["slots"]["main"]["content"]
    assert old in text
    person.act("edit", title=title, text=text.replace(old, new))


def test_a_citizen_is_heard_once_in_the_own_words(
    ministry: Ministry, salim: Person
) -> None:
    before = ministry.cursor
    number = write(salim, ministry.talk, "'''متى''' يبدأ [[التقديم|التسجيل]]؟ ~~~~")

    (heard,) = ministry.hears()

    assert (heard.remote_id, heard.text) == (f"rev-{number}", "متى يبدأ التسجيل؟")
    assert (heard.author, heard.is_ours, heard.shown) == (
        "Vandal",
        False,
        Shown.VISIBLE,
    )
    assert ministry.hears() == []
    again = ministry.caught_up(before)
    assert again.items == ministry.caught_up(before).items


def test_somebody_without_an_account_is_heard_through_the_form_of_the_site(
    ministry: Ministry, huda: Passerby
) -> None:
    huda.write(ministry.talk, "هل يشمل المقيمين؟ ~~~~", "سؤال")
    huda.write(ministry.talk, "ومتى ينتهي؟ ~~~~", "سؤال آخر")

    first, second = ministry.hears()

    assert first.text == "سؤال\n\nهل يشمل المقيمين؟"
    assert second.text == "سؤال آخر\n\nومتى ينتهي؟"
    assert (first.author, first.author_id) == ("127.0.0.1", "")
    assert first.said_at <= second.said_at


def test_a_sign_with_a_number_without_end_deafens_nobody(
    ministry: Ministry, salim: Person, huda: Passerby
) -> None:
    write(salim, ministry.talk, f"&#{'1' * 5_000}; ~~~~")
    write(salim, ministry.talk, f"&#{'0' * 5_000}1603;لب ~~~~")
    write(salim, ministry.talk, "متى؟ ~~~~")

    texts = [each.text for each in ministry.hears()]

    assert texts == [f"&#{'1' * 5_000};", "كلب", "متى؟"]
    assert all(each in words(huda.page(ministry.talk)) for each in texts)


def test_what_is_said_elsewhere_is_not_heard(ministry: Ministry, salim: Person) -> None:
    title = f"Project:صفحة {uuid4().hex}"
    salim.act("edit", title=title, text="غيره")
    mark = write(salim, title.replace("Project:", "Project talk:"), "كلام")

    items = ministry.caught_up(ministry.cursor).items

    assert f"rev-{mark}" not in {each["id"] for each in items}


def test_what_is_written_to_the_account_is_heard(
    ministry: Ministry, salim: Person
) -> None:
    number = write(salim, "User talk:Editor", f"سلام {uuid4().hex} ~~~~")

    items = ministry.caught_up(ministry.cursor).items

    heard = [MediaWikiConnector.read(each) for each in items]
    (letter,) = (each for each in heard if each.remote_id == f"rev-{number}")
    assert letter.thread.startswith("talk-")


def test_our_answer_stands_beneath_and_is_known_as_ours(
    ministry: Ministry, salim: Person, huda: Passerby
) -> None:
    write(salim, ministry.talk, "متى؟ ~~~~")
    write(salim, ministry.talk, "== غيره ==\n\nكلام آخر ~~~~")
    asked, _other = ministry.hears()
    op = about(asked, Deed.REPLY, ANSWER)
    assert ministry.speaks.reconcile(op, {}) == Absent(is_certain=True)

    found = ministry.speaks.commit(op, ministry.speaks.stage(op))

    page = huda.page(ministry.talk)
    shown = words(page)
    assert shown.index("متى؟") < shown.index("يبدأ يوم الأحد <b>") < shown.index("غيره")
    assert 'href="https://moc.example/a?b=1&c=2"' in html.unescape(page)
    assert "— دائرة الإعلام ~~~~" in shown
    assert "Editor" in shown
    again = ministry.speaks.reconcile(op, {})
    assert isinstance(again, Found)
    assert (again.remote_id, again.url) == (found.remote_id, found.url)
    (ours,) = ministry.hears()
    assert (ours.remote_id, ours.is_ours) == (found.remote_id, True)
    assert ours.text == ANSWER
    assert "يبدأ يوم الأحد" in huda.open(found.url)


def test_what_is_gone_is_answered_in_a_section_of_its_own(
    ministry: Ministry, salim: Person, huda: Passerby
) -> None:
    write(salim, ministry.talk, "متى؟ ~~~~")
    (asked,) = ministry.hears()
    salim.act("edit", title=ministry.talk, text="فارغ")

    ministry.does(asked, Deed.REPLY, "الأحد")

    shown = words(huda.page(ministry.talk))
    assert "متى" not in shown
    assert re.search(r"فارغ.*رد.*الأحد", shown, re.DOTALL)


def test_an_answer_whose_answer_is_lost_is_given_once(
    ministry: Ministry, salim: Person, huda: Passerby
) -> None:
    write(salim, ministry.talk, "متى؟ ~~~~")
    (asked,) = ministry.hears()
    op = about(asked, Deed.REPLY, "يوم الأحد")
    with losing_answers(ministry.account.address, b"action=edit") as wire:
        behind = replace(ministry.account, address=wire.address)
        with pytest.raises(OutcomeUnknown):
            MediaWikiConnector(behind).commit(op, {})

    found = ministry.speaks.reconcile(op, {})
    again = ministry.speaks.commit(op, {})

    assert isinstance(found, Found)
    assert again.remote_id == found.remote_id
    assert words(huda.page(ministry.talk)).count("يوم الأحد") == 1


def test_what_is_hidden_gives_way_to_a_note_until_it_is_shown_again(
    keeper: Ministry, salim: Person, huda: Passerby
) -> None:
    write(salim, keeper.talk, "أول ~~~~")
    number = write(salim, keeper.talk, "== كلام مسيء ==\n\nشتيمة ~~~~")
    write(salim, keeper.talk, "آخر ~~~~")
    _, insult, last = keeper.hears()
    op = about(insult, Deed.HIDE, NOTE)

    hidden = keeper.speaks.commit(op, {})

    page = huda.page(keeper.talk)
    shown = words(page)
    assert shown.index("أول") < shown.index("البند ٣") < shown.index("آخر")
    assert "<b>{{x}}" in shown
    assert 'href="https://moc.example/a?b=1"' in page
    assert "شتيمة" not in page
    assert "مسيء" not in page
    for each in (number, int(last.remote_id[4:])):
        assert "شتيمة" not in huda.page(keeper.talk, oldid=str(each))
    assert "مسيء" not in huda.page(keeper.talk, action="history")
    assert (hidden.remote_id, hidden.evidence["history"]) == (
        insult.remote_id,
        "hidden",
    )
    assert keeper.speaks.commit(op, {}).remote_id == insult.remote_id
    assert isinstance(keeper.speaks.reconcile(op, {}), Found)
    (told,) = keeper.hears()
    assert (told.remote_id, told.shown) == (insult.remote_id, Shown.HIDDEN)
    assert told.text == insult.text

    back = keeper.does(insult, Deed.SHOW)

    shown = words(huda.page(keeper.talk))
    assert shown.index("أول") < shown.index("شتيمة") < shown.index("آخر")
    assert "البند" not in shown
    assert "شتيمة" in huda.page(keeper.talk, oldid=str(number))
    assert back.remote_id == insult.remote_id
    assert keeper.hears() == [insult]


def test_without_the_right_the_page_is_clean_and_the_history_is_not(
    ministry: Ministry, salim: Person, huda: Passerby
) -> None:
    number = write(salim, ministry.talk, "شتيمة ~~~~")
    (insult,) = ministry.hears()

    found = ministry.does(insult, Deed.HIDE, NOTE)

    assert "شتيمة" not in huda.page(ministry.talk)
    assert "شتيمة" in huda.page(ministry.talk, oldid=str(number))
    assert found.evidence["history"] == "visible"
    (told,) = ministry.hears()
    assert (told.text, told.shown) == ("شتيمة", Shown.HIDDEN)
    ministry.does(insult, Deed.SHOW)
    assert "شتيمة" in huda.page(ministry.talk)


def test_without_a_note_nothing_is_left_and_it_comes_back_to_its_place(
    ministry: Ministry, salim: Person, huda: Passerby
) -> None:
    for text in ("أول ~~~~", "شتيمة ~~~~", "آخر ~~~~"):
        write(salim, ministry.talk, text)
    _, insult, _ = ministry.hears()

    ministry.does(insult, Deed.HIDE)
    hidden = words(huda.page(ministry.talk))
    write(salim, ministry.talk, "بعد ذلك ~~~~")
    ministry.does(insult, Deed.SHOW)

    assert "شتيمة" not in hidden
    shown = words(huda.page(ministry.talk))
    order = [shown.index(each) for each in ("أول", "شتيمة", "آخر", "بعد ذلك")]
    assert order == sorted(order)


def test_a_hiding_whose_answer_is_lost_is_found_and_finished(
    keeper: Ministry, salim: Person, huda: Passerby
) -> None:
    number = write(salim, keeper.talk, "شتيمة ~~~~")
    (insult,) = keeper.hears()
    op = about(insult, Deed.HIDE, NOTE)
    assert keeper.speaks.reconcile(op, {}) == Absent(is_certain=True)
    with losing_answers(keeper.account.address, b"action=edit") as wire:
        behind = replace(keeper.account, address=wire.address)
        with pytest.raises(OutcomeUnknown):
            MediaWikiConnector(behind).commit(op, {})
    assert "شتيمة" in huda.page(keeper.talk, oldid=str(number))

    found = keeper.speaks.reconcile(op, {})

    assert isinstance(found, Found)
    assert "شتيمة" not in huda.page(keeper.talk, oldid=str(number))


def test_two_that_are_hidden_are_shown_one_by_one(
    keeper: Ministry, salim: Person, huda: Passerby
) -> None:
    write(salim, keeper.talk, "شتيمة ~~~~")
    number = write(salim, keeper.talk, "سباب ~~~~")
    first, second = keeper.hears()
    keeper.does(first, Deed.HIDE, NOTE)
    keeper.does(second, Deed.HIDE, NOTE)

    keeper.does(first, Deed.SHOW)

    shown = words(huda.page(keeper.talk))
    assert "شتيمة" in shown
    assert "سباب" not in shown
    assert "سباب" not in huda.page(keeper.talk, oldid=str(number))


def test_what_others_took_away_is_deleted_and_hidden_already(
    keeper: Ministry, salim: Person, badr: Person, huda: Passerby
) -> None:
    write(salim, keeper.talk, "أول ~~~~")
    number = write(salim, keeper.talk, "شتيمة ~~~~")
    first, insult = keeper.hears()
    badr.act("edit", title=keeper.talk, undo=str(number))

    (told,) = keeper.hears()
    found = keeper.does(insult, Deed.HIDE, NOTE)

    assert told == replace(insult, shown=Shown.DELETED, text="")
    assert found.evidence == {"already": True, "history": "hidden"}
    assert "البند" not in huda.page(keeper.talk)
    assert "شتيمة" not in huda.page(keeper.talk, oldid=str(number))
    assert "أول" in huda.page(keeper.talk, oldid=first.remote_id[4:])


def test_what_was_changed_since_is_left_to_a_person(
    ministry: Ministry, salim: Person, huda: Passerby
) -> None:
    write(salim, ministry.talk, "هذا الكلام مسيء جدًا يا ناس ~~~~")
    (insult,) = ministry.hears()
    change(salim, ministry.talk, "جدًا يا", "جدا أيها")

    with pytest.raises(EditConflict) as refused:
        ministry.does(insult, Deed.HIDE, NOTE)

    assert "changed since" in refused.value.words
    assert "مسيء" in huda.page(ministry.talk)


def test_what_was_written_into_our_words_goes_and_ours_stay(
    ministry: Ministry, salim: Person, huda: Passerby
) -> None:
    write(salim, ministry.talk, "متى؟ ~~~~")
    (asked,) = ministry.hears()
    ministry.does(asked, Deed.REPLY, "يوم الأحد القادم")
    ministry.hears()
    change(salim, ministry.talk, "الأحد القادم", "الأحد يا شتيمة القادم")
    insult = next(each for each in ministry.hears() if not each.is_ours)
    assert insult.text == "يا شتيمة"

    ministry.does(insult, Deed.HIDE, NOTE)

    shown = words(huda.page(ministry.talk))
    assert "يوم الأحد القادم" in shown
    assert "شتيمة" not in shown


def test_what_is_indented_or_answered_by_others_is_still_found(
    ministry: Ministry, salim: Person, huda: Passerby
) -> None:
    write(salim, ministry.talk, "شتيمة أولى\n\nوثانية ~~~~")
    (insult,) = ministry.hears()
    change(salim, ministry.talk, "شتيمة أولى", "::شتيمة أولى\n:::أحسنت")
    ministry.hears()

    ministry.does(insult, Deed.HIDE, NOTE)

    shown = words(huda.page(ministry.talk))
    assert "أحسنت" in shown
    assert "شتيمة" not in shown
    assert "وثانية" not in shown


def test_a_talk_page_that_is_gone_says_so(
    ministry: Ministry, salim: Person, badr: Person
) -> None:
    write(salim, ministry.talk, "متى؟ ~~~~")
    (asked,) = ministry.hears()
    badr.act("delete", title=ministry.talk)

    (told,) = ministry.hears()
    op = about(asked, Deed.REPLY, "الأحد")

    assert (told.remote_id, told.shown) == (asked.remote_id, Shown.DELETED)
    assert isinstance(ministry.speaks.reconcile(op, {}), Unsure)
    with pytest.raises(NotFound):
        ministry.speaks.commit(op, {})


def test_a_page_that_was_moved_is_still_talked_about(
    ministry: Ministry, salim: Person, badr: Person
) -> None:
    write(salim, ministry.talk, "متى؟ ~~~~")
    (asked,) = ministry.hears()
    moved = f"Project:أرشيف/{uuid4().hex}"
    badr.act("move", fromid=ministry.post.remote_id, to=moved, movetalk="1")
    write(salim, moved.replace("Project:", "Project talk:"), "وأين؟ ~~~~")

    (second,) = ministry.hears()
    found = ministry.does(asked, Deed.REPLY, "الأحد")

    assert second.text == "وأين؟"
    assert found.remote_id.startswith("rev-")
