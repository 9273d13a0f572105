from functools import partial
from typing import Any
from uuid import uuid4

from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from rasmi.channels.models import Channel
from rasmi.core.http import UserRequest
from rasmi.files import selectors as files
from rasmi.intake import access, selectors, services
from rasmi.intake.forms import EnterForm
from rasmi.intake.models import RemoteObject
from rasmi.records import selectors as records
from rasmi.web.downloads import kept_file
from rasmi.web.forms import Act, form_page, submitted


@require_http_methods(["GET", "POST"])
def enter(request: UserRequest) -> HttpResponse:
    now = timezone.now()
    act = Act(
        title=_("Enter what the public said"),
        lead=_(
            "For accounts without a connection. What is entered gets a clock and a "
            "record like everything else that is heard."
        ),
        button=_("Enter it"),
        done="",
        back=reverse("people:home"),
    )
    typed = request.POST if request.method == "POST" else None
    local = timezone.localtime(now).replace(second=0, microsecond=0)
    form = EnterForm(
        typed,
        request.FILES or None,
        accounts=selectors.may_enter(request.user, now),
        initial={"key": uuid4().hex, "said_at": local},
    )
    made: list[RemoteObject] = []

    def do(data: dict[str, Any]) -> None:
        channel: Channel = data.pop("channel")
        service = partial(services.enter_by_hand, channel, by=request.user, now=now)
        made.append(service(**data))

    if submitted(request, form, do):
        return redirect("intake:object", made[0].pk)
    return form_page(request, "web/act.html", form, {"act": act})


@require_GET
def show(request: UserRequest, pk: int) -> HttpResponse:
    """One thing that was said: every version, and what is kept of it."""
    said = access.said(request, pk)
    versions = said.versions.select_related("receipt")
    return render(
        request,
        "intake/object.html",
        {
            "said": said,
            "versions": [(each, selectors.marked(each)) for each in versions],
            "findings": selectors.findings_of(said.version),
            "parts": records.parts(said.record),
        },
    )


@require_GET
def screenshot(request: UserRequest, pk: int) -> FileResponse:
    said = access.said(request, pk)
    kept = said.screenshot
    if kept is None:
        raise Http404
    extension = kept.media_type.rpartition("/")[2]
    return kept_file(
        files.open_evidence(kept),
        name=f"{said.pk}.{extension}",
        media_type=kept.media_type,
    )
