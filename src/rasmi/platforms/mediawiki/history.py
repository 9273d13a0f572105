"""
What a wiki keeps of one title: the first version of its page, and the log.

The log of created pages names who made a page and with which summary, also after it
was moved or deleted. A wiki can do without it; then the first version is all there is.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from rasmi.platforms.connector import (
    Absent,
    Found,
    Transient,
    Unsure,
)
from rasmi.platforms.http import NotUnderstood, number_in, rows_in
from rasmi.platforms.mediawiki import wikitext
from rasmi.platforms.mediawiki.session import Session

LONGEST_URL = 500  # characters; an Arabic letter of a title takes six of them

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Sought:
    """
    A page of ours.

    :param mark: that its first summary carries
    :param text: as it was sent
    """

    title: str
    mark: str
    text: str


class History:
    """:param address: the script root of the wiki"""

    def __init__(self, session: Session, address: str) -> None:
        self._session = session
        self._address = address.rstrip("/")

    def look_for(self, sought: Sought) -> Found | Absent | Unsure:
        """
        Look whether the page was made, and by us.

        :raises ConnectorError: if the wiki does not say
        """
        answer = self._session.read(
            titles=sought.title,
            prop="revisions|info",
            inprop="url",
            rvdir="newer",
            rvlimit="1",
            rvprop="ids|user|comment|timestamp|sha1",
            list="logevents",
            letitle=sought.title,
            ledir="newer",
            lelimit="50",
            leprop="ids|title|type|user|timestamp|comment|details",
        )
        try:
            page, log = first_page(answer), rows_in(answer, "logevents")
            ours = self._mine(sought, page, log)
            if ours is None:
                return _judged(page, log)
            return self._found(sought, ours, page, log)
        except NotUnderstood as error:
            raise Transient(str(error)) from error

    def url_of(self, page: Row, page_id: int) -> str:
        """The public address of a page; where it is too long, one with its number."""
        url = page.get("canonicalurl")
        if isinstance(url, str) and len(url) <= LONGEST_URL:
            return url
        return f"{self._address}/index.php?curid={page_id}"

    def _mine(self, sought: Sought, page: Row, log: list[dict[str, Any]]) -> Row | None:
        """How this account made the page, if it did."""
        created = (each for each in log if each.get("type") == "create")
        for made in (*_first_revision(page), *created):
            is_marked = sought.mark in str(made.get("comment"))
            if is_marked and made.get("user") == self._session.user:
                return made
        return None

    def _found(
        self, sought: Sought, made: Row, page: Row, log: list[dict[str, Any]]
    ) -> Found:
        # A title may have had other pages since; the log has the number of ours.
        is_logged = "logpage" in made
        page_id = number_in(made, "logpage") if is_logged else number_in(page, "pageid")
        evidence = {
            "made": dict(made),
            "log": log,
            "sha1": wikitext.sha1(sought.text.encode()),
        }
        where = self._where(page, page_id)
        return Found(str(page_id), self.url_of(where, page_id), evidence)

    def _where(self, page: Row, page_id: int) -> Row:
        """The page as it is now; as it was, if it was deleted."""
        if page.get("pageid") == page_id:
            return page
        answer = self._session.read(pageids=str(page_id), prop="info", inprop="url")
        moved = first_page(answer)
        return page if moved.get("missing") else moved


def first_page(answer: Row) -> dict[str, Any]:
    """:raises NotUnderstood: if there is none"""
    pages = rows_in(answer, "pages")
    if not pages:
        raise NotUnderstood("It has no page.")
    return pages[0]


def _judged(page: Row, log: list[dict[str, Any]]) -> Absent | Unsure:
    """What a title says that shows no sign of us."""
    for revision in _first_revision(page):
        who = revision.get("user") or "somebody whom the wiki does not name"
        return Unsure(f"Another page has this title, by {who}.")
    if log:
        return Unsure("A page of this title is gone, and nobody can say whose it was.")
    return Absent(is_certain=True)


def _first_revision(page: Row) -> list[dict[str, Any]]:
    return rows_in(page, "revisions") if "revisions" in page else []
