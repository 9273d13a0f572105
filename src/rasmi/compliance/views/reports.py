from dataclasses import dataclass
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from rasmi.compliance import access, selectors, services
from rasmi.compliance.forms import RemarkForm
from rasmi.compliance.models import Report
from rasmi.compliance.views.reasons import with_reason
from rasmi.core.http import UserRequest
from rasmi.core.language import in_language, listed
from rasmi.people.models import Power
from rasmi.people.pages import for_power
from rasmi.rules import Verdict
from rasmi.web.charts import Face, Slice, split
from rasmi.web.forms import Act, act_page
from rasmi.web.paper import pdf_response
from rasmi.web.sheets import Value, xlsx, xlsx_response
from rasmi.web.templatetags.web import digits


@require_GET
@with_reason
def reports(request: UserRequest) -> HttpResponse:
    now = timezone.now()
    services.refuse_strangers(request.user, now=now)
    waiting = selectors.unreported(now)
    return render(
        request,
        "compliance/reports.html",
        {
            "reports": selectors.reports(),
            "waiting": waiting,
            "late": {each.begins_on for each in waiting if each.due_at <= now},
            "may_sign": Power.POLICY in request.powers,
        },
    )


@require_POST
def prepare(request: UserRequest) -> HttpResponse:
    made = services.prepare_report(by=request.user, now=timezone.now())
    messages.success(request, _("Prepared. Read it, then sign it."))
    return redirect("compliance:report", made.pk)


@require_GET
@with_reason
def report(request: UserRequest, pk: int) -> HttpResponse:
    found = access.report(request, pk, timezone.now())
    may_see = found.is_signed and not found.seen_at and Power.HEAD in request.powers
    return render(
        request,
        "compliance/report.html",
        {
            **_shown(found),
            "may_sign": Power.POLICY in request.powers and not found.is_signed,
            "may_see": may_see,
        },
    )


@require_GET
@with_reason
def report_paper(request: UserRequest, pk: int) -> HttpResponse:
    found = access.report(request, pk, timezone.now())
    name = f"compliance-{found.begins_on}"
    return pdf_response(
        request, "compliance/report_paper.html", _shown(found), name=name
    )


@require_GET
@with_reason
def report_data(request: UserRequest, pk: int) -> HttpResponse:
    found = access.report(request, pk, timezone.now())
    data = {
        "begins_on": found.begins_on.isoformat(),
        "last_day": found.last_day.isoformat(),
        "made_at": found.made_at.isoformat(),
        "signed_at": found.signed_at.isoformat() if found.signed_at else None,
        "seen_at": found.seen_at.isoformat() if found.seen_at else None,
        "sha256": found.digest,
        **found.contents,
    }
    answer = JsonResponse(data, json_dumps_params={"ensure_ascii": False, "indent": 2})
    name = f"compliance-{found.begins_on}.json"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@require_GET
@with_reason
def report_sheet(request: UserRequest, pk: int) -> HttpResponse:
    found = access.report(request, pk, timezone.now())
    head = [
        _("Clauses"),
        _("Rule"),
        _("At the beginning"),
        _("At the end"),
        _("Looked at"),
        _("Found wrong"),
        _("Not known"),
        _("Findings opened"),
        _("Findings closed"),
        _("Its name in reports"),
    ]
    content = xlsx(str(_("Report on compliance")), head, map(_cells, _lines(found)))
    return xlsx_response(content, name=f"compliance-{found.begins_on}")


@for_power(Power.POLICY)
def sign(request: UserRequest, pk: int) -> HttpResponse:
    found = access.report(request, pk, timezone.now())
    act = Act(
        title=_("Sign the report on compliance"),
        lead=_("From now on nothing in it changes, and the head is asked to see it."),
        button=_("Sign"),
        done=_("Signed. The head of the ministry is told."),
        back=reverse("compliance:report", args=[pk]),
    )
    service = partial(services.sign_report, found)
    initial = {"digest": found.digest}
    return act_page(request, RemarkForm, service, act, initial=initial)


@require_POST
def see(request: UserRequest, pk: int) -> HttpResponse:
    now = timezone.now()
    found = access.report(request, pk, now)
    services.see_report(found, by=request.user, now=now)
    messages.success(request, _("It is on record that you have seen it."))
    return redirect("compliance:report", pk)


@dataclass(frozen=True)
class Line:
    """A control in a report."""

    facts: dict[str, Any]

    @property
    def title(self) -> str:
        said = self.facts["title"]
        return in_language(said["ar"], said["en"])

    @property
    def clauses(self) -> list[str]:
        found: list[str] = self.facts["clauses"]
        return found

    @property
    def begin(self) -> Face | None:
        return _face(self.facts["begin"])

    @property
    def end(self) -> Face | None:
        return _face(self.facts["end"])

    @property
    def has_moved(self) -> bool:
        return self.begin is not None and self.facts["begin"] != self.facts["end"]


def _face(verdict: str) -> Face | None:
    return selectors.FACES[Verdict(verdict)] if verdict else None


def _lines(found: Report) -> list[Line]:
    return [Line(each) for each in found.part("controls")]


def _cells(line: Line) -> list[Value]:
    counted = ("population", "found", "unknown", "opened", "closed", "lever")
    return [
        listed(line.clauses),
        line.title,
        str(line.begin.label) if line.begin else None,
        str(line.end.label) if line.end else None,
        *(line.facts[name] for name in counted),
    ]


def _shown(found: Report) -> dict[str, Any]:
    lines = _lines(found)
    totals = found.part("totals")
    return {
        "report": found,
        "lines": lines,
        "moved": [each for each in lines if each.has_moved],
        "unchecked": [each for each in lines if each.facts["end"] == Verdict.UNKNOWN],
        "findings": found.part("findings"),
        "refusals": found.part("refusals"),
        "prevented": sum(each["count"] for each in found.part("refusals")),
        "waivers": found.part("waivers"),
        "violations": found.part("violations"),
        "proposals": [
            (
                each["clause"],
                in_language(each["title"]["ar"], each["title"]["en"]),
                each,
            )
            for each in found.part("proposals")
        ],
        "tiles": [
            (face, totals["begin"][verdict], totals["end"][verdict])
            for verdict, face in selectors.FACES.items()
        ],
        "pictures": [
            (_("At the beginning"), *_picture(totals["begin"])),
            (_("At the end"), *_picture(totals["end"])),
        ],
    }


def _picture(totals: dict[str, int]) -> tuple[list[Slice], str]:
    counted = [(face, totals[each]) for each, face in selectors.FACES.items()]
    says = listed(f"{face.label}: {digits(count)}" for face, count in counted)
    return split(counted), says
