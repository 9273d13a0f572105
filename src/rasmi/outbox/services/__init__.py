from rasmi.outbox.services.by_hand import (
    confirm_by_hand,
    return_unposted,
    take_by_hand,
)
from rasmi.outbox.services.deciding import (
    ask_to_send_again,
    decline_to_send_again,
    say_it_is_there,
    send_again,
)
from rasmi.outbox.services.gates import (
    Answer,
    ask_all,
    refuse_unpublishable,
    require_all,
)
from rasmi.outbox.services.outcomes import put_aside
from rasmi.outbox.services.planning import plan, refuse_unfit, withdraw
from rasmi.outbox.services.reconciling import find_lost, reconcile
from rasmi.outbox.services.restored import bring_forward, leave_stuck_to_people
from rasmi.outbox.services.sending import (
    deliver,
    lapse_late,
    make_ready,
    send_ready,
)

__all__ = [
    "Answer",
    "ask_all",
    "ask_to_send_again",
    "bring_forward",
    "confirm_by_hand",
    "decline_to_send_again",
    "deliver",
    "find_lost",
    "lapse_late",
    "leave_stuck_to_people",
    "make_ready",
    "plan",
    "put_aside",
    "reconcile",
    "refuse_unfit",
    "refuse_unpublishable",
    "require_all",
    "return_unposted",
    "say_it_is_there",
    "send_again",
    "send_ready",
    "take_by_hand",
    "withdraw",
]
