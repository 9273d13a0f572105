"""The public objects to a hiding, follows what became of it, and reads the figures."""

from datetime import timedelta
from typing import Any

from allauth.core import ratelimit
from django import forms
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from rasmi.moderation import selectors, services
from rasmi.moderation.models import Judgement
from rasmi.moderation.models.codes import grouped
from rasmi.web.fields import latin, prose
from rasmi.web.forms import form_page, submitted

page = require_http_methods(["GET", "HEAD", "POST"])
KEPT = "appeal"  # where the code waits for its one showing


class AppealForm(forms.Form):
    """Why the decision is wrong; nobody is asked for a name."""

    text = prose(
        _("Why is the decision wrong?"),
        4000,
        min_length=10,
        help_text=_(
            "One or two sentences are enough. Please write no personal data, neither "
            "yours nor another's."
        ),
    )


class PlaceForm(AppealForm):
    """For whom no code was shown, or who kept none."""

    code = latin(
        _("Code of the note"),
        40,
        required=False,
        help_text=_("It stands in the note in the place of what you wrote."),
    )
    place = forms.CharField(
        label=_("Where you wrote it"),
        max_length=500,
        required=False,
        widget=forms.TextInput(attrs={"dir": "auto"}),
        help_text=_(
            "Where there is no code: the link, or the account, the day and the name "
            "that stood beside it."
        ),
    )

    field_order = ["code", "place", "text"]

    def clean_code(self) -> Judgement | None:
        typed = self.cleaned_data["code"]
        found = selectors.of_code(typed) if typed else None
        if typed and found is None:
            raise ValidationError(
                gettext(
                    "We know no such code. Read it again, or say where you wrote it."
                )
            )
        return found

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if "code" in data and not data["code"] and not data.get("place"):
            self.add_error("place", gettext("Write the code, or where you wrote it."))
        return data


@login_not_required
@never_cache
@page
def appeal(request: HttpRequest, code: str = "") -> HttpResponse:
    hiding = selectors.of_code(code) if code else None
    if code and hiding is None:
        raise Http404
    if hiding and hiding.is_undone:
        return render(request, "portal/appeal_shown.html", _about(hiding))
    typed = request.POST if request.method == "POST" else None
    form = AppealForm(typed) if hiding else PlaceForm(typed)
    if typed is not None and not ratelimit.consume(request, action="appeal"):
        return render(request, "portal/too_many.html", status=429)
    codes: list[str] = []

    def send(data: dict[str, Any]) -> None:
        judgement = hiding or data.get("code")
        sent = services.appeal(
            judgement=judgement,
            text=data["text"],
            place=data.get("place", ""),
            now=timezone.now(),  # noqa: TID251 — the edge of a page
        )
        codes.append(sent)

    if submitted(request, form, send):
        if not codes[0]:
            return render(request, "portal/appeal_again.html")
        request.session[KEPT] = codes[0]
        request.session.set_expiry(timedelta(hours=1))
        return redirect("portal:appeal_sent")
    context = {**_about(hiding), "days": selectors.ANSWER_WITHIN}
    return form_page(request, "portal/appeal.html", form, context)


def _about(hiding: Judgement | None) -> dict[str, Any]:
    """What the public reads of a hiding: everything but the words."""
    return {"hiding": hiding, "rule": selectors.rule(hiding.rule) if hiding else None}


@login_not_required
@never_cache
@require_safe
def appeal_sent(request: HttpRequest) -> HttpResponse:
    code = request.session.pop(KEPT, "")
    if not code:
        return redirect("portal:follow_appeal")
    context = {"code": grouped(code), "days": selectors.ANSWER_WITHIN}
    return render(request, "portal/receipt.html", context)


class FollowForm(forms.Form):
    code = latin(_("Code of your appeal"), 40, help_text=_("As 7K4Q-92MD-3WXZ."))

    def clean_code(self) -> Any:
        found = selectors.appeal_of(self.cleaned_data["code"])
        if found is None:
            raise ValidationError(gettext("We know no appeal with this code."))
        return found


@login_not_required
@never_cache
@page
def follow_appeal(request: HttpRequest) -> HttpResponse:
    typed = request.POST if request.method == "POST" else None
    if typed is not None and not ratelimit.consume(request, action="follow_appeal"):
        return render(request, "portal/too_many.html", status=429)
    form = FollowForm(typed)
    if form.is_bound and form.is_valid():
        found = form.cleaned_data["code"]
        context = {
            **_about(found.judgement),
            "appeal": found,
            "due_at": selectors.answer_due(found),
        }
        return render(request, "portal/follow_status.html", context)
    return form_page(request, "portal/follow.html", form)


@login_not_required
@require_safe
def moderation(request: HttpRequest) -> HttpResponse:
    now = timezone.now()  # noqa: TID251 — the edge of a page
    since = selectors.start_of_quarter(now)
    context = {
        "since": since,
        "quarter": selectors.figures(since),
        "ever": selectors.figures(None),
        "days": selectors.ANSWER_WITHIN,
    }
    return render(request, "portal/moderation.html", context)
