"""A fact comes from the unit that knows it: asked by a link, answered without an
account, and said what of it may be published."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rasmi.audit import services as audit
from rasmi.audit.actions import register
from rasmi.core.calendar import working_hours_later
from rasmi.core.models import locked
from rasmi.engagement import selectors
from rasmi.engagement.models import Conversation, InformationRequest
from rasmi.engagement.services import mails
from rasmi.engagement.services.triage import require_open, require_sorter
from rasmi.people.models import Placement, User
from rasmi.policy import selectors as policy
from rasmi.records import services as records
from rasmi.records.models import Part
from rasmi.rules import Refusal, gate

ASKED = register(
    "engagement.request.ask", gettext_lazy("Asked a unit for a fact: %(target)s")
)
ANSWERED = register(
    "engagement.request.answer", gettext_lazy("A unit answered: %(target)s")
)
DECLINED = register(
    "engagement.request.decline",
    gettext_lazy("A unit says that it is not its matter: %(target)s"),
)
LATER = register(
    "engagement.request.delay", gettext_lazy("A unit needs more time: %(target)s")
)
REMINDED = register(
    "engagement.request.remind", gettext_lazy("Reminded a unit: %(target)s")
)

CAN_BE_ASKED = gate("engagement.asked_who_is_in_the_unit")
STILL_OPEN = gate("engagement.request_is_open")

LINK_LASTS = timedelta(days=14)  # after it was due


@transaction.atomic
def ask_unit(  # noqa: PLR0913 — what is asked, and how
    conversation: Conversation,
    recipient: Placement,
    *,
    question: str,
    quotes_message: bool = True,
    is_urgent: bool = False,
    by: User,
    now: datetime,
) -> InformationRequest:
    """
    Ask a colleague of a unit for a fact, by a link that needs no account.

    :param quotes_message: show what was written, never by whom
    :raises Refusal: if one does not reply on the account, it is closed, or the
        colleague is not in a unit any more
    """
    conversation = locked(conversation)
    require_sorter(conversation, by, now)
    require_open(conversation)
    if recipient.ends_at or not recipient.user.is_active:
        raise Refusal(
            CAN_BE_ASKED,
            _("%(person)s is not in this unit any more.") % {"person": recipient.user},
            remedy=_("Choose somebody else of the unit."),
            target=conversation,
        )
    hours = policy.setting("internal_answer_target", now)
    name = "urgent_hours" if is_urgent else "working_hours"
    due = working_hours_later(now, hours.number(name))
    request = InformationRequest.objects.create(
        conversation=conversation,
        unit=recipient.unit,
        recipient=recipient.user,
        question=question,
        quotes_message=quotes_message,
        is_urgent=is_urgent,
        asked_by=by,
        asked_at=now,
        due_at=due,
        link_ends_at=due + LINK_LASTS,
    )
    _keep(request, Part.Stage.ASKED, now, by=by, question=question)
    audit.record(ASKED, actor=by, target=request, now=now, unit=recipient.unit_id)
    mails.ask(request, now=now)
    return request


@transaction.atomic
def answer_request(
    request: InformationRequest,
    *,
    answer: str,
    publishable: str,
    source: str = "",
    answered_by: str,
    now: datetime,
) -> None:
    """
    Keep what the unit answered; the link is then over.

    :param answered_by: name and title, as typed: the link went to one address
    :raises Refusal: if it was answered or declined already
    """
    request = _open(request)
    request.answer, request.publishable = answer, publishable
    request.source, request.answered_by = source[:300], answered_by[:160]
    request.answered_at = now
    request.save()
    _keep(
        request,
        Part.Stage.TOLD,
        now,
        answer=answer,
        publishable=publishable,
        source=source,
        answered_by=answered_by,
    )
    audit.record(ANSWERED, actor=None, target=request, now=now, may=publishable)
    mails.tell_of_answer(request, now=now)


@transaction.atomic
def decline_request(request: InformationRequest, *, why: str, now: datetime) -> None:
    """
    Say that it is not a matter of this unit; who asked is told.

    :raises Refusal: if it was answered or declined already
    """
    request = _open(request)
    request.declined_at, request.declined_why = now, why[:300]
    request.save()
    _keep(request, Part.Stage.TOLD, now, declined=why)
    audit.record(DECLINED, actor=None, target=request, now=now)
    mails.tell_of_answer(request, now=now)


@transaction.atomic
def ask_more_time(
    request: InformationRequest, *, until: datetime, why: str, now: datetime
) -> None:
    """
    Say that the answer comes later, and when. The target that was missed stays missed.

    :raises Refusal: if it was answered or declined already
    """
    request = _open(request)
    request.more_time_until, request.more_time_why = until, why[:300]
    request.link_ends_at = max(request.link_ends_at, until + LINK_LASTS)
    request.save()
    _keep(request, Part.Stage.TOLD, now, until=until.isoformat(), why=why)
    audit.record(LATER, actor=None, target=request, now=now)
    mails.tell_of_answer(request, now=now)


def remind(*, now: datetime) -> int:
    """
    Remind once of what is overdue, and tell who leads the unit; return how many. A
    unit that said when it answers is reminded then.
    """
    late = Q(more_time_until=None, due_at__lte=now) | Q(more_time_until__lte=now)
    found = list(selectors.requests_waiting().filter(late, reminded_at=None))
    for request in found:
        _remind(request, now)
    return len(found)


@transaction.atomic
def _remind(request: InformationRequest, now: datetime) -> None:
    waiting = InformationRequest.objects.filter(pk=request.pk, reminded_at=None)
    if waiting.update(reminded_at=now):
        audit.record(REMINDED, actor=None, target=request, now=now)
        mails.remind(request, now=now)


def _open(request: InformationRequest) -> InformationRequest:
    request = locked(request)
    if not request.is_waiting:
        raise Refusal(
            STILL_OPEN,
            _("This was answered already."),
            remedy=_("Who asked can ask again; the first answer stays on record."),
            target=request,
        )
    return request


def _keep(
    request: InformationRequest,
    stage: Part.Stage,
    now: datetime,
    *,
    by: User | None = None,
    **content: object,
) -> None:
    record = request.conversation.root.record
    assert record  # noqa: S101 — opened when it was heard
    records.keep(
        record,
        stage,
        by=by,
        now=now,
        about=str(request.unit.name_ar),
        content={"request": request.pk, **content},
    )
