"""Seeds of second factors, encrypted with AES-GCM and a key outside the database."""

import base64
import hashlib
import os

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

NONCE = 12  # bytes, as NIST SP 800-38D recommends
PURPOSE = b"rasmi.people.seeds.1"


def encrypt(text: str) -> str:
    nonce = os.urandom(NONCE)
    sealed = _cipher().encrypt(nonce, text.encode(), PURPOSE)
    return base64.b64encode(nonce + sealed).decode()


def decrypt(sealed: str) -> str:
    """
    Return the seed.

    :raises cryptography.exceptions.InvalidTag: if it was changed, or the key is another
    """
    raw = base64.b64decode(sealed)
    return _cipher().decrypt(raw[:NONCE], raw[NONCE:], PURPOSE).decode()


def _cipher() -> AESGCM:
    return AESGCM(hashlib.sha256(settings.FACTOR_KEY.encode()).digest())
