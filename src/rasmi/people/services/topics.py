from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rasmi.audit import services as audit
from rasmi.audit.actions import register
from rasmi.core.models import locked
from rasmi.people.models import Power, Topic, Unit, User
from rasmi.people.services.authority import require
from rasmi.people.services.units import refuse_closed
from rasmi.rules import Refusal, gate

OPENED = register("people.topic.open", gettext_lazy("Opened the topic %(target)s"))
CLOSED = register("people.topic.close", gettext_lazy("Closed the topic %(target)s"))

NAMED_ONCE = gate("people.topic_is_named_once")


@transaction.atomic
def open_topic(
    *, name_ar: str, name_en: str, unit: Unit, by: User, now: datetime
) -> Topic:
    """
    Open a topic on which people may be delegated to speak.

    :param unit: the one that knows the answers
    :raises Refusal: if an open topic has the name, or the unit is closed
    """
    held = require(by, Power.REGISTER, now=now, target=unit)
    refuse_closed(unit)
    same = Topic.objects.open().filter(name_ar=name_ar).first()
    if same:
        raise Refusal(
            NAMED_ONCE,
            _("There is an open topic with this name."),
            remedy=_("Use it, or give the new one a name that tells them apart."),
            target=same,
        )
    topic = Topic.objects.create(
        name_ar=name_ar, name_en=name_en, unit=unit, opened_at=now
    )
    audit.record(OPENED, actor=by, acting_for=held.acting_for, target=topic, now=now)
    return topic


@transaction.atomic
def close_topic(topic: Topic, *, by: User, now: datetime) -> None:
    """Close a topic: nobody is delegated for it any more; what was stays known."""
    held = require(by, Power.REGISTER, now=now, target=topic)
    topic = locked(topic)
    if topic.closed_at is None:
        topic.closed_at = now
        topic.save(update_fields=["closed_at"])
        audit.record(
            CLOSED, actor=by, acting_for=held.acting_for, target=topic, now=now
        )
