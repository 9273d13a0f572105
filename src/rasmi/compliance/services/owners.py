"""Who puts a finding right, where nobody has said so: who owes the duty of its rule."""

import logging
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction

from rasmi.people.models import Power, Unit
from rasmi.rules import Kind, Viewer, duties, levers

logger = logging.getLogger(__name__)

NOBODY = 0  # the key of no user: only what a power or a unit owes


@dataclass
class Owners:
    """Units and powers by the addresses that their duties lead to."""

    units: dict[str, int] = field(default_factory=dict)
    powers: dict[str, Power] = field(default_factory=dict)
    usual: Power = Power.POLICY  # who owes the duty, wherever it leads

    def of(self, url: str) -> dict[str, Any]:
        """What a finding at an address is opened with."""
        if url in self.units:
            return {"owner_unit_id": self.units[url]}
        return {"owner_power": self.powers.get(url, self.usual)}


def owners(lever: str, now: datetime) -> Owners:
    """
    Who owes the duty of a rule; the owner of the policy where it has none.
    """
    is_duty = any(each.name == lever and each.kind == Kind.DUTY for each in levers())
    if not is_duty:
        return Owners()
    try:
        with transaction.atomic():
            return _asked(lever, now)
    except Exception:  # a defect of one duty keeps no finding from being kept
        logger.exception("The duty %s failed", lever)
        return Owners()


def _asked(lever: str, now: datetime) -> Owners:
    found = Owners()
    of_all = _urls(lever, now)
    for power in reversed(Power):  # the first one that owes it is the usual one
        urls = _urls(lever, now, power=power) - of_all
        found.powers |= dict.fromkeys(urls, power)
        if urls:
            found.usual = power
    units = frozenset(Unit.objects.open().values_list("pk", flat=True))
    if _urls(lever, now, units=units) - of_all:
        for unit in units:
            urls = _urls(lever, now, units=frozenset({unit})) - of_all
            found.units |= dict.fromkeys(urls, unit)
    return found


def _urls(
    lever: str,
    now: datetime,
    *,
    power: Power | None = None,
    units: frozenset[int] = frozenset(),
) -> set[str]:
    powers = frozenset({power.value}) if power else frozenset[str]()
    viewer = Viewer(NOBODY, powers, units)
    return {each.url for each in duties(viewer, now, lever=lever)}
