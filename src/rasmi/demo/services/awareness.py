from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from rasmi.core.calendar import start_of
from rasmi.delegations import selectors, services
from rasmi.delegations.models import Campaign
from rasmi.demo import ministry
from rasmi.demo.services.people import AGO, Cast
from rasmi.people import courses
from rasmi.people import services as people
from rasmi.people.models import User

Audience = Campaign.Audience
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Message:
    title_ar: str
    title_en: str
    text_ar: str
    text_en: str
    audience: Audience
    days: int  # since it began
    unread: int  # of those whom it is for
    course: str = ""
    unit: str = ""


MESSAGES = (
    Message(
        "تسجيل الدخول لا يُشارك مع أحد",
        "A sign-in is shared with nobody",
        "رمز التحقق يُدخل في موقع المنصة وحده. ولا يطلبه زميل ولا مدير ولا منصة.\n"
        "من وصله رمز لم يطلبه فليبلّغ قسم أمن المعلومات في الحال.",
        "The code is typed on the platform's own site. No colleague, manager or "
        "platform asks for it.\n"
        "Whoever gets a code unasked tells information security at once.",
        Audience.ALL,
        days=240,
        unread=3,
    ),
    Message(
        "رسائل تدّعي انتهاك حقوق النشر",
        "Messages that claim a copyright violation",
        "وصلت جهاتٍ حكومية رسائل تهدد بإغلاق الحساب خلال أربع وعشرين ساعة، وفيها "
        "رابط إلى صفحة تشبه صفحة المنصة.\n"
        "لا يُفتح الرابط، وتُحال الرسالة إلى قسم أمن المعلومات.",
        "Government bodies received messages that threaten to close the account "
        "within a day, with a link to a page that looks like the platform's.\n"
        "Do not open the link; pass the message to information security.",
        Audience.ALL,
        days=35,
        unread=4,
        course="phishing",
    ),
    Message(
        "الرد المهذب على المشاركة الغاضبة",
        "A courteous answer to an angry contribution",
        "الغضب يُسمع ولا يُحذف. يُرد على المسألة لا على النبرة، وتُحفظ نسخة قبل أي إخفاء.",
        "Anger is heard, not deleted. Answer the matter and not the tone, and keep a "
        "copy before anything is hidden.",
        Audience.UNIT,
        days=6,
        unread=2,
        course="respectful-moderation",
        unit=ministry.MEDIA.name_ar,
    ),
)


def fill(cast: Cast, now: datetime) -> None:
    """Two campaigns for all and one for a unit, which most have read."""
    for message in MESSAGES:
        begun = now - message.days * AGO
        campaign = services.begin_campaign(
            title_ar=message.title_ar,
            title_en=message.title_en,
            text_ar=message.text_ar,
            text_en=message.text_en,
            course=message.course,
            audience=message.audience,
            unit=cast.units[message.unit] if message.unit else None,
            ends_at=start_of(timezone.localdate(begun + 31 * DAY)),
            by=cast.owner,
            now=begun,
        )
        services.tell(now=begun)
        concerned = list(selectors.audience(message.audience, campaign.unit, begun))
        for n, person in enumerate(concerned[: -message.unread]):
            when = min(begun + (1 + n % 5) * DAY, now)
            services.read_campaign(campaign, by=person, now=when)
            if message.course and n % 2 == 0:
                _pass(person, message.course, when)


def _pass(person: User, key: str, now: datetime) -> None:
    course = courses.find(key)
    if course is None:
        return
    for lesson in course.lessons:
        people.read_lesson(course, lesson, by=person, now=now)
    attempt = people.begin_quiz(course, by=person, now=now)
    answers = {each: course.questions[each].right for each in attempt.questions}
    people.finish_quiz(attempt, course, answers=answers, by=person, now=now)
