"""What a site of WordPress says, and what it means that it says no."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from html import unescape
from typing import Any
from urllib.parse import urlsplit

from rasmi.platforms.connector import (
    AuthExpired,
    ConnectorError,
    Invalid,
    NotFound,
    PermissionDenied,
    RateLimited,
    Transient,
)
from rasmi.platforms.http import Answer, NotUnderstood, number_in, text_in

REFUSALS: Mapping[int, type[ConnectorError]] = {
    400: Invalid,
    401: AuthExpired,
    403: PermissionDenied,
    404: NotFound,
    409: Invalid,
    410: NotFound,
    413: Invalid,
}
TAG = re.compile(r"<[^<>]*>")
LONGEST_WORDS = 2_000  # characters of a message that are looked at


@dataclass(frozen=True)
class Post:
    """
    A post as the site keeps it.

    :param status: publish, future, draft, pending, private or trash
    :param row: as it was answered
    """

    number: int
    status: str
    slug: str
    url: str
    title: str
    content: str
    row: Mapping[str, Any]

    @property
    def is_public(self) -> bool:
        return self.status == "publish"


def posts_in(rows: Any) -> list[Post]:
    """:raises NotUnderstood: if it is no list of posts"""
    if not isinstance(rows, list):
        raise NotUnderstood("It is no list.")
    return [post_in(each) for each in rows]


def post_in(row: Any) -> Post:
    """:raises NotUnderstood: if it is none"""
    if not isinstance(row, dict):
        raise NotUnderstood("It is no post.")
    return Post(
        number=number_in(row, "id"),
        status=text_in(row, "status"),
        slug=text_in(row, "slug", or_empty=True),
        url=text_in(row, "link"),
        title=text_in(row.get("title"), "raw", or_empty=True),
        content=text_in(row.get("content"), "raw", or_empty=True),
        row=row,
    )


def code_in(answer: Answer) -> str:
    """The name that WordPress gave an error; empty if these are not its words."""
    body = answer.body if isinstance(answer.body, dict) else {}
    code, words, data = body.get("code"), body.get("message"), body.get("data")
    is_its_own = isinstance(data, dict) and data.get("status") == answer.status
    is_said = isinstance(code, str) and isinstance(words, str)
    return str(code) if is_said and is_its_own else ""


def refusal(answer: Answer) -> ConnectorError | None:
    """What WordPress itself refused; None if it did not, or not beyond doubt."""
    code = code_in(answer)
    if not code or not 400 <= answer.status < 500:
        return None
    words = said(answer)
    if code == "comment_flood" or answer.status == 429:
        return RateLimited(words, retry_in=answer.retry_in, status=answer.status)
    kind = REFUSALS.get(_meant(answer), ConnectorError)
    return kind(words, status=answer.status)


def failure(answer: Answer) -> ConnectorError:
    """
    Why a call that stays invisible did nothing, whoever said so.

    What stands before a site also refuses: a proxy, a wall of its host, another site.
    """
    if code_in(answer).startswith("rest_upload_"):
        # A file too big or of no kind that it takes is answered as an error of its own.
        return Invalid(said(answer), status=answer.status)
    return refusal(answer) or _elsewhere(answer) or _by_status(answer)


def _elsewhere(answer: Answer) -> ConnectorError | None:
    """What is wrong with the address, if that is what the answer shows."""
    if 300 <= answer.status < 400:
        place = _place(answer.headers.get("Location", ""))
        words = f"The site sends on to {place}"
    elif answer.is_good and "html" in answer.headers.get("Content-Type", ""):
        words = "It answers a page, and not as WordPress does."
    else:
        return None
    return NotFound(words, status=answer.status)


def _place(address: str) -> str:
    """An address without its end, in which a page for signing in is told who we are."""
    try:
        return urlsplit(address)._replace(query="", fragment="").geturl()
    except ValueError:
        return "an address that is none"


def _by_status(answer: Answer) -> ConnectorError:
    words, status = said(answer), answer.status
    if status == 429:
        return RateLimited(words, retry_in=answer.retry_in)
    return REFUSALS.get(status, Transient)(words, status=status)


def said(answer: Answer) -> str:
    """Its own words, as text; the status where it has none."""
    body = answer.body if isinstance(answer.body, dict) else {}
    told = body.get("message")
    told = told[:LONGEST_WORDS] if isinstance(told, str) else ""
    words = unescape(TAG.sub("", told)).strip()
    return words or f"HTTP {answer.status}"


def _meant(answer: Answer) -> int:
    """
    The status that was meant.

    Who may not ask for drafts is told of a parameter that is wrong.
    """
    data = answer.body["data"]
    details = data.get("details")
    about = details.get("status") if isinstance(details, dict) else None
    if not isinstance(about, dict) or about.get("code") != "rest_forbidden_status":
        return answer.status
    inner = about.get("data")
    status = inner.get("status") if isinstance(inner, dict) else None
    return status if isinstance(status, int) else 403
