"""What is not kept or not known, as a plan of action: one item an open finding."""

from datetime import datetime
from uuid import uuid4

from rasmi.compliance.oscal.checking import sound
from rasmi.compliance.oscal.naming import Json, metadata, props, uuid
from rasmi.compliance.oscal.observing import (
    observation,
    risk,
    risk_uuid,
    subject,
)
from rasmi.compliance.oscal.results import Run
from rasmi.core.language import Text
from rasmi.policy import pack

TITLE = Text("خطة تصحيح الملاحظات", "Plan of action for open findings")


def poam(policy: pack.Pack, run: Run, *, now: datetime) -> Json | None:
    """
    None where no finding is open: OSCAL has no plan without an item.

    :raises Unsound: if the document is not valid
    """
    if not run.findings:
        return None
    body = {
        "uuid": str(uuid4()),
        "metadata": metadata(TITLE, version=policy.issue, now=now),
        "system-id": {
            "identifier-type": "http://ietf.org/rfc/rfc4122",
            "id": uuid("system", run.origin),
        },
        "local-definitions": {
            "inventory-items": [
                subject(each, origin=run.origin) for each in run.findings
            ]
        },
        "observations": [
            observation(
                each,
                run.titles[each.lever],
                run.opened[each.lever],
                origin=run.origin,
                now=now,
            )
            for each in run.standings
            if run.opened.get(each.lever)
        ],
        "risks": [risk(each, now) for each in run.findings],
        "poam-items": [
            {
                "uuid": uuid("poam-item", each.control.lever, each.key),
                "title": each.subject_ar,
                "description": each.detail_ar or each.subject_ar,
                "props": props(title_en=each.subject_en, description_en=each.detail_en),
                "related-observations": [
                    {"observation-uuid": uuid("observation", each.control.lever)}
                ],
                "related-risks": [{"risk-uuid": risk_uuid(each)}],
            }
            for each in run.findings
        ],
    }
    return sound({"plan-of-action-and-milestones": body})
