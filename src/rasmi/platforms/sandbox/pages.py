"""The pages on which citizens read and comment."""

import re
from collections.abc import Callable
from pathlib import Path

from rasmi.platforms.sandbox import comments, parts, posts, texts, words
from rasmi.platforms.sandbox.markup import Html, el, join
from rasmi.platforms.sandbox.messages import Request, Response
from rasmi.platforms.sandbox.parts import Typed
from rasmi.platforms.sandbox.posts import Post
from rasmi.platforms.sandbox.problems import Malformed, Missing, Problem
from rasmi.platforms.sandbox.store import Store

HERE = Path(__file__).parent
STATICS = {
    "/style.css": ("style.css", "text/css; charset=utf-8"),
    "/icon.svg": ("icon.svg", "image/svg+xml"),
}
FOR_A_DAY = (("Cache-Control", "max-age=86400"),)


def answer(store: Store, request: Request) -> Response:
    """Answer one request of a browser."""
    try:
        return _routed(store, request)
    except Problem as problem:
        return refused(problem, request)


def refused(problem: Problem, request: Request) -> Response:
    body = parts.excuse(problem, request.language)
    allowed = (("Allow", ", ".join(problem.allowed)),) if problem.allowed else ()
    return _page(request, "excuse", body, status=problem.status, headers=allowed)


def _routed(store: Store, request: Request) -> Response:
    for pattern, methods, act in ROUTES:
        if match := re.fullmatch(pattern, request.path):
            if request.method not in methods:
                raise Problem(405, "method", allowed=methods)
            return act(store, request, *match.groups())
    raise Missing


def static(store: Store, request: Request) -> Response:
    name, media_type = STATICS[request.path]
    # A day, not for good: its name says nothing of its version.
    return Response(200, (HERE / name).read_bytes(), media_type, FOR_A_DAY)


def picture(store: Store, request: Request, picture_id: str) -> Response:
    found = store.picture(picture_id)
    return Response(200, found.path.read_bytes(), found.media_type, FOR_A_DAY)


def index(store: Store, request: Request) -> Response:
    body = parts.accounts(posts.accounts(store), request.language)
    return _page(request, "platform", body)


def timeline(store: Store, request: Request, handle: str) -> Response:
    account = posts.account(store, handle)
    after = request.query.get("after", "")
    if not re.fullmatch(r"\d{0,15}", after, re.ASCII):
        raise Malformed("after")
    found = posts.timeline(
        store, handle, after=int(after) if after else None, newest_first=True
    )
    body = parts.timeline(
        account, found, comments.counts(store, handle), request.language
    )
    return _page(request, account.name, body)


def post(store: Store, request: Request, handle: str, post_id: str) -> Response:
    """One post with its comments; a POST adds one."""
    found = posts.post(store, post_id)
    if found.handle != handle or found.deleted_at:
        raise Missing
    if request.method == "GET":
        return _post(store, request, found, Typed())
    _refuse_other_sites(request)
    typed = request.form()
    try:
        said = comments.say(
            store,
            post_id,
            texts.name(typed.get("name", "")),
            texts.said(typed.get("text", "")),
            now=request.now,
        )
    except Problem as problem:
        return _post(
            store,
            request,
            found,
            Typed(typed.get("name", ""), typed.get("text", ""), problem),
        )
    where = parts.link(f"/@{handle}/{post_id}", request.language)
    return Response(303, headers=(("Location", f"{where}#c-{said.id}"),))


def _post(store: Store, request: Request, found: Post, typed: Typed) -> Response:
    account = posts.account(store, found.handle)
    shown, has_older = comments.beneath(store, found.id)
    language = request.language
    body = parts.conversation(account, found, shown, typed, language)
    if has_older:
        body = join(body, el("p", words.PAGES[language]["older_comments"]))
    title = words.PAGES[language]["post_by"].format(name=account.name)
    status = typed.problem.status if typed.problem else 200
    return _page(request, title, body, status=status)


def _refuse_other_sites(request: Request) -> None:
    """Only a form of these pages is accepted: browsers tell where one was sent from."""
    site, origin = request.header("Sec-Fetch-Site"), request.header("Origin")
    if site not in ("", "same-origin") or origin not in ("", request.origin):
        raise Problem(403, "other_site")


def _page(
    request: Request,
    title: str,
    body: Html,
    *,
    status: int = 200,
    headers: tuple[tuple[str, str], ...] = (),
) -> Response:
    language = request.language
    title = words.PAGES[language].get(title, title)
    whole = parts.page(title, body, request.path, language)
    return Response(status, f"<!DOCTYPE html>\n{whole}".encode(), headers=headers)


READ = ("GET",)
HANDLE = f"/@({texts.HANDLE.pattern})"
ROUTES: tuple[tuple[str, tuple[str, ...], Callable[..., Response]], ...] = (
    ("/", READ, index),
    ("/style.css|/icon.svg", READ, static),
    ("/media/([0-9a-f]{12})", READ, picture),
    (f"{HANDLE}/?", READ, timeline),
    (f"{HANDLE}/([0-9a-f]{{12}})", ("GET", "POST"), post),
)
