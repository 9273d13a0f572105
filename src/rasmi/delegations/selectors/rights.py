from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from rasmi.channels.models import Channel
from rasmi.core.calendar import months_later, start_of
from rasmi.delegations.models import Delegation, Task
from rasmi.delegations.models.delegations import DelegationQuerySet
from rasmi.people import selectors as people
from rasmi.people.models import Placement, Topic, Unit, User
from rasmi.policy import selectors as policy
from rasmi.policy.models import Acknowledgement, Waiver

RENEWAL_WARNING = timedelta(days=60)  # the first of the proposed reminders (A7.1)
SUITABLE = "delegations.suitable"


def delegations() -> DelegationQuerySet:
    return Delegation.objects.select_related(
        "person",
        "placement__unit",
        "channel__owner",
        "decision",
        "nominated_by",
        "approved_by",
        "revoked_by",
        "assessment__assessed_by",
        "assessment__evidence",
    ).prefetch_related("tasks", "topics__topic", "assessment__criteria")


class State(StrEnum):
    WAITING = "waiting"  # nominated, something is missing
    TO_COME = "to_come"  # active from a later day
    IN_FORCE = "in_force"
    ENDED = "ended"  # its day has passed
    LAPSED = "lapsed"  # the person's place or the account is no longer there
    REVOKED = "revoked"


def state(delegation: Delegation, at: datetime) -> State:
    """How a delegation stands at a time."""
    if delegation.revoked_at and delegation.revoked_at <= at:
        return State.REVOKED
    if delegation.ends_at <= at:
        return State.ENDED
    if not delegation.is_active:
        return State.WAITING if _has_place(delegation, at) else State.LAPSED
    if delegation.starts_at > at:
        return State.TO_COME
    holds = Delegation.objects.in_force(at).filter(pk=delegation.pk).exists()
    return State.IN_FORCE if holds else State.LAPSED


def _has_place(delegation: Delegation, at: datetime) -> bool:
    placement = delegation.placement
    return delegation.person.is_active and (
        placement.ends_at is None or placement.ends_at > at
    )


def right(
    user: User, channel: Channel, task: Task, topic: Topic | None, at: datetime
) -> Delegation | None:
    """The delegation by which a person may do a task on an account now, or None."""
    found = Delegation.objects.in_force(at).filter(
        person=user, channel=channel, tasks__task=task
    )
    if topic:
        found = found.filter(topics__topic=topic, topics__topic__closed_at=None)
    return found.first()


def speaks_or_will(user: User, at: datetime) -> bool:
    """Whether the person is delegated or nominated: such a sign-in is kept safer."""
    mine = Delegation.objects.filter(person=user)
    to_come = mine.unrevoked(at).filter(activated_at__isnull=False, starts_at__gt=at)
    return any(
        found.exists() for found in (mine.in_force(at), mine.waiting(at), to_come)
    )


def is_trained(user: User, at: datetime) -> bool:
    """Whether the person passed the course within the validity that holds."""
    passed = people.last_passed(user, at)
    if passed is None or passed.finished_at is None:
        return False
    months = policy.setting("training_validity", at).number("months")
    day = timezone.localdate(passed.finished_at)
    return at < start_of(months_later(day, months))


def has_acknowledged(user: User, at: datetime) -> bool:
    """Whether the person acknowledged the policy and that one's words are its view."""
    return all(
        policy.may_speak_under(user, each, at) for each in Acknowledgement.Statement
    )


def suitability_waiver(delegation: Delegation, at: datetime) -> Waiver | None:
    return policy.waiver(SUITABLE, delegation, at)


@dataclass(frozen=True)
class Requirement:
    """What a delegation needs before it is active, by the lever that asks for it."""

    lever: str
    is_met: bool


def requirements(delegation: Delegation, at: datetime) -> list[Requirement]:
    """What is met and what is missing, in the order in which people do it."""
    assessment = delegation.assessment
    suitable = assessment is not None and not assessment.unmet()
    waived = suitability_waiver(delegation, at) is not None
    person = delegation.person
    return [
        Requirement(SUITABLE, suitable or waived),
        Requirement("delegations.trained", is_trained(person, at)),
        Requirement(
            "delegations.official_view_acknowledged", has_acknowledged(person, at)
        ),
        Requirement(
            "delegations.approved_by_senior_management",
            delegation.approved_at is not None,
        ),
        Requirement("delegations.rests_on_a_decision", delegation.decision is not None),
    ]


