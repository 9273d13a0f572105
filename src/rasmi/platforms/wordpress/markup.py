"""
A text as a post of WordPress: a title, and blocks that a site keeps as they are.

The filters of WordPress rewrite what authors send. What is written here is what they
would make of it, so that the text kept can be compared with the text sent.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

LONGEST_TITLE = 80  # characters
# At the end of a draft. The call that publishes it takes it away, so its absence tells
# of a post that is no longer public that it once was.
NOT_PUBLISHED = "\n\n<!-- rasmi: not published -->"
# At the end of a post, with its name: by it the post is known under any other name.
MARK = "\n\n<!-- {} -->"

LINE_END = re.compile("\r\n?|[\x0b\x0c\x85\u2028]")
CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f]")  # the filters drop most of them
GAP = re.compile(r"\n\s*\n")
# An end of a sentence, but not of "Dr." at its beginning.
SENTENCE = re.compile(r".{15,}?[.!?؟](?=\s)")
MARKS = "\u200e\u200f\u202a-\u202e\u2066-\u2069"  # of direction
LINK = re.compile(rf"https://[^\s<>\"«»“”،؛؟\[\]{MARKS}]+", re.IGNORECASE)
AFTER_LINK = ".,;:!?…'*"
# What WordPress sets in its own way when it shows a text: quotes, dashes between gaps,
# dots, an x between figures, smileys.
SET_ANEW = re.compile(
    r"['`]|(?<!\w)-|-(?!\w)|\.(?=\.)|(?<=\d)x(?=\d)|\((?=tm\))|(?<!\S)(?:[:;]|8(?=[-O]))",
    re.IGNORECASE,
)
JOINERS = "\u200d\ufe0e\ufe0f"


@dataclass(frozen=True)
class Picture:
    """
    One picture that the site has.

    :param address: of its file
    """

    number: int
    address: str
    alt: str


@dataclass(frozen=True)
class Page:
    """A post as the interface takes it, both as HTML."""

    title: str
    content: str


def page(
    text: str, pictures: Sequence[Picture] = (), *, slug: str = "", name: str = ""
) -> Page:
    """
    Write a text and its pictures as a post.

    :param slug: which its mark repeats; without it there is no mark
    :param name: the title where there is no text
    """
    text = CONTROL.sub("", LINE_END.sub("\n", text).replace("\u2029", "\n\n")).strip()
    paragraphs = [each.strip() for each in GAP.split(text) if each.strip()]
    title, body = _parted(paragraphs)
    usual = _direction(text)
    blocks = [_paragraph(each, _direction(each) or usual) for each in body]
    shown = [_picture(each) for each in pictures]
    return Page(
        _text(title or _cut(" ".join(name.split()))),
        "\n\n".join(shown[:1] + blocks + shown[1:]) + (slug and MARK.format(slug)),
    )


def comment(text: str, *, slug: str = "") -> str:
    """
    Write a text as a comment, whose lines and paragraphs a site sets by itself.

    :param slug: which its mark repeats; without it there is no mark
    """
    text = CONTROL.sub("", LINE_END.sub("\n", text).replace("\u2029", "\n\n")).strip()
    lines = ("".join(_linked(each.strip())) for each in text.split("\n"))
    # In a line of its own the mark would be shown as an empty paragraph.
    return "\n".join(lines) + (slug and MARK.format(slug).strip())


def _parted(paragraphs: list[str]) -> tuple[str, list[str]]:
    """
    A title, and the paragraphs beneath it.

    A short line with a gap after it was meant as a title, and is not said twice.
    """
    if not paragraphs:
        return "", []
    first = paragraphs[0]
    is_title = len(first) <= LONGEST_TITLE and not re.search(r"\n|https?://", first)
    if is_title and len(paragraphs) > 1:
        return first, paragraphs[1:]
    line = first.split("\n")[0].strip()
    sentence = SENTENCE.match(line)
    return _cut(sentence.group() if sentence else line).removesuffix("."), paragraphs


def _cut(line: str) -> str:
    """A line, ended before the word that would make it too long."""
    if len(line) <= LONGEST_TITLE:
        return line
    end = LONGEST_TITLE - 1
    space = line.rfind(" ", 1, end + 1)
    if space > 0:
        return line[:space].rstrip() + "…"
    # One long word. What belongs to one letter stays together.
    while end > 1 and (_joins(line[end]) or line[end - 1] == "\u200d"):
        end -= 1
    return line[:end] + "…"


def _joins(letter: str) -> bool:
    return bool(unicodedata.combining(letter)) or letter in JOINERS


def _direction(text: str) -> str:
    """Which way most of its letters run, links aside; empty if it has none."""
    kinds = [unicodedata.bidirectional(each) for each in LINK.sub("", text)]
    left = kinds.count("L")
    right = kinds.count("R") + kinds.count("AL")
    return ("ltr" if left > right else "rtl") if left or right else ""


def _paragraph(text: str, direction: str) -> str:
    direction = direction or "rtl"
    language = "en" if direction == "ltr" else "ar"
    lines = "<br>".join("".join(_linked(each.strip())) for each in text.split("\n"))
    return (
        f'<!-- wp:paragraph {{"direction":"{direction}"}} -->\n'
        f'<p dir="{direction}"><span lang="{language}">{lines}</span></p>\n'
        "<!-- /wp:paragraph -->"
    )


def _linked(line: str) -> Iterator[str]:
    end = 0
    for found in LINK.finditer(line):
        link = found.group().rstrip(AFTER_LINK)
        if "(" not in link:
            link = link.rstrip(")" + AFTER_LINK)
        yield _text(line[end : found.start()])
        # In Arabic text an address would lose its last slash to the other side.
        yield f'<a href="{_value(link)}" rel="noopener" dir="ltr">{_text(link)}</a>'
        end = found.start() + len(link)
    yield _text(line[end:])


def _picture(picture: Picture) -> str:
    number = picture.number
    address = _value(picture.address)
    alt = _value(" ".join(CONTROL.sub("", picture.alt).split()))
    settings = f'{{"id":{number},"sizeSlug":"full","linkDestination":"none"}}'
    return (
        f"<!-- wp:image {settings} -->\n"
        f'<figure class="wp-block-image size-full"><img src="{address}" '
        f'alt="{alt}" class="wp-image-{number}" /></figure>\n'
        "<!-- /wp:image -->"
    )


def _text(text: str) -> str:
    """Text as HTML that is shown sign by sign."""
    return SET_ANEW.sub(lambda found: f"&#{ord(found.group()):03};", _value(text))


def _value(text: str) -> str:
    """Text as HTML, without a shortcode in it: WordPress would run what it says."""
    text = escape(text, quote=False).replace('"', "&quot;")
    return text.replace("[", "&#091;").replace("]", "&#093;")
