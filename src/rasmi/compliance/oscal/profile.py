"""The numbers that the body has approved, set over the catalog."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from rasmi.compliance.oscal.checking import ids_of, sound
from rasmi.compliance.oscal.naming import (
    Json,
    metadata,
    parameter_ids,
    props,
    resource,
    uuid,
    values_of,
)
from rasmi.core.language import Text
from rasmi.policy import pack
from rasmi.policy.selectors import Setting

CATALOG = "catalog.json"  # beside the profile


def profile(
    policy: pack.Pack, settings: Sequence[Setting], catalog: Json, *, now: datetime
) -> Json:
    """
    The catalog with every number that was approved; what is open stays open.

    Each approval gives another version: it is named by the newest decision.

    :raises Unsound: if it is not valid, or sets what the catalog does not have
    """
    approved = [each for each in settings if each.adopted]
    ids = parameter_ids(policy)
    newest = max((each.adopted.pk for each in approved if each.adopted), default=0)
    version = f"{policy.issue}.{newest}"
    head = metadata(_title(policy), version=version, now=now)
    name = uuid("resource", "catalog", policy.name, policy.issue)
    body: dict[str, Any] = {
        "uuid": uuid("profile", policy.name, version),
        "metadata": head,
        "imports": [{"href": f"#{name}", "include-all": {}}],
        "merge": {"as-is": True},
        "back-matter": {
            "resources": [
                resource("catalog", policy.title.ar, CATALOG, now_uuid=name),
            ]
        },
    }
    set_ = [one for each in approved for one in _set(each, ids)]
    if set_:
        body["modify"] = {"set-parameters": set_}
    return sound({"profile": body}, known=ids_of(catalog))


def _title(policy: pack.Pack) -> Text:
    return Text(
        f"{policy.title.ar}: القيم المعتمدة", f"{policy.title.en}: approved numbers"
    )


def _set(setting: Setting, ids: dict[tuple[str, str], str]) -> list[Json]:
    adopted = setting.adopted
    if adopted is None:
        return []
    decision = adopted.adoption.decision
    return [
        {
            "param-id": ids[setting.parameter.name, field.name],
            "props": props(
                decision=decision.number,
                decided_on=decision.decided_on,
                holds_from=adopted.holds_from,
            ),
            "values": values_of(field, setting.values[field.name]),
        }
        for field in setting.parameter.fields
        if setting.values.get(field.name) not in (None, "", [])
    ]
