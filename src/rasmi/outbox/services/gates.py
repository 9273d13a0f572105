"""
The table of what is asked before anything becomes visible: act × gate.

Asked when something is planned, again at the moment of sending, and by every page that
shows why something waits. A gate refuses, or says nothing.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import chain

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rasmi.channels import selectors as channels
from rasmi.delegations import services as delegations
from rasmi.files import selectors as files
from rasmi.outbox.models import Intent
from rasmi.people.services import refuse_both_sides
from rasmi.policy import selectors as policy
from rasmi.policy.models import Approval
from rasmi.records import selectors as records
from rasmi.rules import Refusal, gate
from rasmi.security import selectors as watch
from rasmi.security import services as security

ACCOUNT_OPEN = gate("outbox.account_is_open")
CLASS_PUBLISHABLE = gate("outbox.class_is_publishable")
APPROVED = gate("outbox.approved_by_another")
SAME_BYTES = gate("outbox.bytes_are_those_approved")
WINDOW = gate("outbox.inside_its_window")
NOT_RECALLED = gate("outbox.is_not_recalled")
FINDINGS_SEEN = gate("outbox.findings_were_seen")
LOOKED_FOR = gate("outbox.looked_for_after_a_restore")
CAPTURED = gate("outbox.captured_before_hidden")
STILL_THERE = gate("outbox.target_is_still_there")

Ask = Callable[[Intent, datetime], object]


@dataclass(frozen=True)
class Gate:
    """
    One question of the table.

    :param asks: what it asks, in the words of a person
    :param is_of_the_moment: what only the moment of sending can answer
    :param is_of_connectors: what says nothing where a person posts by hand
    """

    asks: str | Promise
    ask: Ask
    is_of_the_moment: bool = False
    is_of_connectors: bool = False


def _account(intent: Intent, now: datetime) -> None:
    if not channels.is_usable(intent.channel, now):
        raise Refusal(
            ACCOUNT_OPEN,
            _("The account «%(account)s» is not open for anybody to speak on.")
            % {"account": intent.channel},
            remedy=_("Its page shows what is missing before it is active."),
            target=intent,
        )


def _right(intent: Intent, now: datetime) -> None:
    found = delegations.require_right(
        intent.person, intent.channel, intent.task, topic=intent.topic, now=now
    )
    if found.is_revoked:  # by a clock ahead of ours: it is revoked all the same
        raise Refusal(
            delegations.HOLDS_RIGHT,
            _("The delegation was revoked."),
            remedy=_("Somebody else who may do this there takes it over."),
            target=intent,
        )


def _connection(intent: Intent, now: datetime) -> None:
    if intent.is_connected:
        security.require_connection(intent.channel, now=now)


def _restore(intent: Intent, now: datetime) -> None:
    require_looked_for(intent)


def is_to_be_looked_for(intent: Intent) -> bool:
    """Whether a restore made it doubtful that it is not out."""
    return not intent.is_manual and intent.life < watch.life()


def require_looked_for(intent: Intent) -> None:
    """
    Refuse what was planned before a restore and was not looked for since.

    :raises Refusal: then
    """
    if is_to_be_looked_for(intent):
        raise Refusal(
            LOOKED_FOR,
            _("The database was restored: this may be out already."),
            remedy=_(
                "It is looked for on the platform, and goes on when that is known."
            ),
            target=intent,
        )


def _stop(intent: Intent, now: datetime) -> None:
    security.require_no_stop(intent.channel, now=now)


def _class(intent: Intent, now: datetime) -> None:
    refuse_unpublishable(intent.information_class, now=now)


def refuse_unpublishable(information_class: str, *, now: datetime) -> None:
    """
    Refuse what is of a class that the body has not released for publication.

    :raises Refusal: then, or if the class has been taken out or is never published
    """
    releasable = {each.key for each in policy.releasable_classes(now)}
    if information_class not in releasable:
        raise Refusal(
            CLASS_PUBLISHABLE,
            _("No class of information that may be released is called so any more."),
            remedy=_("Choose one of the classes in force; the annexes name them."),
        )
    released = policy.setting("publishable_classes", now).values.get("classes", [])
    if information_class not in released:
        raise Refusal(
            CLASS_PUBLISHABLE,
            _("Information of this class may not be published."),
            remedy=_("The page of open parameters shows the classes that may be."),
        )


def _bytes(intent: Intent, now: datetime) -> None:
    pictures = intent.pictures.select_related("rendition")
    is_whole = all(files.is_intact(each.rendition) for each in pictures)
    if intent.digest_now() != intent.digest or not is_whole:
        raise Refusal(
            SAME_BYTES,
            _("What would be published is not what was approved."),
            remedy=_("Recall it, look at every word and picture, and plan it anew."),
            target=intent,
        )


def _approval(intent: Intent, now: datetime) -> None:
    needed = policy.approvals_for(intent.act, now).others
    # What was taken back is taken back, whatever the clocks of two machines say.
    given = Approval.objects.filter(
        voided_at=None,
        act=intent.act,
        digest=intent.digest,
        not_before=intent.not_before,
        not_after=intent.not_after,
    )
    others = [each for each in given if _is_other(each, intent, now)]
    is_said = intent.act not in ("hide", "show")
    for last in channels.final_approvers([intent.channel] if is_said else []):
        others = [
            each
            for each in others
            if channels.is_of_final_approver(each.by, last, each.given_at)
        ]
    if len(others) < needed:
        raise Refusal(
            APPROVED,
            _("Nobody else has approved exactly this, or the approval was taken back."),
            remedy=_("Send it for review again: an approval is for these bytes only."),
            target=intent,
        )


def _is_other(approval: Approval, intent: Intent, now: datetime) -> bool:
    """Neither who speaks nor who wrote it, nor anybody who acted for one of them."""
    try:
        for first in (intent.person, intent.written_by):
            refuse_both_sides(approval.by, first, now=now, since=approval.given_at)
    except Refusal:
        return False
    return True


def _recall(intent: Intent, now: datetime) -> None:
    if intent.recalled_at:
        raise Refusal(
            NOT_RECALLED,
            _("It was recalled: it is not to be posted."),
            remedy=_("Say whether it was posted before you read this."),
            target=intent,
        )


def _window(intent: Intent, now: datetime) -> None:
    if now < intent.not_before:
        raise Refusal(
            WINDOW,
            _("Its hour has not come yet."),
            remedy=_("It is sent by itself then."),
            target=intent,
        )
    if intent.is_over_window(now):
        raise Refusal(
            WINDOW,
            _("The window in which it was to be published has closed."),
            remedy=_("Nothing old goes out by itself: plan it anew, with a review."),
            target=intent,
        )


def _screening(intent: Intent, now: datetime) -> None:
    texts = [intent.text, *(each.alt for each in intent.pictures.all())]
    for found in chain.from_iterable(policy.screened(each).findings for each in texts):
        if found.is_blocking or found.mark not in intent.seen:
            raise Refusal(
                FINDINGS_SEEN,
                _("The screening finds «%(words)s», and no person has seen it.")
                % {"words": found.text},
                remedy=_("Recall it and have it reviewed with what was found."),
                target=intent,
            )


def _captured(intent: Intent, now: datetime) -> None:
    if intent.target is None or not records.has_words_of(intent.target.record):
        raise Refusal(
            CAPTURED,
            _("Nothing is hidden before a copy of it is kept."),
            remedy=_("It is kept when it is heard. Look again in a minute."),
            target=intent,
        )


def _same_words(intent: Intent, now: datetime) -> None:
    """What was decided on is what stands there: a later change asks for a new look."""
    if intent.target and intent.target.is_deleted:
        raise Refusal(
            STILL_THERE,
            _("It was deleted on the platform meanwhile."),
            remedy=_("Its copy stays on record; there is nothing to do there."),
            target=intent,
        )


NOT_RECALLED_GATE = Gate(gettext_lazy("Not recalled"), _recall)
ACCOUNT_GATE = Gate(gettext_lazy("The account is open"), _account)
RIGHT_GATE = Gate(
    gettext_lazy("A delegation in force for the person, account and topic"), _right
)
RESTORE_GATE = Gate(
    gettext_lazy("Not in doubt after a restore"),
    _restore,
    is_of_the_moment=True,
    is_of_connectors=True,
)
CONNECTION_GATE = Gate(
    gettext_lazy("The account can be reached"),
    _connection,
    is_of_the_moment=True,
    is_of_connectors=True,
)
BYTES_GATE = Gate(gettext_lazy("The bytes are those that were approved"), _bytes)
APPROVAL_GATE = Gate(
    gettext_lazy("Approved by another person as the matrix asks"), _approval
)
WINDOW_GATE = Gate(gettext_lazy("Inside its window"), _window, is_of_the_moment=True)
THERE_GATE = Gate(gettext_lazy("What it is about is still there"), _same_words)

SPEAKING = (
    NOT_RECALLED_GATE,
    ACCOUNT_GATE,
    RIGHT_GATE,
    Gate(gettext_lazy("No stop or pause in force"), _stop, is_of_the_moment=True),
    RESTORE_GATE,
    CONNECTION_GATE,
    Gate(gettext_lazy("The class of information may be published"), _class),
    BYTES_GATE,
    APPROVAL_GATE,
    WINDOW_GATE,
    Gate(gettext_lazy("Nothing found that no person has seen"), _screening),
)
# Order is kept also while speaking is stopped: what harms people does not wait.
KEEPING_ORDER = (
    NOT_RECALLED_GATE,
    ACCOUNT_GATE,
    RIGHT_GATE,
    RESTORE_GATE,
    CONNECTION_GATE,
    Gate(gettext_lazy("A copy of it is kept"), _captured),
    THERE_GATE,
    BYTES_GATE,
    APPROVAL_GATE,
    WINDOW_GATE,
)
TABLE = {
    "post": SPEAKING,
    "urgent_post": SPEAKING,
    "reply": (*SPEAKING, THERE_GATE),
    "cited_reply": (*SPEAKING, THERE_GATE),
    "hide": KEEPING_ORDER,
    "show": KEEPING_ORDER,
}


@dataclass(frozen=True)
class Answer:
    """What one gate says; `refusal` is empty where it holds nothing back."""

    asks: str
    refusal: Refusal | None

    @property
    def holds(self) -> bool:
        return self.refusal is None


def ask_all(intent: Intent, now: datetime) -> Iterator[Answer]:
    """
    What every gate says, in the order of the table: now, or for the hour to come.

    A right that ends before the hour of a post is seen before that hour.
    """
    at = max(now, intent.not_before)
    for each in TABLE[intent.act]:
        if each.is_of_connectors and intent.is_manual:
            continue
        try:
            each.ask(intent, at)
        except Refusal as refusal:
            yield Answer(str(each.asks), refusal)
        else:
            yield Answer(str(each.asks), None)


def require_all(intent: Intent, *, now: datetime) -> None:
    """
    Ask every gate; the first that refuses ends it.

    :raises Refusal: of that gate
    """
    for each in TABLE[intent.act]:
        each.ask(intent, now)


def require_plannable(intent: Intent, *, now: datetime) -> None:
    """
    Ask the gates that can answer before the hour has come.

    :raises Refusal: of the first that holds it back
    """
    for each in TABLE[intent.act]:
        if not each.is_of_the_moment:
            each.ask(intent, now)
