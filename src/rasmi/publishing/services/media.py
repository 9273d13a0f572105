from datetime import datetime
from typing import TypedDict, Unpack

from django.core.files import File
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rasmi.audit import services as audit
from rasmi.audit.actions import register
from rasmi.files import kinds
from rasmi.files import selectors as kept
from rasmi.files import services as files
from rasmi.files.models import Evidence
from rasmi.people.models import User
from rasmi.publishing import selectors
from rasmi.publishing.models import Medium, Post, Version
from rasmi.publishing.services.drafting import (
    Words,
    back_to_draft,
    require_open,
    write_version,
)
from rasmi.rules import Refusal, gate

ADDED = register("publishing.medium.add", gettext_lazy("Added a picture: %(target)s"))
CHANGED = register(
    "publishing.medium.change",
    gettext_lazy("Changed what is said of a picture: %(target)s"),
)
REMOVED = register(
    "publishing.medium.remove", gettext_lazy("Took a picture out: %(target)s")
)

RIGHTS_KNOWN = gate("publishing.rights_are_known")
CONSENT_KEPT = gate("publishing.consent_is_kept")
STILL_THERE = gate("publishing.picture_is_still_there")

LARGEST = 10 * 1024 * 1024  # bytes of a picture as it comes


class Facts(TypedDict):
    """What is stated of a picture."""

    alt_ar: str
    alt_en: str
    holder: str
    licence: str
    licence_note: str
    people: str


@transaction.atomic
def add_medium(
    post: Post,
    *,
    picture: "File[bytes]",
    consent: "File[bytes] | None" = None,
    by: User,
    now: datetime,
    **facts: Unpack[Facts],
) -> Medium:
    """
    Add a picture to a draft; the original is kept, and a clean copy is published.

    :param consent: the signed consent of who can be recognized, or of guardians
    :raises Refusal: if it is no picture, rights are missing, or consent is
    """
    post = require_open(post, by, now)
    original = files.keep(
        picture, kinds_allowed=kinds.PICTURES, now=now, largest=LARGEST
    )
    medium = Medium(
        rendition=files.make_publishable(original, now=now),
        file_name=kept.safe_name(picture.name or ""),
        **facts,
    )
    _set_consent(medium, consent, now)
    _refuse_unknown_rights(medium)
    version = _rewrite(post, [*_media(post), medium], by, now)
    audit.record(ADDED, actor=by, target=post, now=now, version=version.number)
    return medium


@transaction.atomic
def change_medium(
    post: Post,
    position: int,
    *,
    consent: "File[bytes] | None" = None,
    by: User,
    now: datetime,
    **facts: Unpack[Facts],
) -> None:
    """
    State anew what a picture shows and whose it is.

    :raises Refusal: if it is not there any more, rights are missing, or consent is
    """
    post = require_open(post, by, now)
    media = _media(post)
    medium = _at(post, media, position)
    for name, value in facts.items():
        setattr(medium, name, value)
    _set_consent(medium, consent, now)
    _refuse_unknown_rights(medium)
    version = _rewrite(post, media, by, now)
    audit.record(CHANGED, actor=by, target=post, now=now, version=version.number)


@transaction.atomic
def remove_medium(post: Post, position: int, *, by: User, now: datetime) -> None:
    """
    Take a picture out of a draft; earlier versions keep it.

    :raises Refusal: if it is not there any more
    """
    post = require_open(post, by, now)
    media = _media(post)
    media.remove(_at(post, media, position))
    version = _rewrite(post, media, by, now)
    audit.record(REMOVED, actor=by, target=post, now=now, version=version.number)


def _media(post: Post) -> list[Medium]:
    return list(selectors.media(post.version))


def _at(post: Post, media: list[Medium], position: int) -> Medium:
    for each in media:
        if each.position == position:
            return each
    raise Refusal(
        STILL_THERE,
        _("This picture is not in the draft any more."),
        remedy=_("Load the draft again to see its pictures."),
        target=post,
    )


def _set_consent(medium: Medium, consent: "File[bytes] | None", now: datetime) -> None:
    if consent:
        evidence: Evidence = files.keep(consent, kinds_allowed=kinds.SCANS, now=now)
        medium.consent = evidence
        medium.consent_name = kept.safe_name(consent.name or "")


def _refuse_unknown_rights(medium: Medium) -> None:
    if not (medium.holder.strip() and medium.licence and medium.alt_ar.strip()):
        raise Refusal(
            RIGHTS_KNOWN,
            _("A picture needs its description, its rights holder and its licence."),
            remedy=_("Ask who made it. A picture of unknown origin is not published."),
        )
    licensed = medium.licence in (Medium.Licence.LICENSED, Medium.Licence.PERMITTED)
    if licensed and not medium.licence_note.strip():
        raise Refusal(
            RIGHTS_KNOWN,
            _("Say by which licence or permission the picture is used."),
            remedy=_(
                "Write the name and number of the licence, or the date of the "
                "permission and who gave it."
            ),
        )
    if medium.people in Medium.NEED_CONSENT and medium.consent is None:
        raise Refusal(
            CONSENT_KEPT,
            _("People can be recognized in the picture, and no consent is kept."),
            remedy=_("Add the scan of the signed consent, or choose another picture."),
        )


def _rewrite(post: Post, media: list[Medium], by: User, now: datetime) -> Version:
    before = post.version
    version = write_version(post, words_of(before), media=media, by=by, now=now)
    back_to_draft(post, before, by=by, now=now)
    return version


def words_of(version: Version) -> Words:
    """The words of a version, to be written once more."""
    return {
        "text_ar": version.text_ar,
        "text_en": version.text_en,
        "purpose": version.purpose,
        "audience": version.audience,
        "plan": version.plan,
        "unplanned_reason": version.unplanned_reason,
        "topic": version.topic,
        "information_class": version.information_class,
        "source": version.source,
        "publish_at": version.publish_at,
        "not_after": version.not_after,
        "channels": version.accounts,
    }
