"""From due to visible on the training platform, beside the bare call that says it."""

import os
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

import httpx

if TYPE_CHECKING:
    from rasmi.outbox.models import Intent
    from rasmi.platforms.connector import Op
    from rasmi.platforms.sandbox.connector import SandboxConnector

FOLDER = tempfile.mkdtemp(prefix="rasmi-benchmark-")
os.environ["RASMI_DATA"] = FOLDER
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rasmi.config.settings")

POSTS = 60


def main() -> None:
    from tests.survival import hand  # people of a ministry who may speak

    hand.prepare()
    from django.test import override_settings

    from rasmi.outbox import connectors
    from rasmi.outbox.models import Intent
    from rasmi.platforms.sandbox.connector import SandboxConnector
    from tests.platforms.sandbox_server import TOKEN, running_sandbox

    with (
        running_sandbox(Path(FOLDER) / "sandbox") as account,
        override_settings(
            IS_FOR_TRAINING=True, SANDBOX_ADDRESS=account.address, SANDBOX_TOKEN=TOKEN
        ),
    ):
        channel = hand.open_account("sandbox", account.handle).pk
        texts = [f"منشور {uuid4().hex}" for _ in range(POSTS)]
        keys = [hand.plan(channel=channel, text=each) for each in texts]
        time.sleep(1)  # until the last of them is due
        bare, ratios = SandboxConnector(account), []
        # In turns, so that what else the machine does falls on both.
        for key in keys:
            intent = Intent.objects.get(key=key)
            op = replace(connectors.op_of(intent), key=uuid4().hex)
            ours = seconds(partial(deliver, intent))
            ratios.append(ours / seconds(partial(say, bare, op)))
    print(
        f"due → visible / the bare calls, {POSTS} posts with a picture on SQLite: "
        f"median {statistics.median(ratios):.1f}, "
        f"one in ten above {statistics.quantiles(ratios, n=10)[-1]:.1f}"
    )


def deliver(intent: "Intent") -> None:
    """Through all gates, with every entry and part, as the worker does it."""
    from django.utils import timezone

    from rasmi.outbox import services

    assert services.deliver(intent, now=timezone.now())
    intent.refresh_from_db()
    see(intent.url)


def say(bare: "SandboxConnector", op: "Op") -> None:
    see(bare.commit(op, bare.stage(op)).url)


def see(address: str) -> None:
    httpx.get(address, trust_env=False).raise_for_status()


def seconds(act: Callable[[], None]) -> float:
    begun = time.perf_counter()
    act()
    return time.perf_counter() - begun


if __name__ == "__main__":
    try:
        main()
    finally:
        shutil.rmtree(FOLDER)
