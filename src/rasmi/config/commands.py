import argparse
import io
import json
import logging
import sys
import threading
from collections.abc import Callable
from contextlib import nullcontext
from functools import wraps
from pathlib import Path

import yaml
from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, close_old_connections
from django.utils import timezone

from rasmi.audit import selectors as audit_log
from rasmi.audit import services as audit
from rasmi.compliance import selectors as compliance
from rasmi.compliance import services as compliance_services
from rasmi.config import (
    backups,
    data,
    doctors,
    exports,
    processes,
    statics,
    verdicts,
)
from rasmi.core import sweeps
from rasmi.demo import services as demonstration
from rasmi.people import selectors as people
from rasmi.people import services as people_services
from rasmi.people.models import User
from rasmi.platforms import deadline
from rasmi.policy import coverage
from rasmi.policy import services as policy_services
from rasmi.policy.pack import PackError
from rasmi.rules import Refusal
from rasmi.security import services as security

logger = logging.getLogger(__name__)

Command = Callable[[argparse.Namespace], int]
AWAY = 5  # seconds between two looks at a database that does not answer


def say(line: str = "") -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def beside_others(command: Command) -> Command:
    """A command that may run beside others, and not while one must be alone."""

    @wraps(command)
    def run(options: argparse.Namespace) -> int:
        held = data.lock(alone=False)
        if held is None:
            return _complain(
                "A restore or a demonstration is being made here. Wait for its end."
            )
        with held:
            return command(options)

    return run


def prepare() -> None:
    """Bring the database and the static files up to this version of the code."""
    # Raises with the findings; that there are none is not worth a line.
    call_command("check", fail_level="ERROR", stdout=io.StringIO())
    call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)
    audit.forget_an_older_log()
    statics.collect()


def begin_policy() -> None:
    """Let the issue of the pack hold from the first start on, where none does yet."""
    policy_services.begin(now=timezone.now())


@beside_others
def serve(options: argparse.Namespace) -> int:
    prepare()
    begin_policy()
    epoch = security.watch_epoch(now=timezone.now())
    port = settings.PORT
    bind = processes.bind_address(is_demonstration=people.is_demonstration())
    with_sandbox = people.is_demonstration() or settings.IS_FOR_TRAINING
    for taken in (port, port + 1):
        if processes.is_taken(bind, taken):
            return _complain(
                f"Port {taken} is taken by another process. Choose another with PORT."
            )
    if with_sandbox and _sandbox_port_is_taken():
        return 1
    say()
    if people.installation() is None:
        say("  First setup, once, within the hour:")
        say(f"  {new_setup_address()}")
    else:
        say(f"  Staff    {settings.STAFF_ORIGIN}/")
        say(f"  Public   {settings.PUBLIC_ORIGIN}/")
    if epoch.stop and not epoch.stop.is_over:
        say(f"  Speaking is stopped: {epoch.stop.reason}")
        say("  Two persons of the staff look at what is queued and let it resume.")
    children = {
        "staff": processes.web_command("staff", bind, port),
        "public": processes.web_command("public", bind, port + 1),
        "worker": processes.worker_command(),
    }
    if with_sandbox:
        say(f"  Sandbox  {settings.SANDBOX_ADDRESS}/")
        children["sandbox"] = _sandbox_command()
    if people.is_demonstration():
        say("  A demonstration: the sign-in page has a button for each role.")
    say()
    return processes.supervise(children, without_mail=people.is_demonstration())


@beside_others
def sandbox(options: argparse.Namespace) -> int:
    if _sandbox_port_is_taken():
        return 1
    say(f"  Sandbox  {settings.SANDBOX_ADDRESS}/")
    return processes.supervise({"sandbox": _sandbox_command()}, without_mail=True)


def _sandbox_command() -> list[str]:
    return processes.sandbox_command(settings.DATA, settings.SANDBOX_PORT)


