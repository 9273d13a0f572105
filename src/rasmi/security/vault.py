"""
The vault: secrets sealed for whoever holds the private key, as RFC 9180 does it (HPKE
with X25519, HKDF-SHA256 and AES-256-GCM).

Pages only need the public key: what is entered there can be read by the worker alone.
"""

import hashlib

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import (
    X25519PrivateKey,
    X25519PublicKey,
)
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)


class Sealed(Exception):
    """It cannot be opened: another key sealed it, or the row was changed."""


def seal(secret: str, *, place: str, public: bytes) -> bytes:
    """
    :param place: the row and all that must not be changed beside the secret
    :param public: the public key, 32 bytes
    """
    key = X25519PublicKey.from_public_bytes(public)
    return SUITE.encrypt(secret.encode(), key, info=place.encode())


def open_sealed(sealed: bytes, *, place: str, private: bytes) -> str:
    """
    :raises Sealed: if it was sealed for another key, for another place, or changed
    """
    try:
        key = X25519PrivateKey.from_private_bytes(private)
        return SUITE.decrypt(sealed, key, info=place.encode()).decode()
    except (InvalidTag, ValueError) as error:
        raise Sealed from error


def fingerprint(public: bytes) -> str:
    """By which a key is told from another: 16 hexadecimal digits of its SHA-256."""
    return hashlib.sha256(public).hexdigest()[:16]
