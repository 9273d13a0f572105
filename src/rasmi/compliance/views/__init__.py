from rasmi.compliance.views.controls import check, clauses, control, overview
from rasmi.compliance.views.reports import (
    prepare,
    report,
    report_data,
    report_paper,
    report_sheet,
    reports,
    see,
    sign,
)

__all__ = [
    "check",
    "clauses",
    "control",
    "overview",
    "prepare",
    "report",
    "report_data",
    "report_paper",
    "report_sheet",
    "reports",
    "see",
    "sign",
]