def _sandbox_port_is_taken() -> bool:
    port = settings.SANDBOX_PORT
    is_ours = port in (settings.PORT, settings.PORT + 1)
    if not is_ours and not processes.is_taken(processes.LOOPBACK, port):
        return False
    _complain(f"Port {port} is taken. Choose another with RASMI_SANDBOX_PORT.")
    return True


@beside_others
def web(options: argparse.Namespace) -> int:
    prepare()
    begin_policy()
    bind = processes.bind_address(is_demonstration=people.is_demonstration())
    port = settings.PORT + (1 if options.side == "public" else 0)
    if processes.is_taken(bind, port):
        return _complain(
            f"Port {port} is taken by another process. Choose another with PORT."
        )
    command = processes.web_command(options.side, bind, port)
    return processes.supervise(
        {options.side: command}, without_mail=people.is_demonstration()
    )


@beside_others
def worker(options: argparse.Namespace) -> int:
    stop = processes.stop_at_a_signal()
    look_first(stop)
    if people.is_demonstration():
        settings.EMAIL_HOST = ""  # a demonstration writes to nobody
    deadline.begin_nothing_when(stop.is_set)
    sweeps.run_forever(stop, around=lambda: audit.refusals_recorded("worker"))
    return 0


def look_first(stop: threading.Event) -> None:
    """Know the database before anything is sent; one that is away is waited for."""
    while not stop.is_set():
        try:
            security.watch_epoch(now=timezone.now())
        except (DatabaseError, OSError) as error:
            logger.warning("The database cannot be looked at yet: %s", error)
            close_old_connections()
            stop.wait(AWAY)
        else:
            return


def demo(options: argparse.Namespace) -> int:
    prepare()
    if options.if_empty and people.installation():
        return 0
    with data.lock(alone=True) or nullcontext() as held:
        if held is None:
            # What runs already listens where it was told to, and may send mail.
            return _complain("Rasmi is running here. Stop it first, then try again.")
        if people.installation() is None:
            # While it is empty, whatever mark an earlier one has left beside it.
            security.watch_epoch(now=timezone.now())
        return _answer(lambda: demonstration.fill(now=timezone.now()))


@beside_others
def setup_link(options: argparse.Namespace) -> int:
    prepare()
    return _answer(lambda: say(new_setup_address()))


def new_setup_address() -> str:
    secret = people_services.issue_setup_link(now=timezone.now())
    return f"{settings.STAFF_ORIGIN}/setup/{secret}/"


@beside_others
def reset_factors(options: argparse.Namespace) -> int:
    user = User.objects.filter(email__iexact=options.email).first()
    if user is None:
        return _complain("Nobody is entered with this e-mail address.")
    return _answer(
        lambda: people_services.reset_factors_from_the_server(user, now=timezone.now())
    )


def policy(options: argparse.Namespace) -> int:
    acts: dict[str, Command] = {
        "coverage": exports.coverage,
        "check-pack": check_pack,
        "export": policy_export,
        "import": policy_import,
    }
    return acts[options.act](options)


def check_pack(options: argparse.Namespace) -> int:
    """Say where a pack is odd, before an installation is started with it."""
    try:
        odd = coverage.oddities(Path(options.folder))
    except PackError as error:
        return _complain(str(error))
    for each in odd:
        say(each)
    if not odd:
        say(f"{options.folder}: this pack can be used.")
    return 1 if odd else 0


@beside_others
def policy_export(options: argparse.Namespace) -> int:
    prepare()
    begin_policy()
    return exports.policy(options.model, now=timezone.now())


