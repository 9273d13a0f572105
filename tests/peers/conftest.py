"""A site of WordPress, as tests of its connector see it."""

from collections.abc import Iterator
from uuid import uuid4

import httpx
import pytest

from rasmi.platforms.connector import Op
from rasmi.platforms.wordpress.connector import WordPressConnector, slug_of
from tests.peers.start import start
from tests.peers.wordpress_people import ANY, Hand, connector


@pytest.fixture(scope="module")
def peer() -> dict[str, str]:
    return start("wordpress")


@pytest.fixture(scope="module")
def admin(peer: dict[str, str]) -> Iterator[Hand]:
    auth = ("admin", peer["WORDPRESS_ADMIN"])
    with httpx.Client(
        base_url=peer["WORDPRESS_URL"], auth=auth, trust_env=False, timeout=30
    ) as client:
        yield Hand(client)


@pytest.fixture(scope="module")
def reader(peer: dict[str, str]) -> Iterator[Hand]:
    url = peer["WORDPRESS_URL"]
    with httpx.Client(base_url=url, trust_env=False, timeout=30) as client:
        yield Hand(client)


@pytest.fixture
def op(admin: Hand) -> Iterator[Op]:
    """A text that nobody has sent yet; what becomes of it is taken away again."""
    op = Op(uuid4().hex, "بدأ التسجيل في الخدمة الجديدة.")
    yield op
    slug = slug_of(op)
    names = ",".join(f"{slug}{end}" for end in ("", "-2", "__trashed"))
    for post in admin.call("GET", "posts", slug=names, status=ANY):
        for file in admin.call("GET", "media", parent=post["id"]):
            admin.call("DELETE", f"media/{file['id']}", force="true")
        admin.destroy(post["id"])


@pytest.fixture
def author(peer: dict[str, str]) -> WordPressConnector:
    return connector(peer, "author")
