"""
A person decides on the words of another: what is hidden is hidden by a clause, with a
reason, after a copy of it is kept, and never is anything hidden by itself.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rasmi.audit import services as audit
from rasmi.audit.actions import register
from rasmi.core.models import locked
from rasmi.delegations import services as delegations
from rasmi.delegations.models import Task
from rasmi.engagement import services as engagement
from rasmi.intake.models import RemoteObject
from rasmi.moderation import selectors
from rasmi.moderation.models import Judgement
from rasmi.moderation.models.codes import new_code
from rasmi.outbox import services as outbox
from rasmi.outbox.models import Intent, Saying
from rasmi.outbox.services import gates
from rasmi.people.models import User
from rasmi.platforms.registry import CONNECTORS
from rasmi.policy.pack import HouseRule
from rasmi.records import selectors as kept
from rasmi.records import services as records
from rasmi.records.models import Part, Record
from rasmi.rules import Refusal, gate
from rasmi.security import selectors as security

HIDDEN = register(
    "moderation.object.hide", gettext_lazy("Decided to hide a contribution: %(target)s")
)
STOOD = register(
    "moderation.object.let_stand", gettext_lazy("Let a contribution stand: %(target)s")
)
SHOWN = register(
    "moderation.object.show",
    gettext_lazy("Decided to show a contribution again: %(target)s"),
)

CLAUSE_AND_REASON = gate("moderation.hidden_with_clause_and_reason")
NEWEST_WORDS = gate("moderation.newest_words_are_judged")
OF_THE_PUBLIC = gate("moderation.only_the_public_is_moderated")
STANDS_OPEN = gate("moderation.judged_once_at_a_time")
BY_ANOTHER = gate("moderation.appeal_is_decided_by_another")

Outcome = Judgement.Outcome
SHORTEST_REASON = 10  # characters: enough to keep "." and "spam" out
WINDOW = timedelta(days=7)  # longer than a site is down; later it is decided anew


@transaction.atomic
def hide(
    contribution: RemoteObject,
    *,
    version_number: int,
    rule: str,
    reason: str,
    by: User,
    now: datetime,
) -> Judgement:
    """
    Hide what somebody said, by a house rule; the platform does it as soon as it can.

    :param version_number: of the words that the person has read
    :raises Refusal: if the person may not, the words changed meanwhile, they are ours,
        no copy is kept, or the rule or the reason is missing
    """
    contribution = _of_the_public(contribution)
    delegations.require_right(
        by, contribution.channel, Task.MODERATE, topic=None, now=now
    )
    _require_newest(contribution, version_number)
    found = _require_rule(rule, contribution)
    reason = _require_reason(reason, contribution)
    record = _require_captured(contribution)
    _refuse_hidden(contribution)
    code = new_code()
    intent = _plan(
        contribution,
        record,
        act="hide",
        note=_note(contribution, found, code),
        by=by,
        now=now,
    )
    judgement = Judgement.objects.create(
        object=contribution,
        version=contribution.version,
        outcome=Outcome.HIDE,
        rule=found.key,
        clause=found.clause,
        reason=reason,
        intent=intent,
        by=by,
        at=now,
        code=code,
    )
    _keep(judgement)
    audit.record(
        HIDDEN,
        actor=by,
        target=contribution,
        now=now,
        rule=found.key,
        clause=found.clause,
    )
    _tell_engagement(judgement)
    return judgement


@transaction.atomic
def let_stand(
    contribution: RemoteObject,
    *,
    version_number: int,
    reason: str,
    by: User,
    now: datetime,
) -> Judgement:
    """
    Let stand what the screening held: it was looked at, and keeps the house rules.

    :raises Refusal: if the person may not, the words changed meanwhile, or they are
        hidden
    """
    contribution = _of_the_public(contribution)
    delegations.require_right(
        by, contribution.channel, Task.MODERATE, topic=None, now=now
    )
    _require_newest(contribution, version_number)
    _refuse_hidden(contribution)
    judgement = Judgement.objects.create(
        object=contribution,
        version=contribution.version,
        outcome=Outcome.STAND,
        reason=reason.strip(),
        by=by,
        at=now,
    )
    _keep(judgement)
    audit.record(STOOD, actor=by, target=contribution, now=now)
    _tell_engagement(judgement)
    return judgement


@transaction.atomic
def show_again(
    judgement: Judgement, *, reason: str, by: User, now: datetime
) -> Judgement:
    """
    Undo a hiding: what was not hidden yet is not, what was is shown again.

    One's own mistake may be undone by oneself; once an appeal was made, by another.

    :raises Refusal: if the person may not, it is undone already, or nobody knows yet
        whether it is hidden
    """
    contribution = _of_the_public(judgement.object)
    delegations.require_right(
        by, contribution.channel, Task.MODERATE, topic=None, now=now
    )
    if judgement.appeals.exists():
        refuse_own(judgement, by, now)
    return undo(judgement, reason=reason, by=by, now=now)


@transaction.atomic
def undo(judgement: Judgement, *, reason: str, by: User, now: datetime) -> Judgement:
    """
    Take a hiding back, for whoever was asked whether the person may.

    :raises Refusal: if it is undone already, or nobody knows yet whether it is hidden
    """
    contribution = _of_the_public(judgement.object)
    reason = _require_reason(reason, contribution)
    is_undone = Judgement.objects.filter(undoes=judgement).exists()
    if not judgement.is_hiding or is_undone:
        raise Refusal(
            STANDS_OPEN,
            _("This decision does not hide anything any more."),
            remedy=_("The page of the contribution shows how it stands."),
            target=contribution,
        )
    undone = Judgement.objects.create(
        object=contribution,
        version=judgement.version,
        outcome=Outcome.SHOW,
        rule=judgement.rule,
        clause=judgement.clause,
        reason=reason,
        undoes=judgement,
        intent=_plan_showing(judgement, contribution, reason, by, now),
        by=by,
        at=now,
    )
    _keep(undone)
    audit.record(SHOWN, actor=by, target=contribution, now=now, rule=judgement.rule)
    _tell_engagement(undone)
    return undone


def refuse_own(judgement: Judgement, by: User, now: datetime) -> None:
    """
    What is appealed against is not decided by who decided it, nor for that person.

    :raises Refusal: then
    """
    if not selectors.is_other(by, judgement, now):
        raise Refusal(
            BY_ANOTHER,
            _("An appeal is decided by another person than the decision."),
            remedy=_("Ask a colleague who may moderate on this account to look at it."),
            target=judgement,
        )


def _plan_showing(
    judgement: Judgement,
    contribution: RemoteObject,
    reason: str,
    by: User,
    now: datetime,
) -> Intent | None:
    intent = judgement.intent
    if intent is None or intent.is_over:
        return None
    if intent.is_waiting:
        outbox.withdraw(intent, reason=reason, by=by, now=now)
        return None
    if not intent.is_out:
        raise Refusal(
            STANDS_OPEN,
            _("Nobody knows yet whether it is hidden: %(state)s.")
            % {"state": intent.get_state_display()},
            remedy=_("Wait until that is known, and undo it then."),
            target=contribution,
        )
    record = _require_captured(contribution)
    return _plan(contribution, record, act="show", note="", by=by, now=now)


def _of_the_public(contribution: RemoteObject) -> RemoteObject:
    """The row, held until the end: of two persons one is first."""
    found = locked(contribution)
    if found.is_ours:
        raise Refusal(
            OF_THE_PUBLIC,
            _("These are our own words: they are corrected, and not moderated."),
            remedy=_("Publish a correction."),
            target=found,
        )
    return found


def _require_newest(contribution: RemoteObject, number: int) -> None:
    if contribution.version.number != number:
        raise Refusal(
            NEWEST_WORDS,
            _("It was changed on the platform since you read it."),
            remedy=_("Read what it says now, and decide on that."),
            target=contribution,
        )


def _require_rule(key: str, contribution: RemoteObject) -> HouseRule:
    found = selectors.rule(key)
    if found is None:
        raise Refusal(
            CLAUSE_AND_REASON,
            _("Nothing is hidden without the house rule that it breaks."),
            remedy=_("Choose the rule. Where none fits, the contribution stands."),
            target=contribution,
        )
    return found


def _require_reason(reason: str, contribution: RemoteObject) -> str:
    reason = reason.strip()
    if len(reason) < SHORTEST_REASON:
        raise Refusal(
            CLAUSE_AND_REASON,
            _("The reason is too short: whoever wrote it is to understand it."),
            remedy=_(
                "Write in one sentence what breaks the rule, or why nothing does."
            ),
            target=contribution,
        )
    return reason


def _require_captured(contribution: RemoteObject) -> Record:
    record = contribution.record
    if record is None or not kept.has_words_of(record):
        raise Refusal(
            gates.CAPTURED,
            _("Nothing is hidden before a copy of it is kept."),
            remedy=_("It is kept when it is heard. Look again in a minute."),
            target=contribution,
        )
    return record


def _refuse_hidden(contribution: RemoteObject) -> None:
    last = selectors.last_judgement(contribution)
    if last and last.is_hiding and not (last.intent and last.intent.is_over):
        is_same = last.version.text == contribution.version.text
        if is_same or not (last.intent and last.intent.is_out):
            raise Refusal(
                STANDS_OPEN,
                _("It was decided already that this is hidden."),
                remedy=_("Where that was a mistake, show it again."),
                target=contribution,
            )


def _note(contribution: RemoteObject, rule: HouseRule, code: str) -> str:
    """What stands where the words stood, where the platform shows such a note."""
    kind = security.reached_by(contribution.channel)
    if not kind or not CONNECTORS[kind].notes_hidden:
        return ""
    address = f"{settings.PUBLIC_ORIGIN}/appeal/{code}/"
    return (
        f"أخفى الحساب هذه المشاركة: {rule.title.ar} (البند {rule.clause}). "
        f"للتظلّم: {address}\n"
        f"This account hid this contribution: {rule.title.en} (clause {rule.clause}). "
        f"To appeal: {settings.PUBLIC_ORIGIN}/en/appeal/{code}/"
    )


def _plan(
    contribution: RemoteObject,
    record: Record,
    *,
    act: str,
    note: str,
    by: User,
    now: datetime,
) -> Intent:
    saying = Saying(
        act=act,
        subject=str(record),
        channel=contribution.channel,
        text=note,
        pictures=(),
        topic=None,
        information_class="",
        not_before=now,
        not_after=now + WINDOW,
        target=contribution,
    )
    return outbox.plan(
        saying, record=record, written_by=by, person=by, seen=[], by=by, now=now
    )


def _keep(judgement: Judgement) -> None:
    record = judgement.object.record
    if record is None:
        return  # entered before there were records; the judgement itself is kept
    records.keep(
        record,
        Part.Stage.JUDGED,
        by=judgement.by,
        now=judgement.at,
        about=str(judgement.object.channel.name_ar),
        content={
            "version": judgement.version.number,
            "outcome": str(judgement.outcome),
            "rule": judgement.rule,
            "clause": judgement.clause,
            "reason": judgement.reason,
        },
    )


def _tell_engagement(judgement: Judgement) -> None:
    """What is hidden is not answered; what stands, or is shown again, is."""
    tell = engagement.close_hidden if judgement.is_hiding else engagement.let_stand
    beside = selectors.waiting().filter(
        message__conversation__messages__object=judgement.object
    )
    others_wait = beside.exclude(pk=judgement.object.pk).exists()
    tell(judgement.object, others_wait=others_wait, by=judgement.by, now=judgement.at)
