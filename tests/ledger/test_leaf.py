from typing import Any

import pytest

from rasmi.ledger import Sealed


@pytest.mark.parametrize(
    "facts",
    [{"unit": 7}, {"name": "مريم"}, {"file": "caf\udce9"}, {"size": 2**60}, {}],
)
def test_every_content_has_one_form(facts: dict[str, Any]) -> None:
    turned = dict(reversed(facts.items()))

    assert (
        Sealed({"at": "x"}, facts, b"s").hash == Sealed({"at": "x"}, turned, b"s").hash
    )
    assert (
        Sealed({"at": "x"}, facts, b"s").hash != Sealed({"at": "y"}, facts, b"s").hash
    )


def test_the_salt_hides_what_could_be_guessed() -> None:
    found = {
        str(Sealed({}, {"actor": 7}, bytes([each])).leaf["particulars"])
        for each in range(9)
    }

    assert len(found) == 9
