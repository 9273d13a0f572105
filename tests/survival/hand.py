"""
People of one installation, moved by a test in another process.

Reads a line of JSON ({"do": name, …}) and answers with a line of JSON, until its input
ends. It stands in for the browsers: all goes through the services of the rooms.
"""

import json
import sys
from collections.abc import Callable
from datetime import timedelta
from functools import cache
from typing import Any

import django

django.setup()

from django.utils import timezone  # noqa: E402

from rasmi.audit.models import Entry  # noqa: E402
from rasmi.channels.models import Channel  # noqa: E402
from rasmi.config import commands  # noqa: E402
from rasmi.delegations import services as delegations  # noqa: E402
from rasmi.delegations.models import Delegation, Task  # noqa: E402
from rasmi.outbox.models import Intent  # noqa: E402
from rasmi.people.models import Power, Topic, Unit, User  # noqa: E402
from rasmi.policy.models import Decision  # noqa: E402
from rasmi.publishing import services as publishing  # noqa: E402
from rasmi.security import services as security  # noqa: E402
from rasmi.security.models import Credential  # noqa: E402
from tests.factories import (  # noqa: E402
    appoint_to,
    make_body,
    make_decision,
    make_user,
)
from tests.speaking import (  # noqa: E402
    add_picture,
    approved,
    delegate,
    intents_of,
    make_ready,
    submitted,
    words,
)


def prepare() -> None:
    """A ministry whose people may speak, with the policy in force."""
    commands.prepare()
    commands.begin_policy()
    now = timezone.now()
    body = make_body(now)
    media = Unit.objects.create(
        name_ar="دائرة الإعلام", name_en="Media", parent=body, since_at=now
    )
    Topic.objects.create(
        name_ar="القبول", name_en="Admission", unit=media, opened_at=now
    )
    holders = {
        "badr": [Power.SECRETS],
        "hilal": [Power.HEAD, Power.DECIDE],
        "rania": [Power.REGISTER, Power.POLICY],
        "basim": [Power.REGISTER],
    }
    for name, powers in holders.items():
        appoint_to(make_user(name, body, now), body, name, powers, now)
    for name in ("salma", "khalid"):
        make_ready(make_user(name, media, now), now)


def connect(*, platform: str, handle: str, site: str, login: str, password: str) -> int:
    """An account on a site, opened, delegated and connected; its key."""
    channel = open_account(platform, handle)
    security.connect(
        channel,
        site=site,
        login=login,
        password=password,
        by=person("badr"),
        now=timezone.now(),
    )
    return channel.pk


def open_account(platform: str, handle: str) -> Channel:
    """An account on which one may draft and publish, and another one reviews."""
    now = timezone.now()
    media, topic = Unit.objects.get(name_en="Media"), Topic.objects.get()
    channel = Channel.objects.create(
        platform=platform,
        handle=handle,
        name_ar=f"حساب {handle}",
        name_en=handle,
        owner=media,
        state=Channel.State.ACTIVE,
        since_at=now,
    )
    rights = {"salma": [Task.DRAFT, Task.PUBLISH], "khalid": [Task.REVIEW]}
    for name, tasks in rights.items():
        delegate(person(name), channel, tasks, topic, decision=paper(), now=now)
    return channel


def plan(*, channel: int, text: str) -> str:
    """Something with a picture, approved and due at once; the key of its intent."""
    now = timezone.now()
    facts = words(
        Channel.objects.get(pk=channel),
        Topic.objects.get(),
        now,
        text_ar=text,
        publish_at=now + timedelta(seconds=1),
    )
    post = publishing.start_post(by=person("salma"), now=now, **facts)
    add_picture(post, person("salma"), now)
    submitted(post, person("salma"), now)
    (intent,) = intents_of(approved(post, person("khalid"), now))
    return intent.key


def revoke(*, channel: int) -> None:
    """Nobody publishes on an account any more."""
    found = Delegation.objects.get(channel=channel, tasks__task=Task.PUBLISH)
    delegations.revoke(found, reason="انتقل", by=person("badr"), now=timezone.now())


def connections() -> dict[str, int]:
    """How many connections there are in each state."""
    states = list(Credential.objects.in_use().values_list("state", flat=True))
    return {state: states.count(state) for state in states}


def story(*, key: str) -> dict[str, Any]:
    """What became of an intent, and what the log tells of it."""
    intent = Intent.objects.get(key=key)
    told = Entry.objects.filter(
        target_type="outbox.intent", target_id=str(intent.pk)
    ).order_by("pk")
    return {
        "state": intent.state,
        "held_by": intent.held_by,
        "url": intent.url,
        "remote_id": intent.remote_id,
        "last_error": intent.last_error,
        "acts": [each.action.removeprefix("outbox.intent.") for each in told],
    }


def person(name: str) -> User:
    return User.objects.get(staff_number=name)


@cache
def paper() -> Decision:
    """A decision of delegation that two people have read."""
    return make_decision(
        Decision.Kind.DELEGATION,
        person("hilal").appointments.get(),
        entered_by=person("rania"),
        checked_by=person("basim"),
        now=timezone.now(),
    )


ACTS: dict[str, Callable[..., Any]] = {
    each.__name__: each for each in (prepare, connect, plan, revoke, connections, story)
}


def main() -> None:
    for line in sys.stdin:
        asked = json.loads(line)
        answer = ACTS[asked.pop("do")](**asked)
        sys.stdout.write(json.dumps({"answer": answer}) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
