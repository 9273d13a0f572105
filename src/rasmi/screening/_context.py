"""Words that are quoted or denied are not said."""

from dataclasses import replace

from rasmi.screening._text import WORD, Hit, Reading, listed

_NEAR = 30  # letters before: three or four words
_DENIED = listed(
    """
    ليس ليست ليسوا لست لسنا كلمه لفظ لفظه عباره مصطلح وصف وصفه وصفهم كلمات الفاظ
    عبارات تقل تقولوا تقولي تصف تصفوا تنعت تنعتوا ينعت مناداه قول not isn word words
    term called calling say saying call phrase slur
    """
)
_OPEN, _CLOSE = "«“„‹", "»”‟›"
_LONGEST_QUOTE = 200
_RULES = ("lexicon.", "claim.", "grievance.")


def softened(reading: Reading, hit: Hit) -> Hit:
    """The hit, half as sure and for a person to decide if it is quoted or denied."""
    if not hit.rule.startswith(_RULES):
        return hit
    if _is_quoted(reading.text, hit) or _is_denied(reading.text, hit):
        return replace(hit, score=round(hit.score / 2, 3), softened=True)
    return hit


def _is_quoted(text: str, hit: Hit) -> bool:
    before = text[max(0, hit.start - _LONGEST_QUOTE) : hit.start].rpartition("\n")[2]
    after = text[hit.end : hit.end + _LONGEST_QUOTE].partition("\n")[0]
    opened = max(before.rfind(sign) for sign in _OPEN)
    closed = max(before.rfind(sign) for sign in _CLOSE)
    if opened > closed and any(sign in after for sign in _CLOSE):
        return True
    return before.count('"') % 2 == 1 and '"' in after


def _is_denied(text: str, hit: Hit) -> bool:
    before = text[max(0, hit.start - _NEAR) : hit.start]
    # A full stop ends what a denial reaches.
    for stop in ".!?؟\n،,":
        before = before.rpartition(stop)[2]
    words = WORD.findall(before)[-3:]
    return not _DENIED.isdisjoint(words)
