from functools import partial
from typing import Any

from django import forms
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from rasmi.core.http import UserRequest
from rasmi.files import selectors as files
from rasmi.outbox import access, selectors, services
from rasmi.outbox.forms import (
    AgainForm,
    ConfirmForm,
    LookedForm,
    ReturnForm,
    TakeForm,
    ThereForm,
)
from rasmi.records import selectors as records
from rasmi.security import selectors as security
from rasmi.web.downloads import kept_file
from rasmi.web.forms import Act, act_page, key_in

PAGE = 50
page = require_http_methods(["GET", "POST"])


@require_GET
def queue(request: UserRequest) -> HttpResponse:
    """What is on its way, and below it what became of the last ones."""
    seen = selectors.visible(request.user, request.powers, timezone.now())
    over = seen.exclude(pk__in=seen.on_the_way())
    before = key_in(request.GET.get("before", ""))
    if before:
        over = over.filter(pk__lt=before)
    last = list(over[: PAGE + 1])
    return render(
        request,
        "outbox/queue.html",
        {
            "waiting": [] if before else seen.on_the_way().order_by("not_before", "pk"),
            "over": last[:PAGE],
            "has_more": len(last) > PAGE,
        },
    )


@require_GET
def intent(request: UserRequest, pk: int) -> HttpResponse:
    now = timezone.now()
    found = access.intent(request, pk)
    answers = [] if found.is_settled else list(services.ask_all(found, now))
    refusals = [each.refusal for each in answers if each.refusal]
    return render(
        request,
        "outbox/intent.html",
        {
            "intent": found,
            "answers": answers,
            "refusals": refusals,
            "holding": len(answers) - len(refusals),
            "pictures": found.pictures.select_related("rendition"),
            "may_post": selectors.may_post(request.user, found, now),
            "is_my_request": found.is_resend_asked
            and found.resend_asked_by_id == request.user.pk,
            "may_confirm": found.is_resend_asked
            and found.resend_asked_by_id != request.user.pk
            and selectors.may_confirm_resend(request.user, found, now),
            "is_from_before": found.life < security.life(),
            "subject": found.record.subject_id,
            "part": records.parts(found.record).filter(stage="sent").last(),
        },
    )


@page
def confirm(request: UserRequest, pk: int) -> HttpResponse:
    found = access.intent(request, pk)
    act = Act(
        title=_("It is done on «%(account)s»") % {"account": found.channel},
        lead=_("Its address or a screenshot shows it. Then it counts as done."),
        button=_("It is done"),
        done=_("Kept: it is done."),
        back=reverse("outbox:intent", args=[pk]),
    )
    now = timezone.localtime(timezone.now()).replace(second=0, microsecond=0)
    service = partial(services.confirm_by_hand, found)
    return act_page(request, ConfirmForm, service, act, initial={"posted_at": now})


@page
def unposted(request: UserRequest, pk: int) -> HttpResponse:
    found = access.intent(request, pk)
    act = Act(
        title=_("It was not done on «%(account)s»") % {"account": found.channel},
        lead=_("It goes no further. To do it after all, it is planned anew."),
        button=_("It was not done"),
        done=_("Kept: it was not done there."),
        back=reverse("outbox:intent", args=[pk]),
        is_danger=True,
    )
    return act_page(request, ReturnForm, partial(services.return_unposted, found), act)


@page
def take(request: UserRequest, pk: int) -> HttpResponse:
    found = access.intent(request, pk)
    act = Act(
        title=_("By hand on «%(account)s»") % {"account": found.channel},
        lead=_(
            "The connection no longer does it. At its hour the officer gets it, just "
            "as it was planned."
        ),
        button=_("Do it by hand"),
        done=_("It is done by hand at its hour."),
        back=reverse("outbox:intent", args=[pk]),
    )
    return act_page(request, TakeForm, partial(services.take_by_hand, found), act)


@page
def there(request: UserRequest, pk: int) -> HttpResponse:
    found = access.intent(request, pk)
    act = Act(
        title=_("It is out on «%(account)s»") % {"account": found.channel},
        lead=_("Its address shows it. Then it counts as done, and is not sent."),
        button=_("It is out"),
        done=_("Kept: it is done."),
        back=reverse("outbox:intent", args=[pk]),
    )
    return act_page(request, ThereForm, partial(services.say_it_is_there, found), act)


@page
def ask_again(request: UserRequest, pk: int) -> HttpResponse:
    found = access.intent(request, pk)
    act = Act(
        title=_("It is not there: ask to send it again on «%(account)s»")
        % {"account": found.channel},
        lead=_("It takes two persons: after you, somebody else looks and confirms."),
        button=_("Ask to send it again"),
        done=_("Asked. Whoever may confirm it is told by e-mail."),
        back=reverse("outbox:intent", args=[pk]),
    )

    def service(*, has_looked: bool, **typed: Any) -> None:
        services.ask_to_send_again(found, **typed)

    return act_page(request, AgainForm, service, act)


@page
def send_again(request: UserRequest, pk: int) -> HttpResponse:
    found = access.intent(request, pk)
    warning = _("If it is there after all, the public reads it twice. Look first.")
    if found.is_resend_asked:
        saw = {"person": found.resend_asked_by, "reason": found.resend_reason}
        warning = _("%(person)s saw: «%(reason)s».") % saw + f" {warning}"
    act = Act(
        title=_("Confirm: send it again on «%(account)s»") % {"account": found.channel},
        lead=warning,
        button=_("Let it be sent again"),
        done=_("It goes its way again, by every rule."),
        back=reverse("outbox:intent", args=[pk]),
    )

    def service(*, has_looked: bool, **signed: Any) -> None:
        services.send_again(found, **signed)

    return act_page(request, LookedForm, service, act)


@page
def decline(request: UserRequest, pk: int) -> HttpResponse:
    found = access.intent(request, pk)
    act = Act(
        title=_("Do not send it again on «%(account)s»") % {"account": found.channel},
        lead=_("What was asked for is taken back. It is looked for as before."),
        button=_("Do not send it again"),
        done=_("It is not sent again."),
        back=reverse("outbox:intent", args=[pk]),
    )
    service = partial(services.decline_to_send_again, found)
    return act_page(request, forms.Form, service, act)


@require_GET
def picture(request: UserRequest, pk: int, position: int) -> FileResponse:
    found = access.intent(request, pk)
    if found.is_handed and not all(
        each.holds for each in services.ask_all(found, timezone.now())
    ):
        raise Http404  # shown as little as the text, while a rule holds it back
    each = get_object_or_404(found.pictures, position=position)
    extension = each.rendition.media_type.rpartition("/")[2]
    return kept_file(
        files.open_rendition(each.rendition),
        name=f"{found.key[:8]}-{position + 1}.{extension}",
        media_type=each.rendition.media_type,
    )
