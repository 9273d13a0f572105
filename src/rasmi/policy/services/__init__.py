from rasmi.policy.services.acknowledgement import acknowledge
from rasmi.policy.services.adoption import (
    confirm_adoption,
    enter_adoption,
    return_adoption,
)
from rasmi.policy.services.annexes import (
    confirm_annex,
    enter_annex,
    return_annex,
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
from rasmi.policy.services.drafting import amend_clause, begin_draft
from rasmi.policy.services.links import (
    acknowledge_by_link,
    go_on_with_links,
    remind_readers,
    send_links,
)
from rasmi.policy.services.publications import publish_policy, withdraw_publication
from rasmi.policy.services.reviews import ask_review, review_as_party
from rasmi.policy.services.screening import GATES as SCREENING
from rasmi.policy.services.screening import refuse_blocked
from rasmi.policy.services.signed_lists import (
    check_signed_list,
    enter_signed_list,
    return_signed_list,
)
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
    "acknowledge_by_link",
    "amend_clause",
    "approve",
    "ask_review",
    "begin",
    "begin_draft",
    "bring_into_force",
    "check_decision",
    "check_signed_list",
    "confirm_adoption",
    "confirm_annex",
    "enter_adoption",
    "enter_annex",
    "enter_decision",
    "enter_signed_list",
    "go_on_with_links",
    "grant_waiver",
    "import_wording",
    "publish_policy",
    "record_review",
    "refuse_blocked",
    "remind_readers",
    "require_checked",
    "require_intact",
    "require_of_head",
    "require_reader",
    "return_adoption",
    "return_annex",
    "return_decision",
    "return_signed_list",
    "review_as_party",
    "send_links",
    "void_approvals",
    "withdraw_publication",
]
