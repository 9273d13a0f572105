"""The units, people and offices of a ministry that does not exist."""

from dataclasses import dataclass

from rasmi.people.models import Power

BODY = ("وزارة المعرفة التجريبية", "Demonstration Ministry of Knowledge")
DOMAIN = "demo-ministry.example"


@dataclass(frozen=True)
class UnitOf:
    name_ar: str
    name_en: str
    parent: str = BODY[0]


@dataclass(frozen=True)
class Person:
    role: str  # the key of the sign-in by role; empty: no button
    staff_number: str
    name_ar: str
    name_en: str
    unit: str
    title_ar: str
    title_en: str
    powers: tuple[Power, ...] = ()

    @property
    def email(self) -> str:
        return f"{self.name_en.split()[0].lower()}@{DOMAIN}"


OWNER_UNIT = UnitOf("قسم أمن المعلومات", "Information Security Section")
MEDIA = UnitOf("دائرة الإعلام", "Media Department")
CYBER = UnitOf("قسم الأمان السيبراني", "Cyber Security Section")
ADMISSION = UnitOf("مركز القبول", "Admission Centre")
SCHOLARSHIPS = UnitOf("المديرية العامة للبعثات", "Directorate General of Scholarships")
RESEARCH = UnitOf("قطاع البحث العلمي", "Research Sector")
STUDENTS = UnitOf(
    "دائرة شؤون الطلبة", "Student Affairs Department", SCHOLARSHIPS.name_ar
)
WITNESS = f"internal.audit@{DOMAIN}"  # who keeps checkpoints of the log
AUDIT = UnitOf("دائرة التدقيق الداخلي", "Internal Audit Department")
IT = UnitOf("دائرة تقنية المعلومات", "Information Technology Department")
UNITS = (MEDIA, CYBER, ADMISSION, SCHOLARSHIPS, RESEARCH, STUDENTS, AUDIT, IT)

OWNER = Person(
    "security",
    "1001",
    "أصيلة بنت ناصر الكندية",
    "Aseela Al Kindi",
    OWNER_UNIT.name_ar,
    "رئيسة القسم",
    "Head of Section",
)
PEOPLE = (
    Person(
        "head",
        "1002",
        "هلال بن سعيد الرواحي",
        "Hilal Al Rawahi",
        BODY[0],
        "رئيس الوحدة",
        "Head of the Unit",
        (Power.HEAD, Power.DECIDE),
    ),
    Person(
        "communication",
        "1003",
        "عائشة بنت حمد الزدجالية",
        "Aisha Al Zadjali",
        MEDIA.name_ar,
        "رئيسة فريق التواصل",
        "Head of Communication",
        (Power.APPROVE,),
    ),
    Person(
        "officer",
        "1004",
        "يوسف بن علي الكلباني",
        "Yusuf Al Kalbani",
        MEDIA.name_ar,
        "أخصائي تواصل",
        "Communication Officer",
    ),
    Person(
        "unit",
        "1005",
        "مريم بنت خلفان البوسعيدية",
        "Maryam Al Busaidi",
        ADMISSION.name_ar,
        "مديرة المركز",
        "Director of the Centre",
        (Power.DECIDE,),
    ),
    Person(
        "cyber",
        "1006",
        "ماجد بن سيف الهنائي",
        "Majid Al Hinai",
        CYBER.name_ar,
        "رئيس القسم",
        "Head of Section",
        (Power.SECRETS,),
    ),
    Person(
        "auditor",
        "1007",
        "سليم بن راشد الغافري",
        "Salim Al Ghafri",
        AUDIT.name_ar,
        "مدقق أول",
        "Senior Auditor",
        (Power.AUDIT,),
    ),
    Person(
        "operator",
        "1008",
        "طارق بن محمد العبري",
        "Tariq Al Abri",
        IT.name_ar,
        "مهندس نظم",
        "Systems Engineer",
        (Power.OPERATE,),
    ),
    Person(
        "employee",
        "1009",
        "نورة بنت سالم المعمرية",
        "Noora Al Maamari",
        STUDENTS.name_ar,
        "باحثة شؤون طلبة",
        "Student Affairs Researcher",
    ),
    Person(
        "",
        "1010",
        "خالد بن أحمد الريامي",
        "Khalid Al Riyami",
        CYBER.name_ar,
        "أخصائي أمان سيبراني",
        "Cyber Security Specialist",
    ),
    Person(
        "",
        "1013",
        "بدرية بنت حمود السيابية",
        "Badriya Al Siyabi",
        BODY[0],
        "وكيلة الوزارة",
        "Undersecretary",
        (Power.DECIDE,),
    ),
    Person(
        "register",
        "1011",
        "ليلى بنت سعود العامرية",
        "Laila Al Amri",
        MEDIA.name_ar,
        "أمينة سجل الحسابات",
        "Keeper of the Register of Accounts",
        (Power.REGISTER,),
    ),
    Person(
        "",
        "1012",
        "سيف بن ناصر المحروقي",
        "Saif Al Mahrouqi",
        SCHOLARSHIPS.name_ar,
        "أخصائي بعثات",
        "Scholarships Specialist",
    ),
    Person(
        "",
        "1014",
        "حامد بن سعيد البلوشي",
        "Hamed Al Balushi",
        MEDIA.name_ar,
        "أخصائي تواصل مناوب",
        "Communication Specialist on Duty",
    ),
    Person(
        "",
        "1015",
        "زينب بنت محمد اللواتية",
        "Zainab Al Lawati",
        MEDIA.name_ar,
        "أخصائية تواصل مناوبة",
        "Communication Specialist on Duty",
    ),
    Person(
        "",
        "1016",
        "مزون بنت خميس البوسعيدية",
        "Mazoon Al Busaidi",
        MEDIA.name_ar,
        "محررة محتوى",
        "Content Editor",
    ),
)
