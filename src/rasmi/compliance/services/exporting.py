from datetime import datetime
from importlib.metadata import version

from django.conf import settings
from django.utils import translation

from rasmi import rules
from rasmi.audit import selectors as audit
from rasmi.compliance import oscal, selectors
from rasmi.compliance.oscal import Run
from rasmi.compliance.oscal.naming import Json
from rasmi.core.language import Text
from rasmi.policy import pack
from rasmi.policy import selectors as policy

ROOT_LINE = 2  # of a signed checkpoint (C2SP tlog-checkpoint): origin, size, root


def policy_in_oscal(model: str, *, now: datetime) -> Json:
    """
    The policy for other tools of compliance.

    :param model: "catalog" for the clauses, "profile" for the numbers approved
    :raises Unsound: if the document is not valid
    """
    current = pack.current()
    catalog = oscal.catalog(current, now=now)
    if model == "catalog":
        return catalog
    return oscal.profile(current, policy.settings_now(now), catalog, now=now)


def run_in_oscal(model: str, *, now: datetime) -> Json | None:
    """
    What the controls last said, for other tools of compliance.

    :param model: "assessment-results", or "poam", which is None without open findings
    :raises Unsound: if the document is not valid
    """
    current = pack.current()
    found = _run(now)
    if model == "poam":
        return oscal.poam(current, found, now=now)
    catalog = oscal.catalog(current, now=now)
    return oscal.results(current, found, catalog, now=now)


def _run(now: datetime) -> Run:
    lines = audit.newest_note().splitlines()
    return Run(
        standings=sorted(selectors.standings(now), key=lambda each: each.lever),
        titles={lever: _in_both(each) for lever, each in rules.controls().items()},
        opened=selectors.open_by_lever(),
        software=version("rasmi"),
        audit_root=lines[ROOT_LINE] if len(lines) > ROOT_LINE else "",
        origin=settings.STAFF_ORIGIN,
    )


def _in_both(control: rules.Control) -> Text:
    said = []
    for language in ("ar", "en"):
        with translation.override(language):
            said.append(str(control.title))
    return Text(*said)
