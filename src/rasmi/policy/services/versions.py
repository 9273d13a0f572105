from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rasmi.audit import services as audit
from rasmi.audit.actions import register
from rasmi.core.calendar import start_of
from rasmi.core.models import locked
from rasmi.people.models import Power, User
from rasmi.people.services import require
from rasmi.policy import pack, selectors
from rasmi.policy.models import Decision, PolicyReview, PolicyVersion, Wording
from rasmi.policy.services.decisions import require_checked, require_of_head
from rasmi.policy.services.drafting import refuse_second_draft
from rasmi.policy.services.reviews import refuse_unreviewed
from rasmi.rules import Refusal, gate

BEGUN = register(
    "policy.version.begin", gettext_lazy("The issue %(target)s came with the pack")
)
IMPORTED = register(
    "policy.version.import",
    gettext_lazy("Imported the official wording of issue %(target)s"),
)
IN_FORCE = register(
    "policy.version.start", gettext_lazy("Brought issue %(target)s into force")
)
REVIEWED = register(
    "policy.version.review", gettext_lazy("Entered a review of issue %(target)s")
)

WORDING = gate("policy.wording_is_well_formed")
IMPORTED_ONCE = gate("policy.wording_of_an_issue_never_changes")
TO_COME = gate("policy.issue_is_still_to_come")
OWN_DECISION = gate("policy.issue_has_its_own_decision")
NOT_BACKWARDS = gate("policy.issue_never_holds_backwards")
REVIEWED_ALREADY = gate("policy.review_was_done")


@transaction.atomic
def begin(*, now: datetime) -> PolicyVersion | None:
    """Make the pack's issue the first one in force, once; None if there is one."""
    if PolicyVersion.objects.exists():
        return None
    version = PolicyVersion.objects.create(
        issue=pack.current().issue, in_force_from=now, made_at=now
    )
    audit.record(BEGUN, actor=None, target=version, now=now)
    return version


@transaction.atomic
def import_wording(document: Any, *, now: datetime) -> PolicyVersion:
    """
    Take the official wording of an issue: of the one in force, or of one to come.

    :param document: `{"meta": {"issue"}, "clauses": [{"id", "ar", "en"}]}`
    :raises Refusal: if it is not well formed, the issue has its wording already, or
        another one is on its way
    """
    issue, wordings = _read(document)
    base = selectors.version_in_force(now)
    if base:
        locked(base)  # as a draft is begun
    version = PolicyVersion.objects.filter(issue=issue).first()
    if version is None:
        refuse_second_draft(now)
        version = PolicyVersion.objects.create(issue=issue, made_at=now)
    if version.wordings.exists():
        raise Refusal(
            IMPORTED_ONCE,
            _("The wording of this issue was imported already, and never changes."),
            remedy=_("Give a changed wording a new issue number in meta.issue."),
            target=version,
        )
    Wording.objects.bulk_create(
        Wording(version=version, clause=clause, ar=ar, en=en)
        for clause, (ar, en) in wordings.items()
    )
    audit.record(IMPORTED, actor=None, target=version, now=now, clauses=len(wordings))
    return version


def _read(document: Any) -> tuple[str, dict[str, tuple[str, str]]]:
    try:
        issue = str(document["meta"]["issue"]).strip()
        wordings = {
            str(entry["id"]): (str(entry["ar"]).strip(), str(entry.get("en") or ""))
            for entry in document["clauses"]
        }
    except (KeyError, TypeError, AttributeError):
        issue, wordings = "", {}
    known = pack.current().clauses
    wrong = [clause for clause in wordings if clause not in known]
    if not issue or len(issue) > 20 or not wordings or wrong:
        raise Refusal(
            WORDING,
            _("This file is not the wording of a policy that the pack knows."),
            remedy=_(
                "It needs meta.issue, and clauses with id and ar. "
                "Unknown clauses: %(wrong)s."
            )
            % {"wrong": ", ".join(wrong[:5]) or "—"},
        )
    return issue, wordings


@transaction.atomic
def bring_into_force(
    version: PolicyVersion,
    *,
    decision: Decision,
    by: User,
    now: datetime,
    holds_from: date | None = None,
) -> None:
    """
    Let a reviewed issue hold, under the head's decision; then all are to read it.

    :param holds_from: a day to come, from whose start it holds; else it holds from now
    :raises Refusal: if it is approved already, a party has not agreed to its texts, the
        day is past, or the decision is not one for it, brought another issue into
        force, or is older than what the parties agreed to
    """
    held = require(by, Power.POLICY, now=now, target=version)
    version, decision = locked(version), locked(decision)
    require_checked(decision, Decision.Kind.POLICY, target=version)
    require_of_head(decision, target=version)
    if version.in_force_from is not None:
        raise Refusal(
            TO_COME,
            _("This issue is in force already, or approved."),
            remedy=_("A changed policy is a new issue."),
            target=version,
        )
    refuse_unreviewed(version)
    _refuse_of_another(decision, version)
    version.in_force_from, version.decision = (
        _begins(holds_from, now, version),
        decision,
    )
    version.save(update_fields=["in_force_from", "decision"])
    audit.record(
        IN_FORCE, actor=by, acting_for=held.acting_for, target=version, now=now
    )


def _refuse_of_another(decision: Decision, version: PolicyVersion) -> None:
    """The head approved exactly this issue, and its texts as they were agreed."""
    if decision.versions.exclude(pk=version.pk).exists():
        raise Refusal(
            OWN_DECISION,
            _("Decision %(number)s brought another issue into force.")
            % {"number": decision.number},
            remedy=_("Each issue is approved by a decision of its own."),
            target=version,
        )
    reviews = [each.review for each in selectors.parties(version) if each.review]
    if any(decision.decided_on < timezone.localdate(each.at) for each in reviews):
        raise Refusal(
            OWN_DECISION,
            _("Decision %(number)s is older than what the parties agreed to.")
            % {"number": decision.number},
            remedy=_("The head decides on the texts once both have agreed to them."),
            target=version,
        )


def _begins(holds_from: date | None, now: datetime, version: PolicyVersion) -> datetime:
    today = timezone.localdate(now)
    if holds_from is None or holds_from == today:
        return now
    if holds_from < today:
        raise Refusal(
            NOT_BACKWARDS,
            _("An issue holds from today or from a later day, never from the past."),
            remedy=_("Nobody could have known it before it was published."),
            target=version,
        )
    return start_of(holds_from)


@transaction.atomic
def record_review(  # noqa: PLR0913 — the six columns of the review log
    version: PolicyVersion,
    *,
    reviewed_on: date,
    reviewer: str,
    amended_by: str,
    parts_amended: str,
    reasons: str,
    by: User,
    now: datetime,
) -> PolicyReview:
    """
    Enter a line of the review log, from which the next review is reckoned.

    :raises Refusal: if one does not own the policy, or the day is still to come
    """
    held = require(by, Power.POLICY, now=now, target=version)
    if reviewed_on > timezone.localdate(now):
        raise Refusal(
            REVIEWED_ALREADY,
            _("A review is entered once it has been done, not before."),
            remedy=_("Enter the day on which the policy was reviewed."),
            target=version,
        )
    review = PolicyReview.objects.create(
        version=version,
        reviewed_on=reviewed_on,
        reviewer=reviewer,
        amended_by=amended_by,
        parts_amended=parts_amended,
        reasons=reasons,
        entered_by=by,
        entered_at=now,
    )
    audit.record(
        REVIEWED, actor=by, acting_for=held.acting_for, target=version, now=now
    )
    return review
