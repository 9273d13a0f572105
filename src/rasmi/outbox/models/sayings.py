from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from rasmi.channels.models import Channel
from rasmi.delegations.models import Task
from rasmi.files.models import Rendition
from rasmi.intake.models import RemoteObject
from rasmi.people.models import Topic
from rasmi.records.selectors import digest

# The task of a delegation by which each act of the approval matrix is done.
TASKS = {
    "post": Task.PUBLISH,
    "urgent_post": Task.PUBLISH,
    "reply": Task.REPLY,
    "cited_reply": Task.REPLY,
    "hide": Task.MODERATE,
    "show": Task.MODERATE,
}


@dataclass(frozen=True)
class Picture:
    """A picture with the words for those who do not see it."""

    rendition: Rendition
    alt: str


@dataclass(frozen=True)
class Saying:
    """
    What is to be said on one account, and when: all that an approval is bound to.

    :param topic: of everything but hiding and showing again
    :param not_after: exclusive; after it nothing goes out any more
    :param target: what somebody said that it answers, hides or shows again
    """

    act: str  # of the approval matrix
    subject: str  # what it belongs to, so that no approval serves two posts
    channel: Channel
    text: str
    pictures: tuple[Picture, ...]
    topic: Topic | None
    information_class: str
    not_before: datetime
    not_after: datetime
    target: RemoteObject | None = None

    @property
    def task(self) -> Task:
        return TASKS[self.act]

    @property
    def digest(self) -> str:
        """SHA-256 of everything above, in one canonical form."""
        return digest(
            content(
                act=self.act,
                subject=self.subject,
                channel=self.channel,
                text=self.text,
                pictures=((each.rendition.digest, each.alt) for each in self.pictures),
                topic=self.topic.pk if self.topic else None,
                information_class=self.information_class,
                window=(self.not_before, self.not_after),
                target=self.target.remote_id if self.target else "",
            )
        )


def content(  # noqa: PLR0913 — what an approval is bound to
    *,
    act: str,
    subject: str,
    channel: Channel,
    text: str,
    pictures: Iterator[tuple[str, str]],
    topic: int | None,
    information_class: str,
    window: tuple[datetime, datetime],
    target: str = "",
) -> dict[str, Any]:
    """What is said as plain values, the same from a draft and from an intent."""
    said = {
        "act": act,
        "subject": subject,
        "account": [channel.pk, channel.platform, channel.handle],
        "text": text,
        "pictures": [list(each) for each in pictures],
        "topic": topic,
        "information_class": information_class,
        "window": [each.astimezone(UTC).isoformat() for each in window],
    }
    return said | {"target": target} if target else said
