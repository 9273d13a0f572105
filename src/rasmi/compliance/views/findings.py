from collections.abc import Iterator
from datetime import datetime
from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_http_methods

from rasmi import rules
from rasmi.compliance import access, selectors, services
from rasmi.compliance.forms import (
    AcceptForm,
    AssignForm,
    ChoiceForm,
    CorrectForm,
    NoteForm,
    ReturnForm,
)
from rasmi.compliance.models import Finding, FindingState
from rasmi.compliance.selectors import Choice
from rasmi.compliance.views.reasons import with_reason
from rasmi.core.http import UserRequest
from rasmi.people.models import Power
from rasmi.policy import pack
from rasmi.policy.fields import WaiveForm
from rasmi.web.charts import Face
from rasmi.web.forms import Act, act_page, key_in
from rasmi.web.sheets import Value, xlsx, xlsx_response

PAGE = 50
MOST_ROWS = 20_000  # of a sheet; the page says so
FACES = {
    FindingState.OPEN: Face(FindingState.OPEN.label, "bad", "circle-x", ""),
    FindingState.RETURNED: Face(
        FindingState.RETURNED.label, "bad", "arrow-back-up", ""
    ),
    FindingState.WAITING: Face(FindingState.WAITING.label, "warn", "clock", ""),
    FindingState.WAIVED: Face(FindingState.WAIVED.label, "unset", "rubber-stamp", ""),
    FindingState.CLOSED: Face(FindingState.CLOSED.label, "ok", "circle-check", ""),
}


@require_GET
@with_reason
def findings(request: UserRequest) -> HttpResponse:
    now = timezone.now()
    services.refuse_strangers(request.user, now=now)
    form, choice = _choice(request)
    found = selectors.findings(choice, now)
    before = key_in(request.GET.get("before", ""))
    if before:
        found = found.filter(pk__lt=before)
    page = list(found[: PAGE + 1])
    return render(
        request,
        "compliance/findings.html",
        {
            "form": form,
            "lines": [(each, FACES[each.state(now)]) for each in page[:PAGE]],
            "older": page[PAGE - 1].pk if len(page) > PAGE else None,
            "chosen": urlencode({k: v for k, v in vars(choice).items() if v}),
            "most": MOST_ROWS,
        },
    )


def _choice(request: HttpRequest) -> tuple[ChoiceForm, Choice]:
    """What the reader looks for; what is no choice of the form looks for nothing."""
    form = ChoiceForm(request.GET)
    form.fields["lever"].choices = _either(_levers())  # type: ignore[attr-defined]
    form.fields["clause"].choices = _either(_clauses())  # type: ignore[attr-defined]
    form.fields["owner"].choices = _either(selectors.owners_chosen_from())  # type: ignore[attr-defined]
    form.full_clean()
    return form, Choice(**form.cleaned_data) if form.is_valid() else Choice()


def _either(choices: list[tuple[str, str]]) -> list[tuple[str, str]]:
    return [("", pgettext("all findings, whatever they are", "All")), *choices]


def _levers() -> list[tuple[str, str]]:
    found = [(lever, str(each.title)) for lever, each in rules.controls().items()]
    return sorted(found, key=lambda each: each[1])


def _clauses() -> list[tuple[str, str]]:
    checked = set(rules.controls())
    current = pack.current()
    used = {
        clause.id
        for lever, clauses in current.of_lever.items()
        if lever in checked
        for clause in clauses
    }
    return [
        (each.id, f"{each.id} · {each.title}")
        for each in current.clauses.values()
        if each.id in used
    ]


@require_GET
@with_reason
def findings_sheet(request: UserRequest) -> HttpResponse:
    now = timezone.now()
    services.refuse_strangers(request.user, now=now)
    _form, choice = _choice(request)
    head = [
        _("Number"),
        _("Rule"),
        _("Clauses"),
        _("Subject"),
        _("What was found"),
        _("State"),
        pgettext("of a finding", "Owner"),
        _("Correct by"),
        _("Waived until"),
        _("Found on"),
        pgettext("a finding", "Closed on"),
    ]
    found = selectors.findings(choice, now)[:MOST_ROWS]
    content = xlsx(_("Findings"), head, _rows(found, now))
    return xlsx_response(content, name=f"findings-{timezone.localdate(now)}")


