"""
The platforms on which a body may have an official account.

The kinds of tool are an open list: the policy announces five and names four, so the
fifth is not invented (inconsistency Q1) and `other` is there for what comes.
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urlsplit


class ToolKind(StrEnum):
    NETWORK = "network"  # social networks
    MEDIA = "media"  # media-sharing networks
    BLOG = "blog"
    WIKI = "wiki"
    OTHER = "other"


@dataclass(frozen=True)
class Platform:
    """
    One platform.

    :param handle: what a handle looks like, without a leading @
    :param address: the public address of a handle; empty where each site has its own
    :param verifies: whether it gives a badge that a body can ask for
    """

    key: str
    name_ar: str
    name_en: str
    kind: ToolKind
    icon: str
    handle: str = r"[^\s/]{1,100}"
    address: str = ""
    verifies: bool = False

    def has_handle(self, handle: str) -> bool:
        return re.fullmatch(self.handle, handle) is not None

    def address_of(self, handle: str) -> str:
        return self.address.format(handle=handle) if self.address else ""


WORD = r"[A-Za-z0-9_]"
_ALL = (
    Platform(
        "x",
        "إكس",
        "X",
        ToolKind.NETWORK,
        "brand-x",
        WORD + "{1,15}",
        "https://x.com/{handle}",
        verifies=True,
    ),
    Platform(
        "instagram",
        "إنستغرام",
        "Instagram",
        ToolKind.NETWORK,
        "brand-instagram",
        r"[A-Za-z0-9_.]{1,30}",
        "https://www.instagram.com/{handle}/",
        verifies=True,
    ),
    Platform(
        "facebook",
        "فيسبوك",
        "Facebook",
        ToolKind.NETWORK,
        "brand-facebook",
        r"[A-Za-z0-9.]{5,50}",
        "https://www.facebook.com/{handle}",
        verifies=True,
    ),
    Platform(
        "linkedin",
        "لينكدإن",
        "LinkedIn",
        ToolKind.NETWORK,
        "brand-linkedin",
        r"[\w-]{1,100}",
        "https://www.linkedin.com/company/{handle}/",
        verifies=True,
    ),
    Platform(
        "threads",
        "ثريدز",
        "Threads",
        ToolKind.NETWORK,
        "brand-threads",
        r"[A-Za-z0-9_.]{1,30}",
        "https://www.threads.net/@{handle}",
        verifies=True,
    ),
    Platform(
        "bluesky",
        "بلوسكاي",
        "Bluesky",
        ToolKind.NETWORK,
        "brand-bluesky",
        r"[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+",
        "https://bsky.app/profile/{handle}",
        verifies=True,
    ),
    Platform(
        "mastodon",
        "ماستودون",
        "Mastodon",
        ToolKind.NETWORK,
        "brand-mastodon",
        WORD + r"+@[A-Za-z0-9.-]+",
    ),
    Platform(
        "whatsapp",
        "واتساب",
        "WhatsApp",
        ToolKind.NETWORK,
        "brand-whatsapp",
        r"\+?[0-9 ]{6,20}",
        verifies=True,
    ),
    Platform(
        "telegram",
        "تيليجرام",
        "Telegram",
        ToolKind.NETWORK,
        "brand-telegram",
        WORD + "{5,32}",
        "https://t.me/{handle}",
        verifies=True,
    ),
    Platform(
        "snapchat",
        "سناب شات",
        "Snapchat",
        ToolKind.NETWORK,
        "brand-snapchat",
        r"[A-Za-z0-9._-]{3,15}",
        "https://www.snapchat.com/add/{handle}",
        verifies=True,
    ),
    Platform(
        "tiktok",
        "تيك توك",
        "TikTok",
        ToolKind.MEDIA,
        "brand-tiktok",
        r"[A-Za-z0-9_.]{2,24}",
        "https://www.tiktok.com/@{handle}",
        verifies=True,
    ),
    Platform(
        "youtube",
        "يوتيوب",
        "YouTube",
        ToolKind.MEDIA,
        "brand-youtube",
        r"[\w.·-]{3,30}",
        "https://www.youtube.com/@{handle}",
        verifies=True,
    ),
    Platform(
        "flickr",
        "فليكر",
        "Flickr",
        ToolKind.MEDIA,
        "brand-flickr",
        r"[A-Za-z0-9@_-]{1,32}",
        "https://www.flickr.com/people/{handle}/",
    ),
    Platform("wordpress", "ووردبريس", "WordPress", ToolKind.BLOG, "brand-wordpress"),
    Platform("mediawiki", "ميدياويكي", "MediaWiki", ToolKind.WIKI, "brand-wikipedia"),
    Platform(
        "sandbox",
        "منصة التدريب",
        "Training platform",
        ToolKind.OTHER,
        "flask",
        WORD + "{1,30}",
    ),
    Platform("other", "منصة أخرى", "Another platform", ToolKind.OTHER, "world"),
)
PLATFORMS = {each.key: each for each in _ALL}


def clean_handle(handle: str) -> str:
    """A handle as it is compared and shown: without spaces around it and without @."""
    return handle.strip().removeprefix("@")


def find(name: str) -> Platform | None:
    """A platform by its key or by its name in either language, as people type it."""
    wanted = name.strip().casefold()
    aliases = {"twitter": "x", "تويتر": "x", "انستغرام": "instagram"}
    wanted = aliases.get(wanted, wanted)
    for each in _ALL:
        if wanted in (each.key, each.name_ar.casefold(), each.name_en.casefold()):
            return each
    return None


def host_of(address: str) -> str:
    """The host of an address, as people mean it; empty where there is none."""
    try:
        return (urlsplit(address).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def is_at(address: str, site: str) -> bool:
    """Whether an address lies on the host of a site, or beneath it; any where the site
    is not known."""
    host, known = host_of(address), host_of(site)
    return not known or host == known or host.endswith(f".{known}")
