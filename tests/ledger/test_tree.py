"""The tree against the vectors of Certificate Transparency and another library."""

import hashlib

import pytest
from pymerkle import InmemoryTree

from rasmi.ledger import Tree

# The eight leaves of the reference implementation of RFC 6962, and the roots of their
# first one, two, … eight.
LEAVES = [
    "",
    "00",
    "10",
    "2021",
    "3031",
    "40414243",
    "5051525354555657",
    "606162636465666768696a6b6c6d6e6f",
]
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]


def hashed(leaf: bytes) -> bytes:
    return hashlib.sha256(b"\x00" + leaf).digest()


def test_its_roots_are_those_of_the_reference() -> None:
    tree = Tree()

    roots = []
    for leaf in LEAVES:
        tree.append(hashed(bytes.fromhex(leaf)))
        roots.append(tree.root.hex())

    assert roots == ROOTS


def test_that_of_no_leaf_is_the_hash_of_nothing() -> None:
    assert Tree().root == hashlib.sha256(b"").digest()


def test_another_library_finds_the_same_root_at_every_size() -> None:
    ours, theirs = Tree(), InmemoryTree(algorithm="sha256")

    for number in range(200):
        leaf = str(number).encode()
        ours.append(hashed(leaf))
        theirs.append_entry(leaf)
        assert ours.root == theirs.get_root()


def test_it_goes_on_from_its_edge() -> None:
    whole, first = Tree(), Tree()
    leaves = [hashed(bytes([each])) for each in range(77)]
    for each in leaves[:42]:
        first.append(each)

    second = Tree(first.size, first.edge)
    for each in leaves[42:]:
        second.append(each)
    for each in leaves:
        whole.append(each)

    assert (second.size, second.root) == (77, whole.root)


@pytest.mark.parametrize(("size", "edge"), [(0, [b"x"]), (3, [b"x"]), (4, [])])
def test_an_edge_that_fits_no_such_tree_is_refused(
    size: int, edge: list[bytes]
) -> None:
    with pytest.raises(ValueError, match="subtrees"):
        Tree(size, edge)
