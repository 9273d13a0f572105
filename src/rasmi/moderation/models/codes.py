"""Codes that a person can read out and nobody can guess: Crockford's base 32."""

import hashlib
import secrets

LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 12  # 60 bits
MISREAD = str.maketrans({"O": "0", "I": "1", "L": "1"})


def new_code() -> str:
    return "".join(secrets.choice(LETTERS) for _ in range(LENGTH))


def read_code(typed: str) -> str:
    """A code as a person typed it: of either case, in groups, with letters misread."""
    kept = "".join(each for each in typed.upper() if each.isalnum())
    return kept.translate(MISREAD)[: LENGTH + 1]


def grouped(code: str) -> str:
    """In groups of four, as it is shown."""
    return "-".join(code[at : at + 4] for at in range(0, len(code), 4))


def digest_of(code: str) -> str:
    """What is kept of a code that is shown once."""
    return hashlib.sha256(code.encode()).hexdigest()
