from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rasmi.intake import selectors
from rasmi.intake.models import Receipt
from rasmi.rules import Finding, Result, control


@control("intake.accounts_are_heard", gettext_lazy("Each connected account is heard"))
def every_connected_account_is_heard(now: datetime) -> Result:
    """What cannot be read is not known to be silent: never "met"."""
    return Result(
        population=selectors.streams().filter(due_at__isnull=False).count(),
        unknown=[
            Finding(
                str(each.channel),
                _("Nobody could read what the public says there."),
                reverse("security:connection", args=[each.channel_id]),
            )
            for each in selectors.deaf_streams(now)
        ],
    )


@control("intake.all_is_read", gettext_lazy("All that was received is read"))
def all_that_was_received_is_read(now: datetime) -> Result:
    return Result(
        population=Receipt.objects.filter(received_at__lte=now).count(),
        findings=[
            Finding(
                str(each.channel),
                _("Received, and not readable for this version of the software."),
                reverse("people:running"),
            )
            for each in selectors.unread(now)
        ],
    )
