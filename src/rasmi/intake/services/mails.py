from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from rasmi.intake.models import Stream
from rasmi.notify import services as notify
from rasmi.notify.letters import Letter
from rasmi.people import selectors as people
from rasmi.people.models import Power, User


def tell_of_deafness(stream: Stream, *, now: datetime) -> None:
    """To who keeps the connections: what is said there is not heard any more."""
    for person in people.holders_of(Power.SECRETS, now):
        _tell(stream, person, now)


def _tell(stream: Stream, person: User, now: datetime) -> None:
    def letter() -> Letter:
        return Letter(
            subject=_("Not heard: «%(account)s»") % {"account": stream.channel},
            paragraphs=(
                _("Peace be upon you, %(name)s.") % {"name": person.name},
                _(
                    "For an hour nobody could read what the public says to "
                    "«%(account)s». It is tried again; until then what people write "
                    "there is read on the account itself and entered by hand."
                )
                % {"account": stream.channel},
            ),
            act=_("See its connection"),
            url=settings.STAFF_ORIGIN
            + reverse("security:connection", args=[stream.channel_id]),
        )

    notify.send(person.email, kind="intake", letter=letter, now=now)