def _rows(found: Any, now: datetime) -> Iterator[list[Value]]:
    of_lever = pack.current().of_lever
    for each in found:
        lever = each.control.lever
        yield [
            each.pk,
            str(each.control),
            " ".join(clause.id for clause in of_lever.get(lever, ())),
            each.subject,
            each.detail,
            str(FindingState(each.state(now)).label),
            each.owner,
            each.correct_by.isoformat() if each.correct_by else "",
            each.waiver.ends_at if each.is_waived(now) else None,
            each.opened_at,
            each.closed_at,
        ]


@require_GET
@with_reason
def finding(request: UserRequest, pk: int) -> HttpResponse:
    now = timezone.now()
    found = access.finding(request, pk, now)
    state = found.state(now)
    may_accept = state == FindingState.WAITING and found.corrector_id not in (
        None,
        request.user.pk,
    )
    is_open = state != FindingState.CLOSED
    return render(
        request,
        "compliance/finding.html",
        {
            "finding": found,
            "face": FACES[state],
            "is_waiting": state == FindingState.WAITING,
            "is_waived": found.is_waived(now),
            "notes": found.notes.select_related("by"),
            "may_correct": is_open and selectors.puts_right(request.user, found, now),
            "may_accept": may_accept and bool(request.powers & services.MAY_ACCEPT),
            "may_assign": is_open and Power.POLICY in request.powers,
            "may_waive": is_open and Power.REGISTER in request.powers,
            "may_list": bool(request.powers & services.MAY_READ),
        },
    )


@require_http_methods(["GET", "POST"])
def assign(request: UserRequest, pk: int) -> HttpResponse:
    found = access.finding(request, pk, timezone.now())
    act = _act(
        found,
        title=_("Say who puts it right"),
        button=_("Save"),
        done=_("Saved. It is due from them now."),
    )
    return act_page(request, AssignForm, partial(services.assign_finding, found), act)


@require_http_methods(["GET", "POST"])
def correct(request: UserRequest, pk: int) -> HttpResponse:
    found = access.finding(request, pk, timezone.now())
    act = _act(
        found,
        title=_("Enter the correction"),
        button=_("Enter it"),
        done=_("Entered. The control looks again by itself."),
    )
    return act_page(request, CorrectForm, partial(services.correct_finding, found), act)


@require_http_methods(["GET", "POST"])
def progress(request: UserRequest, pk: int) -> HttpResponse:
    found = access.finding(request, pk, timezone.now())
    act = _act(found, title=_("Note progress"), button=_("Note it"), done=_("Noted."))
    return act_page(request, NoteForm, partial(services.note_progress, found), act)


@require_http_methods(["GET", "POST"])
def accept(request: UserRequest, pk: int) -> HttpResponse:
    found = access.finding(request, pk, timezone.now())
    act = _act(
        found,
        title=_("Accept the correction"),
        button=_("Accept it"),
        done=_("Accepted. The finding is closed."),
    )
    return act_page(request, AcceptForm, partial(services.accept_finding, found), act)


@require_http_methods(["GET", "POST"])
def send_back(request: UserRequest, pk: int) -> HttpResponse:
    found = access.finding(request, pk, timezone.now())
    act = _act(
        found,
        title=_("Return the correction"),
        button=_("Return the correction"),
        done=_("Returned. The finding is open again."),
    )
    return act_page(request, ReturnForm, partial(services.return_finding, found), act)


@require_http_methods(["GET", "POST"])
def waive(request: UserRequest, pk: int) -> HttpResponse:
    found = access.finding(request, pk, timezone.now())
    act = _act(
        found,
        title=_("Enter a waiver for the finding"),
        button=_("Enter the waiver"),
        done=_("Entered. The waiver ends on its day."),
    )
    return act_page(request, WaiveForm, partial(services.waive_finding, found), act)


def _act(found: Finding, *, title: str, button: str, done: str) -> Act:
    back = reverse("compliance:finding", args=[found.pk])
    return Act(title=title, lead=found.subject, button=button, done=done, back=back)
