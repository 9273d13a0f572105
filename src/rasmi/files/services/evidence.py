from collections.abc import Iterable
from datetime import datetime

from django.core.files import File
from django.utils.translation import gettext as _

from rasmi.files import disk, kinds, selectors
from rasmi.files.models import Evidence
from rasmi.rules import Refusal, gate

KNOWN_KIND = gate("files.kind_is_known")
BOUNDED = gate("files.size_is_bounded")

LARGEST = 25 * 1024 * 1024  # bytes; a scan of a long decision
MEGABYTE = 1024 * 1024


def keep(
    upload: "File[bytes]",
    *,
    kinds_allowed: Iterable[str],
    now: datetime,
    largest: int = LARGEST,
) -> Evidence:
    """
    Keep a file byte for byte, and return its row; the same bytes are kept once.

    The bytes are on disk before the row is; a row that is rolled back leaves bytes that
    nothing points to, and never a row without bytes.

    :param kinds_allowed: media types of `files.kinds`
    :param largest: bytes
    :raises Refusal: if it is too large, empty, or of another kind than allowed
    """
    _refuse_large(upload, largest)
    head = upload.read(kinds.LONGEST_HEAD)
    upload.seek(0)
    media_type = kinds.kind_of(head)
    if media_type not in kinds_allowed:
        raise Refusal(
            KNOWN_KIND,
            _("This file is not of a kind that can be kept here."),
            remedy=_("Its content decides, not its name: %(kinds)s.")
            % {"kinds": ", ".join(selectors.kind_names(kinds_allowed))},
        )
    digest, size = disk.write(upload.chunks())
    kept, _is_new = Evidence.objects.get_or_create(
        digest=digest,
        defaults={"size": size, "media_type": media_type, "kept_at": now},
    )
    return kept


def _refuse_large(upload: "File[bytes]", largest: int) -> None:
    if not 0 < upload.size <= largest:
        raise Refusal(
            BOUNDED,
            _("This file is empty or too large."),
            remedy=_("A file may have up to %(size)s megabytes.")
            % {"size": largest // MEGABYTE},
        )
