"""Issues of the policy, who has read the one in force, and its annexes."""

from datetime import datetime, timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from rasmi.demo import ministry
from rasmi.demo.papers import paper
from rasmi.demo.services.people import AGO, Cast
from rasmi.demo.services.policy import KEEPER, KIND, Papers
from rasmi.people import services as people
from rasmi.people.models import User
from rasmi.policy import selectors, services
from rasmi.policy.models import PersonalLink, PolicyVersion, SignedList

MEDIA_HEAD = "1003"
HEAD = ",".join(
    (
        *("الرقم الوظيفي", "الاسم", "الاسم بالإنجليزية"),
        *("البريد الإلكتروني", "التقسيم الإداري", "المسمى الوظيفي"),
    )
)
FIRST = (
    ("أحمد", "Ahmed"),
    ("فاطمة", "Fatma"),
    ("سعيد", "Said"),
    ("شيخة", "Shaikha"),
    ("حمد", "Hamad"),
    ("زينب", "Zainab"),
    ("راشد", "Rashid"),
    ("هدى", "Huda"),
)
LAST = (
    ("البلوشي", "Al Balushi"),
    ("الحجري", "Al Hajri"),
    ("الشكيلي", "Al Shukaili"),
    ("الوهيبي", "Al Wahaibi"),
    ("المقبالي", "Al Maqbali"),
)
AMENDED = {
    "A7.1": (("كل سنة", "كل اثني عشر شهراً"), ("once a year", "every twelve months")),
    "R3": (("كل سنتين", "كل سنة"), ("once every two years", "once a year")),
    "V2.1": (("معلومات", "بيانات"), ("information", "data")),
}
WORKERS = len(FIRST) * len(LAST)


def first_issues(cast: Cast, now: datetime) -> None:
    """The second issue, which replaced the first when the ministry was reorganised."""
    version = services.begin_draft(
        issue="2",
        reason="إعادة تنظيم دائرة التواصل والإعلام، وتحديد مدد الرد",
        is_material=True,
        by=cast.owner,
        now=now - 20 * AGO,
    )
    _amend(version, "P2.1", cast.owner, now - 19 * AGO)
    _amend(version, "A7.1", cast.owner, now - 19 * AGO)
    _amend(version, "R4", cast.owner, now - 19 * AGO)
    _review(version, "infosec_section", cast.owner, now - 12 * AGO)
    _review(version, "media_dept", cast.users[MEDIA_HEAD], now - 10 * AGO)
    decision = Papers(cast).decide(
        KIND.POLICY, "اعتماد الإصدار الثاني من السياسة", now - 5 * AGO
    )
    services.bring_into_force(version, decision=decision, by=cast.owner, now=now)


def fill(cast: Cast, now: datetime) -> None:
    """A draft under review, many readers by several ways, two annexes."""
    _draft(cast, now)
    workers = _workers(cast, now - 60 * AGO)
    _readers(cast, workers, now)
    _annexes(cast, now)


def _draft(cast: Cast, now: datetime) -> None:
    version = services.begin_draft(
        issue="3",
        reason="قانون حماية البيانات الشخصية وتعديل مدد التفويض",
        is_material=True,
        by=cast.owner,
        now=now - 25 * AGO,
    )
    _amend(version, "A1.1", cast.owner, now - 24 * AGO)
    media = cast.users[MEDIA_HEAD]
    _review(
        version,
        "media_dept",
        media,
        now - 15 * AGO,
        remarks="البند A1.1: تُذكر التقسيمات التابعة صراحة، والبند R3: مراجعة سنوية.",
    )
    _amend(version, "R3", cast.owner, now - 9 * AGO)
    _amend(version, "V2.1", cast.owner, now - 9 * AGO)
    _review(version, "media_dept", media, now - 4 * AGO)


def _amend(version: PolicyVersion, key: str, by: User, now: datetime) -> None:
    """Another word where it stands in the clause, or else one sentence more."""
    text = selectors.texts(version)[key]
    ar, en = AMENDED.get(key, (("", ""), ("", "")))
    services.amend_clause(
        version,
        key,
        ar=_worded(text.ar, ar, "، على أن يُوثق ذلك في السجل."),
        en=_worded(text.en, en, ", and this is put on record."),
        by=by,
        now=now,
    )


