from datetime import datetime

from django.utils.translation import gettext as _

from rasmi.files import disk, kinds, pictures, selectors
from rasmi.files.models import Evidence, Rendition
from rasmi.rules import Refusal, gate

READABLE = gate("files.picture_can_be_read")
BOUNDED = gate("files.picture_is_bounded")

MILLION = 1_000_000


def make_publishable(evidence: Evidence, *, now: datetime) -> Rendition:
    """
    Encode a picture anew, so that it shows what can be seen in it and tells no more.

    The same original gives the same row. Another one that looks the same to the last
    dot gives that row, too: what is published is known by its bytes.

    :raises Refusal: if it is no picture, or damaged, moving or too large
    """
    known = Rendition.objects.filter(original=evidence).first()
    if known:
        return known
    picture = _made_anew(evidence)
    digest, size = disk.write([picture.content])
    made, _is_new = Rendition.objects.get_or_create(
        digest=digest,
        defaults={
            "original": evidence,
            "media_type": picture.media_type,
            "size": size,
            "width": picture.width,
            "height": picture.height,
            "made_at": now,
        },
    )
    return made


def _made_anew(evidence: Evidence) -> pictures.Picture:
    if evidence.media_type not in kinds.PICTURES:
        raise Refusal(
            READABLE,
            _("Only a picture can be published as one."),
            remedy=_("Its content decides, not its name: %(kinds)s.")
            % {"kinds": ", ".join(selectors.kind_names(kinds.PICTURES))},
            target=evidence,
        )
    try:
        with selectors.open_evidence(evidence) as file:
            return pictures.made_anew(file, evidence.media_type)
    except pictures.TooLarge as found:
        raise _too_large(evidence, found) from found
    except pictures.Moving as found:
        raise Refusal(
            READABLE,
            _("This picture moves, and only its first image would be published."),
            remedy=_("Save the one image that you want to show as a picture."),
            target=evidence,
        ) from found
    except pictures.Unreadable as found:
        raise Refusal(
            READABLE,
            _("This picture cannot be read: it is damaged or cut off."),
            remedy=_("Save it again in the program that made it, and upload that."),
            target=evidence,
        ) from found


def _too_large(evidence: Evidence, found: pictures.TooLarge) -> Refusal:
    return Refusal(
        BOUNDED,
        _("This picture is too large to be opened: %(width)s by %(height)s pixels.")
        % {"width": found.width, "height": found.height},
        remedy=_(
            "A picture may have up to %(millions)s million pixels. Save it smaller."
        )
        % {"millions": pictures.MOST_PIXELS // MILLION},
        target=evidence,
    )
