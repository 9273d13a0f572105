from rasmi.outbox.services.by_hand import confirm_by_hand, return_unposted
from rasmi.outbox.services.gates import (
    Answer,
    ask_all,
    refuse_unpublishable,
    require_all,
)
from rasmi.outbox.services.outcomes import find_lost, reconcile
from rasmi.outbox.services.planning import plan, refuse_unfit, withdraw
from rasmi.outbox.services.sending import (
    deliver,
    lapse_late,
    make_ready,
    send_ready,
)

__all__ = [
    "Answer",
    "ask_all",
    "confirm_by_hand",
    "deliver",
    "find_lost",
    "lapse_late",
    "make_ready",
    "plan",
    "reconcile",
    "refuse_unfit",
    "refuse_unpublishable",
    "require_all",
    "return_unposted",
    "send_ready",
    "withdraw",
]
