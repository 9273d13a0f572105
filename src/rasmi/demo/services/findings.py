from datetime import datetime, timedelta

from django.utils import timezone

from rasmi.compliance import services
from rasmi.compliance.models import Finding
from rasmi.core.calendar import start_of
from rasmi.demo import ministry
from rasmi.demo.services.accounts import MEDIA_HEAD
from rasmi.demo.services.people import Cast
from rasmi.demo.services.policy import KEEPER, Papers
from rasmi.people.models import Appointment
from rasmi.policy.models import Decision

DAY = timedelta(days=1)
OFFICES = "policy.appointments_rest_on_decisions"
APP = (
    "يُلغى ربط التطبيق من إعدادات الحساب، وتُغيَّر كلمة المرور بعده، وتُرفق صورة من قائمة "
    "التطبيقات المرتبطة."
)
ASKED = "خوطبت المنصة لمعرفة من ربط التطبيق، ولم يصل ردها بعد."
ENTERED = "قُيّد قرار التكليف في سجل القرارات وطُوبق بأصله."
BADGE = "طلب التوثيق مقدَّم إلى المنصة، ومدة نظرها فيه تتجاوز الشهر."


def fill(cast: Cast, now: datetime) -> None:
    """One finding past its day, one waived, one that waits to be accepted."""
    media = cast.users[MEDIA_HEAD]
    late = _first("security.apps_are_allowed")
    services.assign_finding(
        late,
        by=cast.owner,
        now=now - 20 * DAY,
        owner=cast.units[ministry.MEDIA.name_ar],
    )
    services.correct_finding(
        late,
        by=media,
        now=now - 19 * DAY,
        words=APP,
        correct_by=timezone.localdate(now - 4 * DAY),
    )
    services.note_progress(late, by=media, now=now - 12 * DAY, words=ASKED)
    services.waive_finding(
        _first("channels.verified"),
        decision=Papers(cast).decide(
            Decision.Kind.WAIVER, "مهلة لتوثيق حساب إنستغرام", now - 11 * DAY
        ),
        reason=BADGE,
        ends_at=start_of(timezone.localdate(now + 60 * DAY)),
        by=cast.users[KEEPER],
        now=now - 10 * DAY,
    )
    _accepted_by_another(cast, now)


def _accepted_by_another(cast: Cast, now: datetime) -> None:
    services.run(now=now - 8 * DAY, levers=[OFFICES])
    seat = Appointment.objects.get(decision_number="2026/77")
    Papers(cast).decide(
        Decision.Kind.APPOINTMENT,
        "تكليف قائم بأعمال رئيس قسم الأمن السيبراني",
        now - 3 * DAY,
        of_office=seat,
    )
    waiting = _first(OFFICES)
    services.run(now=now - 2 * DAY, levers=[OFFICES])
    services.correct_finding(
        waiting,
        by=cast.users[KEEPER],
        now=now - 2 * DAY,
        words=ENTERED,
        correct_by=timezone.localdate(now - 2 * DAY),
    )


def _first(lever: str) -> Finding:
    found = Finding.objects.open().filter(control__lever=lever).order_by("pk").first()
    assert found is not None  # noqa: S101 — the controls ran before
    return found
