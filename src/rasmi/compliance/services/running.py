import logging
from collections.abc import Iterable
from datetime import datetime, timedelta
from time import monotonic
from typing import Any

from django.db import DatabaseError, transaction
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from rasmi.audit import services as audit
from rasmi.audit.actions import register
from rasmi.compliance.models import Control, Figure, Finding
from rasmi.compliance.readings import Noted, Reading, read
from rasmi.compliance.services.owners import owners
from rasmi.core.models import locked
from rasmi.people import selectors as people
from rasmi.people.models import Power, User
from rasmi.rules import Refusal, Verdict, controls, gate

logger = logging.getLogger(__name__)

CHANGED = register(
    "compliance.control.change", _("The verdict of a control changed: %(target)s")
)
CHECKED = register("compliance.control.check", _("Had the controls run at once"))

CHECKERS = gate("compliance.checked_by_those_who_answer")
MAY_CHECK = frozenset({Power.POLICY})  # an auditor reads, and moves nothing
READERS = gate("compliance.findings_are_read_by_those_who_answer")
MAY_READ = MAY_CHECK | {Power.AUDIT, Power.HEAD, Power.DECIDE}

LONGEST_RUN = timedelta(hours=1)  # further ahead, a clock was wrong
BATCH = 500  # rows in one statement
WORDS = ("subject_ar", "subject_en", "detail_ar", "detail_en", "url")


def run(*, now: datetime, levers: Iterable[str] | None = None) -> int:
    """
    Run the controls and keep what they say; return how many ran.

    :param levers: of these alone, instead of all
    """
    # A control is read before the transaction that keeps what it said: some read every
    # file that is kept, and nobody could write for so long.
    asked = list(controls()) if levers is None else list(levers)
    begun = monotonic()
    for lever in asked:
        # Each by the hour at which it is read: some take their time.
        at = now + timedelta(seconds=int(monotonic() - begun))
        reading = read(lever, at)
        try:
            keep_reading(lever, reading, now=at)
        except DatabaseError:  # what one control says keeps no other from being kept
            logger.exception("What the control %s says could not be kept", lever)
    if levers is None:
        _close_what_nobody_looks_after(now)
    return len(asked)


def _close_what_nobody_looks_after(now: datetime) -> None:
    """Findings of controls that this version of the code does not have."""
    gone = Finding.objects.open().exclude(control__lever__in=list(controls()))
    gone.update(closed_at=now)


def check_now(*, by: User, now: datetime, lever: str = "") -> int:
    """
    Run the controls because somebody asks, or one of them; return how many ran.

    :raises Refusal: if the person does not own the policy
    """
    held = (each for each in people.authorities(by, now) if each.power in MAY_CHECK)
    authority = next(held, None)
    if authority is None:
        raise Refusal(
            CHECKERS,
            gettext("The controls are run by the owner of the policy."),
            remedy=gettext("They run by themselves every quarter of an hour."),
        )
    with transaction.atomic():
        audit.record(
            CHECKED,
            actor=by,
            acting_for=authority.acting_for,
            now=now,
            control=lever or "*",
        )
    return run(now=now, levers=[lever] if lever else None)


def refuse_strangers(reader: User, *, now: datetime) -> None:
    """
    Findings may name persons: they are read by those who answer for the policy.

    :raises Refusal: if the person does not
    """
    if not people.powers_of(reader, now) & MAY_READ:
        raise Refusal(
            READERS,
            gettext(
                "What a control found may name persons: it is read by those who own "
                "the policy, audit, decide or head the ministry."
            ),
            remedy=gettext("How each control stands is open to every employee."),
        )


@transaction.atomic
def keep_reading(lever: str, reading: Reading | None, *, now: datetime) -> Control:
    """
    Keep what a control said, or that it failed; a verdict that changed is logged.
    """
    control, is_new = Control.objects.get_or_create(
        lever=lever,
        defaults={"verdict": Verdict.UNKNOWN, "checked_at": now, "since_at": now},
    )
    control = locked(control)
    if not is_new and now < control.checked_at <= now + LONGEST_RUN:
        return control  # a later look was kept meanwhile
    before = "" if is_new else control.verdict
    control.checked_at = now
    control.is_broken = reading is None
    control.verdict = reading.verdict if reading else Verdict.UNKNOWN
    if reading:
        control.population = reading.population
        control.unknown = reading.unknown
        control.found = len(reading.noted) - reading.unknown
        _keep_findings(control, reading.noted, now)
    if control.verdict != before:
        control.since_at = now
        _record_change(control, before, now)
    control.save()
    if reading:
        _keep_figure(control, now)
    return control


def _keep_figure(control: Control, now: datetime) -> None:
    """Once a day, and when something else is said than before."""
    said = {
        "verdict": control.verdict,
        "found": control.found,
        "unknown": control.unknown,
    }
    last = control.figures.first()
    is_of_today = last and timezone.localdate(last.at) == timezone.localdate(now)
    if is_of_today and all(getattr(last, key) == each for key, each in said.items()):
        return
    Figure.objects.create(
        control=control, at=now, population=control.population, **said
    )


def _record_change(control: Control, before: str, now: datetime) -> None:
    facts: dict[str, Any] = {  # "from" is no name that Python would take
        "control": control.lever,
        "from": before,
        "to": str(control.verdict),
        "population": control.population,
        "findings": control.found,
        "unknown": control.unknown,
    }
    audit.record(CHANGED, actor=None, target=control, now=now, **facts)


def _keep_findings(control: Control, noted: Iterable[Noted], now: datetime) -> None:
    """Close what is no longer found, go on with what still is, open what is new."""
    seen = {each.key: each for each in noted}
    known = {each.key: each for each in control.findings.open()}
    _end([each for key, each in known.items() if key not in seen], control, now)
    again = control.findings.open().filter(key__in=_once_clean(known, seen))
    again.update(clean_at=None, returned_at=None)
    control.findings.open().filter(clean_at=None).update(seen_at=now)
    told_anew = [
        known[key]
        for key, each in seen.items()
        if key in known and _tell(known[key], each.words)
    ]
    Finding.objects.bulk_update(told_anew, WORDS, batch_size=BATCH)
    new = {key: each for key, each in seen.items() if key not in known}
    owned_by = owners(control.lever, now) if new else None
    Finding.objects.bulk_create(
        [
            Finding(
                control=control,
                key=key,
                is_unknown=each.is_unknown,
                opened_at=now,
                seen_at=now,
                **each.words,
                **(owned_by.of(each.url) if owned_by else {}),
            )
            for key, each in new.items()
        ],
        batch_size=BATCH,
    )


def _end(gone: list[Finding], control: Control, now: datetime) -> None:
    """Close what is no longer found, or let it wait for a second person."""
    is_accepted = controls()[control.lever].is_accepted
    for each in gone:
        if is_accepted and not each.is_unknown:
            each.clean_at = each.clean_at or now
        else:
            each.closed_at = now
    Finding.objects.bulk_update(gone, ["closed_at", "clean_at"], batch_size=BATCH)


def _once_clean(known: dict[str, Finding], seen: dict[str, Noted]) -> list[str]:
    return [key for key, each in known.items() if each.clean_at and key in seen]


def _tell(finding: Finding, words: dict[str, str]) -> bool:
    """Say a finding in the words of this run; return whether they are others."""
    is_new = any(getattr(finding, name) != value for name, value in words.items())
    for name, value in words.items():
        setattr(finding, name, value)
    return is_new