def _worded(text: str, words: tuple[str, str], more: str) -> str:
    old, new = words
    if old and old in text:
        return text.replace(old, new, 1)
    return f"{text.rstrip('.')}{more}"


def _review(
    version: PolicyVersion, party: str, by: User, now: datetime, *, remarks: str = ""
) -> None:
    services.review_as_party(
        version, party, agrees=not remarks, remarks=remarks, by=by, now=now
    )


def _workers(cast: Cast, now: datetime) -> list[User]:
    """Those who never sign in, entered by the list of the personnel department."""
    kept = people.bring_list(
        original=SimpleUploadedFile("الموظفون.csv", _table().encode()),
        by=cast.owner,
        now=now,
    )
    shown = people.look_at_list(kept, by=cast.owner, now=now).digest
    people.import_staff(kept, shown=shown, sends_links=False, by=cast.owner, now=now)
    return list(User.objects.filter(staff_number__startswith="3").order_by("pk"))


def _table() -> str:
    units = [each.name_ar for each in (ministry.IT, ministry.STUDENTS)]
    units += [ministry.ADMISSION.name_ar, ministry.SCHOLARSHIPS.name_ar]
    units += [ministry.RESEARCH.name_ar]
    rows = [HEAD]
    for count in range(WORKERS):
        (first_ar, first_en), (last_ar, last_en) = (
            FIRST[count % len(FIRST)],
            LAST[count // len(FIRST)],
        )
        number = 3001 + count
        address = f"staff{number}@{ministry.DOMAIN}"
        unit = units[count % len(units)]
        rows.append(
            f"{number},{first_ar} {last_ar},{first_en} {last_en},{address},{unit},موظف"
        )
    return "\n".join(rows)


def _readers(cast: Cast, workers: list[User], now: datetime) -> None:
    """By link, on a signed list, on one that waits; the others have not read it."""
    services.send_links(by=cast.owner, now=now - 40 * AGO)
    links = PersonalLink.objects.filter(user__in=workers[:14]).select_related(
        "user", "version"
    )
    for count, link in enumerate(links):
        at = now - 38 * AGO + timedelta(hours=5 * count)
        services.acknowledge_by_link(link, has_read=True, now=at)
    services.remind_readers(now=now - 20 * AGO)
    signed = _signed(cast, workers[14:26], now - 18 * AGO)
    services.check_signed_list(signed, by=cast.users[KEEPER], now=now - 17 * AGO)
    _signed(cast, workers[26:31], now - 2 * AGO)


def _signed(cast: Cast, signers: list[User], now: datetime) -> SignedList:
    return services.enter_signed_list(
        original=paper(f"{now:%m-%d}", "Read And Signed", f"Date {now:%d %B %Y}"),
        signed_on=timezone.localdate(now),
        people=signers,
        by=cast.owner,
        now=now,
    )


def _annexes(cast: Cast, now: datetime) -> None:
    decision = Papers(cast).decide(
        KIND.PARAMETERS, "اعتماد المواقع المسموح بالإحالة إليها", now - 90 * AGO
    )
    keeper = cast.users[KEEPER]
    hosts = services.enter_annex(
        "link_hosts",
        lines="gov.om\nedu.om\nunesco.org",
        reason="إضافة موقع اليونسكو لبرامج المنح",
        decision=decision,
        holds_from=timezone.localdate(now - 89 * AGO),
        by=cast.owner,
        now=now - 89 * AGO,
    )
    services.confirm_annex(hosts, by=keeper, now=now - 88 * AGO)
    ban = Papers(cast).decide(
        KIND.PARAMETERS, "حظر النشر في قضية منظورة", now - 2 * AGO
    )
    services.enter_annex(
        "publication_bans",
        lines="قضية مبنى السكن الداخلي | قضية منظورة أمام المحكمة الابتدائية",
        reason="بطلب من الدائرة القانونية إلى حين صدور الحكم",
        decision=ban,
        holds_from=timezone.localdate(now - 1 * AGO),
        by=cast.owner,
        now=now - 1 * AGO,
    )
