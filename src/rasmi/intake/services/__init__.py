from rasmi.intake.services.by_hand import enter_by_hand
from rasmi.intake.services.hearing import hear, note_shown
from rasmi.intake.services.listening import listen, open_streams, put_aside
from rasmi.intake.services.reading import read, try_again

__all__ = [
    "enter_by_hand",
    "hear",
    "listen",
    "note_shown",
    "open_streams",
    "put_aside",
    "read",
    "try_again",
]
