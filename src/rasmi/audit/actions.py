"""The acts that the log can hold, each with the sentence by which it is read out."""

from dataclasses import dataclass

from django.utils.functional import Promise


@dataclass(frozen=True)
class Action:
    """An act by its name `room.noun.verb`, and its sentence with `%(target)s`."""

    name: str
    sentence: str | Promise


_registered: dict[str, Action] = {}


def register(name: str, sentence: str | Promise) -> Action:
    if name.count(".") != 2 or name in _registered:  # room, noun, verb
        raise ValueError(f"{name} is not a new action of the form room.noun.verb.")
    return _registered.setdefault(name, Action(name, sentence))


def registered(name: str) -> Action | None:
    return _registered.get(name)


def rooms() -> list[str]:
    return sorted({name.split(".")[0] for name in _registered})
