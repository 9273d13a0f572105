"""Whether digits are an account, a card or a telephone: by length, prefix and check."""

import re
from collections.abc import Iterator

# Lengths of the countries whose accounts are met here (SWIFT IBAN registry).
_LENGTHS = {
    country: int(length)
    for country, length in re.findall(
        r"([a-z]{2})(\d\d)",
        "om23 ae23 sa24 bh22 qa29 kw30 jo30 eg29 lb28 iq23 tn24 pk24 "
        "tr26 gb22 de22 fr27 it27 es24 nl18 be16 ch21 ie22 pl28 se24",
    )
}
_GAP = r"[\W_]{0,3}"
_IBAN_HEAD = re.compile(
    rf"(?<![0-9a-z])(?:{'|'.join(map(_GAP.join, _LENGTHS))}){_GAP}\d{_GAP}\d"
)
_LEFT_OUT = re.compile(r"[\W_]+")
# Issuers and the lengths of their cards (ISO/IEC 7812; the schemes' own tables).
_ISSUERS = re.compile(
    r"(?:4(?:\d{12}|\d{15}|\d{18})"
    r"|(?:5[1-5]\d\d|222[1-9]|22[3-9]\d|2[3-6]\d\d|27[01]\d|2720)\d{12}"
    r"|3[47]\d{13}|3(?:0[0-5]|[68]\d)\d{11}|(?:6011|65\d\d|64[4-9]\d)\d{12}"
    r"|35(?:2[89]|[3-8]\d)\d{12}|62\d{14,17}|(?:50|5[6-9]|6[0-9])\d{11,17})"
)
_DOUBLED = str.maketrans("0123456789", "0246813579")
# Numbering plan of Oman as libphonenumber has it: 7[1249], 9[1-9], 901-909, 1505.
_MOBILE = re.compile(r"(?:1505\d{4}|90[1-9]\d{5}|7[124-9]\d{6}|9[1-9]\d{6})")


def iban_at(text: str) -> Iterator[tuple[int, int]]:
    """Where something of the length of an account number stands, whatever its gaps."""
    for head in _IBAN_HEAD.finditer(text):
        at = head.start()
        length = _LENGTHS[_LEFT_OUT.sub("", head[0])[:2]]
        count = 0
        # Gaps are three signs at most, so this looks at four times the length at most.
        for place in range(at, min(len(text), at + length * 4)):
            letter = text[place]
            count += letter.isascii() and letter.isalnum()
            if count == length:
                yield at, place + 1
                break


def is_iban(written: str) -> bool:
    """Whether the check digits fit (ISO 13616: modulo 97 is 1)."""
    code = _LEFT_OUT.sub("", written)
    if not code.isascii() or len(code) != _LENGTHS.get(code[:2]):
        return False
    turned = code[4:] + code[:4]
    return int("".join(str(int(each, 36)) for each in turned)) % 97 == 1


def is_card(digits: str, groups: tuple[int, ...]) -> bool:
    """Whether an issuer's prefix, the grouping and the Luhn check digit fit."""
    if len(set(digits)) == 1 or not _ISSUERS.fullmatch(digits):
        return False
    if len(groups) > 2 and max(groups) > 8:
        return False
    plain = sum(map(int, digits[-1::-2]))
    return (plain + sum(map(int, digits[-2::-2].translate(_DOUBLED)))) % 10 == 0


def is_mobile(digits: str) -> bool:
    """Whether eight digits are a mobile line of Oman."""
    return _MOBILE.fullmatch(digits) is not None
