"""How the accounts are secured, what binds the ministry, and what protects data."""

from dataclasses import dataclass, field
from datetime import date, datetime

from django.core.files.base import ContentFile
from django.utils import timezone

from rasmi.channels.models import Channel
from rasmi.demo import ministry
from rasmi.demo.papers import paper
from rasmi.demo.services.accounts import CYBER_HEAD, MEDIA_HEAD
from rasmi.demo.services.laws import LAWS
from rasmi.demo.services.people import AGO, Cast
from rasmi.people.models import User
from rasmi.security import services
from rasmi.security.kinds import YES, Answer, items_on


@dataclass(frozen=True)
class Seen:
    """
    One look at an account: all is well but what is told otherwise.

    :param days: since then
    :param changed: days before the look that the passwords were changed
    :param otherwise: answers that are not as they should be
    :param only: the keys that were looked at; empty: all
    """

    platform: str
    days: int
    by: str
    changed: int
    otherwise: dict[str, str] = field(default_factory=dict)
    only: tuple[str, ...] = ()
    note: str = ""


OWNER = ""  # of the policy, whose section is consulted
SEEN = (
    Seen(
        "x",
        110,
        MEDIA_HEAD,
        20,
        {"second_factor": "no", "own_access": "no", "admins": "5", "messages": "no"},
        note="الحساب قبل تسلّم الدائرة له: كلمة مرور مشتركة وخمسة مديرين.",
    ),
    Seen(
        "x",
        12,
        OWNER,
        50,
        note="فُعّل عامل التحقق الثاني بمفتاح أمان، وقُصرت الإدارة على اثنين.",
    ),
    Seen(
        "instagram",
        75,
        MEDIA_HEAD,
        30,
        {"no_telephone": "no"},
        note="رمز الدخول يصل إلى هاتف موظف، وطُلب استبداله بتطبيق رموز.",
    ),
    Seen("instagram", 20, OWNER, 85, {"no_telephone": "no", "admins": "4"}),
    Seen(
        "youtube",
        9,
        MEDIA_HEAD,
        40,
        {"second_factor": "no", "password_length": "10", "recovery_mail": "no"},
        only=(
            *("second_factor", "password_length", "password_made"),
            *("password_changed", "recovery_mail", "admins", "apps"),
        ),
        note="حساب قيد الاستعمال: بريد الاسترداد ما زال لموظف سابق.",
    ),
    Seen("wordpress", 33, OWNER, 5),
    Seen("mediawiki", 130, MEDIA_HEAD, 10, note="عُوين عند افتتاح الموسوعة."),
)


@dataclass(frozen=True)
class Protection:
    title_ar: str
    title_en: str
    protects: str
    risk: str
    unit: str
    by: str
    days: int  # since somebody looked; 0: nobody has
    found: str = ""
    is_in_place: bool = True
    platform: str = ""


PROTECTIONS = (
    Protection(
        "قصر الاطلاع على رسائل الجمهور على المصرح لهم",
        "Messages of the public are read by delegates only",
        "رسائل المواطنين الخاصة وما يرفقونه من وثائق",
        "اطلاع غير المختصين على بيانات شخصية",
        ministry.MEDIA.name_ar,
        MEDIA_HEAD,
        60,
        "قورنت قائمة من يطّلعون على الرسائل بالتفويضات السارية، ولا زيادة.",
    ),
    Protection(
        "حجب الرقم المدني ورقم الهاتف قبل النشر",
        "Civil and telephone numbers are hidden before anything is published",
        "الأرقام المدنية وأرقام الهواتف في الصور والردود",
        "نشر بيانات شخصية سهواً",
        ministry.MEDIA.name_ar,
        MEDIA_HEAD,
        25,
        "جُرّبت عشرون مسودة تحمل أرقاماً، فأوقفها الفحص كلها.",
    ),
    Protection(
        "حفظ نسخ المحادثات داخل السلطنة",
        "Copies of conversations are kept inside the Sultanate",
        "سجلات المحادثات ومرفقاتها",
        "معالجة البيانات خارج الحدود الجغرافية للسلطنة",
        ministry.IT.name_ar,
        OWNER,
        180,
        "عُوين مركز البيانات وعقد الاستضافة، والنسخ كلها داخل السلطنة.",
    ),
    Protection(
        "تشفير النسخ الاحتياطية وحفظ مفتاحها منفصلاً",
        "Backups are encrypted, and their key is kept apart",
        "قاعدة البيانات والملفات المحفوظة",
        "فقدان وسيط النسخ أو سرقته",
        ministry.IT.name_ar,
        OWNER,
        380,
        "استُعيدت نسخة في بيئة معزولة بنجاح.",
    ),
    Protection(
        "إزالة بيانات الموقع من الصور المنشورة",
        "Places are removed from published pictures",
        "صور الفعاليات والزيارات",
        "كشف أماكن وجود المسؤولين والطلبة",
        ministry.MEDIA.name_ar,
        MEDIA_HEAD,
        14,
        "صورتان نُشرتا من الهاتف مباشرة وفيهما الموقع، ويُعمَّم النشر من النظام.",
        is_in_place=False,
        platform="instagram",
    ),
    Protection(
        "خطة الإبلاغ عن تسرّب البيانات خلال 72 ساعة",
        "A leak of data is reported within 72 hours",
        "كل البيانات الشخصية في الحسابات",
        "تأخر الإبلاغ واتساع الضرر",
        ministry.CYBER.name_ar,
        CYBER_HEAD,
        0,
    ),
)


