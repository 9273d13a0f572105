"""What the seal of the log costs: sealing, and reckoning anew, beside writing it."""

import os
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable

FOLDER = tempfile.mkdtemp(prefix="rasmi-benchmark-")
os.environ["RASMI_DATA"] = FOLDER
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rasmi.config.settings")

ROUNDS, ENTRIES = 7, 2000


def main() -> None:
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import transaction
    from django.utils import timezone

    from rasmi.audit import selectors
    from rasmi.audit import services as audit
    from rasmi.ledger import verify
    from rasmi.people.services.units import OPENED

    call_command("migrate", verbosity=0)

    def write() -> None:
        for number in range(ENTRIES):
            with transaction.atomic():
                audit.record(OPENED, actor=None, now=timezone.now(), unit=number)

    def seal() -> None:
        while audit.seal(now=timezone.now()):
            pass

    def seconds(act: Callable[[], object]) -> float:
        start = time.perf_counter()
        act()
        return time.perf_counter() - start

    seal()  # opens the log
    sealing, reckoning = [], []
    for turn in range(1, ROUNDS + 1):
        written = seconds(write)
        sealing.append(seconds(seal) / written)
        anew = seconds(lambda: verify(selectors.LiveExport()))
        reckoning.append(anew / turn / written)
    print(
        f"sealing / writing, {ROUNDS} rounds of {ENTRIES} entries on SQLite: "
        f"median {statistics.median(sealing):.2f}, "
        f"from {min(sealing):.2f} to {max(sealing):.2f}"
    )
    print(
        "reckoning an entry anew / writing it: "
        f"median {statistics.median(reckoning):.2f}, "
        f"from {min(reckoning):.2f} to {max(reckoning):.2f}"
    )


if __name__ == "__main__":
    try:
        main()
    finally:
        shutil.rmtree(FOLDER)
