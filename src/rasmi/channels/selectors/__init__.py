from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, Max, OuterRef, Prefetch, QuerySet, Subquery
from django.utils import timezone

from rasmi.channels.models import (
    Channel,
    Condition,
    Confirmation,
    Consultee,
    FinalApprover,
    Opening,
    Opinion,
    Proposal,
    ReplyProcedure,
    Transition,
    Verification,
)
from rasmi.channels.models.channels import ChannelQuerySet
from rasmi.channels.questions import questions as questions
from rasmi.core.calendar import months_later, start_of
from rasmi.people import selectors as people
from rasmi.people.models import Placement, Power, Unit, User
from rasmi.policy import selectors as policy
from rasmi.policy.models import Waiver

LEVERS = {
    Consultee.Place.SECURITY: "channels.security_consulted",
    Consultee.Place.CYBER: "channels.cyber_consulted",
}


def channels() -> ChannelQuerySet:
    newest = Verification.objects.select_related("seen_by").order_by("-pk")
    return Channel.objects.select_related("owner").prefetch_related(
        Prefetch("verifications", newest, to_attr="seen"),
        Prefetch("transitions", Transition.objects.select_related("decision")),
    )


def public_accounts() -> QuerySet[Channel]:
    """
    The register as everybody may read it, with what each account is for.

    Nobody reads the training platform but who learns; a demonstration shows it all.
    """
    stated = Proposal.objects.select_related("answered_by")
    return (
        channels()
        .in_register()
        .select_related("opening__decision")
        .exclude(platform__in=() if people.is_demonstration() else ("sandbox",))
        .prefetch_related(Prefetch("proposals", stated, to_attr="stated"))
    )


def closed_accounts() -> QuerySet[Channel]:
    """Accounts that were ours; somebody else may have their names by now."""
    closed = Channel.objects.filter(state=Channel.State.CLOSED)
    return closed.select_related("owner", "closing").order_by("-since_at")


def owns_accounts(unit: Unit) -> bool:
    """Whether a unit owns an account, or wants one."""
    return Channel.objects.present().filter(owner=unit).exists()


def consultees() -> dict[str, Consultee]:
    found = Consultee.objects.select_related("unit", "decision")
    return {each.place: each for each in found}


@dataclass(frozen=True)
class Consultation:
    """What one consulted unit has said of an account, and what sets it aside."""

    place: Consultee.Place
    lever: str
    consultee: Consultee | None
    opinion: Opinion | None
    waiver: Waiver | None

    @property
    def is_done(self) -> bool:
        return self.opinion is not None or self.waiver is not None

    @property
    def open_conditions(self) -> list[Any]:
        if self.opinion is None:
            return []
        return [each for each in self.opinion.conditions.all() if each.met_at is None]


def consultations(channel: Channel, at: datetime) -> list[Consultation]:
    """Both consultations of an account, in the order in which the policy names them."""
    units = consultees()
    proposal = channel.proposal
    since = proposal.proposed_at if proposal else at
    given = {
        each.place: each
        # What was said of an earlier purpose is no opinion of this one.
        for each in Opinion.objects.filter(channel=channel, given_at__gte=since)
        .select_related("unit", "given_by")
        .prefetch_related("conditions__met_by")
        .order_by("pk")
    }
    return [
        Consultation(
            place,
            LEVERS[place],
            units.get(place),
            given.get(place),
            policy.waiver(LEVERS[place], channel, at),
        )
        for place in Consultee.Place
    ]


def procedure(channel: Channel) -> ReplyProcedure | None:
    """The newest reply procedure, approved or not."""
    return (
        ReplyProcedure.objects.filter(channel=channel)
        .select_related("written_by", "approved_by")
        .first()
    )


def approved_procedure(channel: Channel) -> ReplyProcedure | None:
    return ReplyProcedure.objects.filter(
        channel=channel, approved_at__isnull=False
    ).first()


def with_approved_procedure() -> set[int]:
    """Ids of the accounts on which it is approved how people are answered."""
    found = ReplyProcedure.objects.filter(approved_at__isnull=False)
    return set(found.values_list("channel", flat=True))


@dataclass(frozen=True)
class Step:
    """A stage on the way to an active account, for the page that shows them."""

    key: str
    is_done: bool
    done_at: datetime | None = None
    is_waived: bool = False


def steps(channel: Channel, at: datetime) -> list[Step]:
    """What has been done of what an account needs before it is active."""
    proposal = channel.proposal
    opening: Opening | None = getattr(channel, "opening", None)
    approved = approved_procedure(channel)
    asked = consultations(channel, at)
    unmet = any(each.open_conditions for each in asked)
    return [
        Step(
            "proposal", proposal is not None, proposal.proposed_at if proposal else None
        ),
        *(
            Step(
                each.place,
                each.is_done,
                each.opinion.given_at if each.opinion else None,
                is_waived=each.opinion is None and each.waiver is not None,
            )
            for each in asked
        ),
        Step("conditions", all(each.is_done for each in asked) and not unmet),
        Step(
            "procedure",
            approved is not None,
            approved.approved_at if approved else None,
        ),
        Step("decision", opening is not None, opening.opened_at if opening else None),
    ]


