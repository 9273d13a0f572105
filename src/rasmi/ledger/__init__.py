"""
A log that proves itself: leaves, a Merkle tree, signed checkpoints, and their check.

A pure library. It knows no Django, no database and no noun of the policy, so that who
checks a log with it need not trust whoever wrote the log.
"""

from rasmi.ledger._bundle import Export, Line, Log, Unreadable, Writer
from rasmi.ledger._checkpoint import Checkpoint, checkpoints_in
from rasmi.ledger._findings import Report
from rasmi.ledger._leaf import SALT, Sealed
from rasmi.ledger._note import Invalid, Signer, Verifier
from rasmi.ledger._tree import Tree
from rasmi.ledger._verify import verify
from rasmi.ledger._words import sentence

__all__ = [
    "SALT",
    "Checkpoint",
    "Export",
    "Invalid",
    "Line",
    "Log",
    "Report",
    "Sealed",
    "Signer",
    "Tree",
    "Unreadable",
    "Verifier",
    "Writer",
    "checkpoints_in",
    "sentence",
    "verify",
]
