from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    GATE = "gate"  # the software prevents
    CHECK = "check"  # the software detects
    DUTY = "duty"  # a person must act by a date
    NOTICE = "notice"  # a text must be shown


@dataclass(frozen=True)
class Lever:
    """
    Something the code can hold, by a name that no policy owns: `room.rule`.

    `can_be_waived`: the gate asks for a waiver, where the policy says "should".
    """

    name: str
    kind: Kind
    can_be_waived: bool = False


_registered: dict[tuple[str, Kind], Lever] = {}


def register(name: str, kind: Kind, *, can_be_waived: bool = False) -> Lever:
    if (name, kind) in _registered:
        raise ValueError(f"The {kind} {name} is registered twice.")
    lever = Lever(name, kind, can_be_waived)
    return _registered.setdefault((name, kind), lever)


def gate(name: str, *, can_be_waived: bool = False) -> Lever:
    """Register a gate and return it, to be named by each `Refusal` it causes."""
    return register(name, Kind.GATE, can_be_waived=can_be_waived)


def notice(name: str) -> Lever:
    """Register a notice: the element that shows it says `data-notice="name"`."""
    return register(name, Kind.NOTICE)


def levers() -> list[Lever]:
    """All levers of all rooms, by name; one name may be a gate and a duty."""
    return sorted(_registered.values(), key=lambda lever: (lever.name, lever.kind))
