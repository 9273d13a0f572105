"""The classes of information: which there are and how they are called."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from rasmi.core.language import Text
from rasmi.policy.annexes import KINDS
from rasmi.policy.models import Annex
from rasmi.policy.selectors.annexes import annexes_in_force

CLASSES = "information_classes"


@dataclass(frozen=True)
class InformationClass:
    """
    What a text is about.

    :param is_releasable: whether the body may release it at all
    """

    key: str
    title: Text
    is_releasable: bool


def information_classes(at: datetime) -> list[InformationClass]:
    """The classes that held at a time, in the order of the annex."""
    return _classes(annexes_in_force(at, CLASSES)[CLASSES])


def class_name(key: str, at: datetime) -> str:
    """The name that a class had at a time, also where it has been taken out."""
    titles = {each.key: each.title for each in information_classes(at)}
    if key and key not in titles:
        titles = class_names()
    return str(titles.get(key, key))


def _classes(content: list[dict[str, Any]]) -> list[InformationClass]:
    return [
        InformationClass(
            each["key"], Text(each["ar"], each["en"]), each["is_releasable"]
        )
        for each in content
    ]


def class_names() -> dict[str, Text]:
    """Every class that ever was approved, with the name that it had last."""
    approved = Annex.objects.filter(kind=CLASSES, confirmed_at__isnull=False)
    contents = approved.order_by("holds_from", "pk").values_list("content", flat=True)
    return {
        each.key: each.title
        for content in (KINDS[CLASSES].first(), *contents)
        for each in _classes(content)
    }
