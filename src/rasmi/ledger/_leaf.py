"""What of an entry goes into the tree: in clear what nobody minds, the rest sealed."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import rfc8785

LEAF = b"\x00"
SALT = 16  # bytes; nobody guesses back who acted from a commitment with so many
PARTICULARS = "particulars"


def canonical(content: Any) -> bytes:
    """
    The one way to write a content as bytes: JSON as RFC 8785 puts it in order.

    What that cannot write, such as half a sign in the name of a file, is written with
    escapes: no entry keeps others from being sealed.
    """
    try:
        return rfc8785.dumps(content)
    except rfc8785.CanonicalizationError:
        return json.dumps(content, sort_keys=True, separators=(",", ":")).encode()


def commitment(particulars: Mapping[str, Any], salt: bytes) -> str:
    """
    Stands for particulars without telling them: SHA-256, hexadecimal.

    Whoever has salt and particulars can show that they are the ones; once the salt is
    destroyed, nobody can find them out.
    """
    return hashlib.sha256(salt + canonical(particulars)).hexdigest()


def leaf_hash(leaf: Mapping[str, Any]) -> bytes:
    return hashlib.sha256(LEAF + canonical(leaf)).digest()


@dataclass(frozen=True)
class Sealed:
    """
    An entry as it stands in the tree.

    :param facts: what stands there in clear; nothing about a person
    :param particulars: what only their commitment stands for
    """

    facts: Mapping[str, Any]
    particulars: Mapping[str, Any]
    salt: bytes

    @property
    def leaf(self) -> dict[str, Any]:
        return {**self.facts, PARTICULARS: commitment(self.particulars, self.salt)}

    @property
    def hash(self) -> bytes:
        return leaf_hash(self.leaf)
