"""
The object of an address, or 404. What was kept of whom is for who owns the policy and
who audits; how long each class is kept is open to all staff.
"""

from django.http import Http404
from django.shortcuts import get_object_or_404

from rasmi.core.http import UserRequest
from rasmi.people.models import Power
from rasmi.records import selectors
from rasmi.records.classes import CLASSES, RecordClass
from rasmi.records.models import Record, Ruling

READERS = {Power.POLICY, Power.AUDIT}


def require_reader(request: UserRequest) -> None:
    if not READERS & request.powers:
        raise Http404


def record(request: UserRequest, pk: int) -> Record:
    require_reader(request)
    return get_object_or_404(Record, pk=pk)


def record_class(key: str) -> RecordClass:
    if key not in CLASSES:
        raise Http404
    return CLASSES[key]


def ruling(pk: int) -> Ruling:
    return get_object_or_404(selectors.waiting_rulings(), pk=pk)
