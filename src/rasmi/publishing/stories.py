"""What the pages of posts tell: every stage in the order in which it came."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from difflib import SequenceMatcher

from django.utils.translation import gettext as _

from rasmi.channels.models import Proposal
from rasmi.core.language import listed
from rasmi.outbox.models import Intent
from rasmi.policy import selectors as policy
from rasmi.policy.selectors import Screened
from rasmi.publishing import selectors
from rasmi.publishing.models import Post, Version
from rasmi.records import selectors as records
from rasmi.records.models import Part, Record
from rasmi.web.templatetags.web import day, hour

ICONS = {
    Part.Stage.WRITTEN: "pencil",
    Part.Stage.SUBMITTED: "clipboard-text",
    Part.Stage.RETURNED: "arrow-back-up",
    Part.Stage.REJECTED: "x",
    Part.Stage.DISCARDED: "trash",
    Part.Stage.APPROVED: "rubber-stamp",
    Part.Stage.PLANNED: "calendar-week",
    Part.Stage.HELD: "hand-stop",
    Part.Stage.ARMED: "checklist",
    Part.Stage.HANDED: "device-mobile",
    Part.Stage.SENT: "send",
    Part.Stage.NOT_SENT: "x",
    Part.Stage.UNKNOWN: "help-circle",
    Part.Stage.LAPSED: "clock",
    Part.Stage.RECALL_ASKED: "arrow-back-up",
    Part.Stage.WITHDRAWN: "arrow-back-up",
    Part.Stage.LOOKED_AT: "eye",
}


@dataclass(frozen=True)
class Piece:
    """A stretch of a text, with what the screening found in it."""

    text: str
    found: Screened | None = None


def marked(text: str) -> list[Piece]:
    """A text cut where the screening found something, to be underlined."""
    pieces, at = [], 0
    for each in sorted(policy.screened(text).findings, key=lambda found: found.start):
        if each.start < at:
            continue  # inside one that is underlined already
        if each.start > at:
            pieces.append(Piece(text[at : each.start]))
        pieces.append(Piece(text[each.start : each.end], each))
        at = each.end
    return [*pieces, Piece(text[at:])] if text[at:] or not pieces else pieces


@dataclass(frozen=True)
class Change:
    """A stretch of text in a comparison: `kind` is "", "del" or "ins"."""

    kind: str
    text: str


WORDS = re.compile(r"\S+\s*|\s+")
MOST_COMPARED = 250 * 250  # pairs of words; more is shown whole, for it costs too long


def changes(before: str, after: str) -> tuple[list[Change], list[Change]]:
    """
    What was taken out of the one text and what came into the other: by lines, and by
    words within the lines that changed.
    """
    left: list[Change] = []
    right: list[Change] = []
    old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    for is_same, gone, come in _compared(old, new):
        if is_same:
            left.append(Change("", gone))
            right.append(Change("", come))
            continue
        for same, out, into in _compared(WORDS.findall(gone), WORDS.findall(come)):
            if out:
                left.append(Change("" if same else "del", out))
            if into:
                right.append(Change("" if same else "ins", into))
    return left, right


def _compared(old: list[str], new: list[str]) -> Iterator[tuple[bool, str, str]]:
    if len(old) * len(new) > MOST_COMPARED:
        yield False, "".join(old), "".join(new)
        return
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for kind, i1, i2, j1, j2 in matcher.get_opcodes():
        yield kind == "equal", "".join(old[i1:i2]), "".join(new[j1:j2])


@dataclass(frozen=True)
class Step:
    """One stage of a post, as its page tells it."""

    icon: str
    title: str
    at: datetime
    who: str
    about: str
    words: str  # of a person or a platform
    url: str
    lever: str
    digest: str
    is_sealed: bool


def story(post: Post) -> list[Step]:
    """Every stage of a post, the first one first."""
    return [_step(part) for part in records.parts(records.record_of(post))]


def _step(part: Part) -> Step:
    content = part.content
    words = content.get("remark") or content.get("reason") or content.get("words")
    title = str(part.get_stage_display())
    if "version" in content:
        title = _("%(stage)s: version %(number)s") % {
            "stage": title,
            "number": content["version"],
        }
    return Step(
        icon=ICONS[Part.Stage(part.stage)],
        title=title,
        at=part.at,
        who=str(part.by.name) if part.by else "",
        about=part.about,
        words=str(words or ""),
        url=str(content.get("url") or ""),
        lever=str(content.get("lever") or ""),
        digest=part.digest,
        is_sealed=part.stage == Part.Stage.APPROVED,
    )


@dataclass(frozen=True)
class MarkedText:
    """A text of a post in its language, with what the screening found underlined."""

    language: str
    direction: str
    pieces: list[Piece]


def marked_texts(version: Version) -> list[MarkedText]:
    texts = (("ar", "rtl", version.text_ar), ("en", "ltr", version.text_en))
    return [
        MarkedText(language, direction, marked(text))
        for language, direction, text in texts
        if text
    ]


@dataclass(frozen=True)
class Comparison:
    """One text of two versions beside each other."""

    language: str
    direction: str
    name: str  # of the language
    before: list[Change]
    after: list[Change]


def comparison(before: Version, after: Version) -> list[Comparison]:
    """What changed between two versions, in each language that either has."""
    texts = (
        ("ar", "rtl", before.text_ar, after.text_ar),
        ("en", "ltr", before.text_en, after.text_en),
    )
    return [
        Comparison(
            language,
            direction,
            str(Proposal.Language(language).label),
            *changes(old, new),
        )
        for language, direction, old, new in texts
        if old != new
    ]


@dataclass(frozen=True)
class ChangedFact:
    """A fact of a post in two versions."""

    name: str
    before: str
    after: str


def changed_facts(before: Version, after: Version) -> list[ChangedFact]:
    """What changed beside the texts: accounts, pictures, hour, topic and the rest."""
    old, new = _facts(before), _facts(after)
    return [
        ChangedFact(name, old[name], value)
        for name, value in new.items()
        if value != old[name]
    ]


def _facts(version: Version) -> dict[str, str]:
    class_name = selectors.class_name(version)
    return {
        _("Accounts"): listed(str(each) for each in version.accounts),
        _("Pictures"): "\n".join(
            f"{each.file_name} ({each.rendition.digest[:8]}): {each.alt_ar} "
            f"{each.alt_en} · {each.get_licence_display()} · {each.holder}"
            for each in selectors.media(version)
        ),
        _("Publish at"): f"{day(version.publish_at)} {hour(version.publish_at)}",
        _("At the latest"): f"{day(version.not_after)} {hour(version.not_after)}",
        _("Topic"): str(version.topic),
        _("Purpose"): str(version.get_purpose_display()),
        _("Audience"): version.audience,
        _("Plan"): str(version.plan or version.unplanned_reason),
        _("Class of information"): class_name,
        _("Source"): version.source,
    }


@dataclass(frozen=True)
class Line:
    """A post in a list, with what became of it."""

    post: Post
    version: Version
    intents: list[Intent]


def lines(posts: Sequence[Post]) -> list[Line]:
    """Posts for a list, with a fixed number of queries for any number of them."""
    found = Record.objects.filter(
        subject_type="publishing.post", subject_id__in=[str(each.pk) for each in posts]
    )
    planned: dict[str, list[Intent]] = {}
    intents = Intent.objects.filter(record__in=found).select_related(
        "record", "channel"
    )
    for each in intents:
        planned.setdefault(each.record.subject_id, []).append(each)
    return [Line(post, post.version, planned.get(str(post.pk), [])) for post in posts]
