from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from rasmi.audit.actions import Action, register
from rasmi.audit.models import Entry, Reading
from rasmi.rules import Refusal, gate

if TYPE_CHECKING:
    from rasmi.people.models import User

Fact = str | int | bool | None | Sequence[str] | Sequence[int]

REFUSED = register("audit.act.refuse", _("Refused attempt: %(target)s"))
READ = register("audit.log.read", _("Opened the audit log"))

REASON = gate("audit.read_with_a_reason")
SHORTEST_REASON = 10  # characters: enough to keep "." and "test" out

LARGEST_FACT = 2**53  # JSON of others knows no larger number for sure
LONGEST_FACT = 200  # characters; longer is a text, and texts are never facts
SECRET_WORDS = ("password", "secret", "token", "code", "body", "text", "key")


def record(
    action: Action,
    *,
    actor: "User | None",
    now: datetime,
    target: Model | None = None,
    acting_for: "User | None" = None,
    **facts: Fact,
) -> Entry:
    """
    Write one act to the log, in the transaction of the change that it tells of.

    :param facts: ids, counts and words of the code; never a name, a message or a secret
    """
    _check(facts)
    return Entry.objects.create(
        at=now,
        actor=actor,
        acting_for=acting_for,
        action=action.name,
        target_type=target._meta.label_lower if target else "",
        target_id=str(target.pk) if target else "",
        facts={name: _writable(value) for name, value in facts.items()},
    )


def _writable(value: Fact) -> Fact:
    """Without half signs, as names of files have them: no database keeps them."""
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode()
    return value


def _check(facts: dict[str, Fact]) -> None:
    for name, value in facts.items():
        if any(word in name for word in SECRET_WORDS):
            raise ValueError(f"The fact {name} could carry a secret.")
        if isinstance(value, str) and len(value) > LONGEST_FACT:
            raise ValueError(f"The fact {name} is a text, not a fact.")
        if isinstance(value, int) and abs(value) > LARGEST_FACT:
            raise ValueError(f"The fact {name} is larger than a number may be.")


def record_refusal(
    refusal: Refusal, *, actor: "User | None", now: datetime, where: str
) -> Entry:
    """
    Keep a refusal as evidence. To be called after the refused transaction has ended.

    :param where: the name of the page, sweep or command that was refused
    """
    target = refusal.target
    return Entry.objects.create(
        at=now,
        actor=actor,
        action=REFUSED.name,
        outcome=Entry.Outcome.REFUSED,
        target_type=target._meta.label_lower if target else "",
        target_id=str(target.pk) if target and target.pk else "",
        lever=refusal.lever.name,
        facts={"where": where[:LONGEST_FACT]},
    )


@contextmanager
def refusals_recorded(where: str) -> Iterator[None]:
    """The edge of sweeps and commands: a refusal is kept, then goes on its way."""
    try:
        yield
    except Refusal as refusal:
        record_refusal(refusal, actor=None, now=timezone.now(), where=where)  # noqa: TID251 — this is the edge
        raise


def open_log(
    reader: "User", *, reason: str, now: datetime, acting_for: "User | None" = None
) -> Entry:
    """
    Let somebody read the log, with the reason that is kept beside the reading.

    :raises Refusal: if no real reason is given
    """
    return open_with_reason(
        READ, reader=reader, reason=reason, now=now, acting_for=acting_for
    )


@transaction.atomic
def open_with_reason(
    action: Action,
    *,
    reader: "User",
    reason: str,
    now: datetime,
    acting_for: "User | None" = None,
) -> Entry:
    """
    Write that somebody opens what is read with a reason, and keep the reason beside it.

    :raises Refusal: if no real reason is given
    """
    if len(reason.strip()) < SHORTEST_REASON:
        raise Refusal(
            REASON,
            gettext("This is read with a reason, and the one given is too short."),
            remedy=gettext("Write in a few words what you are looking for, and why."),
        )
    entry = record(action, actor=reader, acting_for=acting_for, now=now)
    Reading.objects.create(entry=entry, reason=reason.strip()[:LONGEST_FACT])
    return entry
