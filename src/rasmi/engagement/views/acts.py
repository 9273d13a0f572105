from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from rasmi.core.http import UserRequest
from rasmi.engagement import access, selectors, services
from rasmi.engagement.forms import AskForm, CloseForm, ReviewForm, SortForm
from rasmi.engagement.models import Reply
from rasmi.engagement.services.replying import Wording
from rasmi.engagement.views.inbox import reply_form, shown
from rasmi.policy import selectors as policy
from rasmi.web.forms import Act, act_page, form_page, submitted

page = require_http_methods(["GET", "POST"])


@page
def sort(request: UserRequest, pk: int) -> HttpResponse:
    found = access.conversation(request, pk)
    act = Act(
        title=_("Sort the contribution"),
        lead=_("Whoever chooses the topic does not answer alone."),
        button=_("Keep it"),
        done=_("Sorted."),
        back=reverse("engagement:conversation", args=[pk]),
    )
    initial = {"kind": found.kind, "topic": found.topic}
    service = partial(services.sort, found)
    return act_page(request, SortForm, service, act, initial=initial)


@require_POST
def reply(request: UserRequest, pk: int) -> HttpResponse:
    found = access.conversation(request, pk)
    form = reply_form(request, found)

    def write(data: dict[str, Any]) -> None:
        named = {name: data.pop(name) for name in ("key", "last_seen")}
        wording = Wording(**data)
        written = services.write_reply(
            found, wording, **named, by=request.user, now=timezone.now()
        )
        messages.success(request, _done(written))

    if submitted(request, form, write):
        return redirect("engagement:conversation", pk)
    status = 403 if hasattr(form, "refusal") else 422
    context = shown(request, found, form)
    return render(request, "engagement/conversation.html", context, status=status)


def _done(written: Reply) -> str:
    if written.is_in_review:
        return _("Kept. Somebody else reads it now, and was told by e-mail.")
    return _("On its way. The clock stops when the platform confirms it.")


@page
def review(request: UserRequest, pk: int, number: int) -> HttpResponse:
    found = access.conversation(request, pk)
    reply = access.reply(found, number)
    typed = request.POST if request.method == "POST" else None
    marks = selectors.findings_in(reply.said)
    form = ReviewForm(typed, found=marks)

    def decide(data: dict[str, Any]) -> None:
        signed: dict[str, Any] = {"by": request.user, "now": timezone.now()}
        if data["outcome"] == "approve":
            services.approve_reply(reply, seen=form.seen, **signed)
        else:
            services.return_reply(reply, remark=data["remark"], **signed)

    if submitted(request, form, decide):
        messages.success(request, _("Your decision is kept."))
        return redirect("engagement:conversation", pk)
    context = {
        "conversation": found,
        "reply": reply,
        "lines": selectors.thread(found),
        "findings": marks,
        "rules": policy.reply_rules(found.kind, timezone.now()),
    }
    return form_page(request, "engagement/review.html", form, context)


@page
def close(request: UserRequest, pk: int) -> HttpResponse:
    found = access.conversation(request, pk)
    act = Act(
        title=_("Close without an answer"),
        lead=_("For thanks, and for what needs no word of ours. It stays on record."),
        button=_("Close it"),
        done=_("Closed."),
        back=reverse("engagement:conversation", args=[pk]),
    )
    return act_page(request, CloseForm, partial(services.close, found), act)


@page
def ask(request: UserRequest, pk: int) -> HttpResponse:
    found = access.conversation(request, pk)
    act = Act(
        title=_("Ask a unit"),
        lead=_(
            "A colleague of the unit gets the question by e-mail and answers by its "
            "link, without signing in. The name of who wrote to us is not in it."
        ),
        button=_("Send the question"),
        done=_("Sent. You are told when the unit answers."),
        back=reverse("engagement:conversation", args=[pk]),
    )

    def service(*, recipient: Any, **typed: Any) -> None:
        services.ask_unit(found, recipient, **typed)

    return act_page(request, AskForm, service, act)
