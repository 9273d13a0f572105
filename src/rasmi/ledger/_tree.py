"""The Merkle tree of RFC 9162, section 2.1, of which only the right edge is kept."""

import hashlib
from collections.abc import Iterable

NODE = b"\x01"  # before two nodes; a leaf has \x00, so that none passes for the other


class Tree:
    """
    A tree that only grows.

    :param size: how many leaves it has
    :param edge: the roots of its complete subtrees, the largest first: one for each bit
        of its size
    """

    def __init__(self, size: int = 0, edge: Iterable[bytes] = ()) -> None:
        self.size = size
        self._edge = list(edge)
        if len(self._edge) != size.bit_count():
            raise ValueError("These are not the subtrees of a tree of this size.")

    @property
    def edge(self) -> list[bytes]:
        """What it takes to go on from here later."""
        return list(self._edge)

    def append(self, leaf: bytes) -> None:
        """:param leaf: the hash of a leaf, as `leaf_hash` gives it"""
        node, rest = leaf, self.size
        while rest & 1:
            node, rest = _joined(self._edge.pop(), node), rest >> 1
        self._edge.append(node)
        self.size += 1

    @property
    def root(self) -> bytes:
        """What all leaves and their order come to, 32 bytes."""
        if not self._edge:
            return hashlib.sha256().digest()
        *larger, node = self._edge
        for each in reversed(larger):
            node = _joined(each, node)
        return node


def _joined(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(NODE + left + right).digest()
