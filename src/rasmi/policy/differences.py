"""Two texts word by word: what stayed, what was struck out and what was written in."""

import difflib
import re
from dataclasses import dataclass

WORDS = re.compile(r"\s+|\S+")
KEPT, STRUCK, WRITTEN = "kept", "struck", "written"


@dataclass(frozen=True)
class Piece:
    kind: str  # kept, struck or written
    text: str

    @property
    def is_struck(self) -> bool:
        return self.kind == STRUCK

    @property
    def is_written(self) -> bool:
        return self.kind == WRITTEN


def differences(old: str, new: str) -> list[Piece]:
    """
    The pieces of both texts in their order; joined without what was struck they are the
    new text, and without what was written the old one.
    """
    before, after = WORDS.findall(old), WORDS.findall(new)
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    pieces: list[Piece] = []
    for tag, from_old, to_old, from_new, to_new in matcher.get_opcodes():
        if tag == "equal":
            pieces.append(Piece(KEPT, "".join(before[from_old:to_old])))
            continue
        if to_old > from_old:
            pieces.append(Piece(STRUCK, "".join(before[from_old:to_old])))
        if to_new > from_new:
            pieces.append(Piece(WRITTEN, "".join(after[from_new:to_new])))
    return pieces
