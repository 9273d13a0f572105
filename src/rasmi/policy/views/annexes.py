from functools import partial

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from rasmi.core.http import UserRequest
from rasmi.people.models import Power
from rasmi.people.pages import for_power
from rasmi.policy import access, selectors, services
from rasmi.policy.annexes import KINDS
from rasmi.policy.differences import differences
from rasmi.policy.forms import AnnexForm, ReturnForm
from rasmi.web.forms import Act, act_page


@require_GET
def annexes(request: UserRequest) -> HttpResponse:
    now = timezone.now()
    kinds = [
        (
            each,
            selectors.shown_in_force(each.key, now),
            selectors.annex(each.key, now),
            access.sees(request, each),
        )
        for each in KINDS.values()
    ]
    waiting = [(each, KINDS[each.kind]) for each in selectors.waiting_annexes()]
    return render(request, "policy/annexes.html", {"kinds": kinds, "waiting": waiting})


@require_GET
def annex_history(request: UserRequest, key: str) -> HttpResponse:
    kind = access.annex_kind(key)
    if not access.sees(request, kind):
        raise Http404
    return render(
        request,
        "policy/annex_history.html",
        {"kind": kind, "editions": selectors.editions(kind.key)[:50]},
    )


@require_GET
def annex_edition(request: UserRequest, pk: int) -> HttpResponse:
    """What stood in an edition, whether it holds, held or never did."""
    found = access.annex(pk)
    kind = KINDS[found.kind]
    if not access.sees(request, kind):
        raise Http404
    context = {"kind": kind, "edition": found, "lines": kind.show(found.content)}
    return render(request, "policy/annex_edition.html", context)


@for_power(Power.POLICY)
def enter_annex(request: UserRequest, key: str) -> HttpResponse:
    kind, now = access.annex_kind(key), timezone.now()
    act = Act(
        title=_("A new edition: %(annex)s") % {"annex": kind.title},
        lead=str(kind.lead),
        button=_("Enter for confirmation"),
        done=_("Entered. It holds once a second person has confirmed it."),
        back=reverse("policy:annexes"),
    )
    initial = {
        "lines": "\n".join(selectors.lines_in_force(kind.key, now)),
        "holds_from": timezone.localdate(now),
    }
    service = partial(services.enter_annex, kind.key)
    return act_page(request, AnnexForm, service, act, initial=initial)


@for_power(Power.REGISTER)
def confirm_annex(request: UserRequest, pk: int) -> HttpResponse:
    found = access.annex(pk)
    kind = KINDS[found.kind]
    act = Act(
        title=_("Confirm: %(annex)s") % {"annex": kind.title},
        lead=_("Compare each line with the decision before you confirm."),
        button=_("They are those of the decision"),
        done=_("Confirmed. It holds from its day on."),
        back=reverse("policy:annexes"),
        template="policy/annex.html",
    )
    old = selectors.lines_in_force(kind.key, timezone.now())
    pieces = differences("\n".join(old), "\n".join(kind.write(found.content)))
    service = partial(services.confirm_annex, found)
    more = {"annex": found, "pieces": pieces}
    return act_page(request, forms.Form, service, act, more=more)


@for_power(Power.REGISTER)
def return_annex(request: UserRequest, pk: int) -> HttpResponse:
    found = access.annex(pk)
    act = Act(
        title=_("Return: %(annex)s") % {"annex": KINDS[found.kind].title},
        button=_("Return"),
        done=_("Returned. It can be entered anew."),
        back=reverse("policy:annexes"),
        is_danger=True,
    )
    service = partial(services.return_annex, found)
    return act_page(request, ReturnForm, service, act)
