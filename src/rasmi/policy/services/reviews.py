from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rasmi.audit import services as audit
from rasmi.audit.actions import register
from rasmi.core.language import listed
from rasmi.core.models import locked
from rasmi.people.models import Power, User
from rasmi.people.services import refuse_both_sides, require
from rasmi.policy import pack, selectors
from rasmi.policy.models import PartyReview, PolicyVersion, ReviewRequest
from rasmi.rules import Refusal, gate

SAID = register(
    "policy.party_review.give", gettext_lazy("Reviewed the draft: %(target)s")
)
ASKED = register(
    "policy.review_request.make",
    gettext_lazy("Asked for a review of the policy: %(target)s"),
)

REVIEWS_A_DRAFT = gate("policy.only_a_draft_is_reviewed")
SAYS_WHY = gate("policy.what_is_returned_says_why")
BOTH_PARTIES = gate("policy.reviewed_by_both_parties")
TO_COME = gate("policy.review_is_still_to_come")


@transaction.atomic
def review_as_party(
    version: PolicyVersion,
    party: str,
    *,
    agrees: bool,
    remarks: str,
    by: User,
    now: datetime,
) -> PartyReview:
    """
    Say for one of the reviewing parties whether the texts as they stand are right.

    :param party: a role of the pack; its power says who speaks for it
    :raises Refusal: if one does not speak for the party, spoke for another one on the
        same texts, the issue is approved already, or a return says no reason
    :raises KeyError: if the pack has no such party
    """
    power = pack.current().reviewers[party]
    held = require(by, power, now=now, target=version)
    version = locked(version)
    if version.decision_id or version.in_force_from:
        raise Refusal(
            REVIEWS_A_DRAFT,
            _("This issue is approved already."),
            remedy=_("A later wish is for the review log, and for the next issue."),
            target=version,
        )
    if not agrees and not remarks.strip():
        raise Refusal(
            SAYS_WHY,
            _("Who returns a draft says what is to be changed."),
            remedy=_("Write your remarks, with the clauses that they are about."),
            target=version,
        )
    digest = selectors.digest_of(version)
    for other in version.party_reviews.filter(digest=digest).exclude(party=party):
        refuse_both_sides(by, other.by, now=now, since=other.at, target=version)
    review = PartyReview.objects.create(
        version=version,
        party=party,
        agrees=agrees,
        remarks=remarks.strip(),
        digest=digest,
        by=by,
        at=now,
    )
    audit.record(
        SAID,
        actor=by,
        acting_for=held.acting_for,
        target=review,
        now=now,
        agrees=agrees,
        digest=digest,
    )
    return review


def refuse_unreviewed(version: PolicyVersion) -> None:
    """
    Refuse an issue whose texts, as they stand, a reviewing party has not agreed to.

    :raises Refusal: naming the parties that are missing
    """
    missing = [each for each in selectors.parties(version) if not each.agrees]
    if missing:
        raise Refusal(
            BOTH_PARTIES,
            _("The texts as they stand are not agreed by: %(parties)s.")
            % {"parties": listed(str(each.title) for each in missing)},
            remedy=_("Each of them reviews the draft on the page of the issue."),
            target=version,
        )


@transaction.atomic
def ask_review(
    version: PolicyVersion, *, reason: str, due_on: date, by: User, now: datetime
) -> ReviewRequest:
    """
    Have the policy reviewed by a day, before its interval is over, as it allows itself.

    :raises Refusal: if one does not own the policy, or the day is past
    """
    held = require(by, Power.POLICY, now=now, target=version)
    if due_on < timezone.localdate(now):
        raise Refusal(
            TO_COME,
            _("A review is asked for by a day that is still to come."),
            remedy=_("Choose today or a later day."),
            target=version,
        )
    request = ReviewRequest.objects.create(
        version=version, reason=reason, due_on=due_on, asked_by=by, asked_at=now
    )
    audit.record(
        ASKED,
        actor=by,
        acting_for=held.acting_for,
        target=request,
        now=now,
        reason=reason,
    )
    return request
