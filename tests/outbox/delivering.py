"""What tests of the outbox do with an intent again and again."""

from datetime import datetime

from rasmi.outbox import services
from rasmi.outbox.models import Intent

State = Intent.State


def held_by(intent: Intent, now: datetime) -> str:
    """By which gate a delivery is held back."""
    assert not services.deliver(intent, now=now)
    intent.refresh_from_db()
    assert intent.state == State.PLANNED
    assert intent.armed_at is None
    return intent.held_by


def deliver(intent: Intent, now: datetime) -> bool:
    """Bring it on its way as it stands in the database; return whether it went on."""
    intent.refresh_from_db()
    went = services.deliver(intent, now=now)
    intent.refresh_from_db()
    return went
