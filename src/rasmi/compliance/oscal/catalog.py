"""The policy as a catalog: a clause is a control."""

from datetime import datetime

from rasmi.compliance.oscal.checking import Unsound, sound
from rasmi.compliance.oscal.naming import (
    Json,
    control_id,
    metadata,
    objective_id,
    parameter_ids,
    prop,
    props,
    role_id,
    several,
    sort_id,
    uuid,
    values_of,
)
from rasmi.core.language import Text
from rasmi.policy import pack


def catalog(policy: pack.Pack, *, now: datetime) -> Json:
    """
    Every clause of the policy, once, with its parameters and what carries it out.

    :raises Unsound: if it is not valid, or a clause is missing
    """
    document = sound({"catalog": _catalog(policy, now)})
    groups = document["catalog"]["groups"]
    written = [control["id"] for group in groups for control in group["controls"]]
    if sorted(written) != sorted(map(control_id, policy.clauses)):
        raise Unsound("The catalog does not have each clause once.")
    return document


def _catalog(policy: pack.Pack, now: datetime) -> Json:
    ids = parameter_ids(policy)
    head = metadata(policy.title, version=policy.issue, now=now)
    head["props"] += props(classification=policy.classification.ar)
    head["roles"] = [
        {"id": role_id(key), "title": title.ar, "props": props(title_en=title.en)}
        for key, title in policy.roles.items()
    ]
    return {
        "uuid": uuid("catalog", policy.name, policy.issue),
        "metadata": head,
        "groups": [
            {
                "id": f"chapter-{role_id(key)}",
                "class": "chapter",
                "title": title.ar,
                "props": props(title_en=title.en),
                "controls": [
                    _control(each, policy, ids) for each in policy.chapter(key)
                ],
            }
            for key, title in policy.chapters.items()
            if policy.chapter(key)
        ],
    }


def _control(
    clause: pack.Clause,
    policy: pack.Pack,
    ids: dict[tuple[str, str], str],
) -> Json:
    own = [each for each in policy.parameters.values() if each.clause == clause.id]
    params = [_param(each, field, ids) for each in own for field in each.fields]
    control: Json = {
        "id": control_id(clause.id),
        "class": clause.kinds[0] if clause.kinds else "definition",
        "title": clause.title.ar,
        "props": [
            {"name": "label", "value": clause.id},
            {"name": "sort-id", "value": sort_id(clause.id)},
            *props(title_en=clause.title.en, modality=clause.modality),
            prop("scored", str(clause.scored).lower()),
            *several("kind", clause.kinds),
            *several("responsible-role", map(role_id, clause.roles)),
            *several("lever", clause.levers),
            *props(reason=clause.reason),
        ],
        "parts": _parts(clause, params),
    }
    if params:
        control["params"] = params
    return control


def _param(
    parameter: pack.Parameter, field: pack.Field, ids: dict[tuple[str, str], str]
) -> Json:
    """A number that the policy leaves open has no value here: a tool shows it open."""
    found: Json = {
        "id": ids[parameter.name, field.name],
        "label": f"{parameter.title.ar}: {field.title.ar}",
        "props": [
            *props(parameter=parameter.name, field=field.name),
            *props(label_en=f"{parameter.title.en}: {field.title.en}"),
        ],
    }
    if field.value is not None:
        found["values"] = values_of(field, field.value)
    elif field.proposal is not None:
        shown = ", ".join(values_of(field, field.proposal))
        found["guidelines"] = [
            {"prose": f"لم تحدده السياسة؛ القيمة المقترحة: {shown}"},
            {"prose": f"Not stated by the policy; proposed: {shown}"},
        ]
    else:
        found["guidelines"] = [
            {"prose": "لم تحدده السياسة؛ تحدده الجهة"},
            {"prose": "Not stated by the policy; the body sets it"},
        ]
    return found


def _parts(clause: pack.Clause, params: list[Json]) -> list[Json]:
    name = control_id(clause.id)
    items = [
        {
            "id": f"{each['id']}_item",
            "name": "item",
            "prose": f"{each['label']}: {{{{ insert: param, {each['id']} }}}}",
        }
        for each in params
    ]
    statement = _part(f"{name}_smt", "statement", clause.statement.ar, "ar")
    if items:
        statement["parts"] = items
    translation = _part(f"{name}_smt_en", "statement", clause.statement.en, "en")
    aim = _aim(clause)
    objective = _part(objective_id(clause.id), "assessment-objective", aim.ar, "ar")
    in_english = _part(
        f"{objective_id(clause.id)}_en", "assessment-objective", aim.en, "en"
    )
    for each in (translation, in_english):
        each["class"] = "translation"
    return [statement, translation, objective, in_english]


def _aim(clause: pack.Clause) -> Text:
    return Text(
        f"يتحقق من الالتزام بالبند {clause.id}: {clause.title.ar}",
        f"Clause {clause.id} is seen to be kept: {clause.title.en}",
    )


def _part(name: str, kind: str, prose: str, language: str) -> Json:
    return {"id": name, "name": kind, "prose": prose, "props": props(lang=language)}
