from datetime import datetime
from uuid import uuid4

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rasmi.audit import services as audit
from rasmi.audit.actions import register
from rasmi.core.models import locked
from rasmi.delegations import services as delegations
from rasmi.files.models import Evidence
from rasmi.outbox import connectors
from rasmi.outbox.models import Intent, IntentPicture, Saying
from rasmi.outbox.services import mails
from rasmi.outbox.services.gates import (
    WINDOW,
    is_to_be_looked_for,
    require_plannable,
)
from rasmi.people.models import User
from rasmi.platforms.limits import LIMITS, too_long
from rasmi.records import services as records
from rasmi.records.models import Part, Record
from rasmi.rules import Refusal, gate
from rasmi.security import selectors as security

PLANNED = register("outbox.intent.plan", gettext_lazy("Planned: %(target)s"))
WITHDRAWN = register("outbox.intent.withdraw", gettext_lazy("Recalled: %(target)s"))

RECALL_ASKED = register(
    "outbox.intent.ask_back",
    gettext_lazy("Asked back while it could be out already: %(target)s"),
)

FITS = gate("outbox.platform_takes_it")
NOT_OUT_YET = gate("outbox.nothing_is_out_yet")

State = Intent.State


def refuse_unfit(saying: Saying) -> None:
    """
    Refuse what the platform would refuse, before anybody reviews it.

    :raises Refusal: if the text is too long, or there are too many or no pictures
    """
    limits = LIMITS.get(saying.channel.platform)
    if limits is None:
        return
    over = too_long(saying.channel.platform, saying.text)
    sentence = ""
    if over:
        sentence = _("The text is too long for «%(account)s» by %(count)s characters.")
    elif len(saying.pictures) > limits.pictures:
        sentence = _("«%(account)s» takes at most %(most)s pictures.")
    elif limits.needs_picture and not (saying.pictures or saying.target):
        sentence = _("«%(account)s» takes no text without a picture.")
    if sentence:
        raise Refusal(
            FITS,
            sentence
            % {"account": saying.channel, "count": over, "most": limits.pictures},
            remedy=_("Shorten it, or change what goes with it."),
            target=saying.channel,
        )


@transaction.atomic
def plan(  # noqa: PLR0913 — whose voice it is, and what stands behind it
    saying: Saying,
    *,
    record: Record,
    written_by: User,
    person: User,
    seen: list[str],
    by: User,
    now: datetime,
) -> Intent:
    """
    Plan to say something on one account; from here on the intent is the truth.

    :param record: where each of its stages is kept
    :param seen: marks of the findings of the screening that a person has seen
    :param person: who speaks: it goes out by this person's delegation
    :raises Refusal: if the person may not, the window is over, or it cannot be taken
    """
    right = delegations.require_right(
        person, saying.channel, saying.task, topic=saying.topic, now=now
    )
    refuse_unfit(saying)
    if saying.not_after <= now:
        raise Refusal(
            WINDOW,
            _("The window in which it was to be published has closed."),
            remedy=_("Choose an hour to come, and have it reviewed with that hour."),
        )
    intent = Intent.objects.create(
        key=uuid4().hex,
        act=saying.act,
        connector=connectors.kind_for(saying.channel),
        channel=saying.channel,
        target=saying.target,
        topic=saying.topic,
        person=person,
        delegation=right,
        written_by=written_by,
        text=saying.text,
        information_class=saying.information_class,
        not_before=saying.not_before,
        not_after=saying.not_after,
        digest=saying.digest,
        seen=seen,
        record=record,
        planned_at=now,
        life=security.life(),
        due_at=saying.not_before,
    )
    IntentPicture.objects.bulk_create(
        IntentPicture(
            intent=intent, rendition=each.rendition, position=place, alt=each.alt
        )
        for place, each in enumerate(saying.pictures)
    )
    require_plannable(intent, now=now)
    keep(intent, Part.Stage.PLANNED, by=by, now=now, digest=intent.digest)
    audit.record(PLANNED, actor=by, target=intent, now=now, digest=intent.digest)
    return intent


@transaction.atomic
def withdraw(intent: Intent, *, reason: str, by: User, now: datetime) -> None:
    """
    Recall what is not out yet: it is never sent. Who has it in hand is told, and says
    whether it was posted before that.

    Who may is for the room whose words they are to say.

    :raises Refusal: if it is being sent, is out, or is over
    """
    intent = locked(intent)
    is_doubtful = intent.is_waiting and is_to_be_looked_for(intent)
    if intent.can_be_recalled and (is_doubtful or not intent.is_waiting):
        # It may be out already: that is asked or looked for, and not assumed. From
        # now on no gate lets it go its way again.
        Intent.objects.filter(pk=intent.pk).update(recalled_at=now, words=reason[:300])
        keep(intent, Part.Stage.RECALL_ASKED, by=by, now=now, reason=reason)
        audit.record(RECALL_ASKED, actor=by, target=intent, now=now)
        if intent.is_handed:
            mails.tell_of_recall(intent, now=now)
        return
    if not intent.is_waiting:
        raise Refusal(
            NOT_OUT_YET,
            _("It can no longer be recalled: %(state)s.")
            % {"state": intent.get_state_display()},
            remedy=_("Its page shows what became of it on each account."),
            target=intent,
        )
    Intent.objects.filter(pk=intent.pk).update(
        state=State.WITHDRAWN, due_at=None, ended_at=now, words=reason[:300]
    )
    keep(intent, Part.Stage.WITHDRAWN, by=by, now=now, reason=reason)
    audit.record(WITHDRAWN, actor=by, target=intent, now=now)


@transaction.atomic
def end_recalled(intent: Intent, states: tuple[State, ...], *, now: datetime) -> bool:
    """
    End what was recalled while it could be out and is known not to be; return whether
    it was recalled at all.

    :param states: in which the row is still this worker's to change
    """
    if not locked(intent).recalled_at:
        return False
    if intent.move(
        states, State.WITHDRAWN, due_at=None, lease_until=None, ended_at=now
    ):
        keep(intent, Part.Stage.WITHDRAWN, now=now)
        audit.record(WITHDRAWN, actor=None, target=intent, now=now)
    return True


def keep(
    intent: Intent,
    stage: Part.Stage,
    *,
    now: datetime,
    by: User | None = None,
    file: Evidence | None = None,
    **content: object,
) -> Part:
    """Add a stage of an intent to the record of what it says."""
    return records.keep(
        intent.record,
        stage,
        by=by,
        now=now,
        about=str(intent.channel.name_ar),
        content={"intent": intent.key, **content},
        file=file,
    )
