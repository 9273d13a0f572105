"""What identifies a person in Oman: numbers, mail, places, and names beside them."""

import re
from bisect import bisect
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice

from rasmi.screening._digits import Number, numbers
from rasmi.screening._text import Hit, Reading, listed
from rasmi.screening._valid import iban_at, is_card, is_iban, is_mobile

# How far before a number the word may stand that says what it is.
_BEFORE = 45
_CUES = (
    (
        "id.civil_number",
        range(7, 10),
        r"(?:ال)?رقم\w{0,2} (?:ال)?مدني|مدني|رقم (?:ال)?(?:هويه|بطاقه|بطاقتي|هويتي)|"
        r"بطاق\w{1,3} (?:ال)?(?:مدني|شخصي|هوي|مقيم|اقام)|بطاقه (?:ال)?هويه|civil|"
        r"national id|id card|resident card|identity card|id (?:no|number)",
    ),
    ("id.passport", range(7, 10), r"جواز|جوازي|passport"),
    (
        "id.student",
        range(4, 13),
        r"رقم (?:ال)?(?:طالب|طالبه|جامعي|جلوس|قيد|اكاديمي)|"
        r"(?:ال)?رقم\w{0,2} (?:ال)?(?:جامعي|اكاديمي)|"
        r"رقم جلوس\w*|student (?:id|no|number)|seat (?:no|number)|university id",
    ),
    (
        "id.phone",
        range(8, 9),
        r"هاتفي|هاتفه|هاتفها|جوالي|جواله|جوالها|نقالي|نقاله|المنزل|منزله|منزلي|موبايل|"
        r"(?:my|his|her|home) (?:phone|number|mobile)",
    ),
)
_Cues = list[tuple[int, int, str, range]]
_COMPILED = tuple(
    (rule, sizes, re.compile(rf"(?<!\w)(?:{cue})")) for rule, sizes, cue in _CUES
)
# A word that says the number is something else.
_OTHERWISE = re.compile(
    r"(?<!\w)(?:قرار|مرسوم|تعميم|سجل تجاري|السجل التجاري|فاتوره|عقد|مناقصه|ريال|"
    r"decree|circular|tender|invoice|rial|omr)"
)
_PASSPORT = re.compile(r"(?<![0-9a-z])[a-z]{1,2}[ -]?\d{7,8}(?![0-9a-z])")
_PLATE = re.compile(
    r"(?<!\w)(?:لوحه|لوحتها|رقم (?:ال)?(?:مركبه|سياره)|plate)[^\d\n]{0,25}"
    r"(?P<value>\d{1,5} ?[/\- ]? ?"
    r"(?:[ابدحمرسويهطك]{1,2}|[abdhmrswykt]{1,2})(?!\w))"
)
_COORDINATES = re.compile(
    r"(?<![\d.])(?:1[6-9]|2[0-7])\.\d{4,15}°?[ n]{0,3}[,;/، ]{1,3}"
    r"(?:5[1-9]|60)\.\d{4,15}"
)
_LOCAL = re.compile(r"[a-z0-9._%+\-]{1,64}\Z")
_DOMAIN = re.compile(r"[a-z0-9\-]{1,63}(?:\.[a-z0-9\-]{1,63}){1,6}")
_SPELLED_MAIL = re.compile(
    r"(?<![a-z0-9])[a-z0-9._%+\-]{1,64} ?[\[(] ?at ?[\])] ?[a-z0-9\-]{1,63}"
    r"(?: ?(?:\.|[\[(] ?dot ?[\])]) ?[a-z0-9\-]{2,63}){1,4}"
)
_ROLES = listed(
    """
    info contact media press pr admission admissions support help helpdesk hr jobs
    heac careers complaints registrar registration library scholarships research
    innovation office admin webmaster noreply service services customer ministry
    cyber security it students student alumni feedback enquiry inquiry enquiries
    training events
    """
)
# A person's name in Arabic script and in Latin, with the word for "son" or "daughter".
_NAME = re.compile(
    r"(?<!\w)\w{2,15} (?:بن|بنت|ولد) \w{2,15}"
    r"(?: (?:بن|بنت) \w{2,15}){0,3}(?: ال\w{2,15})?"
    r"|(?<!\w)[a-z]{2,20} (?:bin|bint|ibn) [a-z]{2,20}"
    r"(?: (?:al|bin)[ \-][a-z]{2,20}){0,2}"
)
_NEAR_NAME = 90
_GOES_BEFORE = re.compile(r"\d[\-./]\Z")
_GOES_AFTER = re.compile(r"[\-./]\d")
_SHORTEST = 4  # digits: a seat number
# Whoever sees a hundred of a kind needs no more.
_AT_MOST = 100
_AFFAIRS = re.compile(
    r"(?<!\w)(?:راسب|راسبه|رسب|رسبت|مفصول|مفصوله|تم فصل\w*|فصل من|انذار اكاديمي|"
    r"معدله|معدلها|درجته|درجاته|درجتها|نتيجته|نتيجتها|مصاب|مصابه|يعاني من|تعاني من|"
    r"مرضه|مرضها|تشخيص\w*|راتبه|راتبها|مطلقه|اعاقته|اعاقتها|عقوبه|تحقيق مع|"
    r"failed|expelled|dismissed|suspended|diagnosed|"
    r"gpa of|(?:his|her) (?:grades|salary))(?!\w)"
)


