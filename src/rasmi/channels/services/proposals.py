from datetime import datetime
from typing import Any, TypedDict, Unpack

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rasmi.audit import services as audit
from rasmi.audit.actions import register
from rasmi.channels import selectors
from rasmi.channels.models import Channel, Proposal
from rasmi.core.language import isolated
from rasmi.core.models import locked
from rasmi.people import selectors as people
from rasmi.people.models import Power, Unit, User
from rasmi.platforms import catalog
from rasmi.rules import Refusal, gate

PROPOSED = register(
    "channels.channel.propose", gettext_lazy("Proposed the account %(target)s")
)
DESCRIBED = register(
    "channels.channel.describe",
    gettext_lazy("Stated the purpose of the account %(target)s"),
)

BY_OWNER = gate("channels.proposed_by_the_owner")
ONCE = gate("channels.account_is_entered_once")
KIND_KNOWN = gate("channels.kind_is_known")
NOT_OVER = gate("channels.account_is_not_over")
STILL_OPEN = gate("channels.account_waits_for_its_decision")


class Account(TypedDict):
    """What an account is called, and where."""

    platform: str
    handle: str
    address: str
    name_ar: str
    name_en: str
    owner: Unit


class Case(TypedDict):
    """Why an account is wanted, for whom, and who answers on it when."""

    purposes: list[str]
    need: str
    audience: str
    languages: list[str]
    answered_by: Unit
    answered_when: str


class Wish(Account, Case):
    pass


@transaction.atomic
def propose(*, by: User, now: datetime, **wish: Unpack[Wish]) -> Channel:
    """
    Propose that the body opens an account; opinions and the head's decision follow.

    :raises Refusal: if one is not of the unit that is to own it, the platform is not
        known, the handle cannot be one of it, or the account is entered already
    """
    refuse_stranger(by, wish["owner"], now)
    account: Any = {name: wish[name] for name in Account.__annotations__}  # type: ignore[literal-required]
    case: Any = {name: wish[name] for name in Case.__annotations__}  # type: ignore[literal-required]
    channel = new_channel(state=Channel.State.PROPOSED, now=now, **account)
    Proposal.objects.create(channel=channel, proposed_by=by, proposed_at=now, **case)
    audit.record(PROPOSED, actor=by, target=channel, now=now, platform=channel.platform)
    return channel


@transaction.atomic
def describe(
    channel: Channel, *, by: User, now: datetime, **case: Unpack[Case]
) -> None:
    """
    State purpose, audience and who answers: of an imported account, or anew.

    Opinions on what was stated before count no more: they are asked for again.

    :raises Refusal: if one is not of its owner, or it waits for no decision
    """
    channel = locked(channel)
    refuse_stranger(by, channel.owner, now)
    refuse_settled(channel)
    Proposal.objects.create(channel=channel, proposed_by=by, proposed_at=now, **case)
    audit.record(DESCRIBED, actor=by, target=channel, now=now)


def new_channel(
    *, state: Channel.State, now: datetime, **account: Unpack[Account]
) -> Channel:
    """Enter an account, once and with a handle that its platform could have."""
    platform = catalog.PLATFORMS.get(account["platform"])
    handle = catalog.clean_handle(account["handle"])
    if platform is None or not platform.has_handle(handle):
        raise Refusal(
            KIND_KNOWN,
            _("«%(handle)s» cannot be the handle of an account on this platform.")
            % {"handle": isolated(handle)},
            remedy=_("Check the platform, and copy the handle from the account."),
        )
    _refuse_second(platform.key, handle)
    return _create(
        platform=platform.key,
        handle=handle,
        address=account["address"] or platform.address_of(handle),
        name_ar=account["name_ar"],
        name_en=account["name_en"],
        owner=account["owner"],
        state=state,
        since_at=now,
    )


def _create(**facts: Any) -> Channel:
    try:
        with transaction.atomic():
            return Channel.objects.create(**facts)
    except IntegrityError:  # a colleague entered it in the same moment
        _refuse_second(facts["platform"], facts["handle"])
        raise


def _refuse_second(platform: str, handle: str) -> None:
    same = Channel.objects.present().filter(platform=platform, handle__iexact=handle)
    if account := same.first():
        raise Refusal(
            ONCE,
            _("This account is in the register already: %(account)s.")
            % {"account": account},
            remedy=_("Go on with the one that is there."),
            target=account,
        )


def require_proposer(by: User, *, now: datetime) -> None:
    """
    Refuse who may propose for no unit at all, before anything is typed.

    :raises Refusal: then
    """
    keeps = people.authority(by, Power.REGISTER, now)
    if not (keeps or people.units_of_offices(by, now)):
        raise Refusal(
            BY_OWNER,
            _("An account is proposed by who holds an office in its future owner."),
            remedy=_("Ask the head of your unit, or who keeps the registers."),
        )


def refuse_stranger(by: User, owner: Unit, now: datetime) -> None:
    """
    Only the owner unit's offices and the keepers of the registers speak for an account.

    :raises Refusal: for anybody else
    """
    if not selectors.may_propose(by, owner, now):
        raise Refusal(
            BY_OWNER,
            _("An account is kept by the unit that owns it: %(unit)s.")
            % {"unit": owner},
            remedy=_("Ask who holds an office there, or who keeps the registers."),
            target=owner,
        )


def refuse_settled(channel: Channel) -> None:
    """
    Refuse what is done only before the opening of an account is decided.

    :raises Refusal: if the account is active, closed or withdrawn
    """
    if not channel.waits_for_decision:
        raise Refusal(
            STILL_OPEN,
            _("This account does not wait for a decision: %(state)s.")
            % {"state": channel.get_state_display()},
            remedy=_("Load its page again to see how it stands."),
            target=channel,
        )


def refuse_over(channel: Channel) -> None:
    """
    Refuse what is done with accounts that the body still has or wants.

    :raises Refusal: if the account is closed or withdrawn
    """
    if channel.is_over:
        raise Refusal(
            NOT_OVER,
            _("This account is over: %(state)s.")
            % {"state": channel.get_state_display()},
            remedy=_("Propose it anew if it is wanted again."),
            target=channel,
        )
