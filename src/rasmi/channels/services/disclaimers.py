"""The notice of copyright: its text, and whether it stands on each official page."""

import re
import unicodedata
from datetime import datetime

from django.core.files import File
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rasmi.audit import services as audit
from rasmi.audit.actions import register
from rasmi.channels.models import Channel, Disclaimer, ProfileReading
from rasmi.channels.models.disclaimers import PLACE
from rasmi.channels.services.proposals import refuse_over, refuse_stranger
from rasmi.core.models import locked
from rasmi.files import kinds
from rasmi.files import services as files
from rasmi.people import selectors as people
from rasmi.people.models import Power, User
from rasmi.people.services import refuse_both_sides, require
from rasmi.policy import pack
from rasmi.rules import Refusal, gate

WRITTEN = register(
    "channels.disclaimer.write", gettext_lazy("Wrote the notice of copyright")
)
APPROVED = register(
    "channels.disclaimer.approve", gettext_lazy("Approved the notice of copyright")
)
READ = register(
    "channels.profile.read",
    gettext_lazy("Looked at what %(target)s says about itself"),
)

CITES = gate("channels.disclaimer_cites_the_law")
NEWEST = gate("channels.newest_disclaimer_is_approved")


def cites(text: str, law: str) -> bool:
    """Whether a text names a law by its number, in whatever digits and spaces."""
    plain = unicodedata.normalize("NFKC", text)
    digits = "".join(
        str(unicodedata.digit(each)) if each.isdigit() else each for each in plain
    )
    joined = re.sub(r"\s*/\s*", "/", digits)
    return re.search(rf"(?<![\d/]){re.escape(law)}(?![\d/])", joined) is not None


@transaction.atomic
def write_disclaimer(
    *,
    text_ar: str,
    text_en: str,
    short_ar: str,
    short_en: str,
    by: User,
    now: datetime,
) -> Disclaimer:
    """
    Write the notice of copyright anew; it holds once another person approves it.

    :param short_ar: what stands on each official page, with ``{address}``
    :raises Refusal: if one neither approves what is said nor owns the policy, a text
        does not name the law, or a short one has no place for the address
    """
    held = people.authority(by, Power.APPROVE, now) or require(
        by, Power.POLICY, now=now
    )
    law = pack.current().copyright.law
    for text in (text_ar, text_en, short_ar, short_en):
        if not cites(text, law):
            raise Refusal(
                CITES,
                _("The notice does not name the law %(law)s.") % {"law": law},
                remedy=_("Each of the four texts names it by its number."),
            )
    if not (PLACE in short_ar and PLACE in short_en):
        raise Refusal(
            CITES,
            _("The short text does not say where the full one is."),
            remedy=_("Write %(place)s where its address is to stand.")
            % {"place": PLACE},
        )
    disclaimer = Disclaimer.objects.create(
        text_ar=text_ar,
        text_en=text_en,
        short_ar=short_ar,
        short_en=short_en,
        written_by=by,
        written_at=now,
    )
    audit.record(
        WRITTEN, actor=by, acting_for=held.acting_for, target=disclaimer, now=now
    )
    return disclaimer


@transaction.atomic
def approve_disclaimer(disclaimer: Disclaimer, *, by: User, now: datetime) -> None:
    """
    Approve the newest notice of copyright.

    :raises Refusal: if one wrote it oneself, or a newer one was written since
    """
    held = require(by, Power.APPROVE, now=now, target=disclaimer)
    disclaimer = locked(disclaimer)
    refuse_both_sides(
        by,
        disclaimer.written_by,
        now=now,
        since=disclaimer.written_at,
        target=disclaimer,
    )
    if disclaimer != Disclaimer.objects.first() or disclaimer.approved_at:
        raise Refusal(
            NEWEST,
            _("This notice was approved already, or a newer one was written."),
            remedy=_("Load the page again and read the newest one."),
            target=disclaimer,
        )
    disclaimer.approved_by, disclaimer.approved_at = by, now
    disclaimer.save(update_fields=["approved_by", "approved_at"])
    audit.record(
        APPROVED, actor=by, acting_for=held.acting_for, target=disclaimer, now=now
    )


@transaction.atomic
def read_profile(
    channel: Channel,
    *,
    text: str,
    screenshot: "File[bytes] | None",
    by: User,
    now: datetime,
) -> ProfileReading:
    """
    Keep what stands today on the page of an account about itself.

    :param text: copied from the page, with all that stands there
    :raises Refusal: if one is not of the unit that owns the account
    """
    channel = locked(channel)
    refuse_stranger(by, channel.owner, now)
    refuse_over(channel)
    kept = (
        files.keep(screenshot, kinds_allowed=kinds.PICTURES, now=now)
        if screenshot
        else None
    )
    reading = ProfileReading.objects.create(
        channel=channel, text=text, screenshot=kept, seen_by=by, seen_at=now
    )
    audit.record(READ, actor=by, target=channel, now=now, reading=reading.pk)
    return reading
