"""
What a control sees, in both languages.

A control speaks the language of whoever asks. What is kept of it is read in both, so it
is asked twice, and the second time only where there is something to say.
"""

import hashlib
import logging
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils import translation

from rasmi import rules
from rasmi.core.language import Text

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Noted:
    """A finding in both languages; its key is the same in each run."""

    key: str
    is_unknown: bool
    subject: Text
    detail: Text
    url: str

    @property
    def words(self) -> dict[str, str]:
        """What is said of it now, by the columns in which it is kept."""
        return {
            "subject_ar": self.subject.ar,
            "subject_en": self.subject.en,
            "detail_ar": self.detail.ar,
            "detail_en": self.detail.en,
            "url": self.url,
        }


@dataclass(frozen=True)
class Reading:
    verdict: rules.Verdict
    population: int
    noted: tuple[Noted, ...]

    @property
    def unknown(self) -> int:
        return sum(each.is_unknown for each in self.noted)


def read(lever: str, now: datetime) -> Reading | None:
    """
    Ask a control; None where it fails, and then the log of the server says why.
    """
    control = rules.controls()[lever]
    try:
        arabic = _in("ar", control, now)
        has_words = arabic.findings or arabic.unknown
        english = _in("en", control, now) if has_words else arabic
    except Exception:  # a defect of one rule keeps no other from being looked after
        logger.exception("The control %s failed", lever)
        return None
    noted = (
        *_paired(lever, arabic.findings, english.findings, is_unknown=False),
        *_paired(lever, arabic.unknown, english.unknown, is_unknown=True),
    )
    return Reading(arabic.verdict, arabic.population, noted)


def _in(language: str, control: rules.Control, now: datetime) -> rules.Result:
    with translation.override(language):
        return control.read(now)


def _paired(
    lever: str,
    arabic: Sequence[rules.Finding],
    english: Sequence[rules.Finding],
    *,
    is_unknown: bool,
) -> Iterator[Noted]:
    # Between the two askings a row may have come or gone. Then both say it in Arabic,
    # and the next run puts it right.
    if [each.url for each in arabic] != [each.url for each in english]:
        english = arabic
    met = Counter[tuple[str, str]]()
    for ar, en in zip(arabic, english, strict=True):
        met[ar.url, ar.subject] += 1
        parts = (lever, is_unknown, ar.url, ar.subject, met[ar.url, ar.subject])
        yield Noted(
            key=hashlib.sha256("\n".join(map(str, parts)).encode()).hexdigest(),
            is_unknown=is_unknown,
            subject=Text(ar.subject, en.subject),
            detail=Text(ar.detail, en.detail),
            url=ar.url,
        )
