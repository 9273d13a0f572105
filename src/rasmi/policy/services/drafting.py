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
from rasmi.policy.models import PolicyVersion, Wording
from rasmi.rules import Refusal, gate

DRAFTED = register(
    "policy.version.draft", gettext_lazy("Began to draft issue %(target)s")
)
AMENDED = register(
    "policy.version.amend", gettext_lazy("Amended a clause of issue %(target)s")
)

ISSUE_ONCE = gate("policy.issue_number_is_new")
ONE_DRAFT = gate("policy.one_issue_is_drafted_at_a_time")
IS_DRAFT = gate("policy.only_a_draft_is_amended")


@transaction.atomic
def begin_draft(
    *, issue: str, reason: str, is_material: bool, by: User, now: datetime
) -> PolicyVersion:
    """
    Begin the next issue with the texts of the one in force.

    :param is_material: whether what people may do changes; who speaks officially then
        acknowledges it before speaking on
    :raises Refusal: if one does not own the policy, an issue has this number, or
        another one is on its way
    """
    held = require(by, Power.POLICY, now=now)
    base = selectors.version_in_force(now)
    if base:
        locked(base)  # two drafts are begun one after the other
    if PolicyVersion.objects.filter(issue=issue).exists():
        raise Refusal(
            ISSUE_ONCE,
            _("There is an issue with this number already."),
            remedy=_("Give the draft a number that no issue has had."),
        )
    refuse_second_draft(now)
    version = PolicyVersion.objects.create(
        issue=issue, reason=reason, is_material=is_material, drafted_by=by, made_at=now
    )
    Wording.objects.bulk_create(
        Wording(version=version, clause=clause, ar=text.ar, en=text.en)
        for clause, text in selectors.texts(base).items()
    )
    audit.record(
        DRAFTED,
        actor=by,
        acting_for=held.acting_for,
        target=version,
        now=now,
        is_material=is_material,
    )
    return version


def refuse_second_draft(now: datetime) -> None:
    """
    Refuse another issue while one is on its way.

    :raises Refusal: then
    """
    other = selectors.version_to_come(now)
    if other:
        raise Refusal(
            ONE_DRAFT,
            _("Issue %(issue)s is on its way already.") % {"issue": other},
            remedy=_("Amend it, or bring it into force first."),
            target=other,
        )


@transaction.atomic
def amend_clause(
    version: PolicyVersion, clause: str, *, ar: str, en: str, by: User, now: datetime
) -> None:
    """
    Give a clause of a draft another text. What its reviewers said holds no longer.

    :raises Refusal: if the issue is no draft, or one does not own the policy
    """
    held = require(by, Power.POLICY, now=now, target=version)
    version = locked(version)
    if version.decision_id or version.in_force_from:
        raise Refusal(
            IS_DRAFT,
            _("The text of an approved issue never changes."),
            remedy=_("Begin a draft of the next issue."),
            target=version,
        )
    Wording.objects.update_or_create(
        version=version, clause=clause, defaults={"ar": ar.strip(), "en": en.strip()}
    )
    audit.record(
        AMENDED,
        actor=by,
        acting_for=held.acting_for,
        target=version,
        now=now,
        clause=clause,
    )
