"""What tests of the outbox do with an intent again and again."""

from datetime import datetime, timedelta

from rasmi.outbox import services
from rasmi.outbox.models import Intent
from rasmi.people.models import User
from rasmi.security import services as security
from rasmi.security.models import Epoch

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


def begin_epoch(why: Epoch.Why, at: datetime) -> Epoch:
    """A new life of the database, with its mark beside it."""
    epoch = security.begin_epoch(why=why, reason="قرص تالف", now=at)
    security.remember_epoch()
    return epoch


def restore(at: datetime, badr: User, khalid: User) -> Epoch:
    """A restore, after which two persons have let speaking resume."""
    epoch = begin_epoch(Epoch.Why.RESTORED, at)
    assert epoch.stop
    security.ask_to_resume(epoch.stop, reason="نظرنا", by=badr, now=at)
    security.resume(epoch.stop, by=khalid, now=at + timedelta(seconds=1))
    return epoch
