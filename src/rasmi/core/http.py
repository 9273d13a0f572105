from typing import TYPE_CHECKING

from django.http import HttpRequest

if TYPE_CHECKING:
    from rasmi.people.models import User


class UserRequest(HttpRequest):
    """A request of somebody who has signed in."""

    user: "User"
    powers: frozenset[str]  # what the person holds at this moment
    acting_for: dict[str, "User | None"]  # by power, whom the person acts for in it
