"""
What a wiki refuses, and in which words.

It answers every error with HTTP 200 and a code. Only a code that is known here shows
that nothing was done; with any other nobody knows.
"""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from rasmi.platforms.connector import (
    AccountRestricted,
    AuthExpired,
    ConnectorError,
    ContentRejected,
    EditConflict,
    Invalid,
    NotFound,
    PermissionDenied,
    RateLimited,
    Transient,
)
from rasmi.platforms.http import RETRY, Answer

# The session is over, or its token is: signing in again helps.
SESSION_OVER = frozenset(
    ("badtoken", "assertuserfailed", "assertnameduserfailed", "mustbeloggedin")
)
EXISTS = "articleexists"
RACE = "editconflict"
FILE_EXISTS = "fileexists-forbidden"
SAME_FILE = "fileexists-no-change"
KINDS: Mapping[type[ConnectorError], tuple[str, ...]] = {
    AuthExpired: tuple(SESSION_OVER),
    PermissionDenied: (
        "permissiondenied",
        "readapidenied",
        "writeapidenied",
        "noapiwrite",
        "protectedpage",
        "protectedtitle",
        "protectednamespace",
        "protectednamespace-interface",
        "cascadeprotected",
        "cantcreate",
        "cantcreate-anon",
        "noedit",
        "noedit-anon",
        "uploaddisabled",
    ),
    AccountRestricted: ("blocked", "autoblocked", "confirmemail"),
    Transient: ("maxlag", "readonly"),
    Invalid: (
        "invalidtitle",
        "pagecannotexist",
        "unsupportednamespace",
        "contentnotallowedhere",
        "contenttoobig",
        "badmd5",
        "verification-error",
        "filetype-missing",
        "filetype-banned",
        "filetype-banned-type",
        "file-too-large",
        "empty-file",
        "illegal-filename",
        "filename-tooshort",
        "filename-toolong",
    ),
    ContentRejected: (
        "abusefilter-disallowed",
        "abusefilter-warning",
        "spamblacklist",
        "spamdetected",
        "titleblacklist-forbidden",
        "hookaborted",
    ),
    EditConflict: (
        EXISTS,
        RACE,
        "pagedeleted",
        FILE_EXISTS,
        "fileexists-shared-forbidden",
    ),
    NotFound: ("missingtitle", "nosuchpageid"),
}
CLASSES = {code: kind for kind, codes in KINDS.items() for code in codes}
TOO_FAST = ("ratelimited", "login-throttled")
# A wiki counts the passwords of five minutes, and says no time.
LOGIN_PAUSE = timedelta(minutes=5)
Hide = Callable[[str], str]


def code_of(answer: Answer) -> str:
    """The code of what was refused; empty where nothing was."""
    return next((code for code, _ in _rows(answer.body)), "")


def has_lost_stash(code: str) -> bool:
    """Whether an upload was kept no longer, or never."""
    return code.startswith(("uploadstash-", "stash"))


def error_of(
    body: object, *, hide: Hide, retry_in: timedelta = RETRY, status: int = 200
) -> ConnectorError | None:
    """
    What the errors of an answer say, by the first code that is known.

    :return: None where none is
    """
    for code, words in _rows(body):
        said = hide(words) or code
        if code in TOO_FAST:
            return RateLimited(said, retry_in=retry_in, status=status)
        if code in CLASSES:
            return CLASSES[code](said, status=status)
    return None


def require(
    answer: Answer, *, lost: type[ConnectorError], hide: Hide
) -> dict[str, Any]:
    """
    The body of an answer that reports no error.

    :param lost: what it means that the answer is none that we know
    :param hide: what takes the password out of the words
    :raises ConnectorError: what the wiki refused, in its own words
    """
    body = answer.body
    if not isinstance(body, dict):
        kind = answer.headers.get("Content-Type", "").partition(";")[0]
        raise lost(
            f"This address does not answer as MediaWiki does "
            f"(HTTP {answer.status}, {kind or 'nothing'}).",
            status=answer.status,
        )
    if not _rows(body):
        if not answer.is_good:
            raise lost(f"HTTP {answer.status}", status=answer.status)
        return body
    known = error_of(body, hide=hide, retry_in=answer.retry_in, status=answer.status)
    if known:
        raise known
    raise lost("; ".join(hide(f"{code}: {words}") for code, words in _rows(body)))


def _rows(body: Any) -> list[tuple[str, str]]:
    """The codes and words of the errors of an answer, if it has any."""
    found = body if isinstance(body, dict) else {}
    errors = found.get("errors")
    # In its older form there is one, and its words are called otherwise.
    rows = errors if isinstance(errors, list) else [found.get("error")]
    return [
        (str(each.get("code", "")), str(each.get("text", each.get("info", ""))))
        for each in rows
        if isinstance(each, dict)
    ]
