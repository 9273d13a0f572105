"""The pieces of which the pages are made."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote
from zoneinfo import ZoneInfo

from babel.dates import format_datetime

from rasmi.platforms.sandbox import posts, texts, words
from rasmi.platforms.sandbox.comments import Comment, State
from rasmi.platforms.sandbox.markup import Html, el, join
from rasmi.platforms.sandbox.posts import Account, Attached, Post
from rasmi.platforms.sandbox.problems import Problem

CLOCK = ZoneInfo("Asia/Muscat")
NOTHING = Html("")
LINK = re.compile(r"(https?://[^\s<>\"]+)")
EXCERPT = 60  # code points of an address that is read out


@dataclass(frozen=True)
class Typed:
    """What somebody typed into the form, and why it was not taken."""

    name: str = ""
    text: str = ""
    problem: Problem | None = None


def page(title: str, body: Html, path: str, language: str) -> Html:
    say = words.PAGES[language]
    whole = title if title == say["platform"] else f"{title} · {say['platform']}"
    head = el(
        "head",
        el("meta", charset="utf-8"),
        el("meta", name="viewport", content="width=device-width, initial-scale=1"),
        el("meta", name="color-scheme", content="light dark"),
        el("title", whole),
        el("link", rel="icon", href="/icon.svg", type="image/svg+xml"),
        el("link", rel="stylesheet", href="/style.css"),
    )
    return el(
        "html",
        head,
        el(
            "body",
            el("a", say["skip"], class_="skip", href="#main"),
            el("p", say["banner"], class_="banner", role="note"),
            _top(path, language),
            el("main", body, id="main"),
        ),
        lang=language,
        dir="rtl" if language == "ar" else "ltr",
    )


def _top(path: str, language: str) -> Html:
    say = words.PAGES[language]
    other = "en" if language == "ar" else "ar"
    return el(
        "header",
        el("a", say["platform"], class_="home", href=link("/", language)),
        el(
            "a",
            say["other_language"],
            href=link(quote(path), other),
            lang=other,
            hreflang=other,
        ),
        class_="top",
    )


def link(path: str, language: str) -> str:
    """The address of a page in the language that is read."""
    mark = "&" if "?" in path else "?"
    return path if language == "ar" else f"{path}{mark}lang={language}"


def excuse(problem: Problem, language: str) -> Html:
    say = words.PAGES[language]
    return el(
        "section",
        el("h1", say["excuse"]),
        el("p", words.PROBLEMS[language][problem.kind]),
        el("p", el("a", say["back"], href=link("/", language))),
        class_="card",
    )


def accounts(found: Sequence[Account], language: str) -> Html:
    say = words.PAGES[language]
    rows = [
        el(
            "li",
            el(
                "a",
                _face(each.name),
                el("span", *_names(each), class_="names"),
                el(
                    "span", words.counted("posts", each.posts, language), class_="faint"
                ),
                href=link(f"/@{each.handle}", language),
                class_="card row",
            ),
        )
        for each in found
    ]
    content = el("ul", *rows) if rows else el("p", say["no_accounts"], class_="empty")
    return join(el("h1", say["accounts"]), content)


def timeline(
    account: Account, found: Sequence[Post], counts: Mapping[str, int], language: str
) -> Html:
    say = words.PAGES[language]
    about = (
        el("p", account.about, class_="text", dir="auto") if account.about else NOTHING
    )
    profile = el(
        "section",
        _face(account.name),
        el("h1", *_names(account), class_="names"),
        about,
        class_="card profile",
    )
    if not found:
        return join(profile, el("p", say["no_posts"], class_="empty"))
    shown = [
        el(
            "article",
            _said(account, each, language),
            el(
                "p",
                el(
                    "a",
                    words.counted("comments", counts.get(each.id, 0), language),
                    href=_address(each, language),
                ),
                class_="foot",
            ),
            class_="card",
        )
        for each in found
    ]
    return join(
        profile,
        el("h2", say["posts"], class_="unseen"),
        *shown,
        _older(found, language),
    )


def _older(found: Sequence[Post], language: str) -> Html:
    if len(found) < posts.PAGE:
        return NOTHING
    path = f"/@{found[-1].handle}?after={found[-1].number}"
    label = words.PAGES[language]["older"]
    return el("p", el("a", label, href=link(path, language)), class_="foot")


def conversation(
    account: Account,
    post: Post,
    found: Sequence[Comment],
    typed: Typed,
    language: str,
) -> Html:
    """A post, what was said beneath it, and the form to say something."""
    say = words.PAGES[language]
    list_ = _threads(found, language)
    return join(
        el("h1", say["post_by"].format(name=account.name), class_="unseen"),
        el("article", _said(account, post, language), class_="card"),
        el("h2", say["comments"], id="comments"),
        list_ or el("p", say["no_comments"], class_="empty"),
        _form(post, typed, language),
    )


def _said(account: Account, post: Post, language: str) -> Html:
    edited = words.PAGES[language]["edited"]
    return join(
        el(
            "div",
            _face(account.name),
            el("span", *_names(account), class_="names"),
            el(
                "span",
                el(
                    "a",
                    _time(post.created_at, language),
                    href=_address(post, language),
                ),
                f" · {edited}" if post.edited_at else "",
                class_="faint",
            ),
            class_="row",
        ),
        _text(post.text),
        _pictures(post.media),
    )


def _pictures(media: Sequence[Attached]) -> Html:
    if not media:
        return NOTHING
    shown = [_picture(each) for each in media]
    return el("div", *shown, class_=f"pictures of-{len(media)}")


def _picture(each: Attached) -> Html:
    caption = el("figcaption", each.alt, dir="auto") if each.alt else NOTHING
    return el(
        "figure",
        el("img", src=f"/media/{each.id}", alt=each.alt, loading="lazy"),
        caption,
    )


def _threads(found: Sequence[Comment], language: str) -> Html:
    """Answers beneath what they answer, as far as that is still shown."""
    there = {each.id for each in found}
    answers: dict[str, list[Comment]] = {}
    for each in found:
        answers.setdefault(each.reply_to if each.reply_to in there else "", []).append(
            each
        )

    def listed(key: str, tag: Callable[[Comment], Html]) -> Html:
        return el("ol", *[tag(each) for each in answers[key]], class_="comments")

    def one(each: Comment) -> Html:
        beneath = listed(each.id, one) if each.id in answers else NOTHING
        return el("li", _comment(each, language), beneath, id=f"c-{each.id}")

    return listed("", one) if found else NOTHING


def _comment(each: Comment, language: str) -> Html:
    say = words.PAGES[language]
    if each.state == State.HIDDEN:
        return el("div", say["hidden"], _note(each.note), class_="card hidden")
    badge = el("span", say["official"], class_="badge") if each.is_official else NOTHING
    return el(
        "div",
        el(
            "div",
            el("b", el("bdi", each.name)),
            badge,
            el("span", _time(each.created_at, language), class_="faint"),
            class_="row",
        ),
        _text(each.text),
        class_="card official" if each.is_official else "card",
    )


def _note(note: str) -> Html:
    """Why it is hidden, in the words of the account; its addresses can be opened."""
    if not note:
        return NOTHING
    lines = [
        el("p", *[_piece(each) for each in LINK.split(line)], dir="auto")
        for line in note.split("\n")
        if line.strip()
    ]
    return el("div", *lines, class_="text")


def _piece(text: str) -> Html:
    if LINK.fullmatch(text):
        return el("a", el("bdi", text, dir="ltr"), href=text, rel="noreferrer")
    return join(text)


def _form(post: Post, typed: Typed, language: str) -> Html:
    say = words.PAGES[language]
    problem = typed.problem
    wrong = problem.field if problem else ""
    sentence = words.PROBLEMS[language][problem.kind] if problem else ""
    error = el("p", sentence, class_="error", id="error", role="alert")
    return el(
        "form",
        el("h2", say["your_comment"]),
        error if problem else NOTHING,
        el("label", say["name"], for_="name"),
        el(
            "input",
            id="name",
            name="name",
            value=typed.name,
            maxlength=str(texts.LONGEST_NAME),
            autocomplete="off",
            dir="auto",
            required=True,
            **_marked(wrong == "name"),
        ),
        el("label", say["comment"], for_="text"),
        el(
            "textarea",
            f"\n{typed.text}",  # a browser drops the first line end
            id="text",
            name="text",
            rows="4",
            maxlength=str(texts.LONGEST_TEXT),
            dir="auto",
            required=True,
            **_marked(wrong == "text"),
        ),
        el("p", say["hint"], class_="faint"),
        el("button", say["send"]),
        method="post",
        action=f"{_address(post, language)}#say",  # back to it, if it is not taken
        id="say",
        class_="card",
    )


def _marked(is_wrong: bool) -> dict[str, str]:
    return {"aria_invalid": "true", "aria_describedby": "error"} if is_wrong else {}


def _address(post: Post, language: str) -> str:
    return link(f"/@{post.handle}/{post.id}", language)


def _text(text: str) -> Html:
    """Each paragraph finds its own direction."""
    lines = [el("p", line, dir="auto") for line in text.split("\n") if line.strip()]
    return el("div", *lines, class_="text")


def _names(account: Account) -> tuple[Html, Html]:
    return (
        el("bdi", account.name, class_="name"),
        el("bdi", f"@{account.handle}", class_="handle", dir="ltr"),
    )


def _face(name: str) -> Html:
    """The first letter of the name, for those who see it."""
    letters = [letter for letter in name.removeprefix("ال") if letter.isalnum()]
    return el("span", *letters[:1], class_="face", aria_hidden="true")


def _time(at: str, language: str) -> Html:
    moment = datetime.fromisoformat(at)
    shown = format_datetime(
        moment,
        "d MMMM y، HH:mm" if language == "ar" else "d MMMM y, HH:mm",
        tzinfo=CLOCK,
        locale=language,
    )
    return el("time", shown, datetime=at)