def matches(reading: Reading) -> Iterator[Hit]:
    """The personal data in a text."""
    hits = list(islice(_mail(reading), _AT_MOST))
    if reading.has_digits:
        hits += _numbers(reading)
        hits += _patterns(reading)
    hits += _names(reading, hits)
    yield from hits


def _numbers(reading: Reading) -> Iterator[Hit]:
    ibans = list(islice(_ibans(reading.text), _AT_MOST))
    cues = _cues(reading.text) if "cue.identifier" in reading.cues else []
    yield from ibans
    reached, at, count = 0, 0, 0
    for number in numbers(reading.text):
        while at < len(ibans) and ibans[at].end <= number.start:
            at += 1
        within = at < len(ibans) and ibans[at].start < number.end
        if number.start < reached or within:
            continue
        hit = _number(reading, number, cues)
        if hit:
            reached, count = hit.end, count + 1
            yield hit
        if count >= _AT_MOST:
            return


def _ibans(text: str) -> Iterator[Hit]:
    reached = 0
    for start, end in iban_at(text):
        if start >= reached and is_iban(text[start:end]):
            reached = end
            yield Hit("id.iban", start, end)


def _number(reading: Reading, number: Number, cues: _Cues) -> Hit | None:
    size = len(number.digits)
    if size < _SHORTEST or (size < 8 and not (cues or reading.lists.student_number)):
        return None
    if _goes_on(reading.text, number):
        return None
    if size >= 13 and is_card(number.digits, number.groups):
        return Hit("id.card", number.start, number.end)
    cued = _cued(reading.text, number, cues) if cues else None
    phone = _phone(reading, number) if 8 <= size <= 15 else None
    if cued and not (phone and cued.rule == "id.phone"):
        # Eight digits are a civil number or a telephone: the word beside them tells.
        return None if _is_own(reading, number) else cued
    return phone or _student(reading, number)


def _goes_on(text: str, number: Number) -> bool:
    """Whether it is a piece of something longer: a decimal, a word, an address."""
    before, after = (
        text[number.start - 1 : number.start],
        text[number.end : number.end + 1],
    )
    return (before.isascii() and (before.isalpha() or before in ("_", "@"))) or (
        after.isascii() and (after.isalpha() or after == "_")
    )


def _is_own(reading: Reading, number: Number) -> bool:
    return _local(number.digits) in {
        _local(re.sub(r"\D", "", own)) for own in reading.lists.own_numbers
    }


def _local(digits: str) -> str:
    bare = digits.removeprefix("00")
    return bare.removeprefix("968") if len(bare) == 11 else bare


def _phone(reading: Reading, number: Number) -> Hit | None:
    before = reading.text[max(0, number.start - 3) : number.start].rstrip()
    has_plus = before.endswith("+")
    is_abroad = has_plus or number.digits.startswith("00")
    size, local = len(number.digits), _local(number.digits)
    if is_abroad and size < 10:
        return None  # the first groups of a longer one
    if len(local) == 8 and size in (8, 11, 13):
        # A fixed or toll-free line is an office's, unless a word beside it denies it.
        fits = is_mobile(local) and _is_written_as_phone(reading.text, number)
    else:
        fits = is_abroad and not local.startswith("0")
    if not fits or _is_own(reading, number):
        return None
    start = reading.text.rindex("+", 0, number.start) if has_plus else number.start
    return Hit("id.phone", start, number.end, 0.95 if is_abroad else 0.85)


