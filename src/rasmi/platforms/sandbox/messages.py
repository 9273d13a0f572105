"""Requests as they are read and answers as they are written, whatever serves them."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import IO, Any
from urllib.parse import parse_qsl, urlsplit

from rasmi.platforms.sandbox.problems import Malformed, Problem

MOST_FIELDS = 20  # of a query or a form
LONGEST_FORM = 64 * 1024  # bytes; a comment of 1000 code points, percent-encoded
LONGEST_JSON = 256 * 1024  # bytes; a post and four alt texts, every letter escaped
LOOPBACK = {"127.0.0.1", "localhost", "::1"}


@dataclass(frozen=True)
class Request:
    """:param path: decoded, without what the browser keeps to itself"""

    method: str
    path: str
    query: Mapping[str, str]
    environ: Mapping[str, Any] = field(repr=False)
    now: str  # ISO 8601, UTC

    def header(self, name: str) -> str:
        return str(self.environ.get(f"HTTP_{name.upper().replace('-', '_')}", ""))

    @property
    def origin(self) -> str:
        return f"http://{self.header('Host')}"

    @property
    def is_on_loopback(self) -> bool:
        """
        Whether it asks for this machine by a name of this machine.

        A page of the internet whose name was made to lead here asks by its own name.
        """
        try:
            return urlsplit(self.origin).hostname in LOOPBACK
        except ValueError:
            return False

    @property
    def language(self) -> str:
        """As the address says, and not the browser: Arabic unless English is asked."""
        return "en" if self.query.get("lang") == "en" else "ar"

    @property
    def has_body(self) -> bool:
        return str(self.environ.get("CONTENT_LENGTH") or "0") != "0"

    def body(self, longest: int) -> bytes:
        """
        :param longest: bytes
        :raises Problem: if it is longer, of no told length, or ends early
        """
        told = str(self.environ.get("CONTENT_LENGTH") or "")
        if not told:
            raise Problem(411, "length_is_missing")
        if not (told.isascii() and told.isdecimal()):
            raise Malformed
        if len(told) > len(str(longest)) or int(told) > longest:
            raise Problem(413, "too_large")
        stream: IO[bytes] = self.environ["wsgi.input"]
        try:
            content = stream.read(int(told))
        except OSError as error:  # gone, or too slow
            raise Malformed from error
        if len(content) < int(told):
            raise Malformed
        return content

    def json(self) -> dict[str, object]:
        """
        :raises Problem: if the body is no JSON object
        """
        try:
            found = json.loads(self.body(LONGEST_JSON))
        except (ValueError, RecursionError) as error:
            raise Malformed from error
        if not isinstance(found, dict):
            raise Malformed
        return found

    def form(self) -> dict[str, str]:
        return fields(self.body(LONGEST_FORM).decode("ascii", "replace"))


@dataclass(frozen=True)
class Response:
    status: int
    body: bytes = b""
    media_type: str = "text/html; charset=utf-8"
    headers: tuple[tuple[str, str], ...] = ()


def read(environ: Mapping[str, Any], now: datetime) -> Request:
    """
    :raises Problem: if its query has too many fields
    """
    return Request(
        method="GET"
        if environ["REQUEST_METHOD"] == "HEAD"
        else environ["REQUEST_METHOD"],
        path=environ.get("PATH_INFO", "").encode("latin-1").decode("utf-8", "replace"),
        query=fields(environ.get("QUERY_STRING", "")),
        environ=environ,
        now=now.astimezone(UTC).isoformat(timespec="milliseconds"),
    )


def fields(encoded: str) -> dict[str, str]:
    try:
        return dict(
            parse_qsl(encoded, keep_blank_values=True, max_num_fields=MOST_FIELDS)
        )
    except ValueError as error:
        raise Malformed from error


def as_json(status: int, content: Mapping[str, object]) -> Response:
    body = json.dumps(content, ensure_ascii=False).encode()
    return Response(status, body, "application/json; charset=utf-8")
