"""The interface for programs: JSON in, JSON out, one token."""

import base64
import binascii
import re
import secrets
from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from rasmi.platforms.sandbox import comments, posts, texts, words
from rasmi.platforms.sandbox.comments import Comment, State
from rasmi.platforms.sandbox.messages import Request, Response, as_json
from rasmi.platforms.sandbox.posts import Attached, Post
from rasmi.platforms.sandbox.problems import Invalid, Malformed, Missing, Problem
from rasmi.platforms.sandbox.store import LARGEST_PICTURE, Store

Act = Callable[..., Response]
ID = "([0-9a-f]{12})"


def answer(store: Store, token: str, request: Request) -> Response:
    """Answer one call; what is refused is told in the language of the caller."""
    try:
        _refuse_strangers(token, request)
        return _routed(request)(store, request)
    except Problem as problem:
        return refused(problem, request.language)


def refused(problem: Problem, language: str) -> Response:
    error = {
        "kind": problem.kind,
        "message": words.PROBLEMS[language][problem.kind],
        "field": problem.field,
    }
    found = as_json(problem.status, {"error": error})
    headers = {401: ("WWW-Authenticate", "Bearer")}.get(problem.status)
    if problem.allowed:
        headers = ("Allow", ", ".join(problem.allowed))
    return Response(
        found.status, found.body, found.media_type, (headers,) if headers else ()
    )


def _refuse_strangers(token: str, request: Request) -> None:
    kind, _, told = request.header("Authorization").partition(" ")
    is_right = secrets.compare_digest(told.encode(), token.encode())
    if kind.lower() != "bearer" or not is_right:
        raise Problem(401, "unauthorized")


def _routed(request: Request) -> Callable[[Store, Request], Response]:
    here: dict[str, tuple[Act, tuple[str, ...]]] = {}
    for method, pattern, act in ROUTES:
        if match := re.fullmatch(f"/api/{pattern}", request.path):
            here[method] = act, match.groups()
    if not here:
        raise Missing
    if request.method not in here:
        raise Problem(405, "method", allowed=sorted(here))
    act, groups = here[request.method]
    return lambda store, request: act(store, request, *groups)


def take_picture(store: Store, request: Request) -> Response:
    kept = store.keep_picture(request.body(LARGEST_PICTURE))
    return as_json(200, {"id": kept.id, "digest": kept.digest})


def show_account(store: Store, request: Request) -> Response:
    return as_json(200, asdict(posts.account(store, _handle(request))))


def present_account(store: Store, request: Request) -> Response:
    told = request.json()
    found = posts.present(
        store,
        texts.handle(told.get("handle")),
        texts.name(told.get("name")),
        texts.anything(told.get("about", ""), "about", texts.LONGEST_TEXT),
        now=request.now,
    )
    return as_json(200, asdict(found))


def publish(store: Store, request: Request) -> Response:
    told = request.json()
    found, is_new = posts.publish(
        store,
        texts.handle(told.get("handle")),
        texts.said(told.get("key"), "key", texts.LONGEST_KEY),
        texts.said(told.get("text")),
        _attached(told.get("media", [])),
        now=request.now,
    )
    return as_json(201 if is_new else 200, _post(found, request))


def _attached(told: object) -> list[Attached]:
    if not isinstance(told, list):
        raise Invalid("no_text", "media")
    return [_one_attached(each) for each in told]


def _one_attached(told: object) -> Attached:
    found: dict[str, Any] = told if isinstance(told, dict) else {}
    return Attached(
        texts.said(found.get("id"), "media", texts.LONGEST_KEY),
        texts.anything(found.get("alt", ""), "alt", texts.LONGEST_ALT),
    )


def list_posts(store: Store, request: Request) -> Response:
    handle, key = _handle(request), request.query.get("key")
    if key is not None:
        found = posts.by_key(store, handle, key)
        return as_json(200, {"posts": [_post(each, request) for each in found]})
    newest_first = request.query.get("order") == "newest"
    after = _read_cursor(request) or None
    found = posts.timeline(store, handle, after=after, newest_first=newest_first)
    last = found[-1].number if found else after or 0
    return as_json(
        200,
        {"posts": [_post(each, request) for each in found], "cursor": cursor(last)},
    )


def show_post(store: Store, request: Request, post_id: str) -> Response:
    found = _own_post(store, request, post_id)
    before = posts.versions(store, post_id)
    return as_json(200, _post(found, request) | {"versions": before})


def edit_post(store: Store, request: Request, post_id: str) -> Response:
    _own_post(store, request, post_id)
    text = texts.said(request.json().get("text"))
    return as_json(
        200, _post(posts.edit(store, post_id, text, now=request.now), request)
    )


