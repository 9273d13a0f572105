"""Signed notes against the example of their reference implementation, in Go."""

import base64
from datetime import UTC, datetime

import pytest

from rasmi.ledger import Checkpoint, Invalid, Signer, Verifier, checkpoints_in

KEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
PRIVATE = "AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"
TEXT = (
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n"
)
SIGNATURE = (
    "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvq"
    "fqdngotpRZb6KE6RyyBwJnAM=\n"
)
NOTE = f"{TEXT}\n{SIGNATURE}"
ROOT = bytes(range(32))
AT = datetime(2026, 11, 28, 9, tzinfo=UTC)


@pytest.fixture
def signer() -> Signer:
    return Signer("PeterNeumann", base64.b64decode(PRIVATE)[1:])


@pytest.fixture
def log() -> Signer:
    return Signer("rasmi/0123", bytes(32))


def test_it_opens_the_note_of_the_reference() -> None:
    assert Verifier.read(KEY).open(NOTE) == TEXT


def test_it_signs_as_the_reference_does(signer: Signer) -> None:
    assert signer.verifier.words == KEY
    assert signer.sign(TEXT) == NOTE


def test_any_changed_byte_is_seen() -> None:
    verifier = Verifier.read(KEY)
    for place in range(len(NOTE)):
        other = "y" if NOTE[place] != "y" else "z"
        with pytest.raises(Invalid):
            verifier.open(f"{NOTE[:place]}{other}{NOTE[place + 1 :]}")


@pytest.mark.parametrize(
    "words",
    [
        "",
        "PeterNeumann",
        KEY[1:],
        KEY[:-1],
        KEY.replace("c74f", "c74e"),
        KEY.replace("+AR", "+ZR"),
        # Of a wrong length, and of another kind, each with its right short form.
        "PeterNeumann+cc469956+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TWBADKEY==",
        "PeterNeumann+173116ae+ZRpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
    ],
)
def test_what_is_no_key_is_refused(words: str) -> None:
    with pytest.raises(Invalid):
        Verifier.read(words)


@pytest.mark.parametrize("note", ["", "\n\n", TEXT, NOTE[:-1], f"{TEXT}\n— Peter \n"])
def test_what_is_no_note_is_refused(note: str) -> None:
    with pytest.raises(Invalid):
        Verifier.read(KEY).open(note)


def test_one_signature_of_several_is_enough(signer: Signer, log: Signer) -> None:
    theirs = log.sign(TEXT).removeprefix(f"{TEXT}\n")

    assert signer.verifier.open(f"{TEXT}\n{theirs}{SIGNATURE}") == TEXT


def test_the_private_key_is_shown_nowhere(signer: Signer) -> None:
    assert repr(signer) == "Signer('PeterNeumann', ***)"


def test_a_text_that_could_not_be_told_apart_is_not_signed(signer: Signer) -> None:
    for text in ("no end", "two\n\nparts\n"):
        with pytest.raises(ValueError, match="empty line"):
            signer.sign(text)


def test_a_checkpoint_comes_back_as_it_was(log: Signer) -> None:
    told = Checkpoint("rasmi/0123", 42, ROOT, AT)

    assert Checkpoint.open(told.signed(log), log.verifier) == told


def test_a_checkpoint_of_another_log_is_not_ours(log: Signer) -> None:
    other = Checkpoint("rasmi/9999", 42, ROOT, AT)

    with pytest.raises(Invalid, match="another log"):
        Checkpoint.open(other.signed(log), log.verifier)


@pytest.mark.parametrize(
    "text", ["", "a\n1\n", "a\nx\nAAAA\n2026-11-28T09:00:00+00:00\n", "a\n1\n\n\n"]
)
def test_what_is_no_checkpoint_is_refused(text: str) -> None:
    with pytest.raises(Invalid):
        Checkpoint.read(text)


def test_checkpoints_are_found_in_a_mail(log: Signer) -> None:
    notes = [Checkpoint("rasmi/0123", n, ROOT, AT).signed(log) for n in (4, 5)]
    mail = f"السلام عليكم\n\n{notes[0]}\nشكراً\n\n{notes[1]}\n-- \nرسمي"

    assert checkpoints_in(mail.replace("\n", "\r\n")) == notes
    assert checkpoints_in("nothing") == []
