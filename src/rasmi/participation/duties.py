from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from rasmi.participation import selectors
from rasmi.people.models import User
from rasmi.rules import Owed, Viewer, duty


@duty("participation.published_by_another")
def outcomes_are_read_and_published(viewer: Viewer, now: datetime) -> Iterator[Owed]:
    if "approve" not in viewer.powers:
        return
    person = User(pk=viewer.pk)
    for outcome in selectors.waiting():
        if selectors.may_publish(person, outcome, now):
            yield Owed(
                title=_("Publish an outcome: «%(outcome)s»") % {"outcome": outcome},
                detail=_("A colleague wrote what came of contributions."),
                act=_("Read it and decide"),
                url=reverse("participation:outcome", args=[outcome.pk]),
                icon="message-check",
            )
