"""The policy and how it stands, printed for other tools."""

import argparse
import json
import sys
from collections.abc import Callable
from datetime import datetime

from rasmi.compliance import services as compliance
from rasmi.policy import coverage as of_policy


def coverage(options: argparse.Namespace) -> int:
    found = of_policy.report()
    if options.format == "json":
        _print(found.as_json())
    else:
        for each in found.clauses:
            held_by = [*each.gates, *each.checks, *each.duties, *each.notices]
            words = ", ".join(held_by) or each.reason
            sys.stdout.write(f"{each.id:6} {each.state:10} {words}\n")
        sys.stdout.write(f"{found.as_json()['totals']}\n")
    return 0 if found.is_sound else 1


def policy(model: str, *, now: datetime) -> int:
    """Print the policy in OSCAL; return 1 where it is not sound."""
    return _export(lambda: compliance.policy_in_oscal(model, now=now))


def run(model: str, *, now: datetime) -> int:
    """Print what the controls last said in OSCAL; return 1 where it is not sound."""
    return _export(lambda: compliance.run_in_oscal(model, now=now))


def _export(make: Callable[[], object]) -> int:
    try:
        document = make()
    except compliance.Unsound as error:
        sys.stderr.write(f"{error}\n")
        return 1
    if document is None:
        sys.stderr.write("No finding is open: there is nothing to plan.\n")
    else:
        _print(document)
    return 0


def _print(document: object) -> None:
    sys.stdout.write(f"{json.dumps(document, ensure_ascii=False, indent=2)}\n")
