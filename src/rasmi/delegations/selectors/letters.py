from dataclasses import dataclass
from datetime import datetime

from rasmi.delegations.models import DelegationLetter
from rasmi.delegations.selectors.rights import State, state

# Letters that are misread for a digit, as a person copies them from paper.
MISREAD = str.maketrans({"O": "0", "I": "1", "L": "1"})


@dataclass(frozen=True)
class Verified:
    """What anybody may know of a letter whose code they hold."""

    letter: DelegationLetter
    state: State

    @property
    def is_in_force(self) -> bool:
        return self.state == State.IN_FORCE

    @property
    def names_the_person(self) -> bool:
        """A name is public only where the delegation is to speak by name."""
        return self.letter.delegation.speaks_by_name


def verified(code: str, at: datetime) -> Verified | None:
    """The letter of a code as somebody typed it: any case, in groups or not."""
    kept = "".join(each for each in code.upper() if each.isalnum()).translate(MISREAD)
    found = (
        DelegationLetter.objects.filter(code=kept)
        .select_related(
            "delegation__decision",
            "delegation__person",
            "delegation__placement",
            "delegation__channel__owner",
        )
        .first()
    )
    return Verified(found, state(found.delegation, at)) if found else None
