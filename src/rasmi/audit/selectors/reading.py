import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.models import Model
from django.utils.html import format_html
from django.utils.safestring import SafeString

from rasmi.audit import actions
from rasmi.audit.models import Entry

PAGE = 50


@dataclass(frozen=True)
class Line:
    """An entry as it is read out: in the reader's language, with the names of today."""

    entry: Entry
    sentence: SafeString


def entries(
    *, room: str = "", refused: bool = False, before: int | None = None
) -> list[Entry]:
    """The newest entries: one page, and one more that tells whether older ones are."""
    found = Entry.objects.select_related("actor", "acting_for", "reading", "leaf")
    if room:
        found = found.of_room(room)
    if refused:
        found = found.refused()
    if before:
        # By key and not by offset: page 40,000 costs what page 1 costs.
        found = found.filter(pk__lt=before)
    return list(found[: PAGE + 1])


def last_key() -> int:
    """The key of the newest entry; 0 where there is none."""
    return Entry.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def trace_of(key: int) -> str:
    """By which an entry is known again; empty where the log has none of this key."""
    told = ("at", "action", "outcome", "target_type", "target_id", "lever")
    found = Entry.objects.filter(pk=key).values_list(*told).first()
    if not found:
        return ""
    words = "|".join(str(each) for each in (key, *found))
    return hashlib.sha256(words.encode()).hexdigest()[:16]


def latest(action: actions.Action) -> Entry | None:
    """The newest entry of an act, or None where it was never done."""
    return Entry.objects.filter(action=action.name).first()


def lines(page: Iterable[Entry]) -> list[Line]:
    """Entries with their sentences; the targets are read with one query a table."""
    page = list(page)
    targets = _targets(page)
    return [Line(entry, _sentence(entry, targets)) for entry in page]


def _targets(page: Iterable[Entry]) -> dict[tuple[str, str], Model]:
    keys: dict[str, set[str]] = {}
    for entry in page:
        if entry.target_type and entry.target_id:
            keys.setdefault(entry.target_type, set()).add(entry.target_id)
    found: dict[tuple[str, str], Model] = {}
    for label, ids in keys.items():
        manager: Any = apps.get_model(label)._default_manager
        for row in manager.filter(pk__in=ids):
            found[label, str(row.pk)] = row
    return found


def _sentence(entry: Entry, targets: dict[tuple[str, str], Model]) -> SafeString:
    action = actions.registered(entry.action)
    template = str(action.sentence) if action else entry.action
    row = targets.get((entry.target_type, entry.target_id))
    name = str(row) if row else entry.target_id
    shown = format_html("<bdi>{}</bdi>", name or entry.facts.get("where", ""))
    before, _, after = template.partition("%(target)s")
    return format_html(
        "{}{}{}", before, shown if "%(target)s" in template else "", after
    )
