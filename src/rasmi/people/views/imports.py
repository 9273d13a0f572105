from functools import partial
from typing import Any

from django import forms
from django.core import signing
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rasmi.core.http import UserRequest
from rasmi.core.language import listed
from rasmi.files.models import Evidence
from rasmi.people import readings, services
from rasmi.people.views.keepers import for_keepers
from rasmi.web import tables
from rasmi.web.forms import Act, act_page, form_page, submitted

SALT = "rasmi.people.list"
LASTS = 24 * 60 * 60  # seconds between looking at a list and importing it
MOST_SHOWN = 100  # of each kind, on one page


class ListForm(forms.Form):
    original = forms.FileField(
        label=gettext_lazy("List of the staff"),
        help_text=gettext_lazy(
            "CSV or XLSX, up to 2 megabytes. Columns: staff number, name in Arabic, "
            "e-mail, unit, job title; name and job title in English if you have them."
        ),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.xlsx", "dir": "ltr"}),
        max_length=200,
    )

    def clean_original(self) -> Any:
        original = self.cleaned_data["original"]
        try:
            readings.rows_of(original.file)
        except tables.ListError as error:
            raise forms.ValidationError(_reason(error)) from None
        original.seek(0)
        return original


class ImportForm(forms.Form):
    sends_links = forms.BooleanField(
        label=gettext_lazy("Mail each new person a link to choose a password"),
        required=False,
        help_text=gettext_lazy("Not needed for who never signs in."),
    )


def _reason(error: tables.ListError) -> str:
    words = {
        "large": _("The list is too large: up to 2 megabytes and 20,000 people."),
        "empty": _("The list has headings and nobody in it."),
        "headings": _("Columns are missing: %(columns)s.")
        % {"columns": listed(error.columns)},
        "table": _("This is no table that can be read. Save it as CSV or XLSX."),
    }
    return words[error.reason]


@for_keepers
def bring_list(request: UserRequest) -> HttpResponse:
    form = ListForm(request.POST or None, request.FILES or None)
    kept: list[Evidence] = []

    def do(data: dict[str, Any]) -> None:
        kept.append(services.bring_list(by=request.user, now=timezone.now(), **data))

    if submitted(request, form, do):
        ticket = signing.dumps([kept[0].pk, request.user.pk], salt=SALT)
        return redirect("people:import_staff", ticket)
    act = Act(
        title=_("Import a list of the staff"),
        lead=_("You see what would change before anything is entered."),
        button=_("Compare it"),
        done="",
        back=reverse("people:staff"),
    )
    return form_page(request, act.template, form, {"act": act})


@for_keepers
def import_staff(request: UserRequest, ticket: str) -> HttpResponse:
    kept = _kept(ticket, request.user.pk)
    found = services.look_at_list(kept, by=request.user, now=timezone.now())
    context = {"found": found, **_shown(found, request.GET.get("page", ""))}
    if found.errors and request.method == "GET":
        return render(request, "people/import_staff.html", context)
    act = Act(
        title=_("What the list would change"),
        button=_("Enter it all"),
        done=_("The list is entered."),
        back=reverse("people:staff"),
        template="people/import_staff.html",
    )
    shown = request.POST.get("shown", "")
    service = partial(services.import_staff, kept, shown=shown)
    return act_page(request, ImportForm, service, act, more=context)


def _shown(found: readings.Comparison, page: str) -> dict[str, Any]:
    """One page of each kind: nothing is entered that cannot be looked at first."""
    kinds = ("new", "changed", "by_hand", "absent", "errors")
    longest = max(len(getattr(found, kind)) for kind in kinds)
    pages = Paginator(range(longest), MOST_SHOWN).get_page(page)
    first = (pages.number - 1) * MOST_SHOWN
    part = slice(first, first + MOST_SHOWN)
    return {"pages": pages, **{kind: getattr(found, kind)[part] for kind in kinds}}


def _kept(ticket: str, viewer: int) -> Evidence:
    """The list that a person brought a short while ago; nobody else's."""
    try:
        pk, brought_by = signing.loads(ticket, salt=SALT, max_age=LASTS)
    except (signing.BadSignature, ValueError, TypeError):
        raise Http404 from None
    found = Evidence.objects.filter(pk=pk).first()
    if found is None or brought_by != viewer:
        raise Http404
    return found
