"""One way for forms: the same parts on every page, and nothing typed is ever lost."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import BadRequest
from django.forms.renderers import TemplatesSetting
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from rasmi.rules import Refusal
from rasmi.web import refusals

LONGEST_KEY = 19  # digits of a 64-bit number


class Renderer(TemplatesSetting):
    form_template_name = "web/form.html"
    field_template_name = "web/field.html"


@dataclass(frozen=True)
class Act:
    """The words of a page on which somebody does one thing."""

    title: str
    button: str
    done: str  # the sentence shown when it was done
    back: str  # the address to go to then, or on "cancel"
    lead: str = ""
    is_danger: bool = False
    template: str = "web/act.html"


def act_page(
    request: HttpRequest,
    form_class: Callable[..., forms.Form],
    service: Callable[..., object],
    act: Act,
    *,
    initial: dict[str, Any] | None = None,
    more: dict[str, Any] | None = None,
) -> HttpResponse:
    """
    Show the form of an act, and on POST do the act with what was typed.

    The service is called with the fields of the form, `by` and `now`. Where the form is
    wrong (422) or the rules refuse (403), the page comes back with all that was typed.

    :param more: what the template shows beside the form
    """
    typed = request.POST if request.method == "POST" else None
    form = form_class(typed, request.FILES or None, initial=initial)
    now = timezone.now()  # noqa: TID251 — the edge of a page
    if submitted(request, form, lambda data: service(by=request.user, now=now, **data)):
        messages.success(request, act.done)
        return redirect(act.back)
    return form_page(request, act.template, form, {"act": act, **(more or {})})


def submitted(
    request: HttpRequest,
    form: forms.BaseForm,
    do: Callable[[dict[str, Any]], object],
    *,
    is_noted: bool = True,
) -> bool:
    """
    Do the act with what was typed; return whether it was done.

    If the rules refuse, the refusal stands in `form.refusal` for the template.

    :param is_noted: False where an entry of who was refused would tell too much
    """
    if request.method != "POST" or not is_valid(form):
        return False
    try:
        do(form.cleaned_data)
    except Refusal as refusal:
        if is_noted:
            refusals.note(request, refusal)
        form.refusal = refusal  # type: ignore[attr-defined]  # read by the template
        return False
    return True


def is_valid(form: forms.BaseForm) -> bool:
    """Whether what was typed is well formed; keys that no database has are refused."""
    try:
        return form.is_valid()
    except OverflowError:  # a key that no database has, sent by no page of ours
        raise BadRequest from None


def form_page(
    request: HttpRequest,
    template: str,
    form: forms.BaseForm,
    context: dict[str, Any] | None = None,
) -> HttpResponse:
    """Show a form: 200 when it is fresh, 422 when it is wrong, 403 when refused."""
    status = 200
    if form.is_bound:
        status = 403 if hasattr(form, "refusal") else 422
    return render(request, template, {"form": form, **(context or {})}, status=status)


def key_in(text: str) -> int:
    """The key of a row from an address; 0 for what is none, however long it is."""
    is_key = text.isascii() and text.isdecimal() and len(text) < LONGEST_KEY
    return int(text) if is_key else 0
