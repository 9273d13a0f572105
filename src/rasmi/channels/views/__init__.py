from rasmi.channels.views.acts import (
    activate,
    allow_transition,
    close,
    describe,
    hand_over,
    propose,
    record_verification,
    review_settings,
    withdraw,
)
from rasmi.channels.views.consultations import (
    approve_procedure,
    give_opinion,
    meet_condition,
    set_consultee,
    waive_opinion,
    write_procedure,
)
from rasmi.channels.views.disclaimers import (
    approve_disclaimer,
    disclaimer,
    profile_screenshot,
    read_profile,
    write_disclaimer,
)
from rasmi.channels.views.register import (
    channel,
    import_accounts,
    import_form,
    register,
)

__all__ = [
    "activate",
    "allow_transition",
    "approve_disclaimer",
    "approve_procedure",
    "channel",
    "close",
    "describe",
    "disclaimer",
    "give_opinion",
    "hand_over",
    "import_accounts",
    "import_form",
    "meet_condition",
    "profile_screenshot",
    "propose",
    "read_profile",
    "record_verification",
    "register",
    "review_settings",
    "set_consultee",
    "waive_opinion",
    "withdraw",
    "write_disclaimer",
    "write_procedure",
]
