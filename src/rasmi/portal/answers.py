"""Whether an account that somebody saw is ours; yes only for what is exactly so."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from rasmi.arabic import fold
from rasmi.channels.models import Channel
from rasmi.channels.selectors.likes import most_like, names_of, typed_in
from rasmi.platforms.addresses import Form, Mention, is_of_site, read, same_handle
from rasmi.platforms.lookalikes import Likeness, host_imitated

LONGEST = 300  # characters; no handle and no address of an account is as long
MOST_STEPS = 5  # of a path that are looked at
# Their handle is a word of our register: only the address tells whose a site is.
_SITES = frozenset({"wordpress", "mediawiki", "sandbox", "other"})


class Kind(StrEnum):
    EMPTY = "empty"
    LONG = "long"
    YES = "yes"
    OLD = "old"  # was ours and is closed
    LIKE = "like"  # a name like ours
    ELSEWHERE = "elsewhere"  # our name, on a platform where it is not ours
    HOST = "host"  # a link to a site that imitates ours or a platform
    CROOKED = "crooked"  # a link that hides where it leads
    NAMED = "named"  # the name of an account of ours, which anybody may write
    UNNAMED = "unnamed"  # a link that names no account
    SHORT = "short"  # a link that does not show where it leads
    NO = "no"


@dataclass(frozen=True)
class Answer:
    """
    What is told to who asks.

    :param accounts: of ours that it is, was, or is like
    :param imitated: the host for which that of the link is to be taken
    """

    kind: Kind
    asked: str
    mention: Mention
    accounts: tuple[Channel, ...] = ()
    likeness: Likeness | None = None
    imitated: str = ""

    @property
    def template(self) -> str:
        return f"portal/answers/{self.kind}.html"

    @property
    def is_not_ours(self) -> bool:
        """Whether an account was named that does not stand in our register."""
        return self.kind in (Kind.LIKE, Kind.ELSEWHERE, Kind.HOST, Kind.NO)

    @property
    def account(self) -> Channel | None:
        return self.accounts[0] if self.accounts else None

    @property
    def shown(self) -> str:
        """What was asked, as a handle is written."""
        is_handle = self.mention.form == Form.HANDLE and " " not in self.mention.handle
        plain = is_handle and not self.mention.host
        return f"@{self.mention.handle}" if plain else self.asked


def answer(asked: str, *, ours: Sequence[Channel], closed: Sequence[Channel]) -> Answer:
    """
    Say what is known of an account.

    :param asked: a handle, a link or a name, as somebody typed or pasted it
    """
    asked = asked.strip()
    if len(asked) > LONGEST:
        return Answer(Kind.LONG, asked[:LONGEST], Mention(Form.HANDLE))
    mention = read(asked)
    if mention.form == Form.HANDLE and not mention.handle:
        return Answer(Kind.EMPTY, asked, mention)
    for kind, accounts in ((Kind.YES, ours), (Kind.OLD, closed)):
        found = tuple(each for each in accounts if _is_it(mention, each))
        if found:
            return Answer(kind, asked, mention, found)
    return _not_ours(asked, mention, ours)


def _is_it(mention: Mention, account: Channel) -> bool:
    """Whether that very account, on that very platform, is meant."""
    if account.platform in _SITES:
        is_wiki = account.platform == "mediawiki"
        return is_of_site(mention, account.address, is_wiki=is_wiki)
    if not same_handle(account.platform, mention.handle, account.handle):
        return False
    if mention.form == Form.HANDLE:
        return True
    if mention.form == Form.SITE:
        return account.platform == "mastodon"
    return (
        mention.form == Form.ACCOUNT
        and mention.platform == account.platform
        and mention.place == _place(account)
    )


def _place(account: Channel) -> str:
    """Where on its platform an account stands, where that makes a difference."""
    for address in (account.address, account.on.address_of(account.handle)):
        found = read(address)
        if found.form == Form.ACCOUNT and found.platform == account.platform:
            return found.place
    return read("wa.me/1").place if account.platform == "whatsapp" else ""


def _not_ours(asked: str, mention: Mention, ours: Sequence[Channel]) -> Answer:
    if mention.form in (Form.SHORT, Form.UNNAMED, Form.CROOKED):
        return Answer(Kind(mention.form), asked, mention)
    imitated = _imitated(mention, ours)
    if imitated:
        return Answer(Kind.HOST, asked, mention, imitated=imitated)
    for kind, test in ((Kind.NAMED, _is_called), (Kind.ELSEWHERE, _has_same_name)):
        found = tuple(each for each in ours if test(mention, each))
        if found:
            return Answer(kind, asked, mention, found)
    like = most_like(mention, ours)
    if like:
        account, how = like
        return Answer(Kind.LIKE, asked, mention, (account,), how)
    return Answer(Kind.NO, asked, mention)


def _imitated(mention: Mention, ours: Sequence[Channel]) -> str:
    if mention.form != Form.SITE:
        return ""
    hosts = (read(each.address).host for each in ours if each.platform in _SITES)
    return host_imitated(mention.host, tuple(filter(None, hosts)))


def _is_called(mention: Mention, account: Channel) -> bool:
    """Whether a name was typed and not a handle; anybody can call themselves so."""
    if mention.form != Form.HANDLE:
        return False
    names = [account.name_ar, account.name_en]
    if account.platform in _SITES:
        names.append(account.handle)
    return _plain(mention.handle) in map(_plain, names)


def _plain(name: str) -> str:
    return " ".join(fold(name).text.replace("_", " ").split())


def _has_same_name(mention: Mention, account: Channel) -> bool:
    names = tuple(names_of(account.handle))
    return any(
        same_handle(account.platform, typed, name)
        for typed in typed_in(mention)
        for name in names
    )
