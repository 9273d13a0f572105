from rasmi.records.views.holds import (
    hold,
    hold_account,
    hold_goes_on,
    hold_record,
    holds,
    holds_sheet,
    lift_hold,
)
from rasmi.records.views.records import open_with_reason, record, records
from rasmi.records.views.releases import (
    agree,
    ask_release,
    decline,
    release,
    take_bundle,
)
from rasmi.records.views.rulings import (
    classes,
    confirm_ruling,
    enter_ruling,
    return_ruling,
)

__all__ = [
    "agree",
    "ask_release",
    "classes",
    "confirm_ruling",
    "decline",
    "enter_ruling",
    "hold",
    "hold_account",
    "hold_goes_on",
    "hold_record",
    "holds",
    "holds_sheet",
    "lift_hold",
    "open_with_reason",
    "record",
    "records",
    "release",
    "return_ruling",
    "take_bundle",
]
