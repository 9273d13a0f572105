"""What was decided on the records of the ministry, and what is outstanding."""

from datetime import datetime

from rasmi.channels.models import Channel
from rasmi.demo.services.people import AGO, Cast
from rasmi.demo.services.policy import KEEPER, KIND, Papers
from rasmi.people import selectors as people
from rasmi.people.models import Power
from rasmi.records import selectors, services

# Class, public record, access, years; the other classes nobody has decided on.
DECIDED = (
    ("said", True, "everybody", None),
    ("outcomes", True, "everybody", None),
    ("heard", False, "on_request", 5),
    ("decisions", False, "on_request", 25),
    ("log", False, "nobody", 10),
)


def fill(cast: Cast, now: datetime) -> None:
    decision = Papers(cast).decide(
        KIND.PARAMETERS, "تصنيف سجلات الحسابات الرسمية", now - 120 * AGO
    )
    for record_class, is_public, access, years in DECIDED:
        ruling = services.enter_ruling(
            record_class,
            decision=decision,
            is_public_record=is_public,
            access=access,
            keep_years=years,
            schedule_name="",
            basis="قانون الوثائق والمحفوظات، المرسوم السلطاني 60/2007",
            by=cast.owner,
            now=now - 118 * AGO,
        )
        services.confirm_ruling(ruling, by=cast.users[KEEPER], now=now - 117 * AGO)
    services.enter_ruling(
        "asked",
        decision=decision,
        is_public_record=False,
        access="nobody",
        keep_years=5,
        schedule_name="",
        basis="قانون الوثائق والمحفوظات، المرسوم السلطاني 60/2007",
        by=cast.owner,
        now=now - 2 * AGO,
    )


def hold(cast: Cast, now: datetime) -> None:
    """Two cases before a court, one of them over; and what another body asks for."""
    heard, *others = selectors.records("heard").order_by("pk")
    head = people.holders_of(Power.HEAD, now)[0]
    over = services.place_hold(
        others[0],
        asked_by="الادعاء العام بمسقط",
        reference="ع/م/2025/311 بتاريخ 9 يونيو 2025",
        reason="بلاغ عن إساءة إلى موظفة في تعليق على حساب الوزارة",
        by=cast.owner,
        now=now - 150 * AGO,
    )
    services.lift_hold(
        over, reason="حُفظ البلاغ بقرار الادعاء العام", by=head, now=now - 20 * AGO
    )
    services.place_hold(
        heard,
        asked_by="محكمة القضاء الإداري",
        reference="الدعوى 118/2026",
        reason="تظلّم من قرار قبول نُوقش على الحساب",
        by=cast.owner,
        now=now - 12 * AGO,
    )
    services.place_hold(
        Channel.objects.in_register().order_by("pk")[1],
        asked_by="الدائرة القانونية",
        reference="مذكرة قانونية 44/2026",
        reason="مطالبة بالتعويض عن خبر نُشر على الحساب",
        by=cast.owner,
        now=now - 5 * AGO,
    )
    services.ask_release(
        heard,
        recipient="محكمة القضاء الإداري",
        reason="كتاب المحكمة رقم 902 في الدعوى 118/2026",
        by=cast.owner,
        now=now - 2 * AGO,
    )
