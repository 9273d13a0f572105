"""Passwords, codes and keys: never published, whatever the reason."""

import re
from collections.abc import Iterator

from rasmi.screening._text import Hit, Reading

# Forms that vendors document for their own secrets, matched in lower case.
_KEYS = (
    r"-----begin [a-z0-9 ]{0,40}(?:private key|key block)-----",
    r"(?<!\w)eyj[\w-]{10,}\.[\w-]{10,}\.[\w-]{5,}",
    r"(?<!\w)akia[0-9a-z]{16}(?!\w)",
    r"(?<!\w)asia(?=[0-9a-z]{0,15}\d)[0-9a-z]{16}(?!\w)",
    r"(?<!\w)gh[pousr]_[0-9a-z]{30,}",
    r"(?<!\w)github_pat_\w{20,}",
    r"(?<!\w)glpat-[\w-]{20,}",
    r"(?<!\w)xox[abeprs]-[\w-]{10,}",
    r"(?<!\w)aiza[\w-]{35}",
    r"(?<!\w)ya29\.[\w-]{20,}",
    r"(?<!\w)sk[-_](?:live_|test_|proj-|ant-)?(?=\w{0,40}\d)\w{20,}",
    r"(?<!\w)eaa[0-9a-z]{40,}",
    r"(?<!\w)a{20,}[0-9a-z%]{30,}",
    r"(?<!\w)\d{8,10}:aa[\w-]{32,}",
    r"(?<!\w)bearer\s{1,3}(?=[\w.~+/-]{0,40}\d)[\w.~+/-]{20,}",
    r"(?:api|access|secret|private)[ _-]?key\s{0,3}[:=]\s{0,3}[\"']?[\w./+-]{16,}",
    r"(?:access|auth|refresh|api)[ _-]?token\s{0,3}[:=]\s{0,3}[\"']?[\w./+-]{16,}",
    r"(?:client|app|api)[ _-]?secret\s{0,3}[:=]\s{0,3}[\"']?[\w./+-]{12,}",
)
_KEY = re.compile("|".join(_KEYS))
_ASK = (
    r"(?:كلم[هة] (?:ال)?(?:مرور|سر)|الرقم السري|الرمز السري|باسو?ورد|الباسو?ورد|"
    r"رمز الدخول|pass ?word|passwd|passphrase|pass ?code|pwd|pin(?: code)?)"
)
_IS = (
    r"[^\S\n]{0,3}(?:الجديده|المءقته|للحساب|لحساب \w{1,20}|new|temporary)?"
    r"[^\S\n]{0,3}(?:[:=؛]|هي|هو|is)[^\S\n]{0,3}"
)
_PASSWORD = re.compile(rf"(?<!\w){_ASK}{_IS}[\"'«(]?(?P<value>[!-~]{{4,64}})")
_CODE = re.compile(
    r"(?<!\w)(?:رمز (?:ال)?(?:تحقق|تفعيل|تاكيد|امان)(?: الخاص بك)?|otp|login code|"
    r"verification code|security code|one[ -]time (?:code|password))"
    r"[^\S\n]{0,3}(?:[:=]|هو|is)?[^\S\n]{0,3}(?P<value>\d[\d -]{2,8}\d)(?![\d-])"
)
_RANGE = re.compile(r"\d+[-–]?\d*")


def matches(reading: Reading) -> Iterator[Hit]:
    """The secrets in a text; advice about passwords is none."""
    text = reading.text
    if not reading.has_long_word and "cue.credential" not in reading.cues:
        return
    for found in _KEY.finditer(text):
        yield Hit("credential.key", found.start(), found.end())
    for found in _PASSWORD.finditer(text):
        value = found["value"].rstrip(".,;:!?)\"'»")
        if _is_secret(value):
            start = found.start("value")
            yield Hit("credential.password", start, start + len(value), 0.95)
    if reading.has_digits:
        for found in _CODE.finditer(text):
            yield Hit("credential.code", *found.span("value"), 0.95)


def _is_secret(value: str) -> bool:
    if len(value) < 4 or value.startswith(("http", "www.")):
        return False
    if value.isdigit():
        return True
    if _RANGE.fullmatch(value):
        return False  # how long it should be, as in "8-16"
    return any(not each.isalpha() for each in value) and any(
        each.isalnum() for each in value
    )
