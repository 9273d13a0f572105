"""Rights of the platforms in plain words: what an account lacks, for who mends it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from rasmi.security.models import Credential

WORDS: Mapping[str, Mapping[str, str | Promise]] = {
    "wordpress": {
        "edit_posts": _("Writing posts"),
        "publish_posts": _("Publishing posts"),
        "upload_files": _("Uploading pictures"),
    },
    "mediawiki": {
        "read": _("Reading pages"),
        "edit": _("Changing pages"),
        "createpage": _("Making pages"),
        "upload": _("Uploading pictures"),
    },
}


@dataclass(frozen=True)
class Missing:
    """A right that is not granted: in plain words, and as the platform calls it."""

    words: str
    name: str


def in_words(platform: str, credential: Credential | None) -> Iterator[Missing]:
    known = WORDS.get(platform, {})
    for name in credential.missing if credential else ():
        yield Missing(str(known.get(name, _("Another right"))), name)
