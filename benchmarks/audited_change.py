"""What an entry in the log costs: the same service with it and without it."""

import os
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable
from unittest import mock

FOLDER = tempfile.mkdtemp(prefix="rasmi-benchmark-")
os.environ["RASMI_DATA"] = FOLDER
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rasmi.config.settings")

ROUNDS, CHANGES = 7, 200


def main() -> None:
    import django

    django.setup()
    from django.core.management import call_command
    from django.utils import timezone

    from rasmi.audit import services as audit
    from rasmi.demo import services as demo
    from rasmi.people import services as people
    from rasmi.people.models import Unit, User

    call_command("migrate", verbosity=0)
    demo.fill(now=timezone.now())
    owner = User.objects.get(staff_number="1001")
    unit = Unit.objects.get(name_en="Research Sector")

    def change(names: str) -> None:
        for number in range(CHANGES):
            people.rename_unit(
                unit,
                name_ar=f"{names} {number}",
                name_en=f"{names} {number}",
                reason="…",
                by=owner,
                now=timezone.now(),
            )

    def seconds(act: Callable[[str], None], names: str) -> float:
        start = time.perf_counter()
        act(names)
        return time.perf_counter() - start

    # In turns, so that what else the machine does falls on both.
    ratios = []
    for turn in range(ROUNDS):
        with mock.patch.object(audit, "record"):
            without = seconds(change, f"بلا قيد {turn}")
        ratios.append(seconds(change, f"مع قيد {turn}") / without)
    print(
        f"audited / unaudited, {ROUNDS} rounds of {CHANGES} renames on SQLite: "
        f"median {statistics.median(ratios):.2f}, "
        f"from {min(ratios):.2f} to {max(ratios):.2f} (aim: at most 1.3)"
    )


if __name__ == "__main__":
    try:
        main()
    finally:
        shutil.rmtree(FOLDER, ignore_errors=True)
