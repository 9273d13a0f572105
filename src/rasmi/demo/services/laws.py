"""The laws, circulars and standards that bind a ministry in Oman on its accounts."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from rasmi.core.calendar import start_of
from rasmi.demo import ministry
from rasmi.demo.services.people import AGO, Cast
from rasmi.security import services
from rasmi.security.models import Instrument

KIND = Instrument.Kind
OMAN = ("سلطنة عُمان", "Sultanate of Oman")
MTCIT = (
    "وزارة النقل والاتصالات وتقنية المعلومات",
    "Ministry of Transport, Communications and Information Technology",
)
SECTION = ministry.OWNER_UNIT.name_ar
MEDIA, IT = ministry.MEDIA.name_ar, ministry.IT.name_ar


@dataclass(frozen=True)
class Missing:
    text: str
    unit: str
    days: int  # until it is due; negative: it was due
    how: str = ""  # it was closed; empty: it is open


@dataclass(frozen=True)
class Law:
    """
    :param days: since it was entered
    :param read: days since it was read again; 0: it was not
    """

    kind: Instrument.Kind
    number: str
    title_ar: str
    title_en: str
    issuer: tuple[str, str]
    clauses: tuple[str, ...]
    days: int
    read: int = 0
    found: str = ""
    version: str = ""
    place: str = ""
    unit: str = SECTION
    issued_on: date | None = None
    missing: tuple[Missing, ...] = ()

    def enter(self, cast: Cast, now: datetime) -> None:
        """Enter it, read it again, and say what is missing."""
        entered = services.enter_instrument(
            kind=self.kind,
            number=self.number,
            issued_on=self.issued_on,
            title_ar=self.title_ar,
            title_en=self.title_en,
            issuer_ar=self.issuer[0],
            issuer_en=self.issuer[1],
            version=self.version,
            place=self.place,
            clauses=list(self.clauses),
            owner=cast.units[self.unit],
            by=cast.owner,
            now=now - self.days * AGO,
        )
        if self.read:
            services.review_instrument(
                entered,
                version=self.version or self.number,
                found=self.found,
                by=cast.owner,
                now=now - self.read * AGO,
            )
        for each in self.missing:
            gap = services.open_gap(
                entered,
                text=each.text,
                owner=cast.units[each.unit],
                due_at=start_of(timezone.localdate(now + each.days * AGO)),
                by=cast.owner,
                now=now - 50 * AGO,
            )
            if each.how:
                services.close_gap(gap, how=each.how, by=cast.owner, now=now - 6 * AGO)


LAWS = (
    Law(
        KIND.SECURITY,
        "ISP-01",
        "سياسة أمن المعلومات",
        "Information security policy",
        ministry.BODY,
        ("S0.1", "S0.2", "S1.1", "S1.2"),
        330,
        45,
        "قورنت ضوابط الحسابات بالإصدار الجديد، وأُدخل ما ينقص منها.",
        version="3.1",
        missing=(
            Missing("مفتاح أمان احتياطي لكل حساب في خزينة الوزارة", SECTION, 40),
            Missing("سجل الأجهزة المخصصة لإدارة الحسابات", IT, -4),
        ),
    ),
    Law(
        KIND.CIRCULAR,
        "6/2024",
        "سياسة حماية البيانات الشخصية لوحدات الجهاز الإداري للدولة",
        "Personal data protection policy for units of the State",
        MTCIT,
        ("V0.1", "V2.1", "G1"),
        300,
        60,
        "يسري على الوزارة؛ والمعالجة داخل الحدود الجغرافية للسلطنة.",
        place="https://qanoon.om/p/2024/mtcit20240006",
        missing=(
            Missing("سجل بعمليات معالجة بيانات الجمهور في الحسابات", MEDIA, 25),
            Missing(
                "نقل نسخ المحادثات إلى مركز بيانات داخل السلطنة",
                IT,
                -20,
                "نُقلت، وعُوين عقد الاستضافة.",
            ),
        ),
    ),
    Law(
        KIND.DECREE,
        "6/2022",
        "قانون حماية البيانات الشخصية",
        "Personal Data Protection Law",
        OMAN,
        ("V0.1", "V2.1"),
        330,
        90,
        "لا يسري على اختصاصات الوزارة، ويُسترشد بمبادئه.",
        place="https://decree.om",
        issued_on=date(2022, 2, 9),
    ),
    Law(
        KIND.REGULATION,
        "34/2024",
        "اللائحة التنفيذية لقانون حماية البيانات الشخصية",
        "Executive regulation of the Personal Data Protection Law",
        MTCIT,
        ("V0.1",),
        280,
    ),
    Law(
        KIND.DECREE,
        "118/2011",
        "قانون تصنيف وثائق الدولة وتنظيم الأماكن المحمية",
        "Law on the classification of State records and protected places",
        OMAN,
        ("V1.1", "V2.1"),
        330,
        120,
        "علامات السرية الأربع مدرجة في الفحص قبل النشر.",
        place="https://qanoon.om/p/2011/rd2011118",
    ),
    Law(
        KIND.DECREE,
        "60/2007",
        "قانون الوثائق والمحفوظات",
        "Documents and Archives Law",
        OMAN,
        ("I4.1", "I4.2"),
        375,
        0,
        version="52/2022",
        place="https://qanoon.om/p/2007/l2007060",
        missing=(
            Missing("جدول مدد حفظ لوثائق وسائل التواصل تعتمده الهيئة", MEDIA, 80),
        ),
    ),
    Law(
        KIND.DECREE,
        "39/2025",
        "قانون المعاملات الإلكترونية",
        "Electronic Transactions Law",
        OMAN,
        ("I4.1",),
        200,
    ),
    Law(
        KIND.DECREE,
        "12/2011",
        "قانون مكافحة جرائم تقنية المعلومات",
        "Cyber Crime Law",
        OMAN,
        ("X2", "X5.1", "S0.1"),
        330,
        100,
        "لا جديد؛ ويُذكر في دورة الموظفين المصرح لهم.",
        issued_on=date(2011, 2, 6),
    ),
    Law(
        KIND.DECREE,
        "65/2008",
        "قانون حقوق المؤلف والحقوق المجاورة",
        "Copyright and Neighbouring Rights Law",
        OMAN,
        ("I1", "I2", "X4.2"),
        330,
        80,
        "نص بيان حقوق النشر يذكر القانون وتعديله.",
        version="132/2008",
        place="https://qanoon.om/p/2008/rd2008132",
        unit=MEDIA,
    ),
    Law(
        KIND.DECREE,
        "58/2024",
        "قانون الإعلام",
        "Media Law",
        OMAN,
        ("X1", "X2", "X3"),
        310,
        70,
        "قائمة ما يُحظر نشره تُراجع مع الدائرة القانونية.",
        unit=MEDIA,
    ),
    Law(
        KIND.POLICY,
        "MTCIT-394",
        "الدليل الأمني لاستخدام شبكات التواصل الاجتماعي",
        "Security guidelines for using social media networks",
        MTCIT,
        ("S0.1", "S1.1", "S1.2", "S2.1"),
        320,
        30,
        "قائمة التحقق في النظام تغطي بنود الدليل.",
        place="https://www.mtcit.gov.om",
    ),
    Law(
        KIND.STANDARD,
        "GS_G2",
        "الضوابط الأمنية الأساسية",
        "Basic Security Controls",
        MTCIT,
        ("G1", "G3", "S0.1"),
        320,
        150,
        "روجعت الضوابط ذات الصلة بالحسابات والصلاحيات.",
        version="1.0",
        issued_on=date(2017, 7, 30),
    ),
    Law(
        KIND.POLICY,
        "MTCIT-393",
        "سياسة المشاركة الرقمية ودليلها",
        "Digital participation policy and guideline",
        MTCIT,
        ("P3.1", "P1.2", "G3"),
        250,
        0,
        unit=MEDIA,
        missing=(Missing("صفحة مشاركة رقمية بالعربية والإنجليزية", MEDIA, 12),),
    ),
)