def trained_people(at: datetime) -> set[int]:
    """Ids of everyone whose training is valid at a time, as `is_trained` says."""
    months = policy.setting("training_validity", at).number("months")
    first = months_later(timezone.localdate(at), -months) + timedelta(days=1)
    found = people.passed_since(start_of(first))
    return set(found.values_list("pk", flat=True))


def acknowledged_people(at: datetime) -> set[int]:
    """Ids of everyone who acknowledged both statements of the issue in force."""
    return set.intersection(
        *(policy.acknowledged(each, at) for each in Acknowledgement.Statement)
    )


def ready_for_decision(at: datetime) -> list[Delegation]:
    """Nominations that lack nothing but the signed decision."""
    trained, acknowledged = trained_people(at), acknowledged_people(at)
    found = waiting(at).filter(approved_at__isnull=False, assessment__isnull=False)
    return [
        each
        for each in found
        if each.person_id in trained
        and each.person_id in acknowledged
        and (not each.assessment.unmet() or suitability_waiver(each, at))  # type: ignore[union-attr]
    ]


def may_name(user: User, unit: Unit, at: datetime) -> bool:
    """Whoever holds an office in the unit that owns the account."""
    return people.holds_office_in(user, unit, at)


def latest_end(starts_at: datetime, at: datetime) -> datetime:
    """The latest end of a delegation that starts then, exclusive."""
    months = policy.setting("renewal_interval", at).number("months")
    return start_of(months_later(timezone.localdate(starts_at), months))


def may_read_assessment(
    user: User, powers: Collection[str], delegation: Delegation, at: datetime
) -> bool:
    """What was judged of a person is for the person and for who decides on it."""
    return (
        user.pk == delegation.person_id
        or bool({"decide", "head", "register", "audit"} & set(powers))
        or may_name(user, delegation.channel.owner, at)
    )


def waiting(at: datetime) -> DelegationQuerySet:
    return delegations().waiting(at)


def later_ones() -> QuerySet[Delegation]:
    """Unrevoked ones of the same person and account that end later."""
    return Delegation.objects.filter(
        person=OuterRef("person"),
        channel=OuterRef("channel"),
        revoked_at=None,
        ends_at__gt=OuterRef("ends_at"),
    )


def to_renew(at: datetime) -> DelegationQuerySet:
    """In force, ending soon, and nobody has begun to renew them."""
    return (
        delegations()
        .in_force(at)
        .filter(~Exists(later_ones()), ends_at__lte=at + RENEWAL_WARNING)
        .order_by("ends_at")
    )


def lapsed(at: datetime) -> DelegationQuerySet:
    """Past their day, neither renewed nor revoked, on an account still in use."""
    renewed = later_ones().filter(activated_at__isnull=False)
    return (
        delegations()
        .unrevoked(at)
        .filter(
            ~Exists(renewed),
            activated_at__isnull=False,
            ends_at__lte=at,
            person__is_active=True,
            placement__ends_at=None,
            channel__in=Channel.objects.usable(at),
        )
    )


def for_letter(unit: Unit, at: datetime) -> list[Delegation]:
    """Approved nominations on the accounts of a unit that wait for their decision."""
    return list(waiting(at).filter(channel__owner=unit, approved_at__isnull=False))


def people_to_name() -> QuerySet[User]:
    """For forms: everyone in service who has a place in a unit."""
    placed = Placement.objects.filter(ends_at=None)
    return User.objects.filter(is_active=True, pk__in=placed.values("user"))


def units_with_letters(at: datetime) -> list[Unit]:
    """Units whose approved nominations wait for a signed decision."""
    owners = waiting(at).filter(approved_at__isnull=False).values("channel__owner")
    return list(Unit.objects.filter(pk__in=owners))
