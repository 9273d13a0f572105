"""`rasmi-verify`: checks the export of a log, without Rasmi and its database."""

import argparse
import email
import io
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from email import policy
from pathlib import Path

from rasmi.ledger import _words as words
from rasmi.ledger._bundle import Bundle, Unreadable
from rasmi.ledger._checkpoint import checkpoints_in
from rasmi.ledger._findings import Report
from rasmi.ledger._verify import verify

LARGEST_MAIL = 4 * 1024 * 1024  # bytes
# Whatever the library finds fault with in a mail that is none.
NO_MAIL = (LookupError, ValueError, TypeError, AttributeError, RecursionError)


def main(arguments: Sequence[str] | None = None) -> int:
    """Check one export; return 0: whole, 1: not as it was, 2: could not be read."""
    asked = _parser().parse_args(arguments)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # not every console knows every sign
            stream.reconfigure(errors="backslashreplace")
    try:
        witnessed = dict.fromkeys(
            note for path in asked.witness for note in _kept(path)
        )
        report = verify(Bundle(asked.bundle), keys=asked.key, witnessed=witnessed)
    except _Missing as error:
        return _complain(words.NO_CHECKPOINT, error.path, asked.language)
    except Unreadable as error:
        path = Path(f"{asked.bundle} {error.name}".strip())
        return _complain(words.UNREADABLE, path, asked.language)
    for line in _lines(report, asked.language):
        sys.stdout.write(f"{line}\n")
    return 0 if report.is_sound else 1


class _Missing(Exception):
    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.path = path


def _kept(path: Path) -> list[str]:
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST_MAIL)
    except OSError as error:
        raise _Missing(path) from error
    found = [note for text in _texts(content) for note in checkpoints_in(text)]
    if not found:
        raise _Missing(path)
    return found


def _texts(content: bytes) -> Iterator[str]:
    """What a file says: a text as it is, and the texts of a saved mail."""
    yield content.decode("utf-8", "replace")
    with suppress(*NO_MAIL):
        for part in email.message_from_bytes(content, policy=policy.default).walk():
            if part.get_content_type() == "text/plain":
                yield str(part.get_content())


def _lines(report: Report, language: str) -> list[str]:
    sentence = words.SOUND if report.is_sound else words.BROKEN
    lines = [f"{'✓' if report.is_sound else '✗'} {words.said(sentence, language)}"]
    for log in report.logs:
        at = log.sealed_at.isoformat() if log.sealed_at else None
        lines.append(
            "  "
            + words.said(words.LOG, language).format(
                number=log.number,
                origin=words.shown(log.origin),
                size=log.size,
                at=at or words.said(words.NEVER, language),
            )
        )
    lines += [f"  ✗ {words.told(each, language)}" for each in report.findings]
    lines += [f"  · {words.told(each, language)}" for each in report.notes]
    return lines


def _complain(sentence: words.Both, path: Path, language: str) -> int:
    named = words.shown(path)
    sys.stderr.write(words.said(sentence, language).format(path=named) + "\n")
    return 2


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="rasmi-verify",
        description="Checks the export of an audit log. It needs no database and no "
        "network. · يتحقق من سجل تدقيق مُصدَّر، من غير قاعدة بيانات ولا شبكة.",
    )
    parser.add_argument("bundle", type=Path, help="the file that was exported")
    parser.add_argument(
        "--key",
        action="append",
        default=[],
        help="the key of the log, as you were given it before; may be repeated",
    )
    parser.add_argument(
        "--witness",
        action="append",
        default=[],
        type=Path,
        metavar="FILE",
        help="a mail or file with checkpoints that a witness kept; may be repeated",
    )
    spoken = words.AR if os.environ.get("LANG", "").startswith("ar") else words.EN
    parser.add_argument("--language", choices=[words.AR, words.EN], default=spoken)
    return parser


if __name__ == "__main__":
    sys.exit(main())
