from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from rasmi.channels.models import Channel
from rasmi.core.calendar import start_of
from rasmi.delegations import services
from rasmi.delegations.models import AssessedCriterion, Delegation, Task
from rasmi.demo import ministry
from rasmi.demo.papers import paper
from rasmi.demo.services.accounts import MEDIA_HEAD
from rasmi.demo.services.people import AGO, Cast
from rasmi.demo.services.policy import KEEPER, KIND, Papers
from rasmi.people import courses
from rasmi.people import services as people
from rasmi.people.models import Topic, User

SENIOR = "1013"
TOPICS = (
    ("القبول والتسجيل", "Admission and registration", ministry.ADMISSION.name_ar),
    ("البعثات", "Scholarships", ministry.SCHOLARSHIPS.name_ar),
    ("البحث العلمي", "Research", ministry.RESEARCH.name_ar),
    ("خدمات الطلبة", "Student services", ministry.STUDENTS.name_ar),
)
Level = AssessedCriterion.Level
SHOWN = {
    "topics": "ثلاث سنوات في الرد على استفسارات الطلبة",
    "language": "دورة في الكتابة للجمهور، وعينة من الردود",
    "technical": "إدارة حسابين تجريبيين من غير ملاحظة",
    "availability": "موافقة مكتوبة على المناوبة",
}


@dataclass(frozen=True)
class Speaker:
    staff_number: str
    platforms: tuple[str, ...]
    tasks: tuple[Task, ...]
    topics: tuple[str, ...]
    days: int  # since it began
    lasts: int  # days
    named_by: str = MEDIA_HEAD
    is_trained: bool = True
    is_approved: bool = True
    is_active: bool = True
    contact: str = ""  # official; who has one speaks by name


SPEAKERS = (
    Speaker(
        "1004",
        ("x", "instagram", "sandbox", "wordpress", "mediawiki"),
        (Task.DRAFT, Task.PUBLISH, Task.REPLY, Task.MODERATE),
        ("القبول والتسجيل", "البعثات", "خدمات الطلبة"),
        250,
        364,
        contact=f"info@{ministry.DOMAIN}",
    ),
    Speaker(
        "1011",
        ("wordpress",),
        (Task.DRAFT, Task.REVIEW, Task.MODERATE),
        ("البحث العلمي", "القبول والتسجيل"),
        240,
        275,
    ),
    Speaker(
        "1012",
        ("x",),
        (Task.REPLY,),
        ("البعثات",),
        4,
        180,
        is_active=False,
    ),
    Speaker(
        "1009",
        ("instagram",),
        (Task.DRAFT, Task.REPLY),
        ("خدمات الطلبة",),
        3,
        300,
        is_trained=False,
        is_active=False,
    ),
    Speaker(
        MEDIA_HEAD,
        ("x", "instagram", "sandbox", "wordpress", "mediawiki"),
        (Task.REVIEW, Task.MODERATE),
        ("القبول والتسجيل", "البعثات", "خدمات الطلبة", "البحث العلمي"),
        245,
        364,
        named_by="1011",
    ),
    Speaker(
        "1014",
        ("x", "instagram"),
        (Task.REPLY, Task.MODERATE),
        ("القبول والتسجيل", "البعثات", "خدمات الطلبة"),
        200,
        360,
    ),
    Speaker(
        "1015",
        ("x", "instagram"),
        (Task.REPLY, Task.MODERATE),
        ("القبول والتسجيل", "خدمات الطلبة"),
        196,
        225,  # ends within the month, and the week after it is on the roster
    ),
)


def fill(cast: Cast, now: datetime) -> None:
    """Topics, and people who may speak, who may soon, and who is not ready."""
    for name_ar, name_en, unit in TOPICS:
        people.open_topic(
            name_ar=name_ar,
            name_en=name_en,
            unit=cast.units[unit],
            by=cast.users[KEEPER],
            now=now - 330 * AGO,
        )
    for speaker in SPEAKERS:
        delegate(cast, speaker, now)


def delegate(cast: Cast, speaker: Speaker, now: datetime) -> list[Delegation]:
    """Name a person as far as it goes: nominated, assessed, approved, active."""
    begun = now - speaker.days * AGO
    person, head = cast.users[speaker.staff_number], cast.users[speaker.named_by]
    first = start_of(timezone.localdate(begun))
    made = services.nominate(
        person,
        channels=list(Channel.objects.filter(platform__in=speaker.platforms)),
        tasks=speaker.tasks,
        topics=list(Topic.objects.filter(name_ar__in=speaker.topics)),
        starts_at=first,
        ends_at=first + timedelta(days=speaker.lasts),
        speaks_by_name=bool(speaker.contact),
        contact=speaker.contact,
        by=head,
        now=begun,
    )
    if speaker.is_trained:
        _train(person, begun)
        services.acknowledge(by=person, now=begun)
        services.assess(
            made[0],
            criteria={
                each: (_level(each, speaker), SHOWN[each.value])
                for each in AssessedCriterion.Criterion
            },
            evidence=paper(
                speaker.staff_number, "Certificates and samples", kind="evidence"
            ),
            by=head,
            now=begun,
        )
    if speaker.is_approved:
        for each in made:
            services.approve(each, by=cast.users[SENIOR], now=begun)
    if speaker.is_active:
        _activate(cast, made, begun)
    return made


def _level(criterion: AssessedCriterion.Criterion, speaker: Speaker) -> Level:
    late = criterion == AssessedCriterion.Criterion.AVAILABILITY
    return Level.PARTLY if late and not speaker.is_active else Level.MET


def _activate(cast: Cast, made: list[Delegation], now: datetime) -> None:
    decision = Papers(cast).decide(KIND.DELEGATION, "تفويض بإدارة حسابات رسمية", now)
    # The keeper of the registers is one of those who speak: the owner makes it active.
    for each in made:
        services.activate(each, decision=decision, by=cast.owner, now=now)


def _train(person: User, now: datetime) -> None:
    course = courses.speaking()
    for lesson in course.lessons:
        people.read_lesson(course, lesson, by=person, now=now)
    attempt = people.begin_quiz(course, by=person, now=now)
    answers = {key: course.questions[key].right for key in attempt.questions}
    people.finish_quiz(attempt, course, answers=answers, by=person, now=now)
