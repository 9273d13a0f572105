"""Who works on the site of WordPress in tests, and what they do there."""

import hashlib
import io
import re
import zlib
from dataclasses import dataclass
from html import unescape
from struct import pack
from typing import Any

import httpx

from rasmi.platforms.connector import Account, Connector, Found, Medium, Op, Staged
from rasmi.platforms.wordpress.connector import WordPressConnector, slug_of

ANY = "publish,future,draft,pending,private,trash"


@dataclass
class Hand:
    """Somebody who works on the site itself, or only reads it."""

    client: httpx.Client

    def call(self, method: str, route: str, **asked: Any) -> Any:
        content = asked.pop("json", None)
        query = {"rest_route": f"/wp/v2/{route}", **asked}
        answer = self.client.request(method, "/", params=query, json=content)
        answer.raise_for_status()
        return answer.json()

    def write(self, number: str, **content: object) -> None:
        self.call("POST", f"posts/{number}", json=content)

    def trash(self, number: str) -> None:
        self.call("DELETE", f"posts/{number}")

    def destroy(self, number: str) -> None:
        self.call("DELETE", f"posts/{number}", force="true")

    def page(self, address: str) -> str:
        answer = self.client.get(address)
        answer.raise_for_status()
        return answer.text

    def text(self, address: str) -> str:
        """What the body of a post says, as it is read."""
        _, rest = re.split(r'<div class="[^"]*entry-content[^>]*>', self.page(address))
        body, _, _ = rest.partition("</div>")
        return unescape(re.sub(r"<[^>]*>", "", body.replace("<br>", "\n"))).strip()


def connector(
    peer: dict[str, str], login: str, password: str = ""
) -> WordPressConnector:
    token = password or peer[f"WORDPRESS_{login.upper()}"]
    return WordPressConnector(
        Account("blog", peer["WORDPRESS_URL"], token, login=login)
    )


def png(shade: int = 0) -> bytes:
    def chunk(kind: bytes, content: bytes) -> bytes:
        checked = pack(">I", zlib.crc32(kind + content))
        return pack(">I", len(content)) + kind + content + checked

    row = b"\0" + bytes([0, shade, 120]) * 40
    head = pack(">IIBBBBB", 40, 40, 8, 2, 0, 0, 0)
    body = chunk(b"IDAT", zlib.compress(row * 40))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + body + chunk(b"IEND", b"")


def picture(content: bytes = b"", alt: str = "زر «التقديم»") -> Medium:
    content = content or png()
    digest = hashlib.sha256(content).hexdigest()
    return Medium(digest, "image/png", alt, lambda: io.BytesIO(content))


def said(connector: Connector, op: Op) -> tuple[Found, Staged]:
    staged = connector.stage(op)
    return connector.commit(op, staged), staged


def named(hand: Hand, op: Op, status: str = "publish") -> list[dict[str, Any]]:
    slug = slug_of(op)
    names = ",".join((slug, f"{slug}-2", f"{slug}__trashed"))
    found: list[dict[str, Any]] = hand.call("GET", "posts", slug=names, status=status)
    return found


def comment(
    reader: Hand, post: Found, text: str, name: str = "سالم", parent: int = 0
) -> int:
    """A citizen comments through the site's own form, as a browser sends it."""
    form = {
        "comment": text,
        "author": name,
        "email": f"citizen@{name.encode().hex()}.example",
        "url": "",
        "comment_post_ID": post.remote_id,
        "comment_parent": str(parent),
    }
    answer = reader.client.post("/wp-comments-post.php", data=form)
    assert answer.status_code == 302, answer.text[:500]
    found = re.search(r"#comment-(\d+)$", answer.headers["Location"])
    assert found
    return int(found.group(1))
