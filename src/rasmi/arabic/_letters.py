"""Which letter each code point is taken for."""

import unicodedata

# Ligatures of whole phrases (U+FDFA is eighteen letters) stay as they are, so that a
# folded text is never longer than four times its original.
LONGEST = 4

_ARABIC = {
    "ا": "أإآٱٲٳٵ",
    "ي": "ىیےېۍۑؠ",
    "ه": "ةہھەۀۂۃۿ",
    "ء": "ؤئ",
    "ك": "کگڪګݢ",
    "و": "ۆۇۈۋۅ",
    "ب": "پٮ",
    "ج": "چڃ",
    "ز": "ژ",
    "ف": "ڤڡڢ",
    "ق": "ٯڨ",
    "ت": "ٹٿ",
    "د": "ڈډ",
    "ر": "ڑړ",
    "ن": "ںڼ",
}
# Cyrillic and Greek letters that are drawn as Latin ones.
_LATIN = {
    "a": "аα",
    "b": "ь",
    "c": "сϲ",
    "d": "ԁ",
    "e": "еε",
    "g": "ɡ",
    "h": "һ",
    "i": "іιı",
    "j": "јϳ",
    "k": "кκ",
    "l": "ӏ",
    "m": "м",
    "n": "ո",
    "o": "оοօ",
    "p": "рρ",
    "q": "ԛ",
    "s": "ѕ",
    "t": "тτ",
    "u": "υս",
    "v": "νѵ",
    "w": "ԝω",
    "x": "хχ",
    "y": "уγү",
}
LOOKS_LATIN = {ord(like): to for to, likes in _LATIN.items() for like in likes}
_LOOKS = {
    **{like: to for to, likes in _ARABIC.items() for like in likes},
    **{chr(like): to for like, to in LOOKS_LATIN.items()},
}
_TATWEEL = "\u0640"
# Hangul fillers and the Braille blank are letters that nobody sees.
_UNSEEN = frozenset("\u115f\u1160\u3164\uffa0\u2800" + _TATWEEL)
_MARKS = frozenset({"Mn", "Me"})
_DROPPED = frozenset({"Mn", "Me", "Cf", "Cc"})
_LINE_ENDS = frozenset("\n\r\x0b\x0c\x85\u2028\u2029")


class Letters(dict[int, str]):
    """What each code point folds to; filled as code points are met."""

    def __missing__(self, code: int) -> str:
        folded = self[code] = _folded(chr(code))
        return folded


def is_mark(letter: str) -> bool:
    """Whether it is written above, below or within the letter before it."""
    return letter == _TATWEEL or unicodedata.category(letter) in _MARKS


def _folded(letter: str) -> str:
    if letter in _LINE_ENDS:
        return "\n"
    if letter in _LOOKS:
        return _LOOKS[letter]
    plain = unicodedata.normalize("NFKC", letter).casefold()
    if len(plain) > LONGEST:
        return letter
    return "".join(_kept(each) for each in plain)


def _kept(letter: str) -> str:
    if letter.isspace():
        return " "
    if letter in _LOOKS:
        return _LOOKS[letter]
    if letter in _UNSEEN or unicodedata.category(letter) in _DROPPED:
        return ""
    digit = unicodedata.decimal(letter, None)
    if digit is not None:
        return str(digit)
    # An accent is one more way to hide a Latin letter.
    base = unicodedata.normalize("NFKD", letter)[0]
    return _LOOKS.get(base, base)
