from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rasmi.audit import services as audit
from rasmi.audit.actions import register
from rasmi.core.models import locked
from rasmi.people.models import Power, User
from rasmi.people.services import require
from rasmi.policy import selectors
from rasmi.policy.models import Decision, PolicyVersion, Publication
from rasmi.rules import Refusal, gate

PUBLISHED = register(
    "policy.version.publish", gettext_lazy("Published issue %(target)s of the policy")
)
WITHDRAWN = register(
    "policy.version.withdraw",
    gettext_lazy("Took issue %(target)s of the policy from the public again"),
)

BY_DECISION = gate("policy.published_by_decision")
IN_FORCE = gate("policy.what_is_published_is_in_force")
STANDING = gate("policy.only_what_is_public_is_withdrawn")


@transaction.atomic
def publish_policy(
    version: PolicyVersion, *, decision: Decision, by: User, now: datetime
) -> Publication:
    """
    Show an issue of the policy to everybody, under a decision of the head to do so.

    A decision carries one publication: what was withdrawn needs a new one.

    :raises Refusal: if the decision is not one for it, the issue is not in force, or it
        is public already
    """
    held = require(by, Power.POLICY, now=now, target=version)
    version, decision = locked(version), locked(decision)
    _refuse_other_decision(decision, version)
    if (
        version != selectors.version_in_force(now)
        or selectors.published_version(now) is not None
    ):
        raise Refusal(
            IN_FORCE,
            _("This issue is not in force, or the public reads it already."),
            remedy=_("Load the page of the policy again to see how it stands."),
            target=version,
        )
    publication = Publication.objects.create(
        version=version, decision=decision, published_by=by, published_at=now
    )
    audit.record(
        PUBLISHED,
        actor=by,
        acting_for=held.acting_for,
        target=version,
        now=now,
        decision=decision.pk,
    )
    return publication


@transaction.atomic
def withdraw_publication(
    publication: Publication, *, reason: str, by: User, now: datetime
) -> None:
    """
    Make the policy an internal document again.

    :raises Refusal: if one does not own the policy, or it is withdrawn already
    """
    version = publication.version
    held = require(by, Power.POLICY, now=now, target=version)
    publication = locked(publication)
    if publication.withdrawn_at is not None:
        raise Refusal(
            STANDING,
            _("This publication was withdrawn already."),
            remedy=_("Load the page of the policy again to see how it stands."),
            target=version,
        )
    publication.withdrawn_by, publication.withdrawn_at = by, now
    publication.withdrawal_reason = reason
    publication.save(
        update_fields=["withdrawn_by", "withdrawn_at", "withdrawal_reason"]
    )
    audit.record(
        WITHDRAWN,
        actor=by,
        acting_for=held.acting_for,
        target=version,
        now=now,
        reason=reason,
    )


def _refuse_other_decision(decision: Decision, version: PolicyVersion) -> None:
    is_one = decision.is_checked and decision.kind == Decision.Kind.PUBLICATION
    if is_one and decision.is_by_head and not hasattr(decision, "publication"):
        return
    raise Refusal(
        BY_DECISION,
        _("The policy is an internal document: only a decision makes it public."),
        remedy=_(
            "It must be of the kind «%(kind)s», signed by the head, checked by a "
            "second person, and not used before."
        )
        % {"kind": Decision.Kind.PUBLICATION.label},
        target=version,
    )