def may_propose(user: User, unit: Unit, at: datetime) -> bool:
    """Whoever keeps the registers, or holds an office in the unit that is to own it."""
    if people.authority(user, Power.REGISTER, at):
        return True
    return people.holds_office_in(user, unit, at)


def is_usable(channel: Channel, at: datetime) -> bool:
    return Channel.objects.usable(at).filter(pk=channel.pk).exists()


def settings_dues(at: datetime) -> list[tuple[Channel, datetime]]:
    """When the settings of each account in the register are to be reviewed next."""
    months = policy.setting("settings_review_interval", at).number("months")
    found = channels().in_register().annotate(reviewed=Max("reviews__reviewed_at"))
    return [
        (each, start_of(months_later(timezone.localdate(begun), months)))
        for each in found
        for begun in [each.reviewed or each.since_at]  # type: ignore[attr-defined]
    ]


def settings_due(channel: Channel, at: datetime) -> datetime | None:
    """The same for one account; None where it is not in the register."""
    return next((due for each, due in settings_dues(at) if each == channel), None)


CONFIRMED_EVERY = 12  # months; registers of other states ask for it yearly too


def confirmation_dues(at: datetime) -> list[tuple[Channel, datetime]]:
    """When the owner of each account in the register is to look at it again."""
    found = (
        channels().in_register().annotate(confirmed=Max("confirmations__confirmed_at"))
    )
    return [
        (each, start_of(months_later(timezone.localdate(begun), CONFIRMED_EVERY)))
        for each in found
        for begun in [each.confirmed or each.since_at]  # type: ignore[attr-defined]
    ]


def confirmation_due(channel: Channel, at: datetime) -> datetime | None:
    """The same for one account; None where it is not in the register."""
    return next((due for each, due in confirmation_dues(at) if each == channel), None)


def unwanted() -> set[int]:
    """Accounts of which their owner said last that they are no longer needed."""
    said = Confirmation.objects.order_by("pk").values_list("channel", "is_needed")
    newest = dict(said)  # a later one takes the place of an earlier
    return {channel for channel, is_needed in newest.items() if not is_needed}


def without_opinion(place: str, at: datetime) -> list[Channel]:
    """Accounts that wait for the opinion of one place, and are not waived from it."""
    newest = Proposal.objects.filter(channel=OuterRef("pk")).order_by("-pk")
    waiting = waiting_channels().annotate(
        proposed=Subquery(newest.values("proposed_at")[:1])
    )
    given = Opinion.objects.filter(
        channel=OuterRef("pk"), place=place, given_at__gte=OuterRef("proposed")
    )
    asked = list(waiting.filter(~Exists(given), proposed__isnull=False))
    lever = LEVERS[Consultee.Place(place)]
    waived = policy.waived(lever, asked, at)
    return [each for each in asked if each.pk not in waived]


def in_register() -> Iterator[Channel]:
    yield from channels().in_register()


BADGE_IS_FRESH = timedelta(days=31)  # seen by a person; platforms are asked more often


def waiting_channels() -> QuerySet[Channel]:
    """Accounts whose opening is not decided: proposed, or in use already."""
    waiting = [Channel.State.PROPOSED, Channel.State.IN_USE]
    return channels().filter(state__in=waiting)


def unmet_conditions() -> QuerySet[Condition]:
    """Open conditions of the opinions that count, on accounts that wait for them."""
    newest = (
        Opinion.objects.filter(channel=OuterRef("channel"), place=OuterRef("place"))
        .order_by("-pk")
        .values("pk")[:1]
    )
    counting = Opinion.objects.filter(pk=Subquery(newest))
    waiting = [Channel.State.PROPOSED, Channel.State.IN_USE]
    return Condition.objects.filter(
        met_at=None, opinion__in=counting, opinion__channel__state__in=waiting
    ).select_related("opinion__channel", "opinion__unit")


def waiting_procedures() -> list[ReplyProcedure]:
    """The newest procedure of each account, where nobody has approved it."""
    newest: dict[int, ReplyProcedure] = {}
    for each in ReplyProcedure.objects.select_related("channel", "written_by").order_by(
        "pk"
    ):
        newest[each.channel_id] = each
    return [
        each
        for each in newest.values()
        if not each.is_approved and not each.channel.is_over
    ]


def consulted_places() -> list[tuple[Consultee.Place, Consultee | None]]:
    """The two places that the policy names, each with the unit that fills it."""
    known = consultees()
    return [(place, known.get(place)) for place in Consultee.Place]


def places_of(units: Collection[int]) -> set[str]:
    """The places of consultation that these units fill now."""
    return {place for place, each in consultees().items() if each.unit_id in units}


def final_approvers(channels: Collection[Channel]) -> list[FinalApprover]:
    """Of these accounts, those on which it was decided whose people approve last."""
    found = FinalApprover.objects.filter(channel__in=channels)
    return list(found.select_related("channel", "unit", "decision"))


def is_of_final_approver(user: User, of: FinalApprover, at: datetime) -> bool:
    """Whether a person works in the unit, or beneath it."""
    here = people.units_below(of.unit)
    return Placement.objects.in_force(at).filter(user=user, unit__in=here).exists()
