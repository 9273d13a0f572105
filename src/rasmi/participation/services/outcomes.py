"""What came of what people said: written by one person, published by another."""

from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rasmi.audit import services as audit
from rasmi.audit.actions import register
from rasmi.core.models import locked
from rasmi.intake.models import RemoteObject
from rasmi.participation import selectors
from rasmi.participation.models import Contribution, Outcome
from rasmi.people import services as people
from rasmi.people.models import Power, Topic, User
from rasmi.policy import services as policy
from rasmi.rules import Refusal, gate

RECORDED = register(
    "participation.outcome.record",
    gettext_lazy("Wrote what came of contributions: %(target)s"),
)
ADDED = register(
    "participation.outcome.add",
    gettext_lazy("Named a contribution behind an outcome: %(target)s"),
)
PUBLISHED = register(
    "participation.outcome.publish", gettext_lazy("Published an outcome: %(target)s")
)
WITHDRAWN = register(
    "participation.outcome.withdraw", gettext_lazy("Withdrew an outcome: %(target)s")
)

WRITER = gate("participation.written_by_who_answers")
SAYS_WHY = gate("participation.outcome_says_why")
BY_ANOTHER = gate("participation.published_by_another")
STANDS_SO = gate("participation.outcome_is_not_changed_once_public")
OF_THE_PUBLIC = gate("participation.contribution_is_of_the_public")

State = Outcome.State
SHORTEST_REASON = 10  # characters


@dataclass(frozen=True)
class Told:
    """The words of an outcome, in both languages."""

    title_ar: str
    title_en: str
    said_ar: str
    said_en: str
    did_ar: str
    did_en: str
    why_ar: str = ""
    why_en: str = ""
    effect_ar: str = ""
    effect_en: str = ""


@transaction.atomic
def record_outcome(  # noqa: PLR0913 — what an outcome consists of
    told: Told,
    *,
    topic: Topic,
    decision: str,
    decided_on: date,
    by: User,
    now: datetime,
    behind: RemoteObject | None = None,
) -> Outcome:
    """
    Write what came of contributions; it is public once another person publishes it.

    :param behind: a contribution that it came of
    :raises Refusal: if the person does not answer on the topic, it does not say why, or
        it says what may not be said
    """
    outcome = _record(told, topic, decision, decided_on, None, by=by, now=now)
    if behind:
        add_contribution(outcome, contribution=behind, by=by, now=now)
    return outcome


@transaction.atomic
def correct_outcome(
    outcome: Outcome,
    told: Told,
    *,
    decision: str,
    decided_on: date,
    by: User,
    now: datetime,
) -> Outcome:
    """
    Write what is to take the place of an outcome, with the same contributions behind.

    A draft is withdrawn at once; what is public stays until the new one is published.

    :raises Refusal: as `record_outcome`, or if it is corrected already
    """
    outcome = locked(outcome)
    _require_writer(by, outcome.topic, now)
    if outcome.is_withdrawn or Outcome.objects.filter(corrects=outcome).exists():
        raise Refusal(
            STANDS_SO,
            _("This outcome is withdrawn or corrected already."),
            remedy=_("Change the newest one."),
            target=outcome,
        )
    new = _record(told, outcome.topic, decision, decided_on, outcome, by=by, now=now)
    Contribution.objects.bulk_create(
        Contribution(
            outcome=new, object=each.object, added_by=each.added_by, added_at=now
        )
        for each in selectors.contributions(outcome)
    )
    if outcome.is_draft:
        _withdraw(outcome, by=by, now=now, reason="")
    return new


def _record(  # noqa: PLR0913 — what an outcome consists of
    told: Told,
    topic: Topic,
    decision: str,
    decided_on: date,
    corrects: Outcome | None,
    *,
    by: User,
    now: datetime,
) -> Outcome:
    _require_writer(by, topic, now)
    words = {name: text.strip() for name, text in asdict(told).items()}
    if decision != Outcome.Decision.ADOPTED and not (
        words["why_ar"] and words["why_en"]
    ):
        raise Refusal(
            SAYS_WHY,
            _("What was not adopted as it was asked for is published with the reason."),
            remedy=_("Write why, in both languages."),
        )
    for text in words.values():
        policy.refuse_blocked(text)
    outcome = Outcome.objects.create(
        topic=topic,
        decision=decision,
        decided_on=decided_on,
        corrects=corrects,
        written_by=by,
        written_at=now,
        **words,
    )
    audit.record(
        RECORDED,
        actor=by,
        target=outcome,
        now=now,
        decision=decision,
        corrects=corrects.pk if corrects else None,
    )
    return outcome


