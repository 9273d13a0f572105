"""People who may speak, and posts at each stage: what most tests of speaking need."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any

import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import Model
from django.test import Client
from PIL import Image

from rasmi.audit.models import Entry
from rasmi.channels.models import Channel, Proposal
from rasmi.delegations import services as delegations
from rasmi.delegations.models import Delegation, DelegationTask, DelegationTopic, Task
from rasmi.notify.models import Message
from rasmi.outbox.models import Intent
from rasmi.outbox.selectors import of_record
from rasmi.people.models import Appointment, Topic, User
from rasmi.policy.models import Decision
from rasmi.publishing import services
from rasmi.publishing.models import Medium, Post
from rasmi.records.selectors import parts, record_of
from tests.delegations.conftest import train
from tests.factories import appoint_to

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
TEXT_AR = "يبدأ استقبال طلبات القبول يوم الأحد عبر الموقع الرسمي."
TEXT_EN = "Admission applications open on Sunday on the official website."
PHONE = "للتواصل 92345678"  # a finding that a person may let pass
BLOCKED = "سري للغاية"  # one that nobody may
REASON = "تعطل رابط التقديم والموعد ينتهي الليلة"
ALT_AR = "مبنى الوزارة في الصباح"
PICTURE = {
    "alt_ar": ALT_AR,
    "alt_en": "The ministry in the morning",
    "holder": "وزارة الاختبار",
    "licence": Medium.Licence.OWN,
    "licence_note": "",
    "people": Medium.People.NONE,
}


def delegate(
    person: User,
    channel: Channel,
    tasks: Sequence[Task],
    topic: Topic,
    *,
    decision: Decision,
    now: datetime,
) -> Delegation:
    """An active delegation; how it became active is tested elsewhere."""
    signed_by = decision.signed_by
    assert signed_by
    delegation = Delegation.objects.create(
        person=person,
        placement=person.placements.get(),
        title_ar="أخصائي",
        title_en="Specialist",
        channel=channel,
        starts_at=now - HOUR,
        ends_at=now + timedelta(days=200),
        nominated_by=decision.entered_by,
        nominated_at=now - HOUR,
        approved_by=signed_by.holder,
        approved_at=now - HOUR,
        decision=decision,
        activated_by=decision.entered_by,
        activated_at=now - HOUR,
    )
    for task in tasks:
        DelegationTask.objects.create(delegation=delegation, task=task)
    DelegationTopic.objects.create(delegation=delegation, topic=topic)
    return delegation


def make_ready(person: User, now: datetime) -> None:
    """Trained, and acknowledged."""
    train(person, now)
    delegations.acknowledge(by=person, now=now)


def words(channel: Channel, topic: Topic, now: datetime, /, **other: Any) -> Any:
    facts = {
        "text_ar": TEXT_AR,
        "text_en": TEXT_EN,
        "purpose": "awareness",
        "audience": "الطلبة",
        "plan": None,
        "unplanned_reason": "طلبه مركز القبول اليوم",
        "topic": topic,
        "information_class": "public_announcement",
        "source": "تعميم مركز القبول رقم 12",
        "publish_at": now + HOUR,
        "not_after": now + 5 * HOUR,
        "channels": [channel],
    }
    return {**facts, **other}


def intents_of(post: Post) -> list[Intent]:
    return list(of_record(record_of(post)))


def submitted(post: Post, by: User, now: datetime) -> Post:
    services.submit(post, by=by, now=now)
    post.refresh_from_db()
    return post


def approved(post: Post, by: User, now: datetime, **seen: str) -> Post:
    services.approve(post, number=post.version.number, seen=seen, by=by, now=now)
    post.refresh_from_db()
    return post


def picture(name: str = "campus.png", color: str = "green") -> SimpleUploadedFile:
    """A small picture, as a browser sends it."""
    buffer = BytesIO()
    Image.new("RGB", (8, 8), color).save(buffer, "PNG")
    return SimpleUploadedFile(name, buffer.getvalue())


def add_picture(post: Post, by: User, now: datetime, **other: Any) -> Medium:
    facts = {"picture": picture(), **PICTURE, **other}
    medium = services.add_medium(post, by=by, now=now, **facts)
    post.refresh_from_db()
    return medium


def state_purpose(channel: Channel, by: User, now: datetime, **other: Any) -> Proposal:
    """What an account is for, as it was stated last."""
    facts = {
        "purposes": [Proposal.Purpose.AWARENESS],
        "need": "لا يبلغ غيره هذه الفئة",
        "audience": "الطلبة",
        "languages": [Proposal.Language.ARABIC],
        "answered_by": channel.owner,
        "answered_when": Proposal.Hours.WORKING,
    }
    return Proposal.objects.create(
        channel=channel, proposed_by=by, proposed_at=now, **{**facts, **other}
    )


def acts_for(deputy: User, principal: User, now: datetime) -> Appointment:
    """One of the two acts for the other for a day."""
    unit = principal.placements.get().unit
    seat = appoint_to(principal, unit, "رئيس", [], now - DAY)
    return Appointment.objects.create(
        office=seat.office,
        holder=deputy,
        acting_for=principal,
        starts_at=now - HOUR,
        ends_at=now + DAY,
        decision_number="2026/9",
        decision_date=now.date(),
    )


def sent(post: Post) -> None:
    """As if all that was planned of a post were out."""
    for intent in intents_of(post):
        Intent.objects.filter(pk=intent.pk).update(
            state=Intent.State.CONFIRMED,
            armed_at=intent.not_before,
            ended_at=intent.not_before,
            due_at=None,
        )


def stages(post: Post) -> list[str]:
    """What the record of a post tells, in its order."""
    return [each.stage for each in parts(record_of(post))]


def acts_on(row: Model) -> list[str]:
    """What the log tells of a row, in its order."""
    found = Entry.objects.filter(
        target_type=row._meta.label_lower, target_id=str(row.pk)
    )
    return list(found.order_by("pk").values_list("action", flat=True))


def letters(kind: str, to: User) -> list[Message]:
    found = Message.objects.filter(kind=kind, address=to.email)
    return list(found.order_by("pk"))


def sweep(task: Callable[[datetime], int], at: datetime) -> int:
    """Run a sweep by the clock of a time; return how many rows it handled."""
    with time_machine.travel(at, tick=False):
        return task(at)


def shown(client: Client, path: str) -> str:
    """A page, for who may see it."""
    response = client.get(path)
    assert response.status_code == 200
    return response.content.decode()
