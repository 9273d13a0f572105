"""Classifications and marks of the office, told from the same words in a sentence."""

import re
from collections.abc import Iterator

from rasmi.screening._text import Hit, Reading

# The four classes of the Omani law on classifying state records (Royal Decree
# 118/2011), and what English letters of the office put for them.
_LEGAL = (
    r"سري ?(?:و ?)?للغايه|سري جدا|سري و ?عاجل|عاجل و ?سري|سري و ?مكتوم|سري|"
    r"محدود التداول|محدود|مكتوم|top secret|secret"
)
_OFFICE = (
    r"مسوده(?: اوليه)?|خاص|شخصي|خاص و ?سري|محضر اجتماع|مذكره داخليه|confidential|"
    r"strictly confidential|private and confidential|restricted|draft|internal|"
    r"internal memo|minutes of meeting"
)
_LABEL = (
    r"(?:درجه )?(?:ال)?(?:تصنيف|سريه|classification|security class)"
    r"(?: الامني| السريه)?"
)
_FRAME = r"[ \[\](){}<>«»\"'*#_=|.،,:!\-–—]"
# All repeats are bounded, so that a hostile text costs no more than its length.
_PLACED = (
    r"(?:^{frame}{{0,12}}(?:{words}){frame}{{0,12}}$)"
    r"|(?:[\[({{<] {{0,3}}(?:{words}) {{0,3}}[\])}}>])"
    r"|(?:{label} {{0,3}}[:=\-–] {{0,3}}(?:{words})(?!\w))"
)


def _placed(words: str) -> re.Pattern[str]:
    pattern = _PLACED.format(frame=_FRAME, words=words, label=_LABEL)
    return re.compile(pattern, re.MULTILINE)


_LEGAL_PLACED = _placed(_LEGAL)
_OFFICE_PLACED = _placed(_OFFICE)
_LEGAL_WORD = re.compile(rf"(?:{_LEGAL})(?!\w)")
_OFFICE_WORD = re.compile(rf"(?:{_OFFICE})(?!\w)")
# These say what they are wherever they stand. The long words bear one wrong letter.
_LEGAL_ANYWHERE = re.compile(r"(?<!\w)(?:سري (?:و ?)?للغايه|top secret)(?!\w)")
_OFFICE_ANYWHERE = re.compile(
    r"(?<!\w)(?:لل?ا?ل?ا?ست(?:خد|عم|خذ|خ|ع)ا?[مل] ?ا?ل?دا?خلي(?: فقط)?|"
    r"غير قابل للنشر|(?:غير|ليس) (?:مخصص )?للنشر|لا ينشر|غير مخصصه للنشر|عاجل وسري|"
    r"(?:for )?internal use(?: only)?|for official use only|not for publication|"
    r"not for (?:public )?release|not for distribution|"
    r"do not (?:publish|distribute))(?!\w)"
)
_MEMO = re.compile(
    r"^ {0,8}(?:(?:الرقم|الموضوع|المرفقات|الاشاره|المرجع|"
    r"subject|ref|attachments?) {0,3}:"
    r"|(?:الفاضل|الفاضله|الافاضل|سعاده|معالي)\b[^\n]{0,80}المحترم)",
    re.MULTILINE,
)
_DOTTED = re.compile(
    r"(?<!\w)(?:"
    + "|".join(r"[.\-_* ]{1,2}".join(word) for word in ("سري", "محدود", "مكتوم"))
    + r")(?!\w)"
)


def matches(reading: Reading) -> Iterator[Hit]:
    """The markings in a text. «عدد محدود» and «تصويت سري» are none."""
    text = reading.text
    if _may_be_dotted(reading):
        for found in _DOTTED.finditer(text):
            yield Hit("marking.legal", found.start(), found.end(), 0.8)
    if "cue.marking" not in reading.cues:
        return
    yield from _once(_legal(text))
    yield from _once(_office(text))


def _may_be_dotted(reading: Reading) -> bool:
    return {"س", "ر", "ي"} <= reading.vocabulary or "م" in reading.vocabulary


def _once(hits: Iterator[Hit]) -> Iterator[Hit]:
    reached = 0
    for hit in sorted(hits, key=lambda each: (each.start, -each.end)):
        if hit.start >= reached:
            reached = hit.end
            yield hit


def _legal(text: str) -> Iterator[Hit]:
    for found in _LEGAL_ANYWHERE.finditer(text):
        yield Hit("marking.legal", found.start(), found.end())
    yield from _framed(text, _LEGAL_PLACED, _LEGAL_WORD, "marking.legal")


def _office(text: str) -> Iterator[Hit]:
    for found in _OFFICE_ANYWHERE.finditer(text):
        yield Hit("marking.office", found.start(), found.end(), 0.9)
    yield from _framed(text, _OFFICE_PLACED, _OFFICE_WORD, "marking.office")
    heads = list(_MEMO.finditer(text))
    if len(heads) >= 2:
        yield Hit("marking.office", heads[0].start(), heads[-1].end(), 0.7)


def _framed(
    text: str, placed: re.Pattern[str], word: re.Pattern[str], rule: str
) -> Iterator[Hit]:
    for found in placed.finditer(text):
        # The frame and the label tell that it is a marking; the word is what is shown.
        last = max(
            word.finditer(text, found.start(), found.end()),
            key=lambda each: each.start(),
            default=None,
        )
        if last:
            yield Hit(rule, last.start(), last.end(), 0.95)
