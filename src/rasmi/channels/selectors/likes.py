"""Which account of ours a name or link was made to be taken for."""

from collections.abc import Iterator, Sequence

from rasmi.channels.models import Channel
from rasmi.platforms.addresses import Form, Mention
from rasmi.platforms.lookalikes import Likeness, Trick, likeness

MOST_STEPS = 5  # of a path that are looked at


def typed_in(mention: Mention) -> Iterator[str]:
    """What in a handle or link may be read as the name of an account."""
    if mention.form == Form.SITE:
        yield from (each.removeprefix("@") for each in mention.path[:MOST_STEPS])
    yield from names_of(mention.handle)


def names_of(handle: str) -> Iterator[str]:
    yield handle
    name, at, _host = handle.partition("@")
    if at and name:
        yield name


def most_like(
    mention: Mention, ours: Sequence[Channel]
) -> tuple[Channel, Likeness] | None:
    found = [
        (account, how)
        for account in ours
        for typed in typed_in(mention)
        for name in names_of(account.handle)
        if (how := likeness(typed, name))
    ]
    order = list(Trick)
    return min(
        found,
        key=lambda each: (order.index(each[1].trick), each[1].distance),
        default=None,
    )
