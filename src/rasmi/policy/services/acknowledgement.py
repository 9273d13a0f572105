from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rasmi.audit import services as audit
from rasmi.audit.actions import register
from rasmi.people.models import User
from rasmi.policy import selectors
from rasmi.policy.models import Acknowledgement, PolicyVersion
from rasmi.rules import Refusal, gate

ACKNOWLEDGED = register(
    "policy.acknowledgement.give", gettext_lazy("Acknowledged issue %(target)s")
)

IN_FORCE = gate("policy.an_issue_is_in_force")
AS_SHOWN = gate("policy.acknowledged_as_shown")


@transaction.atomic
def acknowledge(
    statement: Acknowledgement.Statement,
    *,
    issue: PolicyVersion | None = None,
    how: Acknowledgement.How = Acknowledgement.How.SIGNED_IN,
    by: User,
    now: datetime,
) -> Acknowledgement:
    """
    Keep that a person has read a statement of the issue in force; twice is once.

    :param issue: the one that was shown to the person, if a page showed it
    :raises Refusal: if no issue is in force, or another one than was shown
    """
    version = selectors.version_in_force(now)
    if issue and version != issue:
        raise Refusal(
            AS_SHOWN,
            _("Another issue came into force while this page was open."),
            remedy=_("Read the issue that is in force now, then acknowledge it."),
            target=version,
        )
    if version is None:
        raise Refusal(
            IN_FORCE,
            _("No issue of the policy is in force."),
            remedy=_("The owner of the policy brings one into force first."),
        )
    kept, is_new = Acknowledgement.objects.get_or_create(
        user=by, version=version, statement=statement, defaults={"at": now, "how": how}
    )
    if is_new:
        audit.record(
            ACKNOWLEDGED,
            actor=by,
            target=version,
            now=now,
            statement=statement,
            how=how,
        )
    return kept
