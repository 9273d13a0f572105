"""What is known of a post after a call, as the site told it."""

from collections.abc import Mapping

from rasmi.platforms.connector import Found, PermissionDenied, Unsure
from rasmi.platforms.http import Answer, NotUnderstood
from rasmi.platforms.wordpress.answers import Post
from rasmi.platforms.wordpress.markup import Page


def require_public(post: Post, number: str) -> None:
    """
    Refuse an answer that is good, but not of a post that the public sees.

    :raises PermissionDenied: if the site keeps it for a person to look at
    :raises NotUnderstood: if it may become visible by itself, or is another
    """
    if str(post.number) != number:
        raise NotUnderstood("It speaks of another post.")
    words = f"The site keeps it as «{post.status}»."
    if post.status in ("draft", "pending", "private"):
        raise PermissionDenied(words, status=200)
    if not post.is_public:
        raise NotUnderstood(words)


def no_longer_public(
    answer: Answer, post: Post, written: Page | None
) -> Found | Unsure:
    """What is known of a post that was public, or was changed by other hands."""
    if post.status == "trash" and written and post.content == written.content:
        return found(answer, post, written)
    return Unsure(f"The site keeps it as «{post.status}», and it was changed there.")


def found(answer: Answer, post: Post, written: Page | None) -> Found:
    """:param written: as it was sent, where that is known"""
    evidence = evidence_of(answer, post.row)
    if written:
        differs = [
            name
            for name in ("title", "content")
            if getattr(post, name) != getattr(written, name)
        ]
        evidence |= {"altered": bool(differs), "differs": differs}
    return Found(str(post.number), post.url, evidence)


def evidence_of(answer: Answer, row: Mapping[str, object]) -> dict[str, object]:
    return {
        "status": answer.status,
        "body": dict(row),
        "request_sha256": answer.request_sha256,
    }
