"""What stands on the pages of the official accounts, and what pretends to be one."""

from datetime import datetime

from rasmi.channels import selectors, services
from rasmi.channels.selectors import disclaimers
from rasmi.demo.services.accounts import MEDIA_HEAD, REVIEWER
from rasmi.demo.services.people import AGO, Cast
from rasmi.demo.services.policy import KEEPER
from rasmi.policy import pack

# Days since somebody looked, by platform; the others nobody has looked at yet.
LOOKED = {"x": 4, "instagram": 9, "wordpress": 50, "sandbox": 2}


def fill(cast: Cast, now: datetime) -> None:
    _notice(cast, now)
    _confirmations(cast, now)
    _suspects(cast, now)


def _confirmations(cast: Cast, now: datetime) -> None:
    """Most accounts were looked at again lately; the centre's is still proposed."""
    for channel in selectors.in_register():
        if channel.platform in LOOKED:
            services.confirm(
                channel,
                is_needed=channel.platform != "wordpress",
                note="انتقل جمهور المدونة إلى موقع الوزارة"
                if channel.platform == "wordpress"
                else "الغرض والجمهور ومن يتولى الرد صحيحة",
                by=cast.users[MEDIA_HEAD],
                now=now - LOOKED[channel.platform] * AGO,
            )


def _suspects(cast: Cast, now: datetime) -> None:
    """One just reported, one that waits too long, and one that two confirmed."""
    keeper, owner = cast.users[KEEPER], cast.owner
    fake = services.report_suspect(
        asked="https://x.com/demo_rninistry",
        note="يطلب رسوماً لتسجيل البعثات عبر رابط.",
        by=None,
        now=now - 20 * AGO,
    )
    services.examine_suspect(
        fake,
        state="found",
        finding="اسمه كاسم حسابنا إلا حرفاً، ويضع شعارنا، ويطلب بيانات بطاقات.",
        by=keeper,
        now=now - 19 * AGO,
    )
    services.confirm_suspect(fake, agrees=True, by=owner, now=now - 19 * AGO)
    services.ask_takedown(
        fake, reference="X-2026-118204", by=keeper, now=now - 18 * AGO
    )
    fan = services.report_suspect(
        asked="https://www.instagram.com/higher.education.fans/",
        note="صفحة لطلبة تنقل أخبارنا.",
        by=owner,
        now=now - 12 * AGO,
    )
    services.examine_suspect(
        fan,
        state="harmless",
        finding="صفحة طلابية تنسب الأخبار إلى مصدرها، ولا تدّعي أنها لنا.",
        by=keeper,
        now=now - 11 * AGO,
    )
    services.report_suspect(
        asked="https://www.instagram.com/demo.ministry.om/",
        note="يردّ على الطلبة برسائل خاصة.",
        by=None,
        now=now - 5 * AGO,
    )
    services.report_suspect(
        asked="https://t.me/demo_ministry_news", by=owner, now=now - AGO
    )


def _notice(cast: Cast, now: datetime) -> None:
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
