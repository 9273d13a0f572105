from rasmi.audit.services.entries import (
    LONGEST_FACT,
    READ,
    REFUSED,
    Fact,
    open_log,
    open_with_reason,
    record,
    record_refusal,
    refusals_recorded,
)
from rasmi.audit.services.exporting import export
from rasmi.audit.services.opening import forget_an_older_log, open_another
from rasmi.audit.services.sealing import LogForged, seal
from rasmi.audit.services.verifying import verify
from rasmi.audit.services.witnessing import name_witness, tell

__all__ = [
    "LONGEST_FACT",
    "READ",
    "REFUSED",
    "Fact",
    "LogForged",
    "export",
    "forget_an_older_log",
    "name_witness",
    "open_another",
    "open_log",
    "open_with_reason",
    "record",
    "record_refusal",
    "refusals_recorded",
    "seal",
    "tell",
    "verify",
]
