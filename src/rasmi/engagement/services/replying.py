"""Answering: within the scope, signed, screened, and by the one way out."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rasmi.audit import services as audit
from rasmi.audit.actions import register
from rasmi.core.models import locked
from rasmi.delegations import services as delegations
from rasmi.delegations.models import Delegation, Task
from rasmi.engagement import selectors, signatures
from rasmi.engagement.models import Conversation, InformationRequest, Reply
from rasmi.engagement.services import mails
from rasmi.engagement.services.triage import require_open
from rasmi.intake.models import RemoteObject
from rasmi.outbox import services as outbox
from rasmi.outbox.models import Saying
from rasmi.people.models import User
from rasmi.people.services import refuse_both_sides
from rasmi.policy import services as policy
from rasmi.records import services as records
from rasmi.records.models import Part
from rasmi.rules import Refusal, gate

WRITTEN = register("engagement.reply.write", gettext_lazy("Wrote a reply: %(target)s"))
APPROVED = register(
    "engagement.reply.approve", gettext_lazy("Approved a reply: %(target)s")
)
RETURNED = register(
    "engagement.reply.send_back", gettext_lazy("Returned a reply: %(target)s")
)

SORTED_FIRST = gate("engagement.sorted_before_it_is_answered")
READ = gate("engagement.thread_was_read")
NAMED = gate("engagement.named_with_four_fields")
CITED = gate("engagement.cited_answer_may_be_published")
REVIEWED = gate("engagement.reply_is_reviewed_by_another")
SOMEBODY = gate("engagement.somebody_may_review_the_reply")
ALONE = gate("engagement.one_answers_at_a_time")

WINDOW = timedelta(days=1)  # what was not out by then is read again first
SHORTEST_REASON = 5  # characters


@dataclass(frozen=True)
class Wording:
    """What is to be answered, as it was typed."""

    text: str
    signature: str = Reply.Signature.UNIT
    is_holding: bool = False
    information_class: str = "public_announcement"
    cites: InformationRequest | None = None


@transaction.atomic
def write_reply(
    conversation: Conversation,
    wording: Wording,
    *,
    key: str,
    last_seen: int,
    by: User,
    now: datetime,
) -> Reply:
    """
    Answer; what cites a unit goes its way at once, any other reply is read by another.

    :param key: of the page on which it was typed: a second click says nothing twice
    :param last_seen: the newest thing said in it that the page showed
    :raises Refusal: if it is closed or not sorted, the topic is outside the scope, it
        changed since it was read, somebody else is answering, it may not be signed so,
        or may not be said at all
    """
    conversation = locked(conversation)
    known = Reply.objects.filter(key=key).first()
    if known:
        return known
    require_open(conversation)
    right = _require_right(conversation, by, now)
    _require_read(conversation, last_seen)
    _require_alone(conversation, wording)
    _require_citable(conversation, wording.cites)
    signed = _signature(wording, right)
    said = f"{wording.text.strip()}\n{signed}"
    policy.refuse_blocked(said)
    outbox.refuse_unpublishable(wording.information_class, now=now)
    reply = Reply(
        conversation=conversation,
        target=_target(conversation),
        key=key,
        text=wording.text.strip(),
        said=said,
        signature=wording.signature,
        is_holding=wording.is_holding,
        cites=wording.cites,
        information_class=wording.information_class,
        written_by=by,
        written_at=now,
    )
    reply.act = _act(reply)
    outbox.refuse_unfit(_saying(reply, now))
    reply.save()
    record = _keep(reply, Part.Stage.WRITTEN, by=by, now=now, said=said)
    audit.record(
        WRITTEN,
        actor=by,
        target=reply,
        now=now,
        act=reply.act,
        part=record.digest,
    )
    if reply.act == "cited_reply":
        # The contact in a signature was approved with the delegation.
        contact = [each.mark for each in selectors.findings_in(signed)]
        _plan(reply, seen=contact, by=by, now=now)
    else:
        _ask_for_review(reply, now)
    return reply


def _act(reply: Reply) -> str:
    """What cites a unit is two people's word, unless the writer moved it into scope."""
    moved = reply.conversation.topic_set_by_id == reply.written_by_id
    is_clear = not selectors.findings_in(reply.text)
    return "cited_reply" if reply.cites and is_clear and not moved else "reply"


def _ask_for_review(reply: Reply, now: datetime) -> None:
    readers = selectors.reviewers(reply, now)
    if not readers:
        raise Refusal(
            SOMEBODY,
            _("Nobody else may review a reply on this account and topic."),
            remedy=_(
                "Ask a unit for the fact and cite its answer, or ask the owner of the "
                "account to delegate a reviewer."
            ),
            target=reply.conversation,
        )
    mails.tell_reviewers(reply, readers, now=now)


@transaction.atomic
def approve_reply(
    reply: Reply, *, seen: Mapping[str, str], by: User, now: datetime
) -> None:
    """
    Approve a reply word for word: it goes its way at once.

    :param seen: for each finding of the screening by its mark, why it may pass
    :raises Refusal: if one wrote it or may not review here, it does not wait, nobody
        waits for it any more, or a finding is not answered
    """
    reply = _held_for(reply, by, now)
    require_open(reply.conversation)
    for found in selectors.findings_in(reply.said):
        if len(seen.get(found.mark, "").strip()) < SHORTEST_REASON:
            raise Refusal(
                policy.SCREENING[found.category],
                _("«%(words)s»: %(why)s") % {"words": found.text, "why": found.says},
                remedy=_("Say why it may be said as it is, or return the reply."),
                target=reply.conversation,
            )
    saying = _saying(reply, now)
    policy.approve(
        saying.act,
        saying.digest,
        written_by=reply.written_by,
        written_at=reply.written_at,
        window=(saying.not_before, saying.not_after),
        by=by,
        now=now,
    )
    reply.reviewed_by = by
    _keep(reply, Part.Stage.APPROVED, by=by, now=now, seen=dict(seen))
    audit.record(APPROVED, actor=by, target=reply, now=now, digest=saying.digest)
    _plan(reply, seen=list(seen), by=by, now=now)


