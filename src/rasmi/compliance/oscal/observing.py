"""A control and what it found, as observations, subjects and risks."""

import hashlib
import json
from collections.abc import Sequence
from datetime import datetime, timedelta

from rasmi.compliance.models import Finding, FindingState
from rasmi.compliance.oscal.naming import Json, moment, prop, props, uuid
from rasmi.compliance.selectors import Standing
from rasmi.core.calendar import start_of
from rasmi.core.language import Text

EVERY = timedelta(minutes=15)  # between two runs: a reading is good until the next


def observation(
    each: Standing,
    title: Text,
    opened: Sequence[Finding],
    *,
    origin: str,
    now: datetime,
) -> Json:
    """
    What a control saw: "3 of 14", never only that it failed.

    :param title: the rule in both languages
    :param origin: of the staff pages, to which the evidence links
    """
    at = each.row.checked_at if each.row else now
    facts = _facts(each)
    described = {
        **facts,
        "lever": each.lever,
        "keys": sorted(one.key for one in opened),
    }
    digest = hashlib.sha256(json.dumps(described, sort_keys=True).encode()).hexdigest()
    found: Json = {
        "uuid": uuid("observation", each.lever),
        "title": title.ar,
        "description": _counted(each).ar,
        "props": [
            prop("lever", each.lever),
            prop("automation", "automated"),
            prop("verdict", str(each.verdict)),
            *props(title_en=title.en, description_en=_counted(each).en),
            *props(**facts),
        ],
        "methods": ["TEST"],
        "types": ["control-objective"],
        "relevant-evidence": [
            {
                "href": f"{origin}/compliance/{each.lever}/",
                "description": title.ar,
                "props": [prop("reading-sha256", digest)],
            }
        ],
        "collected": moment(at),
        "expires": moment(at + EVERY),
    }
    if opened:
        found["subjects"] = [
            {"subject-uuid": subject_uuid(one), "type": "inventory-item"}
            for one in opened
        ]
    return found


def _facts(each: Standing) -> dict[str, object]:
    if each.row is None or not each.is_counted:
        return {}
    row = each.row
    return {"population": row.population, "found": row.found, "unknown": row.unknown}


def _counted(each: Standing) -> Text:
    if each.row is None or not each.is_counted:
        return Text("لم يُتحقق منه في موعده، أو تعذّر ذلك", "Not read in time, or failed")
    row = each.row
    return Text(
        f"{row.found} من {row.population}؛ تعذّر التحقق من {row.unknown}",
        f"{row.found} of {row.population}; {row.unknown} could not be checked",
    )


def subject_uuid(finding: Finding) -> str:
    return uuid("subject", finding.control.lever, finding.key)


def risk_uuid(finding: Finding) -> str:
    return uuid("risk", finding.control.lever, finding.key)


def subject(finding: Finding, *, origin: str) -> Json:
    return {
        "uuid": subject_uuid(finding),
        "description": finding.subject_ar,
        "props": props(
            description_en=finding.subject_en, page=f"{origin}{finding.url}"
        ),
    }


STATUS = {
    FindingState.OPEN: "open",
    FindingState.RETURNED: "open",
    FindingState.WAITING: "remediating",
    FindingState.WAIVED: "deviation-approved",
}


def risk(finding: Finding, now: datetime) -> Json:
    """A finding that is not closed: somebody has to put it right, or may leave it."""
    state = finding.state(now)
    found: Json = {
        "uuid": risk_uuid(finding),
        "title": finding.subject_ar,
        "description": finding.detail_ar or finding.subject_ar,
        "statement": finding.detail_ar or finding.subject_ar,
        "props": props(
            lever=finding.control.lever,
            title_en=finding.subject_en,
            description_en=finding.detail_en,
            opened_at=moment(finding.opened_at),
            evaluation="not-evaluable" if finding.is_unknown else "",
            state=state,
            waived_by=finding.waiver.decision.number
            if finding.waiver and state == FindingState.WAIVED
            else "",
        ),
        "status": STATUS[state],
        "related-observations": [
            {"observation-uuid": uuid("observation", finding.control.lever)}
        ],
    }
    deadline = _deadline(finding, state)
    return found | ({"deadline": moment(deadline)} if deadline else {})


def _deadline(finding: Finding, state: FindingState) -> datetime | None:
    """Until when it may stand, or is to be put right."""
    if finding.waiver and state == FindingState.WAIVED:
        return finding.waiver.ends_at
    if finding.correct_by is None:
        return None
    return start_of(finding.correct_by + timedelta(days=1))
