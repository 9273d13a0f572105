from rasmi.policy.services.acknowledgement import acknowledge
from rasmi.policy.services.adoption import (
    confirm_adoption,
    enter_adoption,
    return_adoption,
)
from rasmi.policy.services.approvals import approve, void_approvals
from rasmi.policy.services.decisions import (
    check_decision,
    enter_decision,
    require_checked,
    require_intact,
    require_of_head,
    require_reader,
    return_decision,
)
from rasmi.policy.services.publications import publish_policy, withdraw_publication
from rasmi.policy.services.screening import GATES as SCREENING
from rasmi.policy.services.screening import refuse_blocked
from rasmi.policy.services.versions import (
    begin,
    bring_into_force,
    import_wording,
    record_review,
)
from rasmi.policy.services.waivers import grant_waiver

__all__ = [
    "SCREENING",
    "acknowledge",
    "approve",
    "begin",
    "bring_into_force",
    "check_decision",
    "confirm_adoption",
    "enter_adoption",
    "enter_decision",
    "grant_waiver",
    "import_wording",
    "publish_policy",
    "record_review",
    "refuse_blocked",
    "require_checked",
    "require_intact",
    "require_of_head",
    "require_reader",
    "return_adoption",
    "return_decision",
    "void_approvals",
    "withdraw_publication",
]
