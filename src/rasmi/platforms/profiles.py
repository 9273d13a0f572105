"""
What stands on the page of an account, and how each platform shows what was typed there.

Only what a platform is known to change is declared; everything else is compared letter
by letter.
"""

import re
import unicodedata
from dataclasses import dataclass
from difflib import SequenceMatcher

SCHEME = re.compile(r"https?://(?:www\.)?", re.IGNORECASE)
END_OF_LINK = re.compile(r"/(?=\s|$)")
AROUND = 12  # characters shown before and after what differs


@dataclass(frozen=True)
class Profile:
    """
    The text that an account has about itself.

    :param limit: characters that it may have
    :param shortens_links: shows an address without its scheme and its last slash
    :param joins_lines: shows line breaks as spaces
    """

    limit: int
    shortens_links: bool = False
    joins_lines: bool = False


# Limits as the platforms state them in the form in which the text is typed, 2026-11.
PROFILES = {
    "x": Profile(160, shortens_links=True, joins_lines=True),
    "instagram": Profile(150),
    "threads": Profile(150, shortens_links=True),
    "facebook": Profile(255, joins_lines=True),
    "linkedin": Profile(2000),
    "youtube": Profile(1000),
    "bluesky": Profile(256, shortens_links=True),
    "mastodon": Profile(500, shortens_links=True),
    "telegram": Profile(255, joins_lines=True),
    "whatsapp": Profile(512),
    "tiktok": Profile(80),
    "snapchat": Profile(80, joins_lines=True),
}
ANY = Profile(5000)


def profile_of(platform: str) -> Profile:
    """What is known of a platform's profile; of another one, that it shows all."""
    return PROFILES.get(platform, ANY)


def shown(platform: str, text: str) -> str:
    """A text as the platform shows it: what it changes is made alike in both."""
    profile = profile_of(platform)
    text = unicodedata.normalize("NFC", text).replace("\r\n", "\n").strip()
    if profile.joins_lines:
        text = re.sub(r"\s*\n\s*", " ", text)
    lines = (re.sub(r"[ \t\xa0]+", " ", line).strip() for line in text.split("\n"))
    text = "\n".join(lines)
    if profile.shortens_links:
        text = END_OF_LINK.sub("", SCHEME.sub("", text))
    return text


def difference(platform: str, expected: str, seen: str) -> str | None:
    """
    Where the page of an account does not say a text; None if it says it exactly.

    :return: the part of the text that is missing or differs first, with what is around
        it; all of the text where nothing of it is there
    """
    wanted, there = shown(platform, expected), shown(platform, seen)
    if wanted in there:
        return None
    matcher = SequenceMatcher(None, wanted, there, autojunk=False)
    longest = max(matcher.get_matching_blocks(), key=lambda block: block.size)
    if longest.size < len(wanted) // 3:
        return wanted
    at = 0 if longest.a else longest.size
    return wanted[max(0, at - AROUND) : at + AROUND]
