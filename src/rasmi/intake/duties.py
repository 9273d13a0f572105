from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rasmi.intake import selectors
from rasmi.people.models import Power
from rasmi.rules import Owed, Viewer, duty
from rasmi.web.templatetags.web import digits


@duty("intake.accounts_are_heard")
def accounts_are_heard(viewer: Viewer, now: datetime) -> Iterator[Owed]:
    if Power.SECRETS not in viewer.powers:
        return
    for stream in selectors.deaf_streams(now):
        yield Owed(
            title=_("Not heard: «%(account)s»") % {"account": stream.channel},
            detail=_("What the public says there is not read. It is tried again."),
            act=_("See its connection"),
            url=reverse("security:connection", args=[stream.channel_id]),
            icon="ear-off",
        )


@duty("intake.all_is_read")
def all_is_read(viewer: Viewer, now: datetime) -> Iterator[Owed]:
    if Power.OPERATE not in viewer.powers:
        return
    count = selectors.unread(now).count()
    if count:
        yield Owed(
            title=ngettext(
                "%(n)s item from a platform cannot be read",
                "%(n)s items from a platform cannot be read",
                count,
            )
            % {"n": digits(count)},
            detail=_("It is kept as it came. It is read again once a day."),
            act=_("See the running of the system"),
            url=reverse("people:running"),
            icon="file-alert",
        )
