"""The verifier stands alone: an auditor needs neither Rasmi's server nor Django."""

import subprocess
import sys

ALONE = """
import sys
from rasmi.ledger import cli
heavy = {"django", "sqlite3", "psycopg", "httpx"} & set(sys.modules)
print(sorted(heavy), sorted(each for each in sys.modules if each.startswith("rasmi")
      and not each.startswith("rasmi.ledger")))
"""


def test_it_loads_no_django_and_no_database() -> None:
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-c", ALONE], capture_output=True, text=True, check=True
    )

    assert done.stdout.strip() == "[] ['rasmi']"
