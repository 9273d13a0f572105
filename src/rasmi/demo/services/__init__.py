from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from rasmi.audit import services as audit
from rasmi.compliance import services as controls
from rasmi.demo.services import (
    accounts,
    annexes,
    awareness,
    compliance,
    findings,
    hearing,
    issues,
    pages,
    people,
    policy,
    posts,
    records,
    roster,
    safety,
    speakers,
    yearly,
)
from rasmi.people import selectors
from rasmi.people.models import User
from rasmi.rules import Refusal, gate

EMPTY_ONLY = gate("demo.only_in_an_empty_installation")


@transaction.atomic
def fill(*, now: datetime) -> None:
    """
    Make the demonstration ministry, through the same services that people use.

    :raises Refusal: if the installation holds anything already
    """
    if selectors.installation() or User.objects.exists():
        raise Refusal(
            EMPTY_ONLY,
            _("A demonstration is made only in an empty installation."),
            remedy=_("Name an empty folder with RASMI_DATA, or an empty database."),
        )
    cast = people.fill(now)
    policy.begin(cast, now)
    issues.first_issues(cast, now - 320 * people.AGO)
    policy.fill(cast, now)
    accounts.fill(cast, now)
    pages.fill(cast, now)
    records.fill(cast, now)
    speakers.fill(cast, now)
    posts.fill(cast, now)
    hearing.fill(cast, now)
    issues.fill(cast, now)
    safety.fill(cast, now)
    roster.fill(cast, now)
    awareness.fill(cast, now)
    yearly.fill(cast, now)
    compliance.fill(cast, now)
    findings.fill(cast, now)
    annexes.fill(cast, now)
    records.hold(cast, now)
    _prove(now)


def _prove(now: datetime) -> None:
    """What the worker does by itself, so that the first look shows it."""
    while audit.seal(now=now):
        continue
    audit.verify(now=now)
    controls.run(now=now)


__all__ = ["fill"]
