"""Which platforms Rasmi can speak to by itself, and by what."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Protocol

from rasmi.platforms.connector import Account, Connector, Heard
from rasmi.platforms.mediawiki.connector import MediaWikiConnector
from rasmi.platforms.sandbox.connector import SandboxConnector
from rasmi.platforms.wordpress.connector import WordPressConnector


class Kind(Protocol):
    """A class of connectors: called with an account, it makes the connector of it."""

    settle: timedelta
    notes_hidden: bool

    @staticmethod
    def read(item: Mapping[str, object]) -> Heard: ...

    def __call__(self, account: Account) -> Connector: ...


CONNECTORS: Mapping[str, Kind] = {
    "mediawiki": MediaWikiConnector,
    "sandbox": SandboxConnector,
    "wordpress": WordPressConnector,
}
# Those that an account is connected to with a name and a password of its site.
CONNECTABLE = ("wordpress", "mediawiki")
