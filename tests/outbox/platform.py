"""The training platform as tests see it, and a wire to it that can be cut."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx

from rasmi.platforms.connector import Account
from tests.peers.wire import Fault, Wire
from tests.platforms.sandbox_server import running_sandbox

__all__ = ["VISIBLE", "Fault", "Platform", "Wire"]

VISIBLE = "POST /api/posts"  # the one call that makes something visible


class Platform:
    """The training platform with its rows and pictures, which can be switched off."""

    def __init__(self, folder: Path, handle: str) -> None:
        self.folder, self.handle = folder, handle

    @contextmanager
    def running(self) -> Iterator[Wire]:
        """Run it behind a wire, whose address Rasmi is to be told."""
        with (
            running_sandbox(self.folder, self.handle) as account,
            Wire(account.address, lambda call: call.name == VISIBLE).running() as wire,
        ):
            yield wire

    def posts(self) -> list[dict[str, Any]]:
        """What the public sees, asked of a platform of its own on the same rows."""
        with running_sandbox(self.folder, self.handle) as account:
            return _posts(account)


def _posts(account: Account) -> list[dict[str, Any]]:
    found = httpx.get(
        f"{account.address}/api/posts",
        params={"handle": account.handle},
        headers={"Authorization": f"Bearer {account.token}"},
        trust_env=False,
    )
    if found.status_code == 404:
        return []  # nobody has heard of the account yet
    posts: list[dict[str, Any]] = found.raise_for_status().json()["posts"]
    return posts