@beside_others
def policy_import(options: argparse.Namespace) -> int:
    prepare()
    begin_policy()
    try:
        document = yaml.safe_load(Path(options.file).read_text("utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        return _complain(f"{options.file} cannot be read: {error}")
    return _answer(lambda: policy_services.import_wording(document, now=timezone.now()))


@beside_others
def ledger(options: argparse.Namespace) -> int:
    act = {"export": _export_log, "checkpoint": _checkpoint, "key": _key}[options.act]

    def looked_at() -> None:
        prepare()
        security.watch_epoch(now=timezone.now())
        if settings.LEDGER_KEY.exists():
            audit.seal(now=timezone.now())
        act(options)

    return _carry_out(looked_at)


def _export_log(options: argparse.Namespace) -> None:
    path = Path(options.out)
    count = audit.export(path, now=timezone.now(), system_user=data.system_user())
    say(f"{path}: {count} entries. Check it elsewhere with rasmi-verify.")


def _checkpoint(options: argparse.Namespace) -> None:
    sys.stdout.write(audit_log.newest_note())


def _key(options: argparse.Namespace) -> None:
    say(audit_log.key())


@beside_others
def check(options: argparse.Namespace) -> int:
    prepare()
    now = timezone.now()
    compliance_services.run(now=now)
    found = compliance.standings(now)
    if options.format == "oscal":
        wrong = exports.run(options.model, now=now)
        return 0 if verdicts.are_all_met(found) and not wrong else 1
    if options.format == "json":
        report = verdicts.as_json(found, now=now)
        say(json.dumps(report, ensure_ascii=False, indent=2))
    else:
        for line in verdicts.lines(found):
            say(line)
    return 0 if verdicts.are_all_met(found) else 1


@beside_others
def doctor(options: argparse.Namespace) -> int:
    findings = doctors.look(timezone.now())
    for finding in findings:
        say(f"{'ok ' if finding.is_well else 'BAD'}  {finding.part}: {finding.words}")
    return 0 if all(finding.is_well for finding in findings) else 1


@beside_others
def backup(options: argparse.Namespace) -> int:
    processes.end_at_a_signal()
    if options.verify:
        return _carry_out(lambda: _verify(Path(options.verify)))
    return _carry_out(lambda: _back_up(options.out and Path(options.out)))


def _verify(path: Path) -> None:
    found = backups.verify(path)
    say(f"Whole: the database of {found.made_at} and {found.kept} kept files.")


def _back_up(out: Path | None) -> None:
    now = timezone.now()
    path = out or backups.default_path(now)
    made = backups.make(path, now=now, system_user=data.system_user())
    say(f"{path}: the database and {made.kept} kept files. The keys are not in it.")
    if made.missing:
        sys.stderr.write(
            f"{len(made.missing)} kept files are lost or damaged on this disk and not "
            f"in the backup: {', '.join(made.missing[:3])}\n"
        )


def restore(options: argparse.Namespace) -> int:
    with data.lock(alone=True) or nullcontext() as held:
        if held is None:
            return _complain("Rasmi is running here. Stop it first, then try again.")
        return _carry_out(lambda: _restore(options))


def _restore(options: argparse.Namespace) -> None:
    done = backups.restore(
        Path(options.file),
        reason=options.reason,
        replace=options.replace,
        system_user=data.system_user(),
        now=timezone.now(),
    )
    say(f"Restored as it was at {done.manifest.made_at}.")
    if done.aside:
        say(f"What was here before is kept in {done.aside}.")
    for sentence in done.other_keys:
        say(sentence)
    say("Speaking is stopped. Everybody signs in again; two persons of the staff")
    say("look at what is queued and let speaking resume.")


def _carry_out(act: Callable[[], object]) -> int:
    """The edge of what touches files and programs: its failures are sentences."""
    try:
        act()
    except backups.NotDone as error:
        return _complain(str(error))
    except OSError as error:
        return _complain(f"{error.filename or 'The disk'}: {error.strerror or error}")
    return 0


def _complain(sentence: str) -> int:
    sys.stderr.write(f"{sentence}\n")
    return 1


def _answer(act: Callable[[], object]) -> int:
    """The edge of a command: a refusal is kept, and said without a traceback."""
    try:
        with audit.refusals_recorded("command"):
            act()
    except Refusal as refusal:
        return _complain(f"{refusal.sentence} {refusal.remedy}")
    return 0
