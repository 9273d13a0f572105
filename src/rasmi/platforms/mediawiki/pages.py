"""What a talk page is after an answer or a hiding, and after its end."""

import unicodedata
from collections.abc import Iterable, Mapping

from rasmi.platforms.connector import EditConflict
from rasmi.platforms.mediawiki import lines as by_line
from rasmi.platforms.mediawiki import wikitext
from rasmi.platforms.mediawiki.lines import Block, Line, indent_of, level_of, plainly
from rasmi.platforms.mediawiki.plain import plain

HEADING = "رد"  # of a section of ours, where what is answered is gone
NO_HEADING = "…"  # in the place of one that is hidden
DEEPEST = 20  # steps that an answer is indented
LIKE = 0.6  # of the words of a line, from which on it is the same one, changed


def answered(page: str, blocks: list[Block], text: str) -> str:
    """
    The page with an answer beneath what was said, and beneath what answers it already;
    at the end, in a section of its own, where that is gone.
    """
    lines = page.split("\n")
    found = [_standing(lines, each) for each in blocks]
    places = [each for standing in found for each in standing]
    if not places:
        new = f"== {HEADING} ==\n\n{_said(text)} ~~~~"
        return f"{page.rstrip()}\n\n{new}".strip()
    last = max(places)
    indent = "" if level_of(lines[last]) else indent_of(lines[last])[:DEEPEST]
    at = last + 1
    while at < len(lines) and _is_beneath(lines[at], indent):
        at += 1
    lines.insert(at, f"{indent}:{_said(text)} ~~~~")
    return "\n".join(lines)


def hidden(page: str, blocks: list[Block], note: str, user: str) -> str | None:
    """
    The page with a note in the place of what was said, or with nothing there.

    :param user: who said it
    :return: None if it is gone already
    :raises EditConflict: if it was changed, so that nobody can say what to take away
    """
    lines = page.split("\n")
    taken: dict[int, Line] = {}
    for block in blocks:
        taken |= _standing(lines, block)
    found = {each.text for each in taken.values()}
    missing = [
        plain(each.words, user) for each in _said_in(blocks) if each.text not in found
    ]
    if _are_changed(missing, lines):
        raise EditConflict("What was said there has been changed since on the page.")
    return "\n".join(_without(lines, taken, note)) if taken else None


def stands(page: str, blocks: list[Block], *, wholly: bool) -> bool:
    """Whether what was said is on a page, all of it or any."""
    lines = page.split("\n")
    found = {each.text for block in blocks for each in _standing(lines, block).values()}
    return (all if wholly else any)(each.text in found for each in _said_in(blocks))


def shown(page: str, before: str, after: str) -> str:
    """
    The page with what was said, where it or a note for it was.

    :param before: the page, just before it was hidden
    :param after: as it was then
    :raises EditConflict: if its place cannot be found
    """
    lines = page.split("\n")
    back, came, start = by_line.parted(before, after)
    if any(each.strip() for each in came):
        at = by_line.places(lines, came, start)
    else:
        at = _gap(lines, before.split("\n")[:start])
    if at is None:
        raise EditConflict("The place of what was hidden has been changed since.")
    return "\n".join((*lines[: at.start], *back, *lines[at.stop :]))


def _gap(lines: list[str], head: list[str]) -> range | None:
    """Where lines went without a note: behind those that stood before them."""
    if not any(each.strip() for each in head):
        return range(0)
    at = by_line.places(lines, head[-3:], len(head))
    return range(at.stop, at.stop) if at else None


def _standing(lines: list[str], block: Block) -> dict[int, Line]:
    """Where the lines of a block stand: together, or else each by itself."""
    at = by_line.places(lines, block.texts, block.start)
    if at is not None:
        return dict(zip(at, block.lines, strict=True))
    first = {plainly(each): index for index, each in reversed([*enumerate(lines)])}
    return {
        first[plainly(each.text)]: each
        for each in block.lines
        if each.text.strip() and plainly(each.text) in first
    }


def _said_in(blocks: list[Block]) -> list[Line]:
    return [each for block in blocks for each in block.lines if each.text.strip()]


def _are_changed(missing: list[str], lines: list[str]) -> bool:
    """Whether a line of the page has most of the words of one that is not there."""
    sought = [set(each.split()) for each in missing[:50]]
    for line in lines:
        words = set(line.split())
        if any(len(each & words) > LIKE * len(each) for each in sought if each):
            return True
    return False


def _without(lines: list[str], taken: Mapping[int, Line], note: str) -> Iterable[str]:
    """A note stands once, where the first words of it stood."""
    words = [each for each in taken if not level_of(lines[each])]
    place = min(words or taken)
    for index, line in enumerate(lines):
        if index not in taken:
            yield line
            continue
        if taken[index].kept:
            yield indent_of(line) + plainly(taken[index].kept)
        elif note and level_of(line):
            # A section stays one: what stands beneath is not said to another.
            signs = "=" * level_of(line)
            yield f"{signs} {NO_HEADING} {signs}"
        if index == place and note:
            indent = "" if level_of(line) else indent_of(line)
            yield f"{indent}{_said(note)}"


def _is_beneath(line: str, indent: str) -> bool:
    return len(indent_of(line)) > len(indent) and line.startswith(indent)


def _said(text: str) -> str:
    """Words of ours in one line of a page, in their own direction."""
    written = f'<span dir="auto">{wikitext.line(text)}</span>'
    return unicodedata.normalize("NFC", written)
