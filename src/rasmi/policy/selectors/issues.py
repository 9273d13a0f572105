"""Issues of the policy: their texts, how they stand, and how two of them differ."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.db.models import Prefetch, QuerySet

from rasmi.core.language import Text
from rasmi.people.models import Power
from rasmi.policy import pack
from rasmi.policy.differences import Piece, differences
from rasmi.policy.models import PartyReview, PolicyVersion
from rasmi.policy.selectors.register import version_in_force, wordings


class State(StrEnum):
    DRAFT = "draft"  # no party has looked at its texts as they stand
    REVIEW = "review"  # a party is still to agree
    REVIEWED = "reviewed"  # all agree; the head is to approve it
    APPROVED = "approved"  # it holds from a day to come
    IN_FORCE = "in_force"
    SUPERSEDED = "superseded"


def texts(version: PolicyVersion | None) -> dict[str, Text]:
    """
    The text of each clause of an issue, in the order of the pack.

    Where no official wording is kept it is our plain statement, so that a draft and a
    comparison never begin with an empty page.
    """
    kept = wordings(version)
    return {
        each.id: Text(kept[each.id].ar, kept[each.id].en)
        if each.id in kept
        else each.statement
        for each in pack.current().clauses.values()
    }


def digest_of(version: PolicyVersion) -> str:
    """SHA-256 of the texts of an issue, hexadecimal: what its reviewers agree to."""
    lines = [[key, text.ar, text.en] for key, text in texts(version).items()]
    return hashlib.sha256(json.dumps(lines, ensure_ascii=False).encode()).hexdigest()


@dataclass(frozen=True)
class Party:
    """A reviewing party, who speaks for it, and what it last said of an issue."""

    key: str
    title: Text
    power: Power
    review: PartyReview | None  # of whichever texts
    is_of_these_texts: bool

    @property
    def agrees(self) -> bool:
        return bool(self.is_of_these_texts and self.review and self.review.agrees)

    @property
    def returned(self) -> bool:
        return bool(self.is_of_these_texts and self.review and not self.review.agrees)


def parties(version: PolicyVersion) -> list[Party]:
    """The parties that review an issue, in the order of the pack."""
    current = pack.current()
    digest = digest_of(version)
    last = {each.party: each for each in version.party_reviews.select_related("by")}
    return [
        Party(
            key,
            current.roles[key],
            power,
            last.get(key),
            is_of_these_texts=key in last and last[key].digest == digest,
        )
        for key, power in current.reviewers.items()
    ]


def state_of(version: PolicyVersion, at: datetime) -> State:
    return _state(version, at, version_in_force(at))


def issues_with_states(at: datetime) -> list[tuple[PolicyVersion, State]]:
    newest = version_in_force(at)
    return [(each, _state(each, at, newest)) for each in issues()]


def _state(version: PolicyVersion, at: datetime, newest: PolicyVersion | None) -> State:
    begins = version.in_force_from
    if begins and begins > at:
        return State.APPROVED
    if begins:
        return State.IN_FORCE if version == newest else State.SUPERSEDED
    found = parties(version)
    if all(each.agrees for each in found):
        return State.REVIEWED
    said = any(each.review and each.is_of_these_texts for each in found)
    return State.REVIEW if said else State.DRAFT


def issues() -> QuerySet[PolicyVersion]:
    """Every issue with its decision and what its reviewers said, the newest first."""
    said = PartyReview.objects.select_related("by").order_by("pk")
    return PolicyVersion.objects.select_related(
        "decision", "drafted_by"
    ).prefetch_related(Prefetch("party_reviews", said))


def before(version: PolicyVersion) -> PolicyVersion | None:
    """The issue that one follows; for a draft that which is newest in force."""
    older = PolicyVersion.objects.filter(in_force_from__isnull=False).exclude(
        pk=version.pk
    )
    if version.in_force_from:
        older = older.filter(in_force_from__lt=version.in_force_from)
    return older.order_by("-in_force_from", "-pk").first()


@dataclass(frozen=True)
class Changed:
    """A clause that two issues word differently, word by word in both languages."""

    clause: pack.Clause
    ar: list[Piece]
    en: list[Piece]


def compared(old: PolicyVersion, new: PolicyVersion) -> Iterator[Changed]:
    """The clauses whose text differs between two issues, in the order of the pack."""
    before, after = texts(old), texts(new)
    for key, clause in pack.current().clauses.items():
        if before[key] != after[key]:
            yield Changed(
                clause,
                differences(before[key].ar, after[key].ar),
                differences(before[key].en, after[key].en),
            )
