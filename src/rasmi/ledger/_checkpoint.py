"""How a log stood at one moment: the checkpoint of C2SP `tlog-checkpoint`, signed."""

import base64
import binascii
import re
from dataclasses import dataclass
from datetime import UTC, datetime

from rasmi.ledger._note import DASH, Invalid, Signer, Verifier

NOTE = re.compile(
    r"^(?P<text>[^\s+]+\n\d{1,15}\n[A-Za-z0-9+/]{43}=\n(?:[^\n]+\n){0,4})"
    rf"\n(?P<signatures>(?:{DASH}\S+ \S+(?:\n|$)){{1,8}})",
    re.MULTILINE | re.ASCII,
)


@dataclass(frozen=True)
class Checkpoint:
    """
    :param origin: the name of the log
    :param size: how many leaves it had
    :param root: of its tree, 32 bytes
    :param at: when it was signed, by the clock of the log
    """

    origin: str
    size: int
    root: bytes
    at: datetime

    @property
    def text(self) -> str:
        encoded = base64.b64encode(self.root).decode()
        at = self.at.astimezone(UTC).isoformat()
        return f"{self.origin}\n{self.size}\n{encoded}\n{at}\n"

    def signed(self, signer: Signer) -> str:
        return signer.sign(self.text)

    @classmethod
    def read(cls, text: str) -> "Checkpoint":
        """
        :raises Invalid: if a text tells no checkpoint
        """
        try:
            origin, size, root, at = text.splitlines()[:4]
            decoded = base64.b64decode(root, validate=True)
            found = cls(origin, int(size), decoded, datetime.fromisoformat(at))
            origin.encode()  # or nobody could show it
        except (ValueError, binascii.Error) as error:
            raise Invalid("This is no checkpoint.") from error
        if found.size < 0 or len(decoded) != 32 or found.at.tzinfo is None:
            raise Invalid("This is no checkpoint.")
        return found

    @classmethod
    def open(cls, note: str, verifier: Verifier) -> "Checkpoint":
        """
        :raises Invalid: if a note is not signed by this log, or is no checkpoint of it
        """
        found = cls.read(verifier.open(note))
        if found.origin != verifier.name:
            raise Invalid("This is a checkpoint of another log.")
        return found


def checkpoints_in(words: str) -> list[str]:
    """The signed checkpoints that stand in any text, such as a quoted mail."""
    lines = [each.strip("> \t\r") for each in words.splitlines()]
    return [
        f"{found['text']}\n{found['signatures'].rstrip()}\n"
        for found in NOTE.finditer("\n".join(lines) + "\n")
    ]
