"""A control over many rows: seconds beside the bare count, and how they grow."""

import os
import shutil
import statistics
import tempfile
import time
from datetime import timedelta

FOLDER = tempfile.mkdtemp(prefix="rasmi-benchmark-")
os.environ["RASMI_DATA"] = FOLDER
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rasmi.config.settings")

SIZES = (10_000, 100_000, 1_000_000)
ROUNDS, BATCH, WAITING = 7, 10_000, 100


def main() -> None:
    import django

    django.setup()
    from django.core.management import call_command
    from django.utils import timezone

    from rasmi.compliance import services
    from rasmi.compliance.models import Violation

    call_command("migrate", verbosity=0)
    now = timezone.now()
    lever = "compliance.violations_are_looked_at"

    def fill(until: int) -> None:
        for first in range(Violation.objects.count(), until, BATCH):
            Violation.objects.bulk_create(
                Violation(
                    kind="other",
                    what="…",
                    receipt=f"{number:064d}",
                    route="owner",
                    status="received" if number < WAITING else "closed",
                    outcome="" if number < WAITING else "corrected",
                    received_at=now - timedelta(days=30),
                )
                for number in range(first, min(first + BATCH, until))
            )

    for size in SIZES:
        fill(size)
        assert Violation.objects.count() == size
        services.run(now=now, levers=[lever])  # opens the findings once
        runs, counts = [], []
        for _round in range(ROUNDS):
            start = time.perf_counter()
            services.run(now=now, levers=[lever])
            runs.append(time.perf_counter() - start)
            start = time.perf_counter()
            Violation.objects.count()
            counts.append(time.perf_counter() - start)
        run, count = statistics.median(runs), statistics.median(counts)
        print(
            f"{size:>9,} rows, {WAITING} findings: {run * 1000:.1f} ms a run, "
            f"{count * 1000:.2f} ms to count the rows"
        )


if __name__ == "__main__":
    try:
        main()
    finally:
        shutil.rmtree(FOLDER, ignore_errors=True)
