from dataclasses import dataclass
from datetime import datetime

from django.core.files.base import ContentFile
from django.utils import timezone

from rasmi.channels import selectors, services
from rasmi.channels.models import Channel, Consultee, Opinion
from rasmi.channels.services.proposals import Wish
from rasmi.core.calendar import start_of
from rasmi.demo import ministry
from rasmi.demo.services.people import AGO, Cast
from rasmi.demo.services.policy import KEEPER, KIND, Papers
from rasmi.people.models import Unit, User
from rasmi.policy import pack

MEDIA_HEAD, CENTRE_HEAD, CYBER_HEAD, REVIEWER = "1003", "1005", "1006", "1003"
Place, Stance = Consultee.Place, Opinion.Stance


@dataclass(frozen=True)
class Account:
    platform: str
    handle: str
    name_ar: str
    name_en: str
    owner: str  # Arabic name of the unit, as the demonstration opened it
    head: str  # who speaks for the unit
    need: str
    audience: str
    days: int  # since its decision; 0: still waiting for an opinion


ACCOUNTS = (
    Account(
        "x",
        "demo_ministry",
        "الوزارة على إكس",
        "The ministry on X",
        ministry.MEDIA.name_ar,
        MEDIA_HEAD,
        "إعلان القرارات والخدمات في وقتها، والرد على استفسارات الجمهور.",
        "الطلبة وأولياء الأمور والباحثون",
        320,
    ),
    Account(
        "instagram",
        "demo.ministry",
        "الوزارة على إنستغرام",
        "The ministry on Instagram",
        ministry.MEDIA.name_ar,
        MEDIA_HEAD,
        "الوصول إلى الطلبة حيث يتابعون الصور والفعاليات.",
        "طلبة التعليم العالي",
        300,
    ),
    Account(
        "wordpress",
        "demo-blog",
        "مدونة الوزارة",
        "The ministry's blog",
        ministry.MEDIA.name_ar,
        MEDIA_HEAD,
        "شرح السياسات بتفصيل لا تسعه الشبكات، وتلقي التعليق عليها.",
        "المهتمون بسياسات التعليم العالي",
        280,
    ),
    Account(
        "linkedin",
        "demo-admission-centre",
        "مركز القبول على لينكدإن",
        "The Admission Centre on LinkedIn",
        ministry.ADMISSION.name_ar,
        CENTRE_HEAD,
        "توعية الطلبة بالتخصصات المطلوبة، ولا يبلغ حساب الوزارة هذه الفئة.",
        "طلبة الدبلوم العام والخريجون ومؤسسات التعليم العالي",
        0,
    ),
    Account(
        "sandbox",
        "demo_ministry",
        "الوزارة على منصة التدريب",
        "The ministry on the training platform",
        ministry.MEDIA.name_ar,
        MEDIA_HEAD,
        "تدريب الموظفين على النشر والرد قبل أن يُفوَّضوا على حساب عام.",
        "موظفو التواصل قيد التدريب",
        260,
    ),
    Account(
        "mediawiki",
        "دليل_التعليم_العالي",
        "ويكي الوزارة",
        "The ministry's wiki",
        ministry.MEDIA.name_ar,
        MEDIA_HEAD,
        "دليل يشرح الإجراءات صفحةً صفحة، ويناقشه الجمهور في صفحات النقاش.",
        "الطلبة ومؤسسات التعليم العالي والباحثون",
        270,
    ),
)


def fill(cast: Cast, now: datetime) -> None:
    """Accounts that are active, one that waits for an opinion, and one in use."""
    for place, unit in (
        (Place.SECURITY, ministry.OWNER_UNIT.name_ar),
        (Place.CYBER, ministry.CYBER.name_ar),
    ):
        services.set_consultee(
            place,
            unit=Unit.objects.get(name_ar=unit),
            decision=Papers(cast).decide(
                KIND.PARAMETERS, f"تحديد جهة الرأي الفني: {unit}", now - 340 * AGO
            ),
            by=cast.owner,
            now=now - 339 * AGO,
        )
    for account in ACCOUNTS:
        _open(cast, account, now)
    _in_use(cast, now)


