from collections.abc import Mapping
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rasmi.audit import services as audit
from rasmi.audit.actions import register
from rasmi.core.calendar import months_later, start_of
from rasmi.core.language import listed
from rasmi.core.models import locked
from rasmi.delegations import selectors
from rasmi.delegations.models import Delegation, ListedPerson, Task, YearlyList
from rasmi.delegations.services.nomination import nominate
from rasmi.delegations.services.revocation import revoke
from rasmi.people import selectors as people
from rasmi.people.models import Power, Unit, User
from rasmi.people.services import refuse_both_sides, refuse_for_oneself, require
from rasmi.policy import services as policy
from rasmi.policy.models import Decision
from rasmi.rules import Refusal, gate

BEGUN = register(
    "delegations.yearly_list.begin", gettext_lazy("Began the yearly list %(target)s")
)
JUDGED = register(
    "delegations.yearly_list.judge", gettext_lazy("Judged on the list %(target)s")
)
CLOSED = register(
    "delegations.yearly_list.close", gettext_lazy("Closed the list %(target)s")
)
REOPENED = register(
    "delegations.yearly_list.reopen", gettext_lazy("Opened the list %(target)s again")
)
COMPLETED = register(
    "delegations.yearly_list.complete",
    gettext_lazy("Completed the yearly list %(target)s"),
)

BY_OWNER = gate("delegations.list_is_made_by_the_owner")
ONE_LIST = gate("delegations.one_list_at_a_time")
NOT_EMPTY = gate("delegations.list_names_somebody")
EACH_JUDGED = gate("delegations.each_on_the_list_is_judged")
STILL_OPEN = gate("delegations.closed_list_stays_as_printed")
CLOSED_FIRST = gate("delegations.list_is_closed_before_it_is_signed")
SIGNED_AFTER = gate("delegations.list_is_signed_as_printed")

Verdict = ListedPerson.Verdict
Said = tuple[ListedPerson.Verdict, str]


@transaction.atomic
def begin_list(unit: Unit, *, by: User, now: datetime) -> YearlyList:
    """
    Begin the yearly list of a unit: all who speak on its accounts.

    :raises Refusal: if one holds no office there, nobody speaks, or one is begun
    """
    _require_owner(unit, by, now)
    if not selectors.spoken_for(unit, now).exists():
        raise Refusal(
            NOT_EMPTY,
            _("Nobody speaks on an account of %(unit)s now.") % {"unit": unit},
            remedy=_("A list is made of who is delegated; nominate somebody first."),
            target=unit,
        )
    try:
        with transaction.atomic():
            made = YearlyList.objects.create(unit=unit, begun_by=by, begun_at=now)
    except IntegrityError:
        raise Refusal(
            ONE_LIST,
            _("A list of %(unit)s is begun already.") % {"unit": unit},
            remedy=_("Complete that one first."),
            target=unit,
        ) from None
    audit.record(BEGUN, actor=by, target=made, now=now, unit=unit.pk)
    return made


@transaction.atomic
def judge(
    yearly: YearlyList, *, said: Mapping[int, Said], by: User, now: datetime
) -> None:
    """
    Say of people on an open list whether they are kept, changed or removed, and why.

    :param said: by the key of the person; nobody judges oneself
    :raises Refusal: if one holds no office in the unit, it is closed, or it is oneself
    """
    yearly = _open(yearly, by, now)
    standing = {each.person.pk: each for each in selectors.on_list(yearly, now)}
    changed = []
    for pk, (verdict, reason) in said.items():
        if pk not in standing:
            continue  # revoked or moved since the page was loaded
        person, known = standing[pk].person, standing[pk].listed
        refuse_for_oneself(by, person, target=yearly)
        if known and (known.verdict, known.reason) == (verdict, reason):
            continue
        ListedPerson.objects.update_or_create(
            yearly_list=yearly,
            person=person,
            defaults={
                "verdict": verdict,
                "reason": reason,
                "judged_by": by,
                "judged_at": now,
            },
        )
        changed.append(f"{pk} {verdict}")
    if changed:
        audit.record(JUDGED, actor=by, target=yearly, now=now, people=changed)


@transaction.atomic
def close_list(yearly: YearlyList, *, by: User, now: datetime) -> None:
    """
    Close a list, so that what is printed and signed changes no more.

    :raises Refusal: if one holds no office in the unit, or somebody is not judged yet
    """
    yearly = _open(yearly, by, now)
    standing = selectors.on_list(yearly, now)
    missing = [each.person.name for each in standing if each.listed is None]
    if missing or not standing:
        raise Refusal(
            EACH_JUDGED,
            _("Nothing is said yet of: %(people)s.") % {"people": listed(missing)}
            if missing
            else _("Nobody is left on this list."),
            remedy=_("Say of each whether they are kept, changed or removed, and why."),
            target=yearly,
        )
    left = yearly.people_listed.exclude(
        person__in=[each.person.pk for each in standing]
    )
    left.delete()
    yearly.closed_by, yearly.closed_at = by, now
    yearly.save(update_fields=["closed_by", "closed_at"])
    said = [f"{each.person_id} {each.verdict}" for each in yearly.people_listed.all()]
    audit.record(CLOSED, actor=by, target=yearly, now=now, people=said)


