from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from rasmi.channels.models import Channel
from rasmi.delegations.models import Delegation, Task
from rasmi.intake.models import RemoteObject, Version
from rasmi.moderation import services
from rasmi.moderation.models import Judgement
from rasmi.outbox.models import Intent
from rasmi.people.models import Topic, User
from rasmi.policy import selectors as policy
from rasmi.policy.models import Decision, PolicyVersion
from rasmi.records import services as records
from rasmi.records.models import Part
from rasmi.screening import Decision as Decided
from rasmi.screening import Direction
from tests.publishing.conftest import account, clock, layla, media, paper, topic
from tests.speaking import delegate, make_ready

__all__ = ["account", "clock", "layla", "media", "paper", "topic"]

INSULT = "أنتم حمير ولا تفهمون"
CRITICISM = "القرار متأخر ولم يُشرح لنا، وهذا تقصير واضح"
REASON = "شتم للعاملين لا نقد لعملهم"
Hear = Callable[..., RemoteObject]


def add_version(found: RemoteObject, text: str, now: datetime, **other: Any) -> Version:
    """What it says now, screened as what the public says is screened."""
    screened = policy.screened(text, Direction.IN)
    is_held = screened.decision == Decided.HOLD
    version = Version.objects.create(
        object=found,
        number=found.versions.count() + 1,
        text=text,
        seen_at=now,
        is_held=is_held,
        lexicon=screened.version,
        findings=[
            {"category": each.category.value, "start": each.start, "end": each.end}
            | {"text": each.text, "mark": each.mark, "rule": rule}
            for each, rule in zip(screened.findings, rules_of(text), strict=True)
        ],
        **{"shown": found.shown, **other},
    )
    RemoteObject.objects.filter(pk=found.pk).update(is_held=is_held)
    found.refresh_from_db()
    return version


def rules_of(text: str) -> list[str]:
    from rasmi import screening

    return [
        each.rule for each in screening.screen(text, direction=Direction.IN).findings
    ]


def hear(channel: Channel, text: str, now: datetime, **other: Any) -> RemoteObject:
    """Something said to an account, with a copy of it on record."""
    has_copy = other.pop("has_copy", True)
    found = RemoteObject.objects.create(
        channel=channel,
        remote_id=f"c{RemoteObject.objects.count() + 1}",
        author="زائر",
        said_at=now,
        heard_at=now,
        **other,
    )
    found.record = records.open_record(found, now=now)
    found.save()
    add_version(found, text, now)
    if has_copy:
        records.keep(found.record, Part.Stage.HEARD, now=now, content={"words": text})
    return found


@pytest.fixture
def moderates(
    salma: User,
    account: Channel,
    topic: Topic,
    paper: Decision,
    issue: PolicyVersion,
    now: datetime,
) -> Delegation:
    """Salma moderates on the account."""
    make_ready(salma, now)
    return delegate(salma, account, [Task.MODERATE], topic, decision=paper, now=now)


@pytest.fixture
def salim_moderates(
    salim: User,
    account: Channel,
    topic: Topic,
    paper: Decision,
    issue: PolicyVersion,
    now: datetime,
) -> Delegation:
    """Salim moderates there too: the other person."""
    make_ready(salim, now)
    return delegate(salim, account, [Task.MODERATE], topic, decision=paper, now=now)


@pytest.fixture
def insult(account: Channel, now: datetime) -> RemoteObject:
    return hear(account, INSULT, now)


@pytest.fixture
def hiding(
    insult: RemoteObject, moderates: Delegation, salma: User, now: datetime
) -> Judgement:
    """Salma hid it; it waits for the platform."""
    return hide(insult, salma, now)


def hide(found: RemoteObject, by: User, now: datetime, **other: Any) -> Judgement:
    facts = {"version_number": found.version.number, "rule": "insult", "reason": REASON}
    return services.hide(found, by=by, now=now, **{**facts, **other})


def settle(judgement: Judgement, state: Intent.State, now: datetime) -> None:
    """As if the platform had answered."""
    assert judgement.intent
    Intent.objects.filter(pk=judgement.intent.pk).update(
        state=state, armed_at=now, ended_at=now, due_at=None
    )
    judgement.refresh_from_db()
