from datetime import date, datetime
from typing import TypedDict, Unpack

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rasmi.audit import services as audit
from rasmi.audit.actions import register
from rasmi.core.models import locked
from rasmi.people import selectors as people
from rasmi.people.models import Power, Unit, User
from rasmi.people.services import require
from rasmi.policy import pack
from rasmi.rules import Refusal, gate
from rasmi.security.models import Gap, Instrument, InstrumentReview
from rasmi.security.selectors import registers

ENTERED = register(
    "security.instrument.enter", gettext_lazy("Entered a law or policy: %(target)s")
)
CHANGED = register(
    "security.instrument.change", gettext_lazy("Corrected a law or policy: %(target)s")
)
REVIEWED = register(
    "security.instrument.review", gettext_lazy("Read a law or policy again: %(target)s")
)
GAP_OPENED = register(
    "security.gap.open", gettext_lazy("Found what is missing: %(target)s")
)
GAP_CLOSED = register(
    "security.gap.close", gettext_lazy("Closed what was missing: %(target)s")
)

BY_OWNER = gate("security.register_is_kept_by_its_owner")
ONCE = gate("security.instrument_is_entered_once")
KNOWN_CLAUSES = gate("security.instrument_names_known_clauses")
STILL_OPEN = gate("security.only_an_open_gap_is_closed")


class Facts(TypedDict):
    """What is known of an instrument; `clauses` are ids of the pack."""

    kind: str
    number: str
    issued_on: date | None
    title_ar: str
    title_en: str
    issuer_ar: str
    issuer_en: str
    version: str
    place: str
    clauses: list[str]
    owner: Unit


@transaction.atomic
def enter_instrument(*, by: User, now: datetime, **facts: Unpack[Facts]) -> Instrument:
    """
    Enter a law, circular or policy of others; entering it counts as reading it.

    :raises Refusal: if one does not own the policy, it is entered already, or it names
        a clause that the policy does not have
    """
    held = require(by, Power.POLICY, now=now)
    _refuse_twice(facts, None)
    _refuse_unknown_clauses(facts)
    entered = Instrument.objects.create(**facts, entered_by=by, entered_at=now)
    audit.record(ENTERED, actor=by, acting_for=held.acting_for, target=entered, now=now)
    return entered


@transaction.atomic
def change_instrument(
    instrument: Instrument, *, by: User, now: datetime, **facts: Unpack[Facts]
) -> Instrument:
    """
    Correct what is known of an instrument; when it was read last stays as it is.

    :raises Refusal: as for `enter_instrument`
    """
    held = require(by, Power.POLICY, now=now, target=instrument)
    instrument = locked(instrument)
    _refuse_twice(facts, instrument)
    _refuse_unknown_clauses(facts)
    changed = [
        name for name, value in facts.items() if getattr(instrument, name) != value
    ]
    for name, value in facts.items():
        setattr(instrument, name, value)
    instrument.save()
    audit.record(
        CHANGED,
        actor=by,
        acting_for=held.acting_for,
        target=instrument,
        now=now,
        fields=changed,
    )
    return instrument


@transaction.atomic
def review_instrument(
    instrument: Instrument, *, version: str, found: str, by: User, now: datetime
) -> InstrumentReview:
    """
    Keep that its owner read it again, in which version, and what follows from it.

    :raises Refusal: if one neither owns the policy nor answers for the instrument
    """
    held = _require_keeper(by, instrument.owner, now)
    instrument = locked(instrument)
    review = InstrumentReview.objects.create(
        instrument=instrument,
        version=version,
        found=found,
        reviewed_by=by,
        reviewed_at=now,
    )
    if instrument.version != version:
        instrument.version = version
        instrument.save(update_fields=["version"])
    audit.record(
        REVIEWED,
        actor=by,
        acting_for=held.acting_for if held else None,
        target=instrument,
        now=now,
    )
    return review


@transaction.atomic
def open_gap(
    instrument: Instrument,
    *,
    text: str,
    owner: Unit,
    due_at: datetime,
    by: User,
    now: datetime,
) -> Gap:
    """
    Keep what an instrument asks for and is not done yet.

    :param owner: the unit that closes it
    :param due_at: exclusive
    :raises Refusal: if one neither owns the policy nor answers for the instrument
    """
    held = _require_keeper(by, instrument.owner, now)
    gap = Gap.objects.create(
        instrument=instrument,
        text=text,
        owner=owner,
        due_at=due_at,
        found_by=by,
        found_at=now,
    )
    audit.record(
        GAP_OPENED,
        actor=by,
        acting_for=held.acting_for if held else None,
        target=gap,
        now=now,
        instrument=instrument.pk,
    )
    return gap


@transaction.atomic
def close_gap(gap: Gap, *, how: str, by: User, now: datetime) -> Gap:
    """
    Keep how a gap was closed.

    :raises Refusal: if one neither owns the policy nor is of the unit that closes it,
        or it is closed already
    """
    held = _require_keeper(by, gap.owner, now)
    gap = locked(gap)
    if not gap.is_open:
        raise Refusal(
            STILL_OPEN,
            _("This is closed already."),
            remedy=_("If it is missing again, enter it anew."),
            target=gap,
        )
    gap.how, gap.closed_by, gap.closed_at = how, by, now
    gap.save(update_fields=["how", "closed_by", "closed_at"])
    audit.record(
        GAP_CLOSED,
        actor=by,
        acting_for=held.acting_for if held else None,
        target=gap,
        now=now,
    )
    return gap


def _require_keeper(by: User, owner: Unit, now: datetime) -> people.Authority | None:
    refuse_other_than_keeper(by, owner, now)
    return people.authority(by, Power.POLICY, now)


def refuse_other_than_keeper(by: User, owner: Unit, now: datetime) -> None:
    """
    Who owns the policy, or holds an office in the unit that answers for the entry.

    :raises Refusal: for anybody else
    """
    if not registers.may_keep(by, owner, now):
        raise Refusal(
            BY_OWNER,
            _("This is kept by the unit that answers for it: %(unit)s.")
            % {"unit": owner},
            remedy=_("Ask who holds an office there, or who owns the policy."),
            target=owner,
        )


def _refuse_twice(facts: Facts, known: Instrument | None) -> None:
    same = Instrument.objects.filter(kind=facts["kind"], number=facts["number"])
    other = same.first()
    if other and other != known:
        raise Refusal(
            ONCE,
            _("This number is in the register already: %(title)s.") % {"title": other},
            remedy=_("Open it there, and correct it or read it again."),
            target=other,
        )


def _refuse_unknown_clauses(facts: Facts) -> None:
    unknown = sorted(set(facts["clauses"]) - set(pack.current().clauses))
    if unknown:
        raise Refusal(
            KNOWN_CLAUSES,
            _("The policy has no such clause: %(clauses)s.")
            % {"clauses": ", ".join(unknown)},
            remedy=_("Choose from the clauses of the policy in force."),
        )
