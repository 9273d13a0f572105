"""What the public said to the demonstration ministry, in its own words."""

from dataclasses import dataclass
from datetime import timedelta

from rasmi.engagement.models import Conversation
from rasmi.participation.models import Outcome

HOUR, MINUTE, AGO = timedelta(hours=1), timedelta(minutes=1), timedelta(days=1)
ADMISSION, SCHOLARSHIPS, STUDENTS = "القبول والتسجيل", "البعثات", "خدمات الطلبة"
Kind, Decision = Conversation.Kind, Outcome.Decision


@dataclass(frozen=True)
class Said:
    """
    :param ago: since when, from now
    """

    key: str
    author: str
    text: str
    ago: timedelta
    kind: str = ""
    topic: str = ""
    platform: str = "x"
    text_en: str = ""  # for the page of outcomes
    reply: str = ""  # that a second person has reviewed


ANSWERED = Said(
    "answered",
    "@badriya_om",
    "السلام عليكم، هل يُقبل الاعتراض بعد مرور خمسة أيام على إعلان النتيجة؟",
    3 * AGO,
    Kind.QUESTION,
    ADMISSION,
)
LATE = Said(
    "late",
    "@khalfan_s",
    "أرسلت طلب معادلة الشهادة قبل شهر ولم أعرف أين وصل. أين أسأل؟",
    2 * AGO,
    Kind.COMPLAINT,
    STUDENTS,
    text_en="I applied for recognition a month ago and do not know where it is.",
    reply=(
        "نعتذر عن التأخر. يُعرف مكان الطلب من صفحة «طلباتي» في الموقع الرسمي، وإن لم "
        "يظهر فيها فموظفو خدمات الطلبة يساعدونكم."
    ),
)
WAITING = Said(
    "waiting",
    "Adam Whitfield",
    "Is the scholarship webinar recorded? Where can I find it?",
    5 * HOUR,
    Kind.QUESTION,
    SCHOLARSHIPS,
)
NEW = Said(
    "new",
    "@zuwaina_k",
    "متى تُعلن نتائج الفرز الثاني؟ راجعت الموقع ولم أجد تاريخاً محدداً.",
    12 * MINUTE,
)
SUGGESTION = Said(
    "suggestion",
    "سالم الحارثي",
    "أقترح أن تُعلن مواعيد التقديم قبل فتحه بشهرين، فكثير منا يعرفها من الأصدقاء.",
    40 * AGO,
    Kind.SUGGESTION,
    ADMISSION,
    text_en="Announce admission dates two months before they open.",
    reply="شكراً على اقتراحكم. أحلناه إلى القبول والتسجيل، وننشر ما ينتهي إليه هنا.",
)
VIDEO = Said(
    "video",
    "هدى البلوشية",
    "التسجيل المرئي بلا ترجمة، وأخي لا يسمع. هل تضيفون نصاً مكتوباً؟",
    35 * AGO,
    Kind.SUGGESTION,
    STUDENTS,
    text_en="The recording has no captions, and my brother cannot hear.",
    reply="شكراً على التنبيه. نعمل على إضافة نص مكتوب إلى كل تسجيل ننشره.",
)
LONGER = Said(
    "longer",
    "@yaqoob77",
    "لماذا لا تمددون أيام التقديم أسبوعاً آخر؟",
    30 * AGO,
    Kind.SUGGESTION,
    ADMISSION,
    text_en="Why is the application period not extended by a week?",
    reply="وصل سؤالكم إلى القبول والتسجيل، وننشر الجواب مع أسبابه فور صدوره.",
)
THANKS = Said(
    "thanks",
    "نوف الشكيلية",
    "شكراً على سرعة الرد، حُلّ الموضوع.",
    7 * HOUR,
    Kind.THANKS,
    STUDENTS,
)
FALSE = Said(
    "false",
    "@akhbar_jamia",
    "عاجل: الوزارة تلغي البعثات الداخلية هذا العام.",
    90 * MINUTE,
    Kind.FALSE_INFORMATION,
    SCHOLARSHIPS,
)
CRITICISM = Said(
    "criticism",
    "@hamed_n",
    "تأخر إعلان النتائج أضر بأبنائنا، وهذا تقصير منكم، ولا أحد يرد على الهاتف. كلاب "
    "الحراسة تستجيب أسرع.",
    26 * HOUR,
    Kind.COMPLAINT,
    ADMISSION,
)
INSULT = Said(
    "insult",
    "@user88213",
    "أنتم حـــمـيــر ولا تفهمون شيئاً",
    25 * MINUTE,
)
HIDDEN = Said(
    "hidden",
    "@anonymous_om",
    "موظفوكم أغـبـيـاء وحثالة",
    4 * HOUR,
)
ALL = (
    *(SUGGESTION, VIDEO, LONGER, ANSWERED, LATE, CRITICISM, THANKS, WAITING, HIDDEN),
    *(FALSE, INSULT, NEW),
)
REPLY = (
    "وعليكم السلام. يُقبل الاعتراض خلال خمسة أيام عمل من إعلان النتيجة، عبر الموقع "
    "الرسمي فقط."
)
IN_REVIEW = "The webinar is not recorded. We will publish a summary next week."


@dataclass(frozen=True)
class Became:
    """What became of contributions."""

    decision: str
    behind: Said
    title: tuple[str, str]
    did: tuple[str, str]
    why: tuple[str, str] = ("", "")
    effect: tuple[str, str] = ("", "")
    is_published: bool = True


OUTCOMES = (
    Became(
        Decision.PARTLY,
        SUGGESTION,
        (
            "ننشر مواعيد القبول قبل فتح التقديم بستين يوماً",
            "We publish admission dates sixty days ahead",
        ),
        (
            "ننشر التقويم كله في الموقع وفي حساباتنا في اليوم نفسه.",
            "The whole calendar appears on the website and on our accounts on one day.",
        ),
        (
            "أما التذكير برسالة نصية فيحتاج إلى اتفاق مع شركات الاتصالات.",
            "Reminders by text message need an agreement with the operators.",
        ),
        (
            "دليل القبول، البند 4: يُنشر التقويم قبل فتح التقديم بستين يوماً على الأقل.",
            "Admission guide, item 4: the calendar appears at least sixty days ahead.",
        ),
    ),
    Became(
        Decision.ADOPTED,
        VIDEO,
        (
            "كل مقطع ننشره صار مصحوباً بنص مكتوب",
            "Every video that we publish now has a text",
        ),
        (
            "أضفنا النص إلى ما نُشر هذا العام أيضاً.",
            "We added it to what was published earlier this year, too.",
        ),
    ),
    Became(
        Decision.NOT_ADOPTED,
        LONGER,
        ("لا نمدّد أيام التقديم", "We do not extend the application period"),
        (
            "تبقى مدة التقديم كما هي، ونعلنها مبكراً.",
            "The period stays as it is, and is announced earlier.",
        ),
        (
            "لو مُدّدت لتأخر إعلان النتائج عن بدء الدراسة في الجامعات.",
            "A longer one would delay the results beyond the beginning of studies.",
        ),
    ),
    Became(
        Decision.UNDER_STUDY,
        LATE,
        (
            "ندرس صفحة تتبّع لطلب المعادلة خطوة بخطوة",
            "We are looking into a page that follows a recognition request",
        ),
        (
            "قدّمت دائرة شؤون الطلبة تصوراً أولياً.",
            "Student Affairs has presented a first draft.",
        ),
        ("القرار قبل نهاية الفصل.", "The decision comes before the end of the term."),
        is_published=False,
    ),
)
