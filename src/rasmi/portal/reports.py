"""The public reports an account that may be taken for one of ours."""

from typing import Any

from allauth.core import ratelimit
from django import forms
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from rasmi.channels import services
from rasmi.web.fields import prose
from rasmi.web.forms import form_page, submitted


class PublicReportForm(forms.Form):
    """What a citizen reports; nobody is asked for a name."""

    asked = forms.CharField(
        label=_("Link or name of the account"),
        max_length=300,
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    note = prose(
        _("What caught your eye"),
        1000,
        required=False,
        help_text=_("Please write no personal data, neither yours nor another's."),
    )

    def clean_note(self) -> Any:
        note = self.cleaned_data["note"]
        if "\x00" in note:
            raise forms.ValidationError(gettext("It holds hidden characters."))
        return note


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest) -> HttpResponse:
    typed = request.POST if request.method == "POST" else None
    asked = request.GET.get("q", "")[:300]
    form = PublicReportForm(typed, initial={"asked": asked})
    if typed is not None and not ratelimit.consume(request, action="report"):
        return render(request, "portal/too_many.html", status=429)

    def send(data: dict[str, Any]) -> None:
        # What is told of an account is kept; of who told it, nothing is.
        now = timezone.now()  # noqa: TID251 — the edge of a page
        services.report_suspect(**data, by=None, now=now)

    if submitted(request, form, send):
        return redirect("portal:reported")
    return form_page(request, "portal/report.html", form)


@login_not_required
@require_safe
def reported(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/reported.html")
