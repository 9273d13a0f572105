from rasmi.records.services.bundles import (
    agree_release,
    ask_release,
    decline_release,
    release,
)
from rasmi.records.services.holds import lift_hold, look_at_hold, place_hold
from rasmi.records.services.keeping import keep, open_record
from rasmi.records.services.reading import open_records_with_reason
from rasmi.records.services.rulings import confirm_ruling, enter_ruling, return_ruling

__all__ = [
    "agree_release",
    "ask_release",
    "confirm_ruling",
    "decline_release",
    "enter_ruling",
    "keep",
    "lift_hold",
    "look_at_hold",
    "open_record",
    "open_records_with_reason",
    "place_hold",
    "release",
    "return_ruling",
]
