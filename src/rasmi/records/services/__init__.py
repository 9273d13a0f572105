from rasmi.records.services.bundles import release
from rasmi.records.services.keeping import keep, open_record
from rasmi.records.services.rulings import confirm_ruling, enter_ruling, return_ruling

__all__ = [
    "confirm_ruling",
    "enter_ruling",
    "keep",
    "open_record",
    "release",
    "return_ruling",
]
