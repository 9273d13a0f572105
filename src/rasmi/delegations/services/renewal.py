from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy

from rasmi.audit import services as audit
from rasmi.audit.actions import register
from rasmi.delegations import selectors
from rasmi.delegations.models import Delegation, Reminder
from rasmi.delegations.services import mails
from rasmi.people import selectors as people
from rasmi.people.models import Power

REMINDED = register(
    "delegations.delegation.remind", gettext_lazy("Reminded of the end of %(target)s")
)


def remind(*, now: datetime) -> int:
    """
    Tell the person, the owner and who keeps the registers what ends; return how many.

    Each delegation once for each stage, whoever runs it and how often.
    """
    due = selectors.reminders_due(now)
    return sum(_remind(delegation, days, now) for delegation, days in due)


def _remind(delegation: Delegation, days: int, now: datetime) -> bool:
    try:
        with transaction.atomic():
            Reminder.objects.create(delegation=delegation, days=days, at=now)
            audit.record(REMINDED, actor=None, target=delegation, now=now, days=days)
            told = {
                delegation.person,
                *people.leaders_of(delegation.channel.owner, now),
                *people.holders_of(Power.REGISTER, now),
            }
            for person in sorted(told, key=lambda each: each.pk):
                mails.tell_of_ending(delegation, person, days=days, now=now)
    except IntegrityError:  # another worker was first
        return False
    return True
