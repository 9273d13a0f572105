"""What was decided on the records of the ministry, and what is outstanding."""

from datetime import datetime

from rasmi.demo.services.people import AGO, Cast
from rasmi.demo.services.policy import KEEPER, KIND, Papers
from rasmi.records import services

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
