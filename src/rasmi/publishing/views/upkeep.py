from functools import partial

from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from rasmi.core.http import UserRequest
from rasmi.files import selectors as files
from rasmi.people.models import Power
from rasmi.publishing import access, services
from rasmi.publishing.forms import JudgeForm, OldLookForm, SettleForm
from rasmi.publishing.models import Sample, SampleItem
from rasmi.publishing.selectors import upkeep, visible
from rasmi.web.forms import Act, act_page

PAGE = 30
READERS = {Power.APPROVE, Power.POLICY, Power.AUDIT}


@require_GET
def old_posts(request: UserRequest) -> HttpResponse:
    now = timezone.now()
    mine = visible(request.user, request.powers, now).values("pk")
    found = Paginator(upkeep.old_posts(now).filter(pk__in=mine), PAGE)
    return render(
        request,
        "publishing/old.html",
        {
            "shown": found.get_page(request.GET.get("page")),
            "months": upkeep.months_of_old(now),
        },
    )


@require_http_methods(["GET", "POST"])
def look_at_old(request: UserRequest, pk: int) -> HttpResponse:
    found = access.post(request, pk)
    act = Act(
        title=_("Does this still hold?"),
        button=_("Keep the decision"),
        done=_("Kept, with your name and the day."),
        back=reverse("publishing:old_posts"),
        template="publishing/look_at_old.html",
    )
    service = partial(services.look_at_old, found)
    more = {
        "post": found,
        "version": found.version,
        "looks": found.old_looks.select_related("by"),
    }
    return act_page(request, OldLookForm, service, act, more=more)


@require_GET
def samples(request: UserRequest) -> HttpResponse:
    _require_reader(request)
    found = upkeep.samples()
    try:
        before = parse_date(request.GET.get("before", ""))
    except ValueError:
        before = None
    if before:
        found = found.filter(month__lt=before)
    page = list(found[: PAGE + 1])
    context = {
        "samples": page[:PAGE],
        "older": page[PAGE - 1].month if len(page) > PAGE else None,
    }
    return render(request, "publishing/samples.html", context)


@require_GET
def sample_keys(request: UserRequest, pk: int) -> FileResponse:
    """The list from which a sample was drawn, so that anybody draws it again."""
    _require_reader(request)
    found = get_object_or_404(
        Sample.objects.select_related("keys"), pk=pk, keys__isnull=False
    )
    assert found.keys  # noqa: S101 — as asked for above
    return FileResponse(
        files.open_evidence(found.keys),
        as_attachment=True,
        filename=upkeep.list_of(found),
        content_type="text/plain; charset=utf-8",
    )


@require_GET
def sample(request: UserRequest, pk: int) -> HttpResponse:
    _require_reader(request)
    found = get_object_or_404(Sample, pk=pk)
    others = set(
        upkeep.for_another(request.user, found.items.all()).values_list("pk", flat=True)
    )
    items = [(each, each.pk not in others) for each in upkeep.items(found)]
    may_judge = bool({Power.APPROVE, Power.POLICY} & request.powers)
    context = {
        "sample": found,
        "items": items,
        "may_judge": may_judge,
        "command": upkeep.command_of(found, len(items)),
    }
    return render(request, "publishing/sample.html", context)


@require_http_methods(["GET", "POST"])
def judge(request: UserRequest, pk: int) -> HttpResponse:
    _require_reader(request)
    found = get_object_or_404(
        SampleItem.objects.select_related("sample", "intent__channel"), pk=pk
    )
    act = Act(
        title=_("Is this in order?"),
        button=_("Keep the decision"),
        done=_("Kept, with your name and the day."),
        back=reverse("publishing:sample", args=[found.sample_id]),
        template="publishing/judge.html",
    )
    service = partial(services.judge_item, found)
    return act_page(request, JudgeForm, service, act, more={"item": found})


@require_http_methods(["GET", "POST"])
def settle(request: UserRequest, pk: int) -> HttpResponse:
    _require_reader(request)
    found = get_object_or_404(
        SampleItem.objects.select_related("sample", "intent__channel"), pk=pk
    )
    act = Act(
        title=_("What came of it?"),
        lead=found.remark,
        button=_("Keep it"),
        done=_("Kept, with your name and the day."),
        back=reverse("publishing:sample", args=[found.sample_id]),
    )
    return act_page(request, SettleForm, partial(services.settle_item, found), act)


def _require_reader(request: UserRequest) -> None:
    if not READERS & request.powers:
        raise Http404
