from datetime import datetime, timedelta

from rasmi.compliance import selectors, services
from rasmi.demo.services.people import Cast
from rasmi.people import selectors as people
from rasmi.people.models import Power
from rasmi.rules import controls

WATCHED = (  # few of them, so that a demonstration is made at once
    "channels.verified",
    "delegations.renewed_yearly",
    "policy.appointments_rest_on_decisions",
    "policy.parameters_are_approved",
    "policy.read_by_all",
    "policy.reviewed_in_time",
)
WEEK = timedelta(days=7)
REMARK = (
    "ارتفعت نسبة الاطلاع على السياسة هذا الشهر، وبقيت معايير لم تُعتمد بعد؛ وُضعت على "
    "جدول أعمال اللجنة."
)


def fill(cast: Cast, now: datetime) -> None:
    """Three months in which controls ran, and the first months' reports."""
    at = (now - 13 * WEEK).replace(day=1)
    while at < now - timedelta(hours=1):
        services.run(now=at, levers=_known())
        at += WEEK
    for period in selectors.periods(now):
        services.run(now=period.ends_at - timedelta(hours=2), levers=_known())
    (head, *_others) = people.holders_of(Power.HEAD, now)
    *early, _last = selectors.periods(now)
    for number, period in enumerate(early):
        signed = period.ends_at + timedelta(days=3, hours=6)
        report = services.prepare_report(by=cast.owner, now=signed)
        services.sign_report(report, by=cast.owner, now=signed, remark=REMARK)
        if number == 0:
            services.see_report(report, by=head, now=signed + timedelta(days=2))


def _known() -> list[str]:
    return [each for each in WATCHED if each in controls()]