@transaction.atomic
def reopen_list(yearly: YearlyList, *, by: User, now: datetime) -> None:
    """
    Open a closed list again; what was printed of it is signed no more.

    :raises Refusal: if one holds no office in the unit, or it is completed
    """
    yearly = locked(yearly)
    _require_owner(yearly.unit, by, now)
    _require_to_sign(yearly)
    yearly.closed_by, yearly.closed_at = None, None
    yearly.save(update_fields=["closed_by", "closed_at"])
    audit.record(REOPENED, actor=by, target=yearly, now=now)


@transaction.atomic
def complete_list(
    yearly: YearlyList, *, decision: Decision, by: User, now: datetime
) -> None:
    """
    Complete a list under the checked decision by which it was signed.

    Who is to be removed is revoked at once. Who is kept or changed is nominated anew by
    the unit, and goes through all that is asked before a delegation is active.

    :raises Refusal: if it is not closed, one stands on it or closed it, or the decision
        is unchecked, older than the printed list, used, or of another unit
    """
    held = require(by, Power.REGISTER, now=now, target=yearly)
    yearly = locked(yearly)
    _require_to_sign(yearly)
    closed_by, closed_at = yearly.closed_by, yearly.closed_at
    assert closed_by  # noqa: S101 — it is closed
    assert closed_at  # noqa: S101
    refuse_both_sides(by, closed_by, now=now, since=yearly.begun_at, target=yearly)
    said = list(yearly.people_listed.select_related("person"))
    for each in said:
        refuse_for_oneself(by, each.person, target=yearly)
    policy.require_checked(decision, Decision.Kind.DELEGATION, target=yearly)
    _require_signed_after(yearly, decision, closed_at)
    yearly.decision = decision
    yearly.completed_by, yearly.completed_at = by, now
    yearly.save(update_fields=["decision", "completed_by", "completed_at"])
    removed = [each for each in said if each.is_removed]
    for each in removed:
        _revoke_all(yearly, each, by, now)
    audit.record(
        COMPLETED,
        actor=by,
        acting_for=held.acting_for,
        target=yearly,
        now=now,
        decision=decision.pk,
        removed=[each.person_id for each in removed],
    )


def _revoke_all(
    yearly: YearlyList, removed: ListedPerson, by: User, now: datetime
) -> None:
    """End all that the person holds, or was nominated for, on accounts of the unit."""
    ends = Delegation.objects.unrevoked(now).filter(
        person=removed.person_id, channel__owner=yearly.unit_id, ends_at__gt=now
    )
    for each in ends.order_by("pk"):
        revoke(each, reason=removed.reason, by=by, now=now)


@transaction.atomic
def renew_kept(yearly: YearlyList, *, by: User, now: datetime) -> list[Delegation]:
    """
    Nominate for another year whom a completed list keeps and whose year ends soon.

    Each with the scope of before, from the old end; oneself is left to a colleague.

    :raises Refusal: as `nominate` does, or if the list is not completed
    """
    _require_owner(yearly.unit, by, now)
    if not yearly.is_completed:
        _refuse_unclosed(yearly)
    made = []
    for each in selectors.kept_to_renew(yearly, now):
        topics = [held.topic for held in each.topics.all()]
        usable = [topic for topic in topics if topic.closed_at is None]
        if each.person_id == by.pk or not usable:
            continue
        first = timezone.localdate(each.ends_at)
        made += nominate(
            each.person,
            channels=[each.channel],
            tasks=[Task(held.task) for held in each.tasks.all()],
            topics=usable,
            starts_at=each.ends_at,
            ends_at=min(
                start_of(months_later(first, 12)),
                selectors.latest_end(each.ends_at, now),
            ),
            speaks_by_name=each.speaks_by_name,
            contact=each.contact,
            by=by,
            now=now,
        )
    return made


def _open(yearly: YearlyList, by: User, now: datetime) -> YearlyList:
    yearly = locked(yearly)
    _require_owner(yearly.unit, by, now)
    if not yearly.is_open:
        raise Refusal(
            STILL_OPEN,
            _("This list is closed: what was printed stays as it is."),
            remedy=_("Until it is completed, it can be opened again and printed anew."),
            target=yearly,
        )
    return yearly


def _require_owner(unit: Unit, by: User, now: datetime) -> None:
    if not selectors.may_name(by, unit, now):
        raise Refusal(
            BY_OWNER,
            _("The list of %(unit)s is made by who holds an office there.")
            % {"unit": unit},
            remedy=_("Ask who holds an office there."),
            target=unit,
        )


def _require_to_sign(yearly: YearlyList) -> None:
    if not yearly.is_to_sign:
        _refuse_unclosed(yearly)


def _refuse_unclosed(yearly: YearlyList) -> None:
    raise Refusal(
        CLOSED_FIRST,
        _("This list is not waiting for its signature."),
        remedy=_("It is judged, closed, printed and signed first; then completed."),
        target=yearly,
    )


def _require_signed_after(
    yearly: YearlyList, decision: Decision, closed_at: datetime
) -> None:
    """What was signed is the list as it was closed, by who may sign for its unit."""
    is_older = decision.decided_on < timezone.localdate(closed_at)
    is_used = YearlyList.objects.filter(decision=decision).exists()
    unit = decision.unit
    is_for_owner = unit is not None and yearly.unit_id in people.units_below(unit)
    if is_older or is_used or not (decision.is_by_head or is_for_owner):
        raise Refusal(
            SIGNED_AFTER,
            _("Decision %(number)s does not sign this list as it was closed.")
            % {"number": decision.number},
            remedy=_(
                "It is signed on the day of closing or later, for the unit that owns "
                "the accounts, and signs one list only."
            ),
            target=yearly,
        )
