from datetime import datetime

from django.core.files import File
from django.db import transaction
from django.utils.translation import gettext_lazy

from rasmi.audit import services as audit
from rasmi.audit.actions import register
from rasmi.channels.models import Channel
from rasmi.files import kinds as files_kinds
from rasmi.files import selectors as file_names
from rasmi.files import services as files
from rasmi.people import selectors as people
from rasmi.people.models import Power, Unit, User
from rasmi.security.models import Measure, MeasureReview
from rasmi.security.services.instruments import refuse_other_than_keeper

ENTERED = register(
    "security.measure.enter", gettext_lazy("Entered a protection of data: %(target)s")
)
REVIEWED = register(
    "security.measure.review",
    gettext_lazy("Looked at a protection of data: %(target)s"),
)


@transaction.atomic
def enter_measure(  # noqa: PLR0913 — what is protected, against what, and by whom
    *,
    title_ar: str,
    title_en: str,
    protects: str,
    risk: str,
    channel: Channel | None,
    owner: Unit,
    by: User,
    now: datetime,
) -> Measure:
    """
    Enter what is to protect data; that it is in place is only said by looking at it.

    :param channel: the one account that it is for; None: every account
    :raises Refusal: if one neither owns the policy nor is of its unit
    """
    refuse_other_than_keeper(by, owner, now)
    held = people.authority(by, Power.POLICY, now)
    entered = Measure.objects.create(
        title_ar=title_ar,
        title_en=title_en,
        protects=protects,
        risk=risk,
        channel=channel,
        owner=owner,
        entered_by=by,
        entered_at=now,
    )
    audit.record(
        ENTERED,
        actor=by,
        acting_for=held.acting_for if held else None,
        target=entered,
        now=now,
    )
    return entered


@transaction.atomic
def review_measure(
    measure: Measure,
    *,
    is_in_place: bool,
    found: str,
    original: "File[bytes] | None" = None,
    by: User,
    now: datetime,
) -> MeasureReview:
    """
    Keep whether a measure is in place today, how that was seen, and the evidence.

    :raises Refusal: if one neither owns the policy nor is of its unit
    """
    refuse_other_than_keeper(by, measure.owner, now)
    held = people.authority(by, Power.POLICY, now)
    review = MeasureReview.objects.create(
        measure=measure,
        is_in_place=is_in_place,
        found=found,
        original=files.keep(original, kinds_allowed=files_kinds.SCANS, now=now)
        if original
        else None,
        file_name=file_names.safe_name(original.name or "") if original else "",
        reviewed_by=by,
        reviewed_at=now,
    )
    audit.record(
        REVIEWED,
        actor=by,
        acting_for=held.acting_for if held else None,
        target=measure,
        now=now,
        is_in_place=is_in_place,
    )
    return review
