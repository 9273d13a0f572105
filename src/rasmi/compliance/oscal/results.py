"""A run of the controls as assessment results: four verdicts, none of them dropped."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from rasmi.compliance.models import Finding
from rasmi.compliance.oscal.checking import ids_of, sound
from rasmi.compliance.oscal.naming import (
    Json,
    control_id,
    metadata,
    moment,
    objective_id,
    prop,
    props,
    resource,
    uuid,
)
from rasmi.compliance.oscal.observing import (
    observation,
    risk,
    risk_uuid,
    subject,
)
from rasmi.compliance.selectors import ORDER, Standing
from rasmi.core.language import Text
from rasmi.policy import pack
from rasmi.rules import Verdict

TITLE = Text("نتائج التحقق من الالتزام", "Results of checking compliance")
PLAN = Text(
    "ضوابط النظام، يُتحقق منها كل ربع ساعة",
    "The controls of the system, every quarter hour",
)
# OSCAL has two states; ours are four, told apart by a property.
STATES = {
    Verdict.MET: ("satisfied", "pass", "evaluated"),
    Verdict.NOT_MET: ("not-satisfied", "fail", "evaluated"),
    Verdict.UNKNOWN: ("not-satisfied", "other", "not-evaluable"),
    Verdict.NOT_SET: ("not-satisfied", "other", "not-set"),
}


@dataclass(frozen=True)
class Run:
    """
    What one run of the controls saw.

    :param titles: of the controls in both languages, by lever
    :param opened: the open findings by lever
    :param audit_root: of the audit log when the run was written; empty: never sealed
    :param origin: of the staff pages, to which evidence links
    """

    standings: Sequence[Standing]
    titles: Mapping[str, Text]
    opened: Mapping[str, Sequence[Finding]]
    software: str
    audit_root: str
    origin: str

    @property
    def findings(self) -> list[Finding]:
        levers = [each.lever for each in self.standings]
        return [one for lever in levers for one in self.opened.get(lever, ())]


def results(policy: pack.Pack, run: Run, catalog: Json, *, now: datetime) -> Json:
    """
    :param catalog: to whose objectives the findings point
    :raises Unsound: if the document is not valid, or points to what is not there
    """
    plan = uuid("resource", "plan", policy.name, policy.issue)
    body = {
        "uuid": str(uuid4()),
        "metadata": metadata(TITLE, version=policy.issue, now=now),
        "import-ap": {"href": f"#{plan}"},
        "results": [_result(policy, run, now)],
        "back-matter": {
            "resources": [
                resource("plan", PLAN.ar, "assessment-plan.json", now_uuid=plan)
                | {"props": props(description_en=PLAN.en)},
            ]
        },
    }
    return sound({"assessment-results": body}, known=ids_of(catalog))


def _result(policy: pack.Pack, run: Run, now: datetime) -> Json:
    by_clause = _by_clause(run.standings)
    begun = min(
        (each.row.checked_at for each in run.standings if each.row), default=now
    )
    # What is left is held by gates and notices, attested outside, or still planned.
    seen = [each for each in policy.clauses if each in by_clause]
    left = [each for each in policy.clauses if each not in by_clause]
    selection = _present(
        {
            "include-controls": [{"control-id": control_id(each)} for each in seen],
            "exclude-controls": [{"control-id": control_id(each)} for each in left],
        }
    )
    if not seen:
        selection["include-all"] = {}
    result: Json = {
        "uuid": str(uuid4()),
        "title": TITLE.ar,
        "description": TITLE.en,
        "start": moment(min(begun, now)),
        "end": moment(now),
        "props": props(
            software_version=run.software,
            policy_version=policy.issue,
            audit_root=run.audit_root,
        ),
        "reviewed-controls": {"control-selections": [selection]},
        "observations": [
            observation(
                each,
                run.titles[each.lever],
                run.opened.get(each.lever, ()),
                origin=run.origin,
                now=now,
            )
            for each in run.standings
        ],
    }
    findings = [
        _finding(policy.clauses[clause], found, run)
        for clause, found in by_clause.items()
    ]
    result |= _present({"findings": findings})
    if run.findings:
        items = [subject(each, origin=run.origin) for each in run.findings]
        result["local-definitions"] = {"inventory-items": items}
        result["risks"] = [risk(each, now) for each in run.findings]
    return result


def _present(lists: Json) -> Json:
    """Lists with something in them: OSCAL has no empty ones."""
    return {name: each for name, each in lists.items() if each}


def _by_clause(standings: Sequence[Standing]) -> dict[str, list[Standing]]:
    found: dict[str, list[Standing]] = {}
    for each in standings:
        for clause in each.clauses:
            found.setdefault(clause.id, []).append(each)
    return found


def _finding(clause: pack.Clause, found: Sequence[Standing], run: Run) -> Json:
    """How a clause stands: as the worst of its controls."""
    verdict = min((each.verdict for each in found), key=ORDER.index)
    state, reason, evaluation = STATES[verdict]
    finding: Json = {
        "uuid": uuid("finding", clause.id),
        "title": clause.title.ar,
        "description": clause.statement.ar,
        "props": [
            prop("verdict", str(verdict)),
            prop("evaluation", evaluation),
            *props(title_en=clause.title.en),
        ],
        "target": {
            "type": "objective-id",
            "target-id": objective_id(clause.id),
            "status": {"state": state, "reason": reason},
        },
        "related-observations": [
            {"observation-uuid": uuid("observation", each.lever)} for each in found
        ],
    }
    risks = [
        {"risk-uuid": risk_uuid(one)}
        for each in found
        for one in run.opened.get(each.lever, ())
    ]
    if risks:
        finding["related-risks"] = risks
    return finding
