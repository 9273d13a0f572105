"""The object of an address, or 404. These registers are open to all staff to read."""

from django.http import Http404
from django.shortcuts import get_object_or_404

from rasmi.core.http import UserRequest
from rasmi.people.models import Power
from rasmi.policy import pack, selectors
from rasmi.policy.annexes import KINDS, Kind
from rasmi.policy.models import (
    Adoption,
    Annex,
    Decision,
    PolicyVersion,
    Publication,
    SignedList,
)

# Who enters, confirms, approves or audits: nobody else is shown what may not be said.
SEES_GUARDED = {Power.POLICY, Power.REGISTER, Power.APPROVE, Power.AUDIT}


def decision(pk: int) -> Decision:
    return get_object_or_404(selectors.decisions(), pk=pk)


def adoption(pk: int) -> Adoption:
    found = Adoption.objects.select_related("decision", "entered_by", "confirmed_by")
    return get_object_or_404(found, pk=pk)


def version(pk: int) -> PolicyVersion:
    return get_object_or_404(PolicyVersion, pk=pk)


def publication(pk: int) -> Publication:
    return get_object_or_404(Publication.objects.select_related("version"), pk=pk)


def clause(key: str) -> pack.Clause:
    try:
        return pack.current().clauses[key]
    except KeyError:
        raise Http404 from None


def party(key: str) -> str:
    if key not in pack.current().reviewers:
        raise Http404
    return key


def signed_list(pk: int) -> SignedList:
    return get_object_or_404(selectors.signed_lists(), pk=pk)


def annex(pk: int) -> Annex:
    found = Annex.objects.select_related("decision", "entered_by")
    return get_object_or_404(found, pk=pk, kind__in=KINDS)


def annex_kind(key: str) -> Kind:
    if key not in KINDS:
        raise Http404
    return KINDS[key]


def sees(request: UserRequest, kind: Kind) -> bool:
    """Whether a person is shown the lines of an annex, or only that it holds."""
    return not kind.is_guarded or bool(SEES_GUARDED & set(request.powers))