@transaction.atomic
def add_contribution(
    outcome: Outcome, *, contribution: RemoteObject, by: User, now: datetime
) -> Contribution:
    """
    Name something the public said that is behind an outcome; twice is once.

    :raises Refusal: if the person may not, it is our own, or the outcome is withdrawn
    """
    outcome = locked(outcome)
    _require_writer(by, outcome.topic, now)
    if contribution.is_ours:
        raise Refusal(
            OF_THE_PUBLIC,
            _("Only what the public said counts as a contribution."),
            remedy=_("Choose what it answers."),
            target=contribution,
        )
    if outcome.is_withdrawn:
        raise Refusal(
            STANDS_SO,
            _("This outcome was withdrawn."),
            remedy=_("Change the newest one."),
            target=outcome,
        )
    found, is_new = Contribution.objects.get_or_create(
        outcome=outcome,
        object=contribution,
        defaults={"added_by": by, "added_at": now},
    )
    if is_new:
        audit.record(ADDED, actor=by, target=outcome, now=now, object=contribution.pk)
    return found


@transaction.atomic
def publish_outcome(outcome: Outcome, *, by: User, now: datetime) -> None:
    """
    Publish an outcome that somebody else wrote; what it corrects is withdrawn.

    :raises Refusal: if the person may not approve, wrote it, acted for the one who
        wrote it, or it is no draft
    """
    outcome = locked(outcome)
    people.require(by, Power.APPROVE, now=now, target=outcome)
    if not selectors.may_publish(by, outcome, now):
        raise Refusal(
            BY_ANOTHER,
            _("An outcome is published by another person than who wrote it."),
            remedy=_("Ask a colleague who approves what is said to read it."),
            target=outcome,
        )
    if not outcome.move(
        (State.DRAFT,), State.PUBLISHED, published_by=by, published_at=now
    ):
        raise Refusal(
            STANDS_SO,
            _("Only a draft is published."),
            remedy=_("Its page shows how it stands."),
            target=outcome,
        )
    if outcome.corrects and outcome.corrects.is_published:
        _withdraw(outcome.corrects, by=by, now=now, reason="")
    audit.record(PUBLISHED, actor=by, target=outcome, now=now)


@transaction.atomic
def withdraw_outcome(outcome: Outcome, *, reason: str, by: User, now: datetime) -> None:
    """
    Take an outcome away from the public, with the reason; it stays on record.

    :raises Refusal: if the person may not, or gives no reason
    """
    outcome = locked(outcome)
    if outcome.is_published:
        people.require(by, Power.APPROVE, now=now, target=outcome)
    else:
        _require_writer(by, outcome.topic, now)
    if len(reason.strip()) < SHORTEST_REASON or outcome.is_withdrawn:
        raise Refusal(
            STANDS_SO,
            _("What was published is withdrawn once, and with a reason."),
            remedy=_("Write in one sentence what is wrong with it."),
            target=outcome,
        )
    _withdraw(outcome, by=by, now=now, reason=reason.strip()[:300])


def _withdraw(outcome: Outcome, *, by: User, now: datetime, reason: str) -> None:
    outcome.move(
        (State.DRAFT, State.PUBLISHED),
        State.WITHDRAWN,
        withdrawn_by=by,
        withdrawn_at=now,
        withdraw_reason=reason,
    )
    audit.record(WITHDRAWN, actor=by, target=outcome, now=now)


def _require_writer(by: User, topic: Topic, now: datetime) -> None:
    if not selectors.may_write(by, topic, now):
        raise Refusal(
            WRITER,
            _("What came of contributions is written by who replies on the topic."),
            remedy=_("The page of delegations shows who replies on «%(topic)s».")
            % {"topic": topic},
            target=topic,
        )
