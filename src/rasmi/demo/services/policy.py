from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count

from django.utils import timezone

from rasmi.demo.papers import paper
from rasmi.demo.services.people import AGO, Cast
from rasmi.people.models import Appointment
from rasmi.policy import pack, services
from rasmi.policy.models import Acknowledgement, Decision

HEAD, KEEPER = "1002", "1011"
KIND = Decision.Kind
# What the proposals cannot know: facts of this ministry's own document.
FACTS = {
    "retention_schedule": {"reference": "موافقة هيئة الوثائق والمحفوظات 12/2026"},
    "publication_date": {"date": "2026-02-01"},
    "storage_place": {"place": "الأرشيف المركزي، ملف أمن المعلومات 7"},
    "approval_date": {"date": "2026-01-25"},
    "approval_signature": {"reference": "2026/31"},
}
LEFT_OPEN = {"recognition_interval", "stale_review_interval", "retention_schedule"}


def begin(cast: Cast, now: datetime) -> None:
    """The first issue, and papers for the offices."""
    services.begin(now=now - 360 * AGO)
    _papers_of_offices(cast, now - 355 * AGO)


def fill(cast: Cast, now: datetime) -> None:
    """Approved numbers, and who has read the issue in force."""
    _approve_numbers(cast, now - 250 * AGO)
    for number, user in cast.users.items():
        if number not in {"1007", "1009", "1012"}:  # three have not read it yet
            services.acknowledge(
                Acknowledgement.Statement.POLICY, by=user, now=now - 300 * AGO
            )
    services.acknowledge(
        Acknowledgement.Statement.POLICY, by=cast.owner, now=now - 300 * AGO
    )
    waiting = Papers(cast)
    waiting.enter(KIND.OPENING, "فتح حساب على لينكدإن", now - 1 * AGO, number="2026/92")


def _papers_of_offices(cast: Cast, now: datetime) -> None:
    papers = Papers(cast)
    known: set[str] = set()
    for each in _appointments():
        if each.decision_number not in known:
            known.add(each.decision_number)
            papers.decide(
                KIND.APPOINTMENT,
                f"تعيين: {each.office.title_ar}",
                now,
                of_office=each,
            )


def _appointments() -> Iterator[Appointment]:
    # The deputy's decision is not entered: the register asks for it.
    yield from Appointment.objects.filter(acting_for=None).select_related("office")


def _approve_numbers(cast: Cast, now: datetime) -> None:
    values = {
        each.name: FACTS.get(each.name) or each.proposal
        for each in pack.current().open_parameters()
        if each.name not in LEFT_OPEN
    }
    decision = Papers(cast).decide(
        KIND.PARAMETERS, "اعتماد معايير سياسة المشاركة الإلكترونية", now
    )
    adoption = services.enter_adoption(
        decision=decision,
        holds_from=timezone.localdate(now),
        values={name: value for name, value in values.items() if value},
        by=cast.owner,
        now=now,
    )
    services.confirm_adoption(adoption, by=cast.users[KEEPER], now=now)


_numbers = count(40)


@dataclass
class Papers:
    """Decisions signed by the head, entered by the keeper, checked by the owner."""

    cast: Cast
    seat: Appointment = field(init=False)

    def __post_init__(self) -> None:
        self.seat = Appointment.objects.get(holder=self.cast.users[HEAD])

    def decide(
        self,
        kind: Decision.Kind,
        subject: str,
        now: datetime,
        *,
        of_office: Appointment | None = None,
    ) -> Decision:
        """Enter a decision of a day and have it checked."""
        decision = self.enter(kind, subject, now, of_office=of_office)
        later = now + timedelta(hours=3)
        services.check_decision(decision, by=self.cast.owner, now=later)
        decision.refresh_from_db()
        return decision

    def enter(
        self,
        kind: Decision.Kind,
        subject: str,
        now: datetime,
        *,
        of_office: Appointment | None = None,
        number: str = "",
    ) -> Decision:
        """Enter a decision that waits for its check."""
        day = timezone.localdate(now)
        number = number or f"{day.year}/{next(_numbers)}"
        if of_office:
            number, day = of_office.decision_number, of_office.decision_date
        is_older = of_office is not None and of_office.holder_id == self.cast.owner.pk
        return services.enter_decision(
            number=number,
            decided_on=day,
            kind=kind,
            subject=subject,
            original=paper(number, kind.name.title(), f"Date {day:%d %B %Y}"),
            signed_by=None if is_older else self.seat,
            signatory_name="د. سالم بن حمد الحارثي" if is_older else "",
            signatory_title="رئيس الوحدة السابق" if is_older else "",
            is_by_head=is_older,
            by=self.cast.users[KEEPER],
            now=now,
        )