def delete_post(store: Store, request: Request, post_id: str) -> Response:
    _own_post(store, request, post_id)
    return as_json(200, _post(posts.delete(store, post_id, now=request.now), request))


def list_comments(store: Store, request: Request) -> Response:
    handle, key = _handle(request), request.query.get("key")
    after = _read_cursor(request)
    if key is not None:
        found = comments.by_key(store, handle, key)
    else:
        found = comments.changes(store, handle, after=after)
    last = found[-1].change if found and key is None else after
    return as_json(
        200,
        {
            "comments": [_comment(each, request) for each in found],
            "cursor": cursor(last),
        },
    )


def reply(store: Store, request: Request, post_id: str) -> Response:
    _own_post(store, request, post_id)
    told = request.json()
    found, is_new = comments.reply(
        store,
        post_id,
        texts.said(told.get("key"), "key", texts.LONGEST_KEY),
        texts.said(told.get("text")),
        texts.anything(told.get("reply_to", ""), "reply_to", texts.LONGEST_KEY),
        now=request.now,
    )
    return as_json(201 if is_new else 200, _comment(found, request))


def hide(store: Store, request: Request, comment_id: str) -> Response:
    told = request.json().get("note", "") if request.has_body else ""
    note = texts.anything(told, "note", texts.LONGEST_TEXT)
    return _move(store, request, comment_id, State.HIDDEN, note)


def unhide(store: Store, request: Request, comment_id: str) -> Response:
    return _move(store, request, comment_id, State.VISIBLE)


def delete_comment(store: Store, request: Request, comment_id: str) -> Response:
    return _move(store, request, comment_id, State.DELETED)


def show_comment(store: Store, request: Request, comment_id: str) -> Response:
    found = comments.comment(store, comment_id)
    _refuse_others(request, found.handle)
    return as_json(200, _comment(found, request))


def _move(
    store: Store, request: Request, comment_id: str, state: State, note: str = ""
) -> Response:
    _refuse_others(request, comments.comment(store, comment_id).handle)
    moved = comments.move(store, comment_id, state, note)
    return as_json(200, _comment(moved, request))


def _own_post(store: Store, request: Request, post_id: str) -> Post:
    found = posts.post(store, post_id)
    _refuse_others(request, found.handle)
    return found


def _refuse_others(request: Request, owner: str) -> None:
    """Who says as which account it calls touches the things of that account only."""
    if request.query.get("handle", owner) != owner:
        raise Problem(403, "forbidden", field="handle")


def _handle(request: Request) -> str:
    return texts.handle(request.query.get("handle"))


def cursor(number: int) -> str:
    return base64.urlsafe_b64encode(f"after:{number}".encode()).decode().rstrip("=")


def _read_cursor(request: Request) -> int:
    told = request.query.get("after", "")
    try:
        plain = base64.urlsafe_b64decode(told + "=" * (-len(told) % 4)).decode()
    except (binascii.Error, ValueError) as error:
        raise Malformed("after") from error
    found = re.fullmatch(r"after:(\d{1,15})", plain, re.ASCII)
    if told and not found:
        raise Malformed("after")
    return int(found[1]) if found else 0


def address_of(post: Post, request: Request) -> str:
    return f"{request.origin}/@{post.handle}/{post.id}"


def _post(post: Post, request: Request) -> dict[str, object]:
    found: dict[str, object] = asdict(post)
    del found["number"]
    return found | {"url": address_of(post, request)}


def _comment(comment: Comment, request: Request) -> dict[str, object]:
    address = f"{request.origin}/@{comment.handle}/{comment.post_id}"
    return asdict(comment) | {
        "is_official": comment.is_official,
        "url": f"{address}#c-{comment.id}",
    }


ROUTES: tuple[tuple[str, str, Act], ...] = (
    ("POST", "media", take_picture),
    ("GET", "account", show_account),
    ("PUT", "account", present_account),
    ("GET", "posts", list_posts),
    ("POST", "posts", publish),
    ("GET", f"posts/{ID}", show_post),
    ("PATCH", f"posts/{ID}", edit_post),
    ("DELETE", f"posts/{ID}", delete_post),
    ("POST", f"posts/{ID}/comments", reply),
    ("GET", "comments", list_comments),
    ("GET", f"comments/{ID}", show_comment),
    ("POST", f"comments/{ID}/hide", hide),
    ("POST", f"comments/{ID}/unhide", unhide),
    ("DELETE", f"comments/{ID}", delete_comment),
)
