from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    GATE = "gate"  # the software prevents
    DUTY = "duty"  # a person must act by a date


@dataclass(frozen=True)
class Lever:
    """Something the code can hold, by a name that no policy owns: `room.rule`."""

    name: str
    kind: Kind


_registered: dict[str, Lever] = {}


def register(name: str, kind: Kind) -> Lever:
    if name in _registered:
        raise ValueError(f"The lever {name} is registered twice.")
    return _registered.setdefault(name, Lever(name, kind))


def gate(name: str) -> Lever:
    """Register a gate and return it, to be named by each `Refusal` it causes."""
    return register(name, Kind.GATE)


def levers() -> list[Lever]:
    """All levers of all rooms, by name."""
    return sorted(_registered.values(), key=lambda lever: lever.name)
