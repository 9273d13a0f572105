from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from rasmi.rules import Owed, Viewer, duty
from rasmi.security import selectors


@duty("security.two_resume")
def a_second_person_looks(viewer: Viewer, now: datetime) -> Iterator[Owed]:
    if not (viewer.powers or viewer.units):
        return
    for stop in selectors.waiting_for_a_second(now):
        is_mine = stop.resume_asked_by_id == viewer.pk
        if not is_mine and selectors.is_for(stop, viewer.powers, viewer.units):
            yield Owed(
                title=_("Confirm that speaking resumes on: %(scope)s")
                % {"scope": stop.scope_name},
                detail=_("%(person)s asked for it; look at what is queued first.")
                % {"person": stop.resume_asked_by},
                act=_("Open the stop"),
                url=reverse("security:stop", args=[stop.pk]),
                icon="player-play",
            )
