"""The real sites as the survival tests see them: what the public reads there."""

from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote_plus

import httpx

from tests.peers.start import start
from tests.peers.wire import Call, Wire


@dataclass
class Site(ABC):
    """
    One real site behind a wire.

    :param login: who speaks on it, with the password
    """

    platform: str
    wire: Wire
    address: str
    login: str
    password: str

    @abstractmethod
    def objects(self, text: str) -> list[str]:
        """The names of whatever there is with a text, seen by the public or not."""

    @abstractmethod
    def visible(self, text: str) -> list[str]:
        """The texts of what the public sees of it."""


class WordPress(Site):
    def objects(self, text: str) -> list[str]:
        asked = {"rest_route": "/wp/v2/posts", "search": text, "status": "any"}
        return [each["slug"] for each in self._get(asked)]

    def visible(self, text: str) -> list[str]:
        asked = {"rest_route": "/wp/v2/posts", "search": text}
        return [each["content"]["rendered"] for each in self._get(asked, as_whom=None)]

    def _get(self, asked: dict[str, str], as_whom: Any = "editor") -> Any:
        auth = (self.login, self.password) if as_whom else None
        answer = httpx.get(self.address, params=asked, auth=auth, trust_env=False)
        return answer.raise_for_status().json()


class MediaWiki(Site):
    def objects(self, text: str) -> list[str]:
        return [page["title"] for page in self._pages(text)]

    def visible(self, text: str) -> list[str]:
        found = (
            page["revisions"][0]["slots"]["main"]["content"]
            for page in self._pages(text)
        )
        return list(found)

    def _pages(self, text: str) -> list[Any]:
        """Those of the last pages that were made that have a text."""
        asked = {
            "action": "query",
            "format": "json",
            "formatversion": "2",
            "generator": "recentchanges",
            "grctype": "new",
            "grclimit": "50",
            "prop": "revisions",
            "rvprop": "content",
            "rvslots": "main",
        }
        answer = httpx.get(f"{self.address}/api.php", params=asked, trust_env=False)
        pages = answer.raise_for_status().json().get("query", {}).get("pages", [])
        return [
            page
            for page in pages
            if text in page["revisions"][0]["slots"]["main"]["content"]
        ]


def publishes(call: Call) -> bool:
    """Whether it is the one call that makes a post visible on WordPress."""
    return (
        call.method == "POST"
        and "/wp/v2/posts/" in call.path
        and b'"publish"' in call.body
    )


def makes_page(call: Call) -> bool:
    """Whether it is the one call that makes a page on MediaWiki."""
    words = unquote_plus(call.body.decode("utf-8", "replace"))
    return call.method == "POST" and "action=edit" in words


@contextmanager
def wordpress() -> Iterator[Site]:
    peer = start("wordpress")
    address, password = peer["WORDPRESS_URL"], peer["WORDPRESS_AUTHOR"]
    with Wire(address, publishes).running() as wire:
        yield WordPress("wordpress", wire, address, "author", password)


@contextmanager
def mediawiki() -> Iterator[Site]:
    peer = start("mediawiki")
    address = peer["MEDIAWIKI_URL"]
    login, password = "Editor@peers", peer["MEDIAWIKI_EDITOR"]
    with Wire(address, makes_page).running() as wire:
        yield MediaWiki("mediawiki", wire, address, login, password)
