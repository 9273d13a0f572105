"""The calls that Rasmi makes to one site of WordPress."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

import httpx

from rasmi.platforms.connector import (
    Account,
    AuthExpired,
    ConnectorError,
    PermissionDenied,
    Transient,
)
from rasmi.platforms.deadline import Budget
from rasmi.platforms.http import (
    ACT,
    Answer,
    Line,
    NotUnderstood,
    number_in,
    rows_in,
    text_in,
)
from rasmi.platforms.wordpress import answers
from rasmi.platforms.wordpress.answers import Post
from rasmi.platforms.wordpress.comments import Reader, understood
from rasmi.platforms.wordpress.markup import MARK

STATES = "publish,future,draft,pending,private,trash"
# Without the text as it is shown: a long one would double the answer.
FIELDS = "id,status,slug,link,title.raw,content.raw,date_gmt,modified_gmt"
FIELDS_OF_PUBLIC = "id,status,slug,link,content.rendered,date_gmt,modified_gmt"
FIELDS_OF_MEDIA = "id,source_url"
# What a site adds to a name that is taken, and to one in the trash.
ENDINGS = ("", "-2", "__trashed", "-2__trashed")


class Site:
    """One site, as one of its people reaches it."""

    def __init__(self, account: Account) -> None:
        self._login = account.login
        self._budget = Budget()
        self._line = Line(
            account.address,
            secret=account.token,
            login=account.login,
            budget=self._budget,
            auth=httpx.BasicAuth(account.login, account.token),
        )

    def begin(self, seconds: float = ACT) -> None:
        """
        Begin an act, which has so much time for all of its calls.

        :raises AuthExpired: if nobody can sign in under this name
        """
        if ":" in self._login:
            raise AuthExpired("A name with a colon in it cannot sign in to a site.")
        self._budget.begin(seconds)

    def me(self) -> Answer:
        """Who signed in."""
        query = {"context": "edit", "_fields": "id,username,name,capabilities"}
        return self.get("wp/v2/users/me", query)

    def reader(self) -> Reader:
        """The same, as one who reads comments."""
        answer = self.me()
        held = answer.body.get("capabilities") if isinstance(answer.body, dict) else {}
        may = isinstance(held, dict) and held.get("moderate_comments") is True
        return Reader(understood(answer, lambda: number_in(answer.body, "id")), may)

    def get(self, route: str, query: Mapping[str, str]) -> Answer:
        """Read something."""
        return self._send("GET", route, query=query)

    def takes_passwords(self) -> bool:
        """Whether it takes application passwords; True too if it does not say."""
        try:
            answer = self._send("GET", "", query={"_fields": "authentication"})
        except ConnectorError:
            return True
        body = answer.body if isinstance(answer.body, dict) else {}
        ways = body.get("authentication")  # an empty list where PHP means no object
        return not isinstance(ways, dict | list) or "application-passwords" in ways

    def posts(self, slug: str) -> tuple[list[Post], Answer]:
        """
        All that bears this name or its mark and is one's own, whatever its state.

        A name is easily changed. So the mark is looked for where none of this name is
        public; the search of WordPress looks into what posts contain.
        """
        slugs = ",".join(names_of(slug))
        found, answer = self._posts(slug=slugs)
        if not any(each.is_public for each in found):
            more, answer = self._posts(search=slug)
            numbers = {each.number for each in found}
            found += [
                each
                for each in more
                if each.number not in numbers and is_marked(each.content, slug)
            ]
        return found, answer

    def _posts(self, **asked: str) -> tuple[list[Post], Answer]:
        query = {"context": "edit", "status": STATES, **asked, "_fields": FIELDS}
        answer = self._send("GET", "wp/v2/posts", query=query)
        try:
            return answers.posts_in(answer.body), answer
        except NotUnderstood as error:
            raise Transient(str(error), status=answer.status) from error

    def post(self, number: int) -> tuple[Post | None, Answer]:
        """A post by its number; None if the site knows none that one may edit."""
        path = _path(f"wp/v2/posts/{number}", {"context": "edit", "_fields": FIELDS})
        answer = self._line.call("GET", path, lost=Transient)
        if answers.code_in(answer) == "rest_post_invalid_id":
            return None, answer
        try:
            self._require_good(answer)
        except PermissionDenied:
            return None, answer
        return _post_in(answer), answer

    def comment(self, number: int, query: Mapping[str, str]) -> Answer | None:
        """A comment by its number; None if the site knows none."""
        path = _path(f"wp/v2/comments/{number}", query)
        answer = self._line.call("GET", path, lost=Transient)
        if answers.code_in(answer) == "rest_comment_invalid_id":
            return None
        self._require_good(answer)
        return answer

    def public(self, slug: str) -> tuple[list[dict[str, Any]], Answer]:
        """What the public sees that bears the mark, whoever it belongs to now."""
        query = {"search": slug, "_fields": FIELDS_OF_PUBLIC}
        answer = self._send("GET", "wp/v2/posts", query=query)
        try:
            rows = rows_in({"posts": answer.body}, "posts")
            shown = [
                text_in(each.get("content"), "rendered", or_empty=True) for each in rows
            ]
        except NotUnderstood as error:
            raise Transient(str(error), status=answer.status) from error
        return [
            row for row, text in zip(rows, shown, strict=True) if is_marked(text, slug)
        ], answer

    def write(self, content: Mapping[str, object], number: int = 0) -> Post:
        """Make a draft, or make one of the post of this number."""
        route = f"wp/v2/posts/{number}" if number else "wp/v2/posts"
        draft = {**content, "status": "draft"}
        answer = self._send("POST", route, query={"_fields": FIELDS}, json=draft)
        return _post_in(answer)

    def publish(
        self, number: int, content: Mapping[str, object], *, lost: type[ConnectorError]
    ) -> Answer:
        """
        Make a post public.

        :param lost: as in `change`
        """
        public = {**content, "status": "publish"}
        query = {"_fields": FIELDS}
        return self.change(f"wp/v2/posts/{number}", public, query, lost=lost)

    def change(
        self,
        route: str,
        content: Mapping[str, object],
        query: Mapping[str, str],
        *,
        lost: type[ConnectorError],
    ) -> Answer:
        """
        Make one call that the public sees.

        :param lost: what it means that no answer came
        :raises ConnectorError: also what the site refused in its own words; whatever
            else it answers but a good answer is `lost`
        """
        path = _path(route, query)
        answer = self._line.call("POST", path, lost=lost, json=content)
        refused = answers.refusal(answer)
        if refused:
            raise self._hidden(refused)
        if not answer.is_good:
            raise lost(f"HTTP {answer.status}", status=answer.status)
        return answer

    def picture(self, slug: str) -> str:
        """The number and the address of a picture; empty if it is not there."""
        query = {"context": "edit", "slug": slug, "_fields": FIELDS_OF_MEDIA}
        answer = self._send("GET", "wp/v2/media", query=query)
        rows = answer.body if isinstance(answer.body, list) else [None]
        return _picture_in(answer, rows[0]) if rows else ""

    def upload(
        self, file: tuple[str, bytes, str], facts: Mapping[str, str], *, post: int
    ) -> str:
        """
        Hang a picture on a post, and answer its number and address.

        In one call with its words, so that no attempt leaves a picture without them.
        While the post is not public, its pictures are not listed.
        """
        answer = self._send(
            "POST",
            "wp/v2/media",
            query={"_fields": FIELDS_OF_MEDIA},
            data={**facts, "post": str(post)},
            files={"file": file},
        )
        return _picture_in(answer, answer.body)

    def _send(
        self, method: str, route: str, *, query: Mapping[str, str], **content: Any
    ) -> Answer:
        """Make a call that stays invisible, and may be made again."""
        answer = self._line.call(method, _path(route, query), lost=Transient, **content)
        self._require_good(answer)
        return answer

    def _require_good(self, answer: Answer) -> None:
        if not answer.is_good or answer.body is None:
            raise self._hidden(answers.failure(answer))

    def _hidden(self, error: ConnectorError) -> ConnectorError:
        error.words = self._line.hidden(error.words)
        return error


def names_of(slug: str) -> list[str]:
    """A name as a site may have made it."""
    return [slug + ending for ending in ENDINGS]


def is_marked(content: str, slug: str) -> bool:
    return MARK.format(slug).strip() in content


def _path(route: str, query: Mapping[str, str]) -> str:
    """In this form a site is reached whether or not it rewrites addresses."""
    return "/?" + urlencode({"rest_route": f"/{route}", **query}, safe="/,")


def _post_in(answer: Answer) -> Post:
    try:
        return answers.post_in(answer.body)
    except NotUnderstood as error:
        raise Transient(str(error), status=answer.status) from error


def _picture_in(answer: Answer, row: Any) -> str:
    try:
        return f"{number_in(row, 'id')} {text_in(row, 'source_url')}"
    except NotUnderstood as error:
        raise Transient(str(error), status=answer.status) from error
