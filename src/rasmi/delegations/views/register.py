from django.http import FileResponse, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from rasmi.core.http import UserRequest
from rasmi.delegations import access, selectors, services
from rasmi.files import selectors as files
from rasmi.people import selectors as people
from rasmi.web.downloads import kept_file
from rasmi.web.forms import key_in

PAGE = 50
FILTERS = {"account": "channel", "person": "person"}  # by which one comes here


@require_GET
def delegations(request: UserRequest) -> HttpResponse:
    now = timezone.now()
    found = selectors.delegations()
    for name, field in FILTERS.items():
        if pk := key_in(request.GET.get(name, "")):
            found = found.filter(**{field: pk})
    before = key_in(request.GET.get("before", ""))
    if before:
        found = found.filter(pk__lt=before)
    page = list(found[: PAGE + 1])
    return render(
        request,
        "delegations/delegations.html",
        {
            "lines": [(each, selectors.state(each, now)) for each in page[:PAGE]],
            "has_more": len(page) > PAGE,
            "filtered": [name for name in FILTERS if request.GET.get(name)],
            "letters": selectors.units_with_letters(now),
            "may_nominate": bool(people.units_of_offices(request.user, now)),
        },
    )


@require_GET
def delegation(request: UserRequest, pk: int) -> HttpResponse:
    now = timezone.now()
    found = access.delegation(pk)
    return render(
        request,
        "delegations/delegation.html",
        {
            "delegation": found,
            "state": selectors.state(found, now),
            "requirements": selectors.requirements(found, now),
            "waiver": selectors.suitability_waiver(found, now),
            "is_mine": found.person_id == request.user.pk,
            "may_read": selectors.may_read_assessment(
                request.user, request.powers, found, now
            ),
            "is_owner": selectors.may_name(request.user, found.channel.owner, now),
        },
    )


@require_GET
def letter(request: UserRequest, pk: int) -> HttpResponse:
    """The text of a delegation decision, to be printed and signed."""
    now = timezone.now()
    unit = access.unit(pk)
    named = selectors.for_letter(unit, now)
    return render(
        request,
        "delegations/letter.html",
        {
            "unit": unit,
            "named": named,
            "now": now,
            "ends_at": max((each.ends_at for each in named), default=None),
        },
    )


@require_GET
def evidence(request: UserRequest, pk: int) -> FileResponse:
    """The file on which an assessment rests: for the person and for who decides."""
    found = access.delegation(pk)
    services.require_reader(request.user, request.powers, found, now=timezone.now())
    kept = access.with_evidence(pk)
    assert kept.evidence  # noqa: S101 — that is what was asked for
    return kept_file(
        files.open_evidence(kept.evidence),
        name=kept.file_name,
        media_type=kept.evidence.media_type,
    )
