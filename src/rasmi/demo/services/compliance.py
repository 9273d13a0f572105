from datetime import datetime, timedelta
from operator import itemgetter

from rasmi.compliance import selectors, services
from rasmi.compliance.models import Violation
from rasmi.core.calendar import months_later, start_of
from rasmi.demo.services.people import Cast
from rasmi.people import selectors as people
from rasmi.people.models import Power, User
from rasmi.rules import controls

WATCHED = (  # few of them, so that a demonstration is made at once
    "channels.verified",
    "delegations.renewed_yearly",
    "policy.appointments_rest_on_decisions",
    "policy.parameters_are_approved",
    "policy.read_by_all",
    "policy.reviewed_in_time",
)
WEEK, DAY = timedelta(days=7), timedelta(days=1)
REPORTERS = ("1004", "1006", "1008")
DISCOUNT = (
    "نُشر في حساب الوزارة إعلان خصومات لمعهد تدريب خاص، وهو ترويج تجاري لا صلة له "
    "بعمل الوزارة."
)
PASSWORD = "تُتداول كلمة مرور حساب مركز القبول بين ثلاثة موظفين في مجموعة واتساب."  # noqa: S105 — a sentence
GRADES = "نُشرت صورة من كشف درجات تظهر فيها أسماء الطلبة وأرقامهم المدنية."
EXCEPTION = (
    "استُثني أحد موظفي القسم من التدريب السنوي ومن تقييم الملاءمة دون قرار معتمد."
)
REMARK = (
    "ارتفعت نسبة الاطلاع على السياسة هذا الشهر، وبقيت معايير لم تُعتمد بعد؛ وُضعت على "
    "جدول أعمال اللجنة."
)


def fill(cast: Cast, now: datetime) -> None:
    """Two months in which controls ran, and the report on the first."""
    first = (now - 9 * WEEK).replace(day=1)
    weeks = [first + 2 * number * WEEK for number in range(7)]
    ends = [start_of(months_later(first.date(), each)) for each in (1, 2)]
    runs: list[tuple[datetime, list[str] | None]] = [(at, _known()) for at in weeks]
    runs += [(each - timedelta(hours=2), None) for each in ends]
    for at, levers in sorted(runs, key=itemgetter(0)):
        if at < now - timedelta(hours=1):
            services.run(now=at, levers=levers)
    _violations(cast, now)
    (head, *_others) = people.holders_of(Power.HEAD, now)
    *early, _last = selectors.periods(now)
    for number, period in enumerate(early):
        signed = period.ends_at + timedelta(days=3, hours=6)
        report = services.prepare_report(by=cast.owner, now=signed)
        services.sign_report(
            report, digest=report.digest, by=cast.owner, now=signed, remark=REMARK
        )
        if number == 0:
            services.see_report(report, by=head, now=signed + timedelta(days=2))


def _violations(cast: Cast, now: datetime) -> None:
    """One closed, one in hand, one that waits, one against the owning section."""
    kind, outcome = Violation.Kind, Violation.Outcome
    staff = [cast.users[number] for number in REPORTERS]
    first = _reported(staff[0], now - 50 * DAY, kind.CONTENT, DISCOUNT)
    taken = now - 49 * DAY
    services.take_violation(first, by=cast.owner, now=taken)
    services.close_violation(
        first,
        by=cast.owner,
        now=taken + 5 * DAY,
        outcome=outcome.CORRECTED,
        words="حُذف المنشور وفق إجراءات الحذف، ووُجّه الموظف وأعاد التدريب.",
    )
    second = _reported(
        staff[1], now - 9 * DAY, kind.ACCESS, PASSWORD, is_anonymous=True
    )
    services.take_violation(second, by=cast.owner, now=now - 8 * DAY)
    services.note_step(
        second,
        by=cast.owner,
        now=now - 7 * DAY,
        words="غُيّرت كلمة مرور الحساب وأُلغيت الجلسات المفتوحة. يُستكمل سماع المعنيين.",
    )
    _reported(staff[2], now - timedelta(hours=20), kind.DISCLOSURE, GRADES)
    _reported(staff[0], now - 12 * DAY, kind.OTHER, EXCEPTION, concerns_owner=True)


def _reported(
    by: User,
    now: datetime,
    kind: Violation.Kind,
    what: str,
    *,
    is_anonymous: bool = False,
    concerns_owner: bool = False,
) -> Violation:
    code = services.report_violation(
        by=by,
        now=now,
        kind=kind,
        what=what,
        is_anonymous=is_anonymous,
        concerns_owner=concerns_owner,
    )
    found = selectors.by_code(code)
    assert found is not None  # noqa: S101 — made on the line before
    return found


def _known() -> list[str]:
    return [each for each in WATCHED if each in controls()]
