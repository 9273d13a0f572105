"""
What the public said beneath one's posts on a site of WordPress.

WordPress tells of no change. So the newest comments are read at every look: those that
are new are among them, and so is whatever became of the others. Where more has come
in since than fits, it is read page by page, the oldest first.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import partial

from rasmi.platforms.connector import Fetched, Transient
from rasmi.platforms.http import Answer, NotUnderstood, number_in, rows_in
from rasmi.platforms.wordpress.comments import (
    FIELDS,
    Comment,
    Reader,
    comment_in,
    gone_item,
    item_of,
    understood,
)
from rasmi.platforms.wordpress.site import STATES, Site

NEWEST = 100  # comments that are read again at every look
COMMENTS = "wp/v2/comments"
PAGE = 50  # of those that came in meanwhile
MOST_PAGES = 12  # that the newest are read in, where they are very long
MOST_MISSED = 10  # comments that are asked for by their number at one look
BEFORE_US = timedelta(days=1)  # that is still heard at the first look
PUT_AWAY = frozenset(("spam", "trash"))


@dataclass(frozen=True)
class Place:
    """
    How far the comments of a site have been read.

    :param since: what was said before is not heard
    :param last: the highest number that was read
    :param at: how many stood before it then, in the order of their numbers
    :param known: post and time of the newest ones that were given, by their numbers
    """

    since: str
    last: int = 0
    at: int = 0
    known: Mapping[int, list[str]] = field(default_factory=dict)

    def __str__(self) -> str:
        return json.dumps(
            {
                "since": self.since,
                "last": self.last,
                "at": self.at,
                "known": {str(number): told for number, told in self.known.items()},
            }
        )


def place_in(cursor: str) -> Place:
    """What a cursor says; the beginning if it is none."""
    try:
        told = json.loads(cursor)
        known = {
            int(number): [str(post), str(date)]
            for number, (post, date) in told["known"].items()
        }
        return Place(str(told["since"]), int(told["last"]), int(told["at"]), known)
    except (AttributeError, KeyError, TypeError, ValueError, RecursionError):
        begun = datetime.now(UTC) - BEFORE_US
        return Place(begun.strftime("%Y-%m-%dT%H:%M:%SZ"))


@dataclass(frozen=True)
class Stretch:
    """
    Comments that follow one another.

    :param end: how many of the site are behind whoever has read it
    :param total: how many the site has
    """

    comments: list[Comment]
    end: int
    total: int


class Hearing:
    """One site, as the signed-in person hears it."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._size = NEWEST

    def fetch(self, cursor: str) -> Fetched:
        """
        What is new, and the newest of what is known, as it stands now.

        What WordPress or somebody there had put away before we saw it stays away.
        """
        self._size = NEWEST
        place, me = place_in(cursor), self._site.reader()
        found = self._newest(place, me)
        has_more = not _reaches(found, place)
        if has_more:
            found = self._next(place, me)
        given = [
            each
            for each in found.comments
            if each.number in place.known or each.status not in PUT_AWAY
        ]
        ours = self._own_posts({each.post for each in given}, me)
        heard = [each for each in given if each.post in ours]
        heard.sort(key=lambda each: each.number)
        items = [item_of(each, me.number) for each in heard]
        missed = [] if has_more else _missed(found, place)[:MOST_MISSED]
        gone = [each for each in missed if self._is_gone(each)]
        items += [gone_item(each, *place.known[each]) for each in gone]
        place = replace(
            place,
            last=max(place.last, *(each.number for each in found.comments), 0),
            at=found.end if has_more else found.total,
            known=_known(place, heard, gone),
        )
        return Fetched(tuple(items), str(place), has_more)

    def _newest(self, place: Place, me: Reader) -> Stretch:
        found: dict[int, Comment] = {}
        page = Stretch([], 0, NEWEST)
        for _ in range(MOST_PAGES):
            rest = min(NEWEST, page.total) - page.end
            if rest <= 0:
                break
            page = self._page(place, me, order="desc", offset=page.end, most=rest)
            # What comes in meanwhile lets some be told twice; what is deleted lets some
            # be left out, until the next look.
            found |= {each.number: each for each in page.comments}
        return replace(page, comments=list(found.values()))

    def _next(self, place: Place, me: Reader) -> Stretch:
        """
        The page after the last one that was read.

        It begins with one that is known, or what was deleted since has moved it. That
        cannot be told where the page has some that we may not see.
        """
        start = max(0, place.at - 1)
        while True:
            page = self._page(place, me, order="asc", offset=start, most=PAGE)
            if page.end == start + 1:
                more = self._page(place, me, order="asc", offset=page.end, most=1)
                page = replace(more, comments=page.comments + more.comments)
            first = min((each.number for each in page.comments), default=0)
            is_whole = len(page.comments) == page.end - start
            if not (start and is_whole and first > place.last):
                return page
            start //= 2

    def _page(
        self, place: Place, me: Reader, *, order: str, offset: int, most: int
    ) -> Stretch:
        """
        Some comments, as many of them as the site can send in one answer.

        A few that are very long would be too long together.
        """
        query = {"status": "any", "after": place.since, "orderby": "id", **me.query}
        query |= {"order": order, "offset": str(offset)}
        while True:
            size = min(self._size, most)
            try:
                answer = self._site.get(COMMENTS, query | {"per_page": str(size)})
            except Transient as error:
                is_too_long = isinstance(error.__cause__, NotUnderstood)
                if not is_too_long or size == 1:
                    raise
                self._size = max(size // 4, 1)
            else:
                return understood(answer, partial(_stretch_in, answer, offset + size))

    def _own_posts(self, numbers: set[int], me: Reader) -> set[int]:
        """Those that belong to who signed in: the site is asked for none of others."""
        if not numbers:
            return set()
        query = {
            "include": ",".join(map(str, sorted(numbers))),
            "author": str(me.number),
            "status": STATES,
            "per_page": str(NEWEST),
            "_fields": "id",
        }
        answer = self._site.get("wp/v2/posts", query)
        rows = understood(answer, lambda: rows_in({"posts": answer.body}, "posts"))
        return understood(answer, lambda: {number_in(each, "id") for each in rows})

    def _is_gone(self, number: int) -> bool:
        """Whether the site no longer knows it, and not only no longer lists it."""
        return self._site.comment(number, {"_fields": FIELDS}) is None


def _reaches(newest: Stretch, place: Place) -> bool:
    """Whether all that is new is among the newest."""
    if newest.end >= newest.total or any(
        each.number <= place.last for each in newest.comments
    ):
        return True
    # Of others it is not told what they wait for: all of the newest may be such.
    return not newest.comments and place.at >= newest.total


def _missed(newest: Stretch, place: Place) -> list[int]:
    """Those that were given and should be among the newest, but are not."""
    seen = {each.number for each in newest.comments}
    lowest = 0 if newest.end >= newest.total else min(seen, default=place.last + 1)
    return [each for each in place.known if each >= lowest and each not in seen]


def _known(place: Place, heard: list[Comment], gone: list[int]) -> dict[int, list[str]]:
    known = dict(place.known)
    known |= {each.number: [str(each.post), each.date] for each in heard}
    left = sorted(known.keys() - set(gone))[-NEWEST:]
    return {number: known[number] for number in left}


def _stretch_in(answer: Answer, end: int) -> Stretch:
    rows = rows_in({"comments": answer.body}, "comments")
    comments = [comment_in(each) for each in rows]
    total = _total_in(answer)
    return Stretch(comments, min(end, total), total)


def _total_in(answer: Answer) -> int:
    told = answer.headers.get("X-WP-Total", "")
    if not (told.isascii() and told.isdecimal() and len(told) < 19):
        raise NotUnderstood("It does not say how many there are.")
    return int(told)
