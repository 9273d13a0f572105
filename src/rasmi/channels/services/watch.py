from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy

from rasmi.audit import services as audit
from rasmi.audit.actions import register
from rasmi.channels.models import (
    Channel,
    Confirmation,
    Consultee,
    SettingsReview,
    Verification,
)
from rasmi.channels.services.opinions import refuse_other_than_consultee
from rasmi.channels.services.proposals import refuse_over, refuse_stranger
from rasmi.core.models import locked
from rasmi.people.models import User

SEEN = register(
    "channels.verification.record",
    gettext_lazy("Looked at the badge of the account %(target)s"),
)
REVIEWED = register(
    "channels.settings.review",
    gettext_lazy("Reviewed the settings of the account %(target)s"),
)
CONFIRMED = register(
    "channels.channel.confirm",
    gettext_lazy("Looked again whether the account %(target)s is wanted"),
)


@transaction.atomic
def record_verification(
    channel: Channel, *, is_verified: bool, note: str, by: User, now: datetime
) -> Verification:
    """
    Keep what somebody saw of the platform's badge on the account today.

    :raises Refusal: if one is not of the unit that owns the account
    """
    refuse_stranger(by, channel.owner, now)
    seen = Verification.objects.create(
        channel=channel, is_verified=is_verified, note=note, seen_by=by, seen_at=now
    )
    audit.record(SEEN, actor=by, target=channel, now=now, is_verified=is_verified)
    return seen


@transaction.atomic
def review_settings(
    channel: Channel, *, found: str, by: User, now: datetime
) -> SettingsReview:
    """
    Keep what a consulted unit saw of privacy and technical settings.

    :raises Refusal: if one holds no office in such a unit
    """
    unit = refuse_other_than_consultee(by, channel, now, *Consultee.Place)
    review = SettingsReview.objects.create(
        channel=channel, unit=unit, found=found, reviewed_by=by, reviewed_at=now
    )
    audit.record(REVIEWED, actor=by, target=channel, now=now, unit=unit.pk)
    return review


@transaction.atomic
def confirm(
    channel: Channel, *, is_needed: bool, note: str, by: User, now: datetime
) -> Confirmation:
    """
    Say, as the unit that owns it, whether an account is still wanted as it stands.

    :param note: what was looked at; or why it is to be closed
    :raises Refusal: if one is not of that unit, or the account is over
    """
    channel = locked(channel)
    refuse_stranger(by, channel.owner, now)
    refuse_over(channel)
    kept = Confirmation.objects.create(
        channel=channel,
        is_needed=is_needed,
        note=note,
        confirmed_by=by,
        confirmed_at=now,
    )
    audit.record(CONFIRMED, actor=by, target=channel, now=now, is_needed=is_needed)
    return kept
