from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rasmi.audit import services as audit
from rasmi.audit.actions import register
from rasmi.channels.models import Channel
from rasmi.core.models import locked
from rasmi.delegations import selectors
from rasmi.delegations.models import (
    Delegation,
    DelegationTask,
    DelegationTopic,
    Task,
)
from rasmi.delegations.services import mails
from rasmi.people import selectors as people
from rasmi.people.models import Placement, Topic, User
from rasmi.people.services import refuse_for_oneself
from rasmi.policy import services as policy
from rasmi.policy.models import Acknowledgement
from rasmi.rules import Refusal, gate

NOMINATED = register(
    "delegations.delegation.nominate", gettext_lazy("Nominated: %(target)s")
)

BY_OWNER = gate("delegations.named_by_the_owner")
NAMES_ALL = gate("delegations.decision_names_all")
IN_SERVICE = gate("delegations.names_an_employee")
WITHIN_A_YEAR = gate("delegations.ends_within_a_year")
ONE_EACH = gate("delegations.one_for_each_account")
OFFICIAL_CONTACT = gate("delegations.official_contact_only")


@transaction.atomic
def nominate(  # noqa: PLR0913 — what the decision has to name
    person: User,
    *,
    channels: Sequence[Channel],
    tasks: Sequence[Task],
    topics: Sequence[Topic],
    starts_at: datetime,
    ends_at: datetime,
    speaks_by_name: bool = False,
    contact: str = "",
    by: User,
    now: datetime,
) -> list[Delegation]:
    """
    Name a person for one or more accounts; nothing may be done by it yet.

    :param ends_at: exclusive; at most as long after the start as the policy says
    :param contact: an official one; needed where the person speaks by name
    :raises Refusal: if it is oneself, one is not of the owner, or something is missing
    """
    person = locked(person)
    refuse_for_oneself(by, person)
    place = _place_of(person)
    _refuse_incomplete(channels, tasks, topics)
    _refuse_period(starts_at, ends_at, now)
    _refuse_contact(person, speaks_by_name, contact)
    made = []
    for channel in channels:
        _refuse_stranger(by, channel, now)
        _refuse_second(person, channel, starts_at, ends_at)
        made.append(
            Delegation.objects.create(
                person=person,
                placement=place,
                title_ar=place.title_ar,
                title_en=place.title_en,
                channel=channel,
                starts_at=starts_at,
                ends_at=ends_at,
                speaks_by_name=speaks_by_name,
                contact=contact if speaks_by_name else "",
                nominated_by=by,
                nominated_at=now,
            )
        )
    for each in made:
        _give(each, tasks, topics)
        audit.record(
            NOMINATED,
            actor=by,
            target=each,
            now=now,
            person=person.pk,
            channel=each.channel_id,
            tasks=[str(task.value) for task in tasks],
            topics=[topic.pk for topic in topics],
        )
    mails.tell_of_nomination(person, channels, now=now)
    return made


def _give(
    delegation: Delegation, tasks: Sequence[Task], topics: Sequence[Topic]
) -> None:
    DelegationTask.objects.bulk_create(
        DelegationTask(delegation=delegation, task=task) for task in tasks
    )
    DelegationTopic.objects.bulk_create(
        DelegationTopic(delegation=delegation, topic=topic) for topic in topics
    )


@transaction.atomic
def acknowledge(*, by: User, now: datetime) -> None:
    """Keep that a person knows: what one publishes here is the official view."""
    for statement in Acknowledgement.Statement:
        policy.acknowledge(statement, by=by, now=now)


def _place_of(person: User) -> Placement:
    place = people.placement_of(person)
    if place is None or not person.is_active:
        raise Refusal(
            IN_SERVICE,
            _("Only a person who has a place in a unit is delegated."),
            remedy=_("Enter the person with unit and job title first."),
            target=person,
        )
    return place


def _refuse_incomplete(
    channels: Sequence[Channel], tasks: Sequence[Task], topics: Sequence[Topic]
) -> None:
    if not (channels and tasks and topics):
        raise Refusal(
            NAMES_ALL,
            _("A delegation names accounts, tasks, and the topics it covers."),
            remedy=_("Choose at least one of each; topics are opened by the register."),
        )


def _refuse_period(starts_at: datetime, ends_at: datetime, now: datetime) -> None:
    latest = selectors.latest_end(starts_at, now)
    is_soon = starts_at <= now + selectors.RENEWAL_WARNING
    if not (is_soon and now < ends_at and starts_at < ends_at <= latest):
        raise Refusal(
            WITHIN_A_YEAR,
            _("A delegation begins within two months and ends within a year of that."),
            remedy=_("Choose other days; it can be renewed before it ends."),
        )


def _refuse_contact(person: User, speaks_by_name: bool, contact: str) -> None:
    if not speaks_by_name or selectors.is_official(contact, person):
        return
    # What is shown beside a name in public must not lead to a private telephone.
    domains, prefixes = selectors.official_domains(person), selectors.official_numbers()
    known = [*(f"…@{each}" for each in domains), *(f"{each}…" for each in prefixes)]
    raise Refusal(
        OFFICIAL_CONTACT,
        _("Who speaks by name shows an official contact, never a private one."),
        remedy=_("Write one of the ministry: %(known)s") % {"known": ", ".join(known)},
        target=person,
    )


def require_nominator(by: User, *, now: datetime) -> None:
    """
    Refuse who speaks for no unit at all, before anything is typed.

    :raises Refusal: then
    """
    if not people.units_of_offices(by, now):
        raise Refusal(
            BY_OWNER,
            _("People are nominated by who holds an office in the unit that owns it."),
            remedy=_("The register of accounts shows which unit owns each account."),
        )


def _refuse_stranger(by: User, channel: Channel, now: datetime) -> None:
    if channel.is_over or not selectors.may_name(by, channel.owner, now):
        raise Refusal(
            BY_OWNER,
            _("Names for «%(account)s» are given by the unit that owns it: %(unit)s.")
            % {"account": channel, "unit": channel.owner},
            remedy=_("Ask who holds an office there to nominate the person."),
            target=channel,
        )


def _refuse_second(
    person: User, channel: Channel, starts_at: datetime, ends_at: datetime
) -> None:
    same = Delegation.objects.filter(person=person, channel=channel, revoked_at=None)
    if same.overlapping(starts_at, ends_at).exists():
        raise Refusal(
            ONE_EACH,
            _("%(person)s has a delegation for «%(account)s» in that period already.")
            % {"person": person, "account": channel},
            remedy=_("Start the new one when that one ends, or revoke it first."),
            target=channel,
        )