def _is_written_as_phone(text: str, number: Number) -> bool:
    # A book or a reference goes on after a dash, a list of years has many groups.
    if _GOES_BEFORE.search(text[max(0, number.start - 2) : number.start]):
        return False
    if _GOES_AFTER.match(text, number.end):
        return False
    return len(number.groups) <= 4 or set(number.groups) == {1}


def _cues(text: str) -> _Cues:
    """Where the words stand that say what a number is, by their ends."""
    return sorted(
        (found.end(), found.start(), rule, sizes)
        for rule, sizes, cue in _COMPILED
        for found in cue.finditer(text)
    )


def _cued(text: str, number: Number, cues: _Cues) -> Hit | None:
    if len(number.groups) > 3 and set(number.groups) != {1}:
        return None
    size, at = len(number.digits), bisect(cues, (number.start + 1,))
    rule = ""
    while at and not rule and cues[at - 1][0] >= number.start - _BEFORE:
        at -= 1
        if size in cues[at][3]:
            rule = cues[at][2]
            if _OTHERWISE.search(text, cues[at][0], number.start):
                return None
    return Hit(rule, number.start, number.end, 0.9) if rule else None


@lru_cache(maxsize=16)
def _pattern(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


def _student(reading: Reading, number: Number) -> Hit | None:
    pattern = reading.lists.student_number
    if pattern and _pattern(pattern).fullmatch(number.digits):
        return Hit("id.student", number.start, number.end, 0.9)
    return None


def _patterns(reading: Reading) -> Iterator[Hit]:
    text = reading.text
    if "cue.passport" in reading.cues:
        for found in _PASSPORT.finditer(text):
            yield Hit("id.passport", found.start(), found.end(), 0.9)
    if "cue.plate" in reading.cues:
        for found in _PLATE.finditer(text):
            yield Hit("id.plate", *found.span("value"), 0.8)
    for found in _COORDINATES.finditer(text):
        yield Hit("id.coordinates", found.start(), found.end(), 0.8)


def _mail(reading: Reading) -> Iterator[Hit]:
    text, at = reading.text, reading.text.find("@")
    while at >= 0:
        local = _LOCAL.search(text[max(0, at - 64) : at])
        domain = _DOMAIN.match(text, at + 1)
        if local and domain and not _is_role(reading, local[0], domain[0]):
            size = len(local[0].lstrip(".%+-_"))
            if size and not text[max(0, at - size - 3) : at - size].endswith("//"):
                yield Hit("id.email", at - size, domain.end(), 0.95)
        at = text.find("@", at + 1)
    if "at)" in text or "at]" in text or "at )" in text:
        for found in _SPELLED_MAIL.finditer(text):
            yield Hit("id.email", found.start(), found.end(), 0.9)


def _is_role(reading: Reading, local: str, domain: str) -> bool:
    if not any(
        domain == own or domain.endswith("." + own)
        for own in reading.lists.own_mail_domains
    ):
        return False
    return not _ROLES.isdisjoint(re.split(r"[._\-+0-9]", local))


def _names(reading: Reading, hits: list[Hit]) -> Iterator[Hit]:
    if not _has_name(reading):
        return
    places = sorted(hit.start for hit in hits)
    places += [found.start() for found in _AFFAIRS.finditer(reading.text)]
    places.sort()
    if not places:
        return
    near = 0
    for found in _NAME.finditer(reading.text):
        while near < len(places) and places[near] < found.start() - _NEAR_NAME:
            near += 1
        if near < len(places) and places[near] <= found.end() + _NEAR_NAME:
            yield Hit("name.with_identifier", found.start(), found.end(), 0.8)


def _has_name(reading: Reading) -> bool:
    return not _SONS.isdisjoint(reading.vocabulary)


_SONS = frozenset({"بن", "بنت", "ولد", "bin", "bint", "ibn"})
