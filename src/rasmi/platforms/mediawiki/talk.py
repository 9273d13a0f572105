"""
What the public writes on the talk pages of our pages, and of our user.

The recent changes of a wiki say what happened on which talk page; each change is then
read as what it added. Only where something happened on a page, one looks whether what
was heard there before still stands.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from rasmi.platforms.connector import Deed, Fetched, Shown, Transient
from rasmi.platforms.connector import NotFound as Gone
from rasmi.platforms.http import NotUnderstood, number_in, rows_in, text_in
from rasmi.platforms.mediawiki.cursors import Cursor, Known
from rasmi.platforms.mediawiki.history import first_page
from rasmi.platforms.mediawiki.lines import added, differing, mark_of, marks_in
from rasmi.platforms.mediawiki.names import about
from rasmi.platforms.mediawiki.revisions import Revisions, Row, is_hidden, page_of
from rasmi.platforms.mediawiki.said import words_in
from rasmi.platforms.mediawiki.session import Session

Rows = Sequence[Row]

PREFIX = "rev-"
PAGE = 50  # changes in one fetch
LONGEST = 100_000  # characters of what a change touched
USER_TALK = 3


class Talk:
    """:param address: the script root of the wiki"""

    def __init__(self, session: Session, address: str) -> None:
        self._session = session
        self._address = address.rstrip("/")
        self._revisions = Revisions(session)

    def fetch(self, cursor: str) -> Fetched:
        """
        The changes since a cursor, the oldest first, and then what became of others.

        :raises ConnectorError: if the wiki could not be asked
        """
        try:
            return self._fetch(Cursor.read(cursor))
        except NotUnderstood as error:
            raise Transient(str(error)) from error

    def _fetch(self, at: Cursor) -> Fetched:
        rows = self._changes(at)
        fresh = [each for each in rows if each["rcid"] not in at.seen]
        known = list(at.known)
        items = self._heard(fresh, known)
        items += self._became(fresh, known)
        has_more = len(rows) >= PAGE
        return Fetched(tuple(items), str(at.after(rows, known, has_more)), has_more)

    def _changes(self, at: Cursor) -> list[dict[str, Any]]:
        """What happened on any talk page."""
        answer = self._session.read(
            list="recentchanges",
            rcprop="ids|title|timestamp|user|comment|loginfo",
            rctype="edit|new|log",
            rcnamespace="|".join(map(str, self._talk_spaces())),
            rcdir="newer",
            rclimit=str(PAGE),
            **({"rccontinue": at.start} if at.start else {}),
        )
        rows = rows_in(answer, "recentchanges")
        for each in rows:
            number_in(each, "rcid"), text_in(each, "timestamp")
        return rows

    def _talk_spaces(self) -> list[int]:
        """The namespaces in which people talk about the pages of others."""
        answer = self._session.read(meta="siteinfo", siprop="namespaces")
        found = answer.get("namespaces")
        if not isinstance(found, dict):
            raise NotUnderstood("It names no namespaces.")
        numbers = sorted(number_in(each, "id") for each in found.values())
        return [each for each in numbers if each > 0 and each % 2]

    def _heard(self, rows: Rows, known: list[Known]) -> list[dict[str, object]]:
        """What each change added, on the pages that are ours."""
        written = [each for each in rows if each.get("type") in ("edit", "new")]
        threads = self._threads({number_in(each, "pageid") for each in written})
        heard = {each.number for each in known}
        numbers = [
            number_in(each, "revid") for each in written if each["pageid"] in threads
        ]
        found = self._revisions.known(each for each in numbers if each not in heard)
        said = [row for row in found.values() if not self._is_deed(row)]
        texts = self._texts(said)
        items = []
        for row in said:
            page = page_of(row)
            thread = threads.get(number_in(page, "pageid"), "")
            state = Shown.HIDDEN if is_hidden(row) else Shown.VISIBLE
            item = self._item(row, thread, state, texts) if thread else None
            if item is not None:
                known.append(_known(item, state))
                items.append(item)
        return items

    def _texts(self, rows: Rows) -> dict[int, str]:
        """The texts of revisions and of those before them, as far as they are shown."""
        parents = self._revisions.known(filter(None, map(_parent, rows)))
        every = {number_in(each, "revid"): each for each in rows} | parents
        return self._revisions.texts(every.values())

    def _is_deed(self, row: Row) -> bool:
        """Whether it is an edit of ours that hides or shows."""
        _, is_marked, deed = str(row.get("comment", "")).partition("[rasmi:")
        if not is_marked or row.get("user") != self._session.user:
            return False
        return any(
            f"] {about(each, PREFIX)}" in deed for each in (Deed.HIDE, Deed.SHOW)
        )

    def _threads(self, pages: set[int]) -> dict[int, str]:
        """Of talk pages, those of our pages and our user, and what each is about."""
        if not pages:
            return {}
        answer = self._session.read(
            pageids="|".join(map(str, sorted(pages))), prop="info", inprop="subjectid"
        )
        found = {}
        for page in rows_in(answer, "pages"):
            number, subject = number_in(page, "pageid"), page.get("subjectid")
            # A namespace of users has several names, by their gender.
            name = str(page.get("title")).partition(":")[2]
            if (page.get("ns"), name) == (USER_TALK, self._session.user):
                found[number] = f"talk-{number}"
            elif type(subject) is int and self._is_ours(subject):
                found[number] = str(subject)
        return found

    def _is_ours(self, page_id: int) -> bool:
        """Whether this account made a page."""
        answer = self._session.read(
            pageids=str(page_id),
            prop="revisions",
            rvdir="newer",
            rvlimit="1",
            rvprop="ids|user",
        )
        page = first_page(answer)
        rows = rows_in(page, "revisions") if "revisions" in page else []
        return any(each.get("user") == self._session.user for each in rows)

    def _item(
        self, row: Row, thread: str, shown: Shown, texts: Mapping[int, str]
    ) -> dict[str, object] | None:
        """
        A change as it is kept; None if it added nothing, or its words are not shown.
        """
        number, parent = number_in(row, "revid"), _parent(row)
        before, after = texts.get(parent, ""), texts.get(number, "")
        is_read = number in texts and (not parent or parent in texts)
        if is_read:
            before, after = differing(before, after)
            if not words_in(before, after, str(row.get("user", ""))):
                return None
        elif is_hidden(row):
            return None
        else:  # too long, or what it was added to is not shown
            before = after = ""
        return {
            **self._facts(row, thread),
            "shown": shown.value,
            "before": before[:LONGEST],
            "after": after[:LONGEST],
            "cut": not is_read or max(len(before), len(after)) > LONGEST,
        }

    def _facts(self, row: Row, thread: str) -> dict[str, object]:
        number = number_in(row, "revid")
        return {
            "id": f"{PREFIX}{number}",
            "revid": number,
            "pageid": number_in(page_of(row), "pageid"),
            "title": text_in(page_of(row), "title"),
            "thread": thread,
            "user": str(row.get("user", "")),
            "userid": str(row.get("userid") or ""),
            "is_ours": row.get("user") == self._session.user,
            "timestamp": text_in(row, "timestamp"),
            "texthidden": is_hidden(row),
            "url": f"{self._address}/index.php?diff={number}",
        }

    def _became(self, rows: Rows, known: list[Known]) -> list[dict[str, object]]:
        """What was heard before and stands otherwise now, where something happened."""
        touched = {
            each.get(name): each for each in rows for name in ("title", "pageid")
        }
        sought = [e for e in known if e.title in touched or e.page in touched]
        found = self._revisions.known(each.number for each in sought)
        pages = {number_in(page_of(each), "pageid") for each in found.values()}
        marks = {each: self._marks(each) for each in pages}
        hidden = {_hides(each, self._session.user) for each in rows}
        items = []
        for each in sought:
            row = found.get(each.number)
            is_ours = f"{PREFIX}{each.number}" in hidden
            now = _state(each, row, marks, is_hidden_by_us=is_ours)
            title = text_in(page_of(row), "title") if row else each.title
            known[known.index(each)] = each.as_now(title, now)
            if now != each.shown:
                event = touched.get(each.title) or touched[each.page]
                items += self._changed(each, row, now, event)
        return items

    def _marks(self, page_id: int) -> set[str] | None:
        """What stands on a page now; None if that cannot be read."""
        try:
            _, text = self._revisions.newest(page_id)
        except Gone:
            return set()
        return None if text is None else marks_in(text)

    def _changed(
        self, known: Known, row: Row | None, now: Shown, event: Row
    ) -> list[dict[str, object]]:
        if row is None:
            # Whatever else it was, the wiki no longer says.
            gone = {"id": f"{PREFIX}{known.number}", "thread": known.thread}
            return [gone | {"shown": now.value, "timestamp": event["timestamp"]}]
        if now == Shown.DELETED:
            return [self._facts(row, known.thread) | {"shown": now.value}]
        # Where we hid it and may not read it any more, what was known of it is left.
        item = self._item(row, known.thread, now, self._texts([row]))
        return [item] if item else []


def _known(item: Mapping[str, Any], shown: Shown) -> Known:
    mark = mark_of(added(item["before"], item["after"]))
    return Known(
        item["revid"], item["pageid"], item["title"], item["thread"], shown, mark
    )


def _parent(row: Row) -> int:
    return number_in(row, "parentid")


def _hides(row: Row, user: str) -> str:
    """What a change of ours hides; empty of any other."""
    _, found, rest = str(row.get("comment", "")).partition(f"] {Deed.HIDE.value} ")
    return rest if found and row.get("user") == user else ""


def _state(
    known: Known,
    row: Row | None,
    marks: Mapping[int, set[str] | None],
    *,
    is_hidden_by_us: bool,
) -> Shown:
    """How it is shown now."""
    if row is None:
        return Shown.DELETED
    there = marks[number_in(page_of(row), "pageid")]
    if there is None or not known.mark:
        return known.shown
    if known.mark in there:
        return Shown.VISIBLE
    if is_hidden_by_us or known.shown == Shown.HIDDEN or is_hidden(row):
        return Shown.HIDDEN
    return Shown.DELETED
