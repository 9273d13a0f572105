"""Taking a backup of an installation, and putting one back."""

from rasmi.config.backups.archive import Manifest, NotDone
from rasmi.config.backups.making import MADE, default_path, make, verify
from rasmi.config.backups.restoring import Restored, restore

__all__ = [
    "MADE",
    "Manifest",
    "NotDone",
    "Restored",
    "default_path",
    "make",
    "restore",
    "verify",
]
