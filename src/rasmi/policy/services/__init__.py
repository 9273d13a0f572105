from rasmi.policy.services.acknowledgement import acknowledge
from rasmi.policy.services.adoption import (
    confirm_adoption,
    enter_adoption,
    return_adoption,
)
from rasmi.policy.services.decisions import (
    check_decision,
    enter_decision,
    require_checked,
    require_intact,
    require_of_head,
    require_reader,
    return_decision,
)
from rasmi.policy.services.versions import (
    begin,
    bring_into_force,
    import_wording,
    record_review,
)
from rasmi.policy.services.waivers import grant_waiver

__all__ = [
    "acknowledge",
    "begin",
    "bring_into_force",
    "check_decision",
    "confirm_adoption",
    "enter_adoption",
    "enter_decision",
    "grant_waiver",
    "import_wording",
    "record_review",
    "require_checked",
    "require_intact",
    "require_of_head",
    "require_reader",
    "return_adoption",
    "return_decision",
]