def _open(cast: Cast, account: Account, now: datetime) -> None:
    begun = now - (account.days or 9) * AGO
    head = cast.users[account.head]
    unit = cast.units[account.owner]
    wish: Wish = {
        "platform": account.platform,
        "handle": account.handle,
        "address": "",
        "name_ar": account.name_ar,
        "name_en": account.name_en,
        "owner": unit,
        "purposes": ["dialogue", "awareness"],
        "need": account.need,
        "audience": account.audience,
        "languages": ["ar", "en"],
        "answered_by": unit,
        "answered_when": "extended",
    }
    channel = services.propose(**wish, by=head, now=begun)
    _opinion(channel, Place.SECURITY, cast.owner, begun)
    if not account.days:
        return
    _opinion(channel, Place.CYBER, cast.users[CYBER_HEAD], begun)
    keeper = cast.users[KEEPER]
    text = pack.current().reply_procedure
    procedure = services.write_procedure(
        channel, text_ar=text.ar, text_en=text.en, by=keeper, now=begun
    )
    services.approve_procedure(procedure, by=cast.users[REVIEWER], now=begun)
    opened = begun + 5 * AGO
    decision = Papers(cast).decide(
        KIND.OPENING, f"فتح حساب رسمي: {account.name_ar}", opened
    )
    services.activate(channel, decision=decision, by=keeper, now=opened)
    services.review_settings(
        channel,
        found="راجعنا من يرى ومن يراسل، والتطبيقات المرتبطة، وبريد الاسترداد.",
        by=cast.owner,
        now=now - 40 * AGO,
    )
    if channel.on.verifies:
        services.record_verification(
            channel,
            is_verified=account.platform == "x",
            note="",
            by=head,
            now=now - 6 * AGO,
        )


def _opinion(channel: Channel, place: Consultee.Place, by: User, now: datetime) -> None:
    given = now + 2 * AGO
    conditional = place == Place.SECURITY
    opinion = services.give_opinion(
        channel,
        place,
        stance=Stance.CONDITIONS if conditional else Stance.FOR,
        words="لا مانع، على أن تُحفظ بيانات الدخول في الخزنة ويُفعّل التحقق بخطوتين."
        if conditional
        else "لا مانع، والمخاطر التقنية مقبولة.",
        conditions=["تخصيص بريد مؤسسي للحساب", "تفعيل التحقق بخطوتين"]
        if conditional
        else [],
        answers={each.key: "yes" for each in selectors.questions(place)},
        by=by,
        now=given,
    )
    for condition in opinion.conditions.all():
        services.meet_condition(
            condition, how="اطلعنا على الإعدادات", by=by, now=given + AGO
        )


def _in_use(cast: Cast, now: datetime) -> None:
    services.import_accounts(
        original=_list(),
        accounts=[
            {
                "platform": "youtube",
                "handle": "demo-ministry",
                "address": "",
                "name_ar": "الوزارة على يوتيوب",
                "name_en": "The ministry on YouTube",
                "owner": cast.units[ministry.MEDIA.name_ar],
            }
        ],
        by=cast.users[KEEPER],
        now=now - 20 * AGO,
    )
    channel = Channel.objects.get(platform="youtube")
    services.allow_transition(
        channel,
        decision=Papers(cast).decide(
            KIND.WAIVER, "مهلة لاستكمال قرار حساب يوتيوب", now - 18 * AGO
        ),
        ends_at=start_of(timezone.localdate(now + 70 * AGO)),
        by=cast.users[KEEPER],
        now=now - 17 * AGO,
    )


def _list() -> "ContentFile[bytes]":
    heading = "المنصة,معرّف الحساب,الاسم بالعربية,الجهة المالكة"
    row = "يوتيوب,demo-ministry,الوزارة على يوتيوب,دائرة التواصل والإعلام"
    return ContentFile(f"{heading}\r\n{row}\r\n".encode(), name="accounts.csv")
