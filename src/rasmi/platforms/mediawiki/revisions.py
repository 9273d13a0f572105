"""The versions of talk pages, read in answers of a bounded size."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from rasmi.platforms.connector import NotFound, Transient
from rasmi.platforms.http import NotUnderstood, number_in, rows_in, text_in
from rasmi.platforms.mediawiki.history import first_page
from rasmi.platforms.mediawiki.session import Session

Row = Mapping[str, Any]

AT_ONCE = 50  # revisions or titles, the most that a wiki takes from everybody
MOST = 20  # answers of one list, each of 50
# Bytes of texts in one answer, in which some letters are written with two signs.
LARGEST = 400_000
FACTS = "ids|user|userid|timestamp|comment|size|sha1"


class Revisions:
    def __init__(self, session: Session) -> None:
        self._session = session

    def known(self, numbers: Iterable[int]) -> dict[int, Row]:
        """
        Facts of each revision that the wiki shows; with `page`, what it is one of.

        :raises ConnectorError: if the wiki does not say
        """
        found: dict[int, Row] = {}
        for some in _parts(sorted(set(numbers)), AT_ONCE):
            answer = self._session.read(
                revids="|".join(map(str, some)),
                prop="revisions|info",
                rvprop=FACTS,
                inprop="url",
            )
            found |= _understood(lambda answer=answer: dict(_revisions(answer)))
        return found

    def texts(self, rows: Iterable[Row]) -> dict[int, str]:
        """
        The wikitext of each that may be read, and is of a bounded size.

        :param rows: as `known` gives them
        """
        found: dict[int, str] = {}
        for some in _by_size(rows):
            answer = self._session.read(
                revids="|".join(map(str, some)),
                prop="revisions",
                rvprop="ids|content",
                rvslots="main",
            )
            for number, row in _understood(lambda answer=answer: [*_revisions(answer)]):
                text = _text_of(row)
                if text is not None:
                    found[number] = text
        return found

    def newest(self, page_id: int) -> tuple[Row, str | None]:
        """
        A page as it is now, and its text where it is of a bounded size.

        :raises NotFound: if it is gone
        """
        answer = self._session.read(
            pageids=str(page_id), prop="revisions|info", rvprop=FACTS, inprop="url"
        )
        rows = _understood(lambda: dict(_revisions(answer)))
        if not rows:
            raise NotFound("The talk page is gone.")
        (row,) = rows.values()
        return row, self.texts([row]).get(number_in(row, "revid"))

    def since(self, number: int, page_id: int, user: str = "") -> list[Row]:
        """
        The revisions of a page from one on, the oldest first; only those of a user,
        where one is named.

        :raises NotFound: if there are more than can be looked at, or no page
        """
        found: dict[int, Row] = {}
        start = number
        by = {"rvuser": user} if user else {}
        for _ in range(MOST):
            answer = self._session.read(
                pageids=str(page_id),
                prop="revisions",
                rvprop=FACTS,
                rvdir="newer",
                rvlimit=str(AT_ONCE),
                rvstartid=str(start),
                **by,
            )
            if _understood(lambda answer=answer: first_page(answer)).get("missing"):
                raise NotFound("The talk page is gone.")
            rows = _understood(lambda answer=answer: dict(_revisions(answer)))
            found |= rows
            if len(rows) < AT_ONCE:
                return [*found.values()]
            start = max(rows)
        raise NotFound("The talk page has too many versions since.")


def is_hidden(row: Row) -> bool:
    """Whether its words are shown to those only who may see what is deleted."""
    return bool(row.get("sha1hidden") or row.get("texthidden"))


def page_of(row: Row) -> Row:
    page = row.get("page")
    if not isinstance(page, dict):
        raise NotUnderstood("It is of no page.")
    return page


def _revisions(answer: Row) -> Iterator[tuple[int, dict[str, Any]]]:
    for page in rows_in(answer, "pages") if "pages" in answer else ():
        facts = {name: page[name] for name in page if name != "revisions"}
        for row in rows_in(page, "revisions") if "revisions" in page else ():
            yield number_in(row, "revid"), {**row, "page": facts}


def _text_of(row: Row) -> str | None:
    slots = row.get("slots")
    main = slots.get("main") if isinstance(slots, dict) else None
    if not isinstance(main, dict) or main.get("contentmodel") != "wikitext":
        return None
    return text_in(main, "content", or_empty=True) if "content" in main else None


def _by_size(rows: Iterable[Row]) -> Iterator[list[int]]:
    some: list[int] = []
    size = 0
    for row in rows:
        told = row.get("size")
        weight = told if type(told) is int else LARGEST
        if weight > LARGEST:
            continue
        if some and (size + weight > LARGEST or len(some) == AT_ONCE):
            yield some
            some, size = [], 0
        some.append(number_in(row, "revid"))
        size += weight
    if some:
        yield some


def _parts(numbers: list[int], size: int) -> Iterator[list[int]]:
    for start in range(0, len(numbers), size):
        yield numbers[start : start + size]


def _understood(look: Any) -> Any:
    try:
        return look()
    except NotUnderstood as error:
        raise Transient(str(error)) from error