@transaction.atomic
def return_reply(reply: Reply, *, remark: str, by: User, now: datetime) -> None:
    """
    Return a reply to who wrote it, with what is to be corrected.

    :raises Refusal: as `approve_reply` does, or without a remark
    """
    reply = _held_for(reply, by, now)
    if len(remark.strip()) < SHORTEST_REASON:
        raise Refusal(
            REVIEWED,
            _("Who wrote the reply needs to know why."),
            remedy=_("Write in a few words what is to be corrected, or what is wrong."),
            target=reply.conversation,
        )
    reply.state, reply.remark, reply.reviewed_by = (
        Reply.State.RETURNED,
        remark.strip()[:300],
        by,
    )
    reply.save()
    _keep(reply, Part.Stage.RETURNED, by=by, now=now, remark=remark)
    audit.record(RETURNED, actor=by, target=reply, now=now)
    mails.tell_of_return(reply, now=now)


def _held_for(reply: Reply, by: User, now: datetime) -> Reply:
    conversation, reply = locked(reply.conversation), locked(reply)
    delegations.require_right(
        by, conversation.channel, Task.REVIEW, topic=conversation.topic, now=now
    )
    refuse_both_sides(
        by, reply.written_by, now=now, since=reply.written_at, target=conversation
    )
    if not reply.is_in_review:
        raise Refusal(
            REVIEWED,
            _("This reply does not wait for a review any more."),
            remedy=_("Load its page again to see how it stands."),
            target=conversation,
        )
    return reply


def _require_right(conversation: Conversation, by: User, now: datetime) -> Delegation:
    if not conversation.is_sorted or conversation.is_held:
        raise Refusal(
            SORTED_FIRST,
            _("Nothing is answered before it is known what it is and about what."),
            remedy=_("Sort it first; what the screening holds is looked at first."),
            target=conversation,
        )
    return delegations.require_right(
        by, conversation.channel, Task.REPLY, topic=conversation.topic, now=now
    )


def _require_read(conversation: Conversation, last_seen: int) -> None:
    if selectors.last_message(conversation) != last_seen:
        raise Refusal(
            READ,
            _("Something was said here since you opened the page."),
            remedy=_("Read it, then send the reply: what you typed is still there."),
            target=conversation,
        )


def _require_alone(conversation: Conversation, wording: Wording) -> None:
    """The public is answered once; that an answer is coming is no answer."""
    coming = Reply.objects.coming().filter(conversation=conversation)
    same = Q(is_holding=False) | Q(is_holding=wording.is_holding)
    other = coming.filter(same).select_related("written_by").first()
    if other:
        raise Refusal(
            ALONE,
            _("A reply by %(person)s is written here already and not out yet.")
            % {"person": other.written_by},
            remedy=_("Wait until it is out, or ask the reviewer to return it."),
            target=conversation,
        )


def _require_citable(
    conversation: Conversation, cites: InformationRequest | None
) -> None:
    is_of_it = cites is None or cites.conversation_id == conversation.pk
    if not is_of_it or (cites and not cites.may_be_cited):
        raise Refusal(
            CITED,
            _("This answer of the unit is not for publication."),
            remedy=_("Ask the unit what of it may be published."),
            target=conversation,
        )


def _signature(wording: Wording, right: Delegation) -> str:
    if wording.signature != Reply.Signature.NAME:
        return signatures.by_unit(wording.text, right.channel)
    if not right.speaks_by_name:
        raise Refusal(
            NAMED,
            _("This delegation does not grant speaking in one's own name."),
            remedy=_("Sign it by the unit."),
            target=right,
        )
    if signatures.missing(right):
        raise Refusal(
            NAMED,
            _(
                "Who speaks by name gives the full name, the job title, the body and "
                "an official contact; one of them is missing."
            ),
            remedy=_("Sign it by the unit, or have the delegation completed."),
            target=right,
        )
    return signatures.by_name(wording.text, right)


def _target(conversation: Conversation) -> RemoteObject:
    """What is answered: the newest thing that the public said and that is there."""
    said = conversation.messages.filter(object__is_ours=False).order_by("-pk")
    newest = said.select_related("object").first()
    return newest.object if newest else conversation.root


def _saying(reply: Reply, now: datetime) -> Saying:
    conversation = reply.conversation
    return Saying(
        act=reply.act,
        subject=str(reply.target.record),
        channel=conversation.channel,
        text=reply.said,
        pictures=(),
        topic=conversation.topic,
        information_class=reply.information_class,
        not_before=now,
        not_after=now + WINDOW,
        target=reply.target,
    )


def _plan(reply: Reply, *, seen: list[str], by: User, now: datetime) -> None:
    assert reply.target.record  # noqa: S101 — opened when it was heard
    reply.intent = outbox.plan(
        _saying(reply, now),
        record=reply.target.record,
        written_by=reply.written_by,
        person=reply.written_by,
        seen=seen,
        by=by,
        now=now,
    )
    reply.state = Reply.State.PLANNED
    reply.save()


def _keep(
    reply: Reply, stage: Part.Stage, *, by: User, now: datetime, **content: object
) -> Part:
    assert reply.target.record  # noqa: S101 — opened when it was heard
    return records.keep(
        reply.target.record,
        stage,
        by=by,
        now=now,
        about=str(reply.conversation.channel.name_ar),
        content={"reply": reply.pk, **content},
    )
