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

__all__ = [
    "CHANGED",
    "CHECKED",
    "MAY_CHECK",
    "MAY_READ",
    "Unsound",
    "check_now",
    "keep_reading",
    "policy_in_oscal",
    "prepare_report",
    "refuse_strangers",
    "run",
    "run_in_oscal",
    "see_report",
    "sign_report",
]
