import os
from datetime import datetime
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from rasmi.files import kinds, selectors, services
from rasmi.files.models import Evidence
from tests.factories import refused

PDF = b"%PDF-1.7\n%a scan\n"


def upload(content: bytes, name: str = "scan.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


@pytest.fixture
def kept(db: None, now: datetime) -> Evidence:
    return services.keep(upload(PDF), kinds_allowed=kinds.SCANS, now=now)


def test_a_file_is_kept_byte_for_byte(kept: Evidence) -> None:
    with selectors.open_evidence(kept) as file:
        assert file.read() == PDF
    assert kept.media_type == "application/pdf"
    assert kept.size == len(PDF)
    assert selectors.is_intact(kept)


def test_the_same_bytes_are_kept_once(kept: Evidence, now: datetime) -> None:
    again = services.keep(upload(PDF, "x"), kinds_allowed=kinds.SCANS, now=now)

    assert again == kept


def test_a_changed_byte_is_seen(kept: Evidence) -> None:
    path = selectors.path_of_digest(kept.digest)
    path.write_bytes(PDF.replace(b"scan", b"scam"))

    assert not selectors.is_intact(kept)


def test_missing_bytes_are_seen(kept: Evidence) -> None:
    selectors.path_of_digest(kept.digest).unlink()

    assert not selectors.is_intact(kept)


@pytest.mark.parametrize("content", [b"MZ\x90\x00", b"<html>", b"PK\x03\x04"])
def test_the_name_does_not_decide_the_kind(
    db: None, now: datetime, content: bytes
) -> None:
    with refused("files.kind_is_known"):
        services.keep(upload(content), kinds_allowed=kinds.SCANS, now=now)


@pytest.mark.parametrize("content", [b"", PDF + b"x" * 100])
def test_empty_and_too_large_files_are_refused(
    db: None, now: datetime, content: bytes
) -> None:
    with refused("files.size_is_bounded"):
        services.keep(
            upload(content), kinds_allowed=kinds.SCANS, now=now, largest=len(PDF)
        )


def test_a_failed_write_leaves_nothing(
    db: None, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(handle: int) -> None:
        raise OSError("No space left on device")

    monkeypatch.setattr(os, "fsync", full)

    with pytest.raises(OSError, match="No space"):
        services.keep(upload(PDF), kinds_allowed=kinds.SCANS, now=now)

    assert not Evidence.objects.exists()
    assert [path for path in Path(selectors.root()).rglob("*") if path.is_file()] == []


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("قرار 18.pdf", "قرار 18.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\x\\scan.pdf", "scan.pdf"),
        ("\u202efdp.exe", "fdp.exe"),
        ("a\r\nSet-Cookie: x.pdf", "aSet-Cookie: x.pdf"),
        ("...", "file"),
        ("x" * 500 + ".pdf", "x" * 116 + ".pdf"),
    ],
)
def test_hostile_names_are_made_safe(name: str, safe: str) -> None:
    assert selectors.safe_name(name) == safe
