import hashlib
import unicodedata
from collections.abc import Iterable
from io import BufferedReader
from pathlib import Path

from django.conf import settings

from rasmi.files import kinds
from rasmi.files.models import Evidence, Rendition

NAMES = {
    kinds.PDF: "PDF",
    kinds.PNG: "PNG",
    kinds.JPEG: "JPEG",
    kinds.XLSX: "XLSX",
    kinds.CSV: "CSV",
}
LONGEST_NAME = 120  # characters


def kind_names(media_types: Iterable[str]) -> list[str]:
    return sorted(NAMES[each] for each in media_types)


def root() -> Path:
    return Path(settings.FILES_ROOT)


def path_of_digest(digest: str) -> Path:
    return root() / digest[:2] / digest


def open_evidence(evidence: Evidence) -> BufferedReader:
    """Open the bytes for reading; the caller closes them."""
    return path_of_digest(evidence.digest).open("rb")


def open_rendition(rendition: Rendition) -> BufferedReader:
    """Open the bytes that may be published; the caller closes them."""
    return path_of_digest(rendition.digest).open("rb")


def is_intact(kept: Evidence | Rendition) -> bool:
    """Whether the bytes are still there and still those that were kept."""
    return is_intact_digest(kept.digest)


def is_intact_digest(digest: str) -> bool:
    """Whether bytes with this digest lie where they belong."""
    try:
        with path_of_digest(digest).open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest() == digest
    except FileNotFoundError:
        return False


def safe_name(name: str) -> str:
    """
    A file name of a stranger as it may be shown and sent back.

    Without folders, control characters and marks that turn the direction of a text, so
    that `exe.pdf` cannot pass for `fdp.exe`.
    """
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    kept = "".join(
        letter for letter in last if unicodedata.category(letter) not in {"Cc", "Cf"}
    ).strip(" .")
    return kept[-LONGEST_NAME:] or "file"
