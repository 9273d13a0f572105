from functools import partial

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from rasmi.core.http import UserRequest
from rasmi.files import selectors as files
from rasmi.people import selectors as people
from rasmi.people.models import Power
from rasmi.people.pages import for_power
from rasmi.people.services import require
from rasmi.policy import access, pack, selectors, services
from rasmi.policy.forms import CheckSignedListForm, ReadForm, ReturnForm, SignedListForm
from rasmi.web.downloads import kept_file
from rasmi.web.forms import Act, act_page, key_in, submitted
from rasmi.web.templatetags.web import digits

OVERSEES = {Power.POLICY, Power.AUDIT}


@require_GET
def readers(request: UserRequest) -> HttpResponse:
    """How far the reading is: counts for all, names for heads of their own units."""
    now = timezone.now()
    rows = selectors.reading_by_unit(now)
    units = people.units_of_offices(request.user, now)
    if OVERSEES & set(request.powers):
        units = {each.unit.pk for each in rows}
    after = key_in(request.GET.get("after", ""))
    missing = selectors.missing_in(units, now, after=after)
    return render(
        request,
        "policy/readers.html",
        {
            "version": selectors.version_in_force(now),
            "rows": rows,
            "ways": selectors.reading_by_way(now),
            "staff": sum(each.staff for each in rows),
            "read": sum(each.read for each in rows),
            "sees_names": bool(units),
            "missing": missing[: selectors.PAGE],
            "has_more": len(missing) > selectors.PAGE,
            "lists": selectors.signed_lists()[:10],
        },
    )


@for_power(Power.POLICY)
def send_links(request: UserRequest) -> HttpResponse:
    act = Act(
        title=_("Send everybody who has not read it a personal link"),
        lead=_(
            "It goes to the ministry address and works for thirty days without signing "
            "in. Who leaves it unused is sent a new one twice more, a fortnight apart. "
            "Two hundred are sent at once; the others follow by themselves."
        ),
        button=_("Send the links"),
        done=_("The links are on their way."),
        back=reverse("policy:readers"),
    )
    return act_page(request, forms.Form, services.send_links, act)


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def read(request: HttpRequest, secret: str) -> HttpResponse:
    """Opening it acknowledges nothing: scanners of mail open links too."""
    now = timezone.now()
    link = selectors.link_of(secret, now)
    if link is None or selectors.version_in_force(now) != link.version:
        return _private(render(request, "policy/read_ended.html", status=404))
    form = ReadForm(request.POST if request.method == "POST" else None)
    service = partial(services.acknowledge_by_link, link, now=now)
    if submitted(request, form, lambda data: service(**data)):
        return redirect("policy:read", secret)
    status = 200 if not form.is_bound else 403 if hasattr(form, "refusal") else 422
    current = pack.current()
    texts = selectors.texts(link.version)
    context = {
        "link": link,
        "pack": current,
        "done": selectors.acknowledgement_by(link),
        "form": form,
        "chapters": [
            (title, [(each, texts[each.id]) for each in current.chapter(key)])
            for key, title in current.chapters.items()
        ],
    }
    return _private(render(request, "policy/read.html", context, status=status))


def _private(response: HttpResponse) -> HttpResponse:
    """
    The address opens it, so it is kept out of what others gather.

    Not with a policy of no referrer: a browser then hides where a form is sent from.
    """
    response["X-Robots-Tag"] = "noindex"
    return response


@for_power(Power.POLICY)
def enter_signed_list(request: UserRequest) -> HttpResponse:
    act = Act(
        title=_("Enter a signed list"),
        lead=_("For who never signs in: they read on paper, and sign a list."),
        button=_("Enter for comparison"),
        done=_("Entered. It counts once a second person has compared the names."),
        back=reverse("policy:readers"),
    )
    return act_page(request, SignedListForm, services.enter_signed_list, act)


@for_power(Power.REGISTER)
def check_signed_list(request: UserRequest, pk: int) -> HttpResponse:
    found = access.signed_list(pk)
    names = found.names.select_related("user")
    act = Act(
        title=_("Compare the signed list"),
        lead=ngettext(
            "%(n)s name is entered. Open the scan and compare them one by one.",
            "%(n)s names are entered. Open the scan and compare them one by one.",
            len(names),
        )
        % {"n": digits(len(names))},
        button=_("The names are those on the paper"),
        done=_("Compared. They have acknowledged the policy."),
        back=reverse("policy:readers"),
        template="policy/signed_list.html",
    )
    service = partial(services.check_signed_list, found)
    more = {"list": found, "names": names}
    return act_page(request, CheckSignedListForm, service, act, more=more)


@for_power(Power.REGISTER)
def return_signed_list(request: UserRequest, pk: int) -> HttpResponse:
    found = access.signed_list(pk)
    act = Act(
        title=_("Return the signed list"),
        button=_("Return"),
        done=_("Returned. It can be entered anew."),
        back=reverse("policy:readers"),
        is_danger=True,
    )
    service = partial(services.return_signed_list, found)
    return act_page(request, ReturnForm, service, act)


@require_GET
def signed_list_scan(request: UserRequest, pk: int) -> FileResponse:
    found = access.signed_list(pk)
    require(request.user, Power.REGISTER, now=timezone.now(), target=found)
    return kept_file(
        files.open_evidence(found.original),
        name=found.file_name,
        media_type=found.original.media_type,
    )
