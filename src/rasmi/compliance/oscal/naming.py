"""How things are called in the documents: the same in each export."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid5

from rasmi.core.language import Text
from rasmi.policy import pack

Json = dict[str, Any]

OSCAL = "1.2.1"
NS = "https://rasmi.invalid/ns/oscal"  # ours; names, and leads nowhere
ROOT = UUID("0d6a1f3e-5f0a-5c4e-9d53-1e2d8f6b7a90")  # of every stable name
PREFIX = "smp"  # social media policy: an id begins with a letter


def uuid(*parts: object) -> str:
    """The same for the same parts, wherever and whenever it is asked."""
    return str(uuid5(ROOT, "\n".join(map(str, parts))))


def control_id(clause: str) -> str:
    return f"{PREFIX}-{clause.lower()}"


def objective_id(clause: str) -> str:
    return f"{control_id(clause)}_obj"


def parameter_ids(policy: pack.Pack) -> dict[tuple[str, str], str]:
    """The id of each field of each parameter, counted within its clause."""
    counts: dict[str, int] = {}
    found = {}
    for parameter in policy.parameters.values():
        for field in parameter.fields:
            number = counts[parameter.clause] = counts.get(parameter.clause, 0) + 1
            name = f"{control_id(parameter.clause)}_prm_{number}"
            found[parameter.name, field.name] = name
    return found


def values_of(field: pack.Field, value: Any) -> list[str]:
    chosen = value if field.type == "choices" else [value]
    return [str(each) for each in chosen]


def prop(name: str, value: object) -> Json:
    """A property of ours; OSCAL wants one line without blanks around it."""
    return {"name": name, "ns": NS, "value": " ".join(str(value).split())}


def props(**values: object) -> list[Json]:
    """Properties of ours, without those that say nothing."""
    return [
        prop(name.replace("_", "-"), value)
        for name, value in values.items()
        if value is not None and str(value).strip()
    ]


def moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def metadata(title: Text, *, version: str, now: datetime) -> Json:
    return {
        "title": title.ar,
        "last-modified": moment(now),
        "version": version,
        "oscal-version": OSCAL,
        "props": props(title_en=title.en),
    }


def resource(key: str, description: str, href: str, *, now_uuid: str = "") -> Json:
    """What a document rests on, by its uuid and where it lies beside it."""
    return {
        "uuid": now_uuid or uuid("resource", key),
        "description": description,
        "rlinks": [{"href": href, "media-type": "application/oscal+json"}],
    }


def sort_id(clause: str) -> str:
    """The id with zeros, so that A10 stands behind A9."""
    return ".".join(_padded(part) for part in clause.split("."))


def _padded(part: str) -> str:
    letters = part.rstrip("0123456789")
    return f"{letters}{part[len(letters) :].zfill(2)}".lower()


def role_id(role: str) -> str:
    return role.replace("_", "-")


def several(name: str, values: Iterable[str]) -> list[Json]:
    return [prop(name, each) for each in values]
