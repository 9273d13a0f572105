"""What one change of a talk page says, from the item alone that was kept of it."""

from collections.abc import Mapping
from datetime import datetime

from rasmi.platforms.connector import Heard, Shown
from rasmi.platforms.http import NotUnderstood, text_in
from rasmi.platforms.mediawiki.lines import added
from rasmi.platforms.mediawiki.plain import plain

CUT = " […]"  # behind words that are not all


def read(item: Mapping[str, object]) -> Heard:
    """
    :raises NotUnderstood: if it is no change of a talk page
    """
    told = text_in(item, "shown")
    if told not in list(Shown):
        raise NotUnderstood("It is shown in no way that we know.")
    shown, user = Shown(told), str(item.get("user", ""))
    return Heard(
        remote_id=text_in(item, "id"),
        thread=text_in(item, "thread"),
        reply_to="",
        author=user,
        author_id=str(item.get("userid", "")),
        is_ours=item.get("is_ours") is True,
        text="" if shown == Shown.DELETED else _text(item, user),
        shown=shown,
        said_at=_moment(item),
        url=str(item.get("url", "")),
    )


def _text(item: Mapping[str, object], user: str) -> str:
    before = text_in(item, "before", or_empty=True)
    after = text_in(item, "after", or_empty=True)
    text = words_in(before, after, user)
    return f"{text}{CUT}".strip() if item.get("cut") else text


def words_in(before: str, after: str, user: str) -> str:
    blocks = ("\n".join(e.words for e in each.lines) for each in added(before, after))
    return plain("\n\n".join(blocks), user)


def _moment(item: Mapping[str, object]) -> datetime:
    try:
        found = datetime.fromisoformat(text_in(item, "timestamp"))
    except ValueError as error:
        raise NotUnderstood("Its timestamp is no time.") from error
    if found.tzinfo is None:
        raise NotUnderstood("Its timestamp has no zone.")
    return found
