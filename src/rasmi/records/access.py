"""
The object of an address, or 404. What was kept of whom is for who owns the policy and
who audits; how long each class is kept is open to all staff.
"""

from django.http import Http404
from django.shortcuts import get_object_or_404

from rasmi.audit.pages import with_reason as asked_at
from rasmi.core.http import UserRequest
from rasmi.people.models import Power
from rasmi.records import selectors
from rasmi.records.classes import CLASSES, RecordClass
from rasmi.records.models import Hold, Record, Release, Ruling

READERS = {Power.POLICY, Power.AUDIT}
# Who agrees to a handing over or lifts a hold, and sees no part of the record.
SECONDS = set(selectors.SECONDS)
OPENED = "records_opened_at"

with_reason = asked_at(OPENED, "records:open", others=SECONDS)


def require_reader(request: UserRequest, readers: set[Power] = READERS) -> None:
    if not readers & request.powers:
        raise Http404


def record(request: UserRequest, pk: int) -> Record:
    require_reader(request)
    return get_object_or_404(Record, pk=pk)


def release(request: UserRequest, pk: int, *, may_only_read: bool = False) -> Release:
    require_reader(request, SECONDS | READERS if may_only_read else SECONDS)
    return get_object_or_404(selectors.releases(), pk=pk)


def hold(request: UserRequest, pk: int, *, may_only_read: bool = False) -> Hold:
    require_reader(request, SECONDS | READERS if may_only_read else SECONDS)
    return get_object_or_404(selectors.holds(), pk=pk)


def record_class(key: str) -> RecordClass:
    if key not in CLASSES:
        raise Http404
    return CLASSES[key]


def ruling(pk: int) -> Ruling:
    return get_object_or_404(selectors.waiting_rulings(), pk=pk)
