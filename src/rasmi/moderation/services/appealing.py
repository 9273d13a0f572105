"""The public objects to a hiding; somebody who did not decide it decides on that."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rasmi.audit import services as audit
from rasmi.audit.actions import register
from rasmi.core.models import locked
from rasmi.delegations import services as delegations
from rasmi.delegations.models import Task
from rasmi.moderation import selectors
from rasmi.moderation.models import Appeal, Judgement
from rasmi.moderation.models.codes import digest_of, new_code
from rasmi.moderation.services.judging import BY_ANOTHER, refuse_own, undo
from rasmi.people.models import User
from rasmi.records import services as records
from rasmi.records.models import Part
from rasmi.rules import Refusal, gate

RECEIVED = register(
    "moderation.appeal.receive", gettext_lazy("An appeal came in: %(target)s")
)
MATCHED = register(
    "moderation.appeal.match", gettext_lazy("Found what an appeal is about: %(target)s")
)
DECIDED = register("moderation.appeal.decide", gettext_lazy("Decided: %(target)s"))

WELL_FORMED = gate("moderation.appeal_can_be_read")
MATCHED_FIRST = gate("moderation.appeal_is_matched_first")
DECIDED_ONCE = gate("moderation.appeal_is_decided_once")

State = Appeal.State
SHORTEST, LONGEST = 10, 4000  # characters of an appeal


@transaction.atomic
def appeal(
    *, judgement: Judgement | None, text: str, place: str = "", now: datetime
) -> str:
    """
    Take an appeal of somebody unknown; return the code by which its answer is read.

    Empty where the same hiding is being looked at already: a second one adds nothing.

    :param judgement: which the code of the note named; else `place` says what it is of
    :raises Refusal: if nobody could understand it
    """
    text = text.strip()
    if not SHORTEST <= len(text) <= LONGEST or not (judgement or place.strip()):
        raise Refusal(
            WELL_FORMED,
            _("We need one or two sentences, and where what was hidden stood."),
            remedy=_("Write why the decision is wrong, in 10 to 4000 characters."),
        )
    if judgement and locked(judgement).appeals.filter(state=State.OPEN).exists():
        return ""
    code = new_code()
    made = Appeal.objects.create(
        judgement=judgement,
        digest=digest_of(code),
        text=text,
        place="" if judgement else place.strip()[:500],
        received_at=now,
    )
    _keep(made, now=now, state=State.OPEN.value, words=text)
    audit.record(
        RECEIVED, actor=None, target=made, now=now, is_matched=judgement is not None
    )
    return code


@transaction.atomic
def match_appeal(
    appeal: Appeal, *, judgement: Judgement, by: User, now: datetime
) -> None:
    """
    Say which hiding an appeal without a code is about.

    :raises Refusal: if the person may not, it is matched or decided, or the hiding has
        an open appeal
    """
    appeal, judgement = locked(appeal), locked(judgement)
    delegations.require_right(
        by, judgement.object.channel, Task.MODERATE, topic=None, now=now
    )
    is_taken = judgement.appeals.filter(state=State.OPEN).exists()
    if not appeal.is_open or appeal.judgement or not judgement.is_hiding or is_taken:
        raise Refusal(
            DECIDED_ONCE,
            _("This appeal or this decision has been matched already."),
            remedy=_("The page of appeals shows what is open."),
            target=appeal,
        )
    Appeal.objects.filter(pk=appeal.pk).update(judgement=judgement, matched_by=by)
    appeal.refresh_from_db()
    _keep(appeal, by=by, now=now, state=State.OPEN.value, words=appeal.text)
    audit.record(MATCHED, actor=by, target=appeal, now=now, judgement=judgement.pk)


@transaction.atomic
def decide_appeal(
    appeal: Appeal, *, is_granted: bool, answer: str, by: User, now: datetime
) -> None:
    """
    Decide an appeal: granted, the contribution is shown again; else the hiding stays.

    Who grants without the right to show again on the account leaves that to who has it.

    :raises Refusal: if the person may not or decided the hiding, nothing was matched
        that could be shown again, the answer is missing, or it is decided
    """
    appeal = locked(appeal)
    judgement = appeal.judgement
    _require_decider(appeal, by, now)
    if judgement:
        refuse_own(judgement, by, now)
    elif is_granted:
        raise Refusal(
            MATCHED_FIRST,
            _("Nobody has found yet what this appeal is about."),
            remedy=_("Match it with what was hidden, and decide then."),
            target=appeal,
        )
    answer = answer.strip()
    if len(answer) < SHORTEST:
        raise Refusal(
            WELL_FORMED,
            _("Whoever appealed reads your answer, and this one is too short."),
            remedy=_("Write in a few sentences what you decided and why."),
            target=appeal,
        )
    state = State.GRANTED if is_granted else State.UPHELD
    if not appeal.move(state, decided_by=by, decided_at=now, answer=answer):
        raise Refusal(
            DECIDED_ONCE,
            _("This appeal is decided already."),
            remedy=_("The page of appeals shows what is open."),
            target=appeal,
        )
    _keep(appeal, by=by, now=now, state=state.value, words=answer)
    audit.record(DECIDED, actor=by, target=appeal, now=now, outcome=state.value)
    if not (is_granted and judgement) or judgement.is_undone:
        return
    if selectors.may_judge(by, judgement.object.channel, now):
        undo(judgement, reason=answer[:500], by=by, now=now)


def _require_decider(appeal: Appeal, by: User, now: datetime) -> None:
    if selectors.may_decide(by, appeal, now):
        return
    raise Refusal(
        BY_ANOTHER,
        _("An appeal is decided by who may moderate on the account, or approves."),
        remedy=_("The page of delegations shows who may moderate there."),
        target=appeal,
    )


def _keep(
    appeal: Appeal, *, now: datetime, state: str, words: str, by: User | None = None
) -> None:
    record = appeal.judgement.object.record if appeal.judgement else None
    if record is None:
        return
    records.keep(
        record,
        Part.Stage.APPEALED,
        by=by,
        now=now,
        content={"appeal": appeal.pk, "state": state, "words": words},
    )
