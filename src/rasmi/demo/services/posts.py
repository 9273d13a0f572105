from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from rasmi.channels.models import Channel
from rasmi.demo import ministry, pictures
from rasmi.demo.services.people import AGO, Cast
from rasmi.outbox import selectors as outgoing
from rasmi.outbox import services as outbox
from rasmi.outbox.models import Intent
from rasmi.people.models import Topic
from rasmi.publishing import services
from rasmi.publishing.models import PlanItem, Post
from rasmi.records.selectors import record_of
from rasmi.security import services as security
from rasmi.security.models import Stop

OFFICER, REVIEWER, SECURITY = "1004", "1003", "1006"
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
ADMISSION, SCHOLARSHIPS, STUDENTS = "القبول والتسجيل", "البعثات", "خدمات الطلبة"


@dataclass(frozen=True)
class Item:
    title_ar: str
    title_en: str
    goal: str
    purpose: str
    audience: str
    unit: str
    first: int  # days from today
    last: int


@dataclass(frozen=True)
class Draft:
    """A post of the demonstration; `due` is when it is to go out, from now."""

    text_ar: str
    text_en: str
    platforms: tuple[str, ...]
    topic: str
    purpose: str
    audience: str
    due: timedelta
    plan: str = ""
    unplanned_reason: str = ""
    source: str = "إفادة مركز القبول"
    pictures: tuple[tuple[str, str, str], ...] = field(default=())  # name, ar, en


