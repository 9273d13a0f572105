from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.functional import Promise

from rasmi import rules
from rasmi.compliance.models import Control, Finding, FindingQuerySet
from rasmi.policy import pack
from rasmi.rules import Verdict
from rasmi.web.charts import Face

FRESH = timedelta(hours=1)  # four runs: then a reading says nothing any more
AHEAD = timedelta(minutes=5)  # between two clocks; further ahead says nothing either
PAGE = 50

LABELS = dict(Control.VERDICTS)
FACES = {  # in the order in which they are shown: what asks for somebody first
    Verdict.NOT_MET: Face(LABELS[Verdict.NOT_MET], "bad", "circle-x", "c3"),
    Verdict.UNKNOWN: Face(LABELS[Verdict.UNKNOWN], "void", "help-circle", "c4"),
    Verdict.NOT_SET: Face(LABELS[Verdict.NOT_SET], "unset", "circle-dashed", "none"),
    Verdict.MET: Face(LABELS[Verdict.MET], "ok", "circle-check", "c1"),
}
ORDER = tuple(FACES)


@dataclass(frozen=True)
class Standing:
    """How a control stands now; `row` is None where it has never run."""

    lever: str
    title: str | Promise
    clauses: tuple[pack.Clause, ...]
    row: Control | None
    is_stale: bool

    @property
    def verdict(self) -> Verdict:
        if self.row is None or self.is_stale:
            return Verdict.UNKNOWN
        return Verdict(self.row.verdict)

    @property
    def face(self) -> Face:
        return FACES[self.verdict]

    @property
    def is_broken(self) -> bool:
        return self.row is not None and self.row.is_broken

    @property
    def is_counted(self) -> bool:
        """Whether its numbers say anything of now."""
        return self.row is not None and not (self.is_stale or self.is_broken)

    @property
    def is_owed(self) -> bool:
        """Whether somebody has to put something right."""
        return self.verdict in (Verdict.NOT_MET, Verdict.UNKNOWN)


def standings(now: datetime) -> list[Standing]:
    """
    Every registered control: what is not met first, then as the policy has it.

    Those without a clause are of the system itself, on which all others rest.
    """
    rows = {each.lever: each for each in Control.objects.all()}
    found = [_standing(lever, rows.get(lever), now) for lever in rules.controls()]
    place = {clause: number for number, clause in enumerate(pack.current().clauses)}
    return sorted(
        found,
        key=lambda each: (
            ORDER.index(each.verdict),
            min((place[clause.id] for clause in each.clauses), default=-1),
            each.lever,
        ),
    )


def standing(lever: str, now: datetime) -> Standing | None:
    """One control, or None where the code has none of this name."""
    if lever not in rules.controls():
        return None
    return _standing(lever, Control.objects.filter(lever=lever).first(), now)


def _standing(lever: str, row: Control | None, now: datetime) -> Standing:
    return Standing(
        lever=lever,
        title=rules.controls()[lever].title,
        clauses=tuple(pack.current().of_lever.get(lever, ())),
        row=row,
        is_stale=row is None or not now - FRESH < row.checked_at <= now + AHEAD,
    )


def totals(found: Iterable[Standing]) -> dict[Verdict, int]:
    """How many controls have each verdict, in the order in which they are shown."""
    counted = Counter(each.verdict for each in found)
    return {verdict: counted[verdict] for verdict in ORDER}


def last_run(found: Iterable[Standing]) -> datetime | None:
    return max((each.row.checked_at for each in found if each.row), default=None)


def open_findings(of: Standing, *, before: int = 0) -> list[Finding]:
    """The newest open ones: one page, and one more if there are older ones."""
    found = _findings(of).open()
    if before:
        found = found.filter(pk__lt=before)
    return list(found[: PAGE + 1])


def open_by_lever() -> dict[str, list[Finding]]:
    """Every open finding, the oldest first, by the control that found it."""
    found: dict[str, list[Finding]] = {}
    opened = Finding.objects.open().select_related("control", "waiver__decision")
    opened = opened.order_by("pk")
    for each in opened:
        found.setdefault(each.control.lever, []).append(each)
    return found


def lately_closed(of: Standing) -> list[Finding]:
    return list(_findings(of).closed().order_by("-closed_at", "-pk")[:10])


def _findings(of: Standing) -> FindingQuerySet:
    found = Finding.objects.filter(control=of.row)
    return found.select_related("owner_unit", "waiver__decision")
