"""
What the rooms above keep records of: on which accounts each of them stood.

A room registers its kind of subject once, so that a hold on an account reaches all that
was said and heard there, in whichever room it was.
"""

from collections.abc import Callable, Collection, Mapping

# From the keys of subjects to the keys of their accounts.
Reach = Callable[[Collection[str]], Mapping[str, set[int]]]

_reach: dict[str, Reach] = {}


def register(subject_type: str, reach: Reach) -> None:
    """
    Say on which accounts subjects of a kind stood.

    :param subject_type: as `Record.subject_type`: room.model
    """
    _reach[subject_type] = reach


def forget(subject_type: str) -> None:
    """Take a kind back, as tests do with one of their own."""
    _reach.pop(subject_type, None)


def channels_of(subject_type: str, subjects: Collection[str]) -> Mapping[str, set[int]]:
    """The accounts of some subjects, by subject; none where none is known."""
    reach = _reach.get(subject_type)
    return reach(subjects) if reach else {}