PLAN = (
    Item(
        "طريقك إلى التعليم العالي",
        "Your way to higher education",
        "أن يعرف كل طالب مواعيد القبول وما يُطلب منه، ومن أين يسأل.",
        "awareness",
        "طلبة الدبلوم العام وأولياء أمورهم",
        ministry.ADMISSION.name_ar,
        -40,
        50,
    ),
    Item(
        "البعثات: من الإعلان إلى السفر",
        "Scholarships: from the announcement to departure",
        "أن تقلّ الأسئلة المتكررة عن المستندات المطلوبة.",
        "awareness",
        "المرشحون للبعثات",
        ministry.SCHOLARSHIPS.name_ar,
        -20,
        30,
    ),
    Item(
        "شاركونا الرأي في لائحة خدمات الطلبة",
        "Tell us what you think of the student services rules",
        "أن تصل الوزارة آراء الطلبة قبل اعتماد اللائحة.",
        "dialogue",
        "طلبة مؤسسات التعليم العالي",
        ministry.STUDENTS.name_ar,
        -5,
        25,
    ),
)
OUT = Draft(
    "بدأ استقبال طلبات الاعتراض على نتائج الفرز الأول، عبر الموقع الرسمي فقط. تصلكم "
    "النتيجة برسالة نصية خلال خمسة أيام عمل.",
    "Objections to the first sorting results are open, on the official website only. "
    "You get the result by text message within five working days.",
    ("x",),
    ADMISSION,
    "awareness",
    "المتقدمون للقبول",
    -4 * AGO,
    plan=PLAN[0].title_ar,
)
URGENT = Draft(
    "تنبيه: الموقع الرسمي متوقف للصيانة حتى الساعة السادسة صباحاً. تُمدَّد مهلة التسجيل "
    "يوماً واحداً.",
    "Notice: the official website is down for maintenance until 6 am. The deadline for "
    "registration is extended by one day.",
    ("x",),
    ADMISSION,
    "awareness",
    "المتقدمون للقبول",
    -9 * HOUR,
    unplanned_reason="توقف مفاجئ للموقع",
    source="دائرة تقنية المعلومات",
)
BY_HAND = Draft(
    "ندعوكم إلى اللقاء التعريفي بالبعثات يوم الثلاثاء في قاعة المؤتمرات. الحضور متاح "
    "للجميع.",
    "Meet us at the scholarships open day on Tuesday in the conference hall. Everybody "
    "is welcome.",
    ("x",),
    SCHOLARSHIPS,
    "awareness",
    "المرشحون للبعثات",
    -10 * MINUTE,
    plan=PLAN[1].title_ar,
    source="إفادة المديرية العامة للبعثات",
)
HELD = Draft(
    "خطوات معادلة الشهادة في ثلاث صور: الطلب، ثم التدقيق، ثم الإشعار.",
    "Recognition of your certificate in three steps: request, check, notice.",
    ("instagram",),
    STUDENTS,
    "awareness",
    "خريجو الخارج",
    -5 * MINUTE,
    unplanned_reason="سؤال يتكرر هذا الأسبوع",
    source="دليل معادلة الشهادات، الإصدار الثالث",
    pictures=(
        (
            "steps.png",
            "بطاقة خضراء عليها نجمة ثمانية، عنوانها: خطوات معادلة الشهادة",
            "A green card with an eight-pointed star: steps of recognition",
        ),
    ),
)
SOON = Draft(
    "نرحب بآرائكم في لائحة خدمات الطلبة: ما الخدمة التي تودون أن تبدأ بها الوزارة؟\n\n"
    "اكتبوا لنا هنا، ونقرأ كل ما يصلنا.",
    "Tell us what you think of the student services rules: which service should the "
    "ministry begin with?\n\nWrite to us here; we read everything.",
    ("sandbox",),
    STUDENTS,
    "dialogue",
    "طلبة مؤسسات التعليم العالي",
    2 * MINUTE,
    plan=PLAN[2].title_ar,
    source="مسودة اللائحة المعروضة للمشاورة",
    pictures=(
        (
            "share-your-view.png",
            "بطاقة خضراء عليها نجمة ثمانية، عنوانها: شاركونا الرأي",
            "A green card with an eight-pointed star: tell us what you think",
        ),
    ),
)
FOR_REVIEW = Draft(
    "يبدأ التسجيل في برامج البعثات الداخلية يوم الأحد القادم، ويستمر أسبوعين.",
    "Registration for domestic scholarships opens next Sunday and runs for two weeks.",
    ("x", "instagram"),
    SCHOLARSHIPS,
    "awareness",
    "طلبة الدبلوم العام",
    26 * HOUR,
    plan=PLAN[1].title_ar,
    source="إفادة المديرية العامة للبعثات",
    pictures=(
        (
            "scholarships.png",
            "بطاقة خضراء عليها نجمة ثمانية، عنوانها: البعثات الداخلية",
            "A green card with an eight-pointed star: domestic scholarships",
        ),
    ),
)
RETURNED = Draft(
    "جميع الطلبات مقبولة هذا العام، فلا تترددوا في التقديم.",
    "All applications will be accepted this year, so do not hesitate to apply.",
    ("x",),
    ADMISSION,
    "awareness",
    "المتقدمون للقبول",
    30 * HOUR,
    plan=PLAN[0].title_ar,
)
DRAFT = Draft(
    "للاستفسار عن القبول تواصلوا مع الأخ المنسق على الرقم 92345678.",
    "For questions on admission call the coordinator on 92345678.",
    ("x",),
    ADMISSION,
    "dialogue",
    "المتقدمون للقبول",
    50 * HOUR,
    plan=PLAN[0].title_ar,
)


def fill(cast: Cast, now: datetime) -> None:
    """A plan, and posts at every stage: out, urgent, by hand, held, waiting, drafts."""
    for item in PLAN:
        _plan(cast, item, now)
    _posted(_approved(cast, OUT, now - 5 * AGO, now), OUT, cast, now + OUT.due)
    _urgent(cast, now)
    _deliver(_approved(cast, BY_HAND, now - 1 * AGO, now), now + BY_HAND.due)
    held = _approved(cast, HELD, now - 1 * AGO, now)
    security.stop(
        kind=Stop.Kind.PAUSE,
        channel=Channel.objects.get(platform="instagram"),
        reason="مراجعة صلاحيات الحساب بعد تغيير جهاز الموظف",
        by=cast.users[OFFICER],
        now=now - 40 * MINUTE,
    )
    _deliver(held, now + HELD.due)
    _approved(cast, SOON, now - 3 * HOUR, now)
    waiting = _written(cast, FOR_REVIEW, now - 2 * HOUR, now)
    services.submit(waiting, by=cast.users[OFFICER], now=now - HOUR)
    _returned(cast, now)
    _written(cast, DRAFT, now - 30 * MINUTE, now)


