from rasmi.audit.models.entries import Entry, EntryQuerySet, Reading
from rasmi.audit.models.ledger import Checkpoint, Leaf, Log, Verification
from rasmi.audit.models.witnesses import Telling, Witness

__all__ = [
    "Checkpoint",
    "Entry",
    "EntryQuerySet",
    "Leaf",
    "Log",
    "Reading",
    "Telling",
    "Verification",
    "Witness",
]