def fill(cast: Cast, now: datetime) -> None:
    """Some of it as it should be, some overdue, and one game on an account."""
    for law in LAWS:
        law.enter(cast, now)
    for seen in SEEN:
        _look(cast, seen, now)
    _apps(cast, now)
    for each in PROTECTIONS:
        _protect(cast, each, now)


def _by(cast: Cast, number: str) -> User:
    return cast.users[number] if number else cast.owner


def _look(cast: Cast, seen: Seen, now: datetime) -> None:
    channel = Channel.objects.get(platform=seen.platform)
    at = now - seen.days * AGO
    changed = timezone.localdate(at - seen.changed * AGO)
    answers = {
        each.key: seen.otherwise.get(each.key) or _good(each.key, each.answer, changed)
        for each in items_on(seen.platform)
        if not seen.only or each.key in seen.only
    }
    services.attest(
        channel,
        answers=answers,
        note=seen.note,
        original=_print(seen.platform),
        by=_by(cast, seen.by),
        now=at,
    )


def _print(platform: str) -> "ContentFile[bytes]":
    kept = paper("S-1", f"Settings of {platform}, as printed")
    kept.name = f"settings-{platform}.pdf"
    return kept


def _apps(cast: Cast, now: datetime) -> None:
    """One that is allowed, one that waits, a game that nobody asked for, one gone."""
    head, cyber = cast.users[MEDIA_HEAD], cast.users[CYBER_HEAD]
    of = {each.platform: each for each in Channel.objects.exclude(state="proposed")}
    plan = services.find_app(
        of["x"],
        name="PostPlan",
        maker="PostPlan GmbH",
        scopes="read posts, write posts",
        since_on=date(2025, 2, 3),
        by=head,
        now=now - 108 * AGO,
    )
    services.ask_for_app(
        plan.app,
        channel=of["x"],
        why="جدولة منشورات الفعاليات إلى أن يُربط الحساب بالنظام.",
        by=head,
        now=now - 107 * AGO,
    )
    services.decide_app(
        plan.app,
        is_allowed=True,
        answer="صلاحياته محدودة، ويُراجع بعد ستة أشهر.",
        by=cyber,
        now=now - 105 * AGO,
    )
    services.find_app(
        of["instagram"],
        name="Lucky Star Quiz",
        maker="Playful Apps",
        scopes="read profile, read followers, write posts",
        since_on=date(2024, 9, 17),
        by=cast.owner,
        now=now - 20 * AGO,
    )
    counts = services.find_app(
        of["youtube"],
        name="Channel Counts",
        maker="Metrics Lab",
        scopes="read statistics",
        by=head,
        now=now - 9 * AGO,
    )
    services.ask_for_app(
        counts.app,
        channel=of["youtube"],
        why="إحصاءات المشاهدة الشهرية للتقرير.",
        by=head,
        now=now - 8 * AGO,
    )
    old = services.find_app(
        of["x"],
        name="Follower Boost",
        maker="Growth Tools",
        scopes="read followers, follow, write posts",
        by=head,
        now=now - 110 * AGO,
    )
    services.remove_app(
        old,
        how="أُلغي وصوله من صفحة التطبيقات المرتبطة، وغُيّرت كلمة المرور في اليوم نفسه.",
        by=head,
        now=now - 109 * AGO,
    )


def _protect(cast: Cast, each: Protection, now: datetime) -> None:
    by = _by(cast, each.by)
    channel = Channel.objects.filter(platform=each.platform).first()
    measure = services.enter_measure(
        title_ar=each.title_ar,
        title_en=each.title_en,
        protects=each.protects,
        risk=each.risk,
        channel=channel if each.platform else None,
        owner=cast.units[each.unit],
        by=by,
        now=now - max(each.days, 5) * AGO,
    )
    if each.days:
        services.review_measure(
            measure,
            is_in_place=each.is_in_place,
            found=each.found,
            by=by,
            now=now - each.days * AGO,
        )


def _good(key: str, answer: Answer, changed: date) -> str:
    if answer == Answer.DAY:
        return changed.isoformat()
    return {"password_length": "24", "admins": "2"}.get(key, YES)