def _plan(cast: Cast, item: Item, now: datetime) -> None:
    today = timezone.localdate(now)
    services.add_plan_item(
        title_ar=item.title_ar,
        title_en=item.title_en,
        goal=item.goal,
        purpose=item.purpose,
        audience=item.audience,
        unit=cast.units[item.unit],
        starts_on=today + timedelta(days=item.first),
        ends_on=today + timedelta(days=item.last),
        by=cast.users[REVIEWER],
        now=now - 45 * AGO,
    )


def _written(cast: Cast, draft: Draft, at: datetime, now: datetime) -> Post:
    author = cast.users[OFFICER]
    post = services.start_post(by=author, now=at, **_words(draft, now))
    for name, alt_ar, alt_en in draft.pictures:
        services.add_medium(
            post,
            picture=pictures.card(name),
            alt_ar=alt_ar,
            alt_en=alt_en,
            holder="دائرة الإعلام",
            licence="own",
            licence_note="",
            people="none",
            by=author,
            now=at,
        )
    return post


def _words(draft: Draft, now: datetime) -> Any:
    due = now + draft.due
    return {
        "text_ar": draft.text_ar,
        "text_en": draft.text_en,
        "purpose": draft.purpose,
        "audience": draft.audience,
        "plan": PlanItem.objects.filter(title_ar=draft.plan).first(),
        "unplanned_reason": draft.unplanned_reason,
        "topic": Topic.objects.get(name_ar=draft.topic),
        "information_class": "public_announcement",
        "source": draft.source,
        "publish_at": due,
        "not_after": due + AGO,
        "channels": list(Channel.objects.filter(platform__in=draft.platforms)),
    }


def _approved(
    cast: Cast, draft: Draft, at: datetime, now: datetime
) -> Sequence[Intent]:
    post = _written(cast, draft, at, now)
    services.submit(post, by=cast.users[OFFICER], now=at + 10 * MINUTE)
    services.approve(
        post,
        number=post.version.number,
        seen={},
        by=cast.users[REVIEWER],
        now=at + 40 * MINUTE,
    )
    return _intents(post)


def _intents(post: Post) -> list[Intent]:
    return list(outgoing.of_record(record_of(post)))


def _deliver(intents: Sequence[Intent], at: datetime) -> None:
    for intent in intents:
        outbox.deliver(intent, now=at)


def _posted(intents: Sequence[Intent], draft: Draft, cast: Cast, at: datetime) -> None:
    """Handed over at its hour, and posted by the officer a little later."""
    _deliver(intents, at)
    for number, intent in enumerate(intents, 1):
        outbox.confirm_by_hand(
            intent,
            address=f"https://x.com/demo_ministry/status/{intent.pk}{number:04}",
            posted_at=at + 6 * MINUTE,
            by=cast.users[OFFICER],
            now=at + 8 * MINUTE,
        )


def _urgent(cast: Cast, now: datetime) -> None:
    at = now + URGENT.due
    post = _written(cast, URGENT, at - 5 * MINUTE, now)
    services.publish_urgently(
        post,
        reason="المتقدمون يحاولون الدخول الآن وتنتهي المهلة عند منتصف الليل",
        by=cast.users[OFFICER],
        now=at,
    )
    _posted(_intents(post), URGENT, cast, at)


def _returned(cast: Cast, now: datetime) -> None:
    post = _written(cast, RETURNED, now - 6 * HOUR, now)
    services.submit(post, by=cast.users[OFFICER], now=now - 5 * HOUR)
    services.send_back(
        post,
        number=post.version.number,
        remark="لا نعد بما لم تؤكده الجهة. تُطلب إفادة من مركز القبول، أو تُحذف العبارة.",
        by=cast.users[REVIEWER],
        now=now - 4 * HOUR,
    )
