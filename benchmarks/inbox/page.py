"""What a page of the inbox costs beside the barest list of the same rows."""

import os
import shutil
import statistics
import tempfile
import time
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.test import Client

    from rasmi.channels.models import Channel
    from rasmi.people.models import User

FOLDER = tempfile.mkdtemp(prefix="rasmi-benchmark-")
os.environ["RASMI_DATA"] = FOLDER
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rasmi.config.settings")

ROUNDS, CALLS = 9, 20
ROWS, DEEP = 100_000, 90_000
AT_A_MINUTE = 7  # so many are due together
TEXT = "متى يبدأ التقديم لطلبة الدبلوم العام؟ وأين تُعلن النتائج هذا العام؟"


def main() -> None:
    import django

    django.setup()
    from django.core.management import call_command
    from django.test import override_settings
    from django.utils import timezone

    from rasmi.delegations.models import Delegation, Task
    from rasmi.demo import services as demo
    from rasmi.engagement.models import Conversation

    call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    now = timezone.now()
    demo.fill(now=now)
    held = Delegation.objects.in_force(now).filter(tasks__task=Task.REPLY).first()
    assert held
    fill(held.channel, now)
    last = Conversation.objects.open().order_by("due_at", "pk")[DEEP]
    client = signed_in(held.person)

    with override_settings(ROOT_URLCONF="benchmarks.inbox.floor"):
        found = measured(client, {"first": "", "deep": f"?after={last.pk}"})
    print(f"{Conversation.objects.count():,} conversations on SQLite, {ROUNDS} rounds")
    tell("inbox / bare list, first page", found["first"], "at most 2")
    tell(f"inbox / bare list, after row {DEEP:,}", found["deep"], "at most 2")
    tell(f"after row {DEEP:,} / first page", found["flat"], "flat")


def measured(client: "Client", pages: dict[str, str]) -> dict[str, list[float]]:
    """The ratios of each round; in turns, so that what else runs falls on each."""
    found: dict[str, list[float]] = {"first": [], "deep": [], "flat": []}
    for turn in range(ROUNDS + 1):
        took = {
            name: seconds(client, f"/inbox/{asked}") for name, asked in pages.items()
        }
        bare = {
            name: seconds(client, f"/floor/{asked}") for name, asked in pages.items()
        }
        if turn == 0:
            continue  # the first one reads what later ones remember
        for name in pages:
            found[name].append(took[name] / bare[name])
        found["flat"].append(took["deep"] / took["first"])
    return found


def seconds(client: "Client", path: str) -> float:
    start = time.perf_counter()
    for _ in range(CALLS):
        assert client.get(path).status_code == 200
    return (time.perf_counter() - start) / CALLS


def tell(what: str, ratios: list[float], aim: str) -> None:
    middle = statistics.median(ratios)
    span = f"from {min(ratios):.2f} to {max(ratios):.2f}"
    print(f"{what}: median {middle:.2f}, {span} (aim: {aim})")


def fill(channel: "Channel", now: datetime) -> None:
    """Conversations that all wait, the worst case: each with what was said first."""
    from rasmi.engagement.models import Conversation
    from rasmi.intake.models import RemoteObject, Version

    due = [now + timedelta(minutes=row // AT_A_MINUTE) for row in range(ROWS)]
    said = RemoteObject.objects.bulk_create(
        [
            RemoteObject(
                channel=channel,
                remote_id=f"benchmark-{row}",
                author=f"سالم {row}",
                said_at=now,
                heard_at=now,
            )
            for row in range(ROWS)
        ],
        batch_size=1000,
    )
    Version.objects.bulk_create(
        [
            Version(object=each, number=1, text=TEXT, shown=each.shown, seen_at=now)
            for each in said
        ],
        batch_size=1000,
    )
    Conversation.objects.bulk_create(
        [
            Conversation(
                channel=channel,
                root=each,
                author=each.author,
                kind="question",
                opened_at=now,
                last_said_at=now,
                due_at=at,
            )
            for each, at in zip(said, due, strict=True)
        ],
        batch_size=1000,
    )


def signed_in(user: "User") -> "Client":
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
    from django.conf import settings
    from django.test import Client

    TOTP.activate(user, generate_totp_secret())
    client = Client(headers={"host": min(settings.STAFF_ADDRESSES)})
    client.force_login(user, "allauth.account.auth_backends.AuthenticationBackend")
    return client


if __name__ == "__main__":
    try:
        main()
    finally:
        shutil.rmtree(FOLDER, ignore_errors=True)
