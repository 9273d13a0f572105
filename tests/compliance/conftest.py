from collections.abc import Callable
from datetime import datetime

import pytest

from rasmi.compliance.models import Control
from rasmi.people.models import Unit
from rasmi.rules import Control as Registered
from rasmi.rules import Finding, Result, _controls
from tests.delegations.conftest import account, media

__all__ = ["account", "media"]

LEVER = "rules_of_a_test.kept"


class Rule:
    """The only control of a test, and what it says."""

    def __init__(self) -> None:
        self.says: Callable[[], Result] = lambda: Result(3)

    def finds(self, *subjects: str) -> None:
        found = [Finding(each, "ليس كما يجب", f"/of/{each}/") for each in subjects]
        self.says = lambda: Result(3, found)

    @property
    def row(self) -> Control:
        return Control.objects.get(lever=LEVER)

    @property
    def open(self) -> list[str]:
        return [each.subject_ar for each in self.row.findings.open().order_by("pk")]


@pytest.fixture
def rule(body: Unit, monkeypatch: pytest.MonkeyPatch) -> Rule:
    made = Rule()

    def read(now: datetime) -> Result:
        return made.says()

    registered = {LEVER: Registered("Each subject is as it must be", read)}
    monkeypatch.setattr(_controls, "_controls", registered)
    return made
