"""The `rasmi` command. Django is loaded by the commands that need it, not before."""

import argparse
import os
import sys
from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; return its exit status: 0 done, 1 refused, 2 wrongly called."""
    options = _parser().parse_args(arguments)
    if options.command == "screen":
        from rasmi.config import screen

        return screen.run(options)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rasmi.config.settings")
    if options.command == "web":
        os.environ["RASMI_SIDE"] = options.side
    import django

    from rasmi.config import catalog

    catalog.compile_catalog()  # before it is read for the first time
    django.setup()
    from rasmi.config import commands

    run = {
        "serve": commands.serve,
        "web": commands.web,
        "worker": commands.worker,
        "sandbox": commands.sandbox,
        "demo": commands.demo,
        "setup-link": commands.setup_link,
        "policy": commands.policy,
        "check": commands.check,
        "reset-factors": commands.reset_factors,
        "ledger": commands.ledger,
        "doctor": commands.doctor,
        "backup": commands.backup,
        "restore": commands.restore,
    }[options.command]
    return run(options)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="rasmi", description="Runs a public body's official social media presence."
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    commands.add_parser("serve", help="serve both sides and the worker, on one machine")
    web = commands.add_parser("web", help="serve pages only")
    web.add_argument("--side", choices=["public", "staff", "both"], default="both")
    commands.add_parser("worker", help="run the sweeps only")
    commands.add_parser("sandbox", help="run the training platform only")
    demo = commands.add_parser("demo", help="fill an empty installation for show")
    demo.add_argument(
        "--if-empty",
        action="store_true",
        help="do nothing where the demonstration is there already",
    )
    _add_policy(commands)
    screen = commands.add_parser("screen", help="screen texts from standard input")
    screen.add_argument("--direction", choices=["out", "in"], default="out")
    screen.add_argument(
        "--jsonl",
        action="store_true",
        help="read and write one JSON object a line: id and text to id and verdict",
    )
    screen.add_argument(
        "--installation",
        action="store_true",
        help="with the lexicon and the sites that this installation approved",
    )
    commands.add_parser("setup-link", help="make a new one-time setup link")
    reset = commands.add_parser(
        "reset-factors", help="remove the second factors of a person who lost them"
    )
    reset.add_argument("email")
    _add_ledger(commands)
    commands.add_parser("doctor", help="look at every part and say what is wrong")
    _add_backups(commands)
    return parser


def _add_policy(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]",
) -> None:
    policy = commands.add_parser("policy", help="what the policy says and is held by")
    acts = policy.add_subparsers(dest="act", required=True, metavar="ACT")
    coverage = acts.add_parser("coverage", help="which clauses the code carries out")
    coverage.add_argument("--format", choices=["text", "json"], default="text")
    checked = acts.add_parser(
        "check-pack", help="read a policy pack and say what is odd"
    )
    checked.add_argument("folder")
    export = acts.add_parser("export", help="write the policy for other tools")
    export.add_argument("--format", choices=["oscal"], default="oscal")
    export.add_argument(
        "--model",
        choices=["catalog", "profile"],
        default="catalog",
        help="of OSCAL: the clauses, or the numbers that were approved",
    )
    wording = acts.add_parser("import", help="take the official wording of an issue")
    wording.add_argument(
        "file", help="YAML or JSON: meta.issue, clauses with id and ar"
    )
    check = commands.add_parser("check", help="run every control of the policy")
    check.add_argument("--format", choices=["text", "json", "oscal"], default="text")
    check.add_argument(
        "--model",
        choices=["assessment-results", "poam"],
        default="assessment-results",
        help="of OSCAL: how each clause stands, or the plan of what to put right",
    )


def _add_ledger(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]",
) -> None:
    ledger = commands.add_parser("ledger", help="the audit log, to be checked outside")
    acts = ledger.add_subparsers(dest="act", required=True, metavar="ACT")
    export = acts.add_parser("export", help="write the whole log to a file")
    export.add_argument(
        "--out", required=True, metavar="FILE", help="where to; overwrites nothing"
    )
    acts.add_parser("checkpoint", help="seal the log and print how it stands, signed")
    acts.add_parser("key", help="print the key by which checkpoints are checked")


def _add_backups(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]",
) -> None:
    backup = commands.add_parser(
        "backup", help="write everything but the keys to a file"
    )
    what = backup.add_mutually_exclusive_group()
    what.add_argument("--out", metavar="FILE", help="where to; overwrites nothing")
    what.add_argument(
        "--verify",
        metavar="FILE",
        help="read a backup to its end instead of making one",
    )
    restore = commands.add_parser(
        "restore", help="put a backup back; speaking stops until two persons resume it"
    )
    restore.add_argument("file")
    restore.add_argument("--reason", required=True, help="for whoever resumes speaking")
    restore.add_argument(
        "--replace",
        action="store_true",
        help="put a database that is here already aside",
    )


if __name__ == "__main__":
    sys.exit(main())
