from rasmi.compliance.oscal import Unsound
from rasmi.compliance.services.exporting import policy_in_oscal, run_in_oscal
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
    "MAY_CHECK",
    "MAY_READ",
    "Unsound",
    "check_now",
    "close_violation",
    "keep_reading",
    "note_step",
    "policy_in_oscal",
    "prepare_report",
    "refuse_strangers",
    "report_violation",
    "require_handler",
    "run",
    "run_in_oscal",
    "see_report",
    "share_violation",
    "sign_report",
    "take_violation",
]
