"""What stands on the pages of the official accounts."""

from datetime import datetime

from rasmi.channels import selectors, services
from rasmi.channels.selectors import disclaimers
from rasmi.demo.services.accounts import MEDIA_HEAD, REVIEWER
from rasmi.demo.services.people import AGO, Cast
from rasmi.policy import pack

# Days since somebody looked, by platform; the others nobody has looked at yet.
LOOKED = {"x": 4, "instagram": 9, "wordpress": 50, "sandbox": 2}


def fill(cast: Cast, now: datetime) -> None:
    """A notice of copyright: on one page letter by letter, on another a letter off."""
    notice = pack.current().copyright
    written = services.write_disclaimer(
        text_ar=notice.full.ar,
        text_en=notice.full.en,
        short_ar=notice.short.ar,
        short_en=notice.short.en,
        by=cast.owner,
        now=now - 200 * AGO,
    )
    services.approve_disclaimer(written, by=cast.users[REVIEWER], now=now - 198 * AGO)
    approved = disclaimers.approved()
    short = approved.shorts[0] if approved else ""
    for channel in selectors.in_register():
        if channel.platform not in LOOKED:
            continue
        text = f"الحساب الرسمي لوزارة تجريبية\n{short}"
        if channel.platform == "instagram":
            text = text.replace("65/2008", "65/2080")  # as people copy by hand
        services.read_profile(
            channel,
            text=text,
            screenshot=None,
            by=cast.users[MEDIA_HEAD],
            now=now - LOOKED[channel.platform] * AGO,
        )
