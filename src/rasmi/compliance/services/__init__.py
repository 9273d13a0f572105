from rasmi.compliance.oscal import Unsound
from rasmi.compliance.services.digests import choose_digest, send_digests
from rasmi.compliance.services.exporting import policy_in_oscal, run_in_oscal
from rasmi.compliance.services.findings import (
    MAY_ACCEPT,
    accept_finding,
    assign_finding,
    correct_finding,
    note_progress,
    open_findings_with_reason,
    return_finding,
    waive_finding,
)
from rasmi.compliance.services.reporting import (
    prepare_report,
    see_report,
    sign_report,
)
from rasmi.compliance.services.running import (
    CHANGED,
    CHECKED,
    MAY_CHECK,
    MAY_READ,
    check_now,
    keep_reading,
    refuse_strangers,
    run,
)
from rasmi.compliance.services.violations import (
    close_violation,
    note_step,
    report_violation,
    require_handler,
    share_violation,
    take_violation,
)

__all__ = [
    "CHANGED",
    "CHECKED",
    "MAY_ACCEPT",
    "MAY_CHECK",
    "MAY_READ",
    "Unsound",
    "accept_finding",
    "assign_finding",
    "check_now",
    "choose_digest",
    "close_violation",
    "correct_finding",
    "keep_reading",
    "note_progress",
    "note_step",
    "open_findings_with_reason",
    "policy_in_oscal",
    "prepare_report",
    "refuse_strangers",
    "report_violation",
    "require_handler",
    "return_finding",
    "run",
    "run_in_oscal",
    "see_report",
    "send_digests",
    "share_violation",
    "sign_report",
    "take_violation",
    "waive_finding",
]
