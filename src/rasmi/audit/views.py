from pathlib import Path
from tempfile import TemporaryDirectory

from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_GET,
    require_http_methods,
    require_POST,
)

from rasmi.audit import actions, selectors, services
from rasmi.audit.forms import ReasonForm
from rasmi.audit.pages import is_open, remember
from rasmi.core.http import UserRequest
from rasmi.rules import Refusal, gate
from rasmi.web.forms import Act, form_page, key_in, submitted

OPENED = "audit_opened_at"

READER = gate("audit.read_by_auditors")
SEAL = gate("audit.seal_is_seen_by_few")
SEEN_BY = {"audit", "policy", "operate"}


def _refuse_others(request: UserRequest) -> None:
    if "audit" not in request.powers:
        raise Refusal(
            READER,
            _("The audit log is read by those whose office includes it."),
            remedy=_("Ask the owner of the policy for what you need from it."),
        )


@require_GET
def log(request: UserRequest) -> HttpResponse:
    _refuse_others(request)
    if not is_open(request, OPENED, timezone.now()):
        return redirect("audit:open")
    room = request.GET.get("room", "")
    refused = "refused" in request.GET
    before = request.GET.get("before", "")
    found = selectors.entries(
        room=room if room in actions.rooms() else "",
        refused=refused,
        before=key_in(before) or None,
    )
    page = found[: selectors.PAGE]
    return render(
        request,
        "audit/log.html",
        {
            "lines": selectors.lines(page),
            "older": page[-1].pk if len(found) > selectors.PAGE else None,
            "rooms": actions.rooms(),
            "room": room,
            "refused": refused,
        },
    )


@require_http_methods(["GET", "POST"])
def open_log(request: UserRequest) -> HttpResponse:
    _refuse_others(request)
    now = timezone.now()
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if submitted(
        request,
        form,
        lambda typed: services.open_log(
            request.user, now=now, acting_for=request.acting_for.get("audit"), **typed
        ),
    ):
        remember(request, OPENED, now)
        return redirect("audit:log")
    act = Act(
        title=_("Open the audit log"),
        lead=_(
            "Each reading is itself logged, with your reason. "
            "The log then stays open to you for eight hours."
        ),
        button=_("Open"),
        done="",
        back=reverse("people:home"),
    )
    return form_page(request, act.template, form, {"act": act})


@require_GET
def seal(request: UserRequest) -> HttpResponse:
    """How the log stands and who can tell; it shows no entry and asks no reason."""
    if not SEEN_BY & request.powers:
        raise Refusal(
            SEAL,
            _("How the log is sealed is seen by auditors and by the policy's owner."),
            remedy=_("Ask the owner of the policy for what you need from it."),
        )
    now = timezone.now()
    witness = selectors.witness()
    return render(
        request,
        "audit/seal.html",
        {
            "seal": selectors.seal_of_now(now),
            "logs": selectors.logs(),
            "checkpoints": selectors.checkpoints(),
            "key": selectors.key(),
            "witness": witness,
            "telling": selectors.last_telling(witness) if witness else None,
            "may_name": "policy" in request.powers,
            "may_export": "audit" in request.powers,
        },
    )


@require_POST
def export(request: UserRequest) -> HttpResponse | FileResponse:
    """Everything that is sealed, in one file; as with reading, a reason comes first."""
    _refuse_others(request)
    now = timezone.now()
    if not is_open(request, OPENED, now):
        return redirect("audit:open")
    # Deleted as soon as it is sent, and when it is not.
    with TemporaryDirectory(prefix="rasmi-export-") as folder:
        path = Path(folder) / f"audit-log-{now:%Y%m%d-%H%M}.zip"
        services.export(
            path, now=now, by=request.user, acting_for=request.acting_for.get("audit")
        )
        content = path.open("rb")
    return FileResponse(content, as_attachment=True, filename=path.name)
