"""A text with the signature of its writer: the signed note of C2SP, with Ed25519."""

import base64
import binascii
import hashlib
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)

ED25519 = b"\x01"
DASH = "— "  # before each signature, as the format has it
KEY_ID = 4  # bytes


class Invalid(Exception):
    """It is not what it says it is; the sentence tells why."""


@dataclass(frozen=True)
class Verifier:
    """
    Who can check what one writer signed.

    :param name: of the writer, without spaces and plus signs
    :param public: the public key, 32 bytes
    """

    name: str
    public: bytes

    @classmethod
    def read(cls, words: str) -> "Verifier":
        """
        The key as `words` writes it.

        :raises Invalid: if it is none
        """
        try:
            name, key_id, encoded = words.strip().split("+", 2)
            decoded = base64.b64decode(encoded, validate=True)
            found = cls(name, decoded[1:])
            is_the_one = found.key_id.hex() == key_id
        except (ValueError, binascii.Error) as error:
            raise Invalid("This is no key of a log.") from error
        is_ours = decoded[:1] == ED25519 and len(found.public) == 32 and name
        if not is_ours or not is_the_one:
            raise Invalid("This is no key of a log.")
        return found

    @property
    def words(self) -> str:
        """The key in one line: name, short form, and all of it."""
        encoded = base64.b64encode(ED25519 + self.public).decode()
        return f"{self.name}+{self.key_id.hex()}+{encoded}"

    @property
    def key_id(self) -> bytes:
        named = self.name.encode() + b"\n" + ED25519 + self.public
        return hashlib.sha256(named).digest()[:KEY_ID]

    def open(self, note: str) -> str:
        """
        The text of a note that this writer signed.

        :raises Invalid: if it is torn, changed, or signed by nobody of this name
        """
        text, found, signatures = note.rpartition("\n\n")
        if not found or not signatures.endswith("\n"):
            raise Invalid("This is no signed note.")
        text += "\n"
        for line in signatures.splitlines():
            name, _, encoded = line.removeprefix(DASH).partition(" ")
            if line.startswith(DASH) and name == self.name:
                self._check(text, encoded)
                return text
        raise Invalid(f"It is not signed by {self.name}.")

    def _check(self, text: str, encoded: str) -> None:
        try:
            decoded = base64.b64decode(encoded, validate=True)
            if decoded[:KEY_ID] != self.key_id:
                raise Invalid("It is signed with another key.")
            key = Ed25519PublicKey.from_public_bytes(self.public)
            key.verify(decoded[KEY_ID:], text.encode())
        except (ValueError, InvalidSignature) as error:
            raise Invalid("Its signature does not fit.") from error


@dataclass(frozen=True)
class Signer:
    """
    Who can sign as one writer.

    :param private: the private key, 32 bytes
    """

    name: str
    private: bytes

    def __repr__(self) -> str:
        return f"Signer({self.name!r}, ***)"

    @property
    def verifier(self) -> Verifier:
        return Verifier(self.name, self._key.public_key().public_bytes_raw())

    def sign(self, text: str) -> str:
        """
        The note of a text.

        :param text: ends with a line break and has no empty line
        """
        if not text.endswith("\n") or "\n\n" in text:
            raise ValueError("A text with an empty line cannot be signed.")
        signature = self.verifier.key_id + self._key.sign(text.encode())
        return f"{text}\n{DASH}{self.name} {base64.b64encode(signature).decode()}\n"

    @property
    def _key(self) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(self.private)
