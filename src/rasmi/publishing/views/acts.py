from collections.abc import Callable
from functools import partial
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from rasmi.core.http import UserRequest
from rasmi.policy import selectors as policy
from rasmi.publishing import access, selectors, services, stories
from rasmi.publishing.forms import AfterwardsForm, ReasonForm, ReviewForm
from rasmi.web.forms import Act, act_page, form_page, submitted

page = require_http_methods(["GET", "POST"])
DECISIONS: dict[str, Callable[..., None]] = {
    "approve": services.approve,
    "return": services.send_back,
    "reject": services.reject,
}


@page
def submit(request: UserRequest, pk: int) -> HttpResponse:
    post = access.post(request, pk)
    act = Act(
        title=_("Send for review"),
        lead=_(
            "Whoever may review it is told by e-mail. A later change makes it a draft."
        ),
        button=_("Send for review"),
        done=_("Sent for review."),
        back=reverse("publishing:post", args=[pk]),
        template="publishing/submit.html",
    )
    more = {
        "readers": selectors.reviewers(post, timezone.now()),
        "findings": selectors.findings(post.version),
    }
    service = partial(services.submit, post)
    return act_page(request, forms.Form, service, act, more=more)


@page
def review(request: UserRequest, pk: int) -> HttpResponse:
    """What waits for a decision: what changed, what was found, what it binds."""
    now = timezone.now()
    post = access.post(request, pk)
    services.require_reviewer(post, post.version, request.user, now)
    version = post.version
    found = selectors.findings(version)
    typed = request.POST if request.method == "POST" else None
    form = ReviewForm(typed, initial={"number": version.number}, found=found)

    def decide(data: dict[str, Any]) -> None:
        outcome, seen = data.pop("outcome"), data.pop("seen")
        data.pop("has_read", None)
        if outcome == "approve":
            data["seen"] = seen
        DECISIONS[outcome](post, by=request.user, now=now, **data)

    if submitted(request, form, decide):
        messages.success(request, _("Your decision is kept."))
        return redirect("publishing:post", pk)
    before = selectors.previous(version)
    context = {
        "post": post,
        "version": version,
        "class_name": selectors.class_name(version),
        "before": before,
        "comparison": stories.comparison(before, version) if before else [],
        "changed": stories.changed_facts(before, version) if before else [],
        "texts": stories.marked_texts(version),
        "findings": [(each, form[f"seen-{each.mark}"]) for each in found],
        "media": selectors.media(version),
        "sayings": selectors.sayings(version),
        "reviews": selectors.reviews(post),
        "others": policy.approvals_for("post", timezone.now()).others,
    }
    return form_page(request, "publishing/review.html", form, context)


@page
def plan_post(request: UserRequest, pk: int) -> HttpResponse:
    post = access.post(request, pk)
    act = Act(
        title=_("Publish it by your delegation"),
        lead=_(
            "It was approved, and its author may not publish. "
            "It goes out by your delegation."
        ),
        button=_("Publish at its hour"),
        done=_("Planned: it goes out at its hour."),
        back=reverse("publishing:post", args=[pk]),
    )
    return act_page(request, forms.Form, partial(services.plan_post, post), act)


@page
def publish_urgently(request: UserRequest, pk: int) -> HttpResponse:
    post = access.post(request, pk)
    act = Act(
        title=_("Publish at once, without a review"),
        lead=_(
            "You alone answer for it. Every reviewer is told now, and one of them "
            "looks at it afterwards; the report counts it."
        ),
        button=_("Publish now"),
        done=_("It goes out now. The reviewers were told."),
        back=reverse("publishing:post", args=[pk]),
        is_danger=True,
    )
    service = partial(services.publish_urgently, post)
    return act_page(request, ReasonForm, service, act)


@page
def recall(request: UserRequest, pk: int) -> HttpResponse:
    post = access.post(request, pk)
    act = Act(
        title=_("Recall the post"),
        lead=_(
            "What is not out yet does not go out, and its approval ends. Who has it "
            "in hand is told, and says whether it is out already."
        ),
        button=_("Recall"),
        done=_("What was not out yet is recalled."),
        back=reverse("publishing:post", args=[pk]),
        is_danger=True,
    )
    return act_page(request, ReasonForm, partial(services.recall, post), act)


@page
def take_over(request: UserRequest, pk: int) -> HttpResponse:
    post = access.post(request, pk)
    act = Act(
        title=_("Take the post over"),
        lead=_(
            "Its words become your own version and are reviewed anew. "
            "It then goes out by your delegation."
        ),
        button=_("Take it over and send it for review"),
        done=_("It is yours now, and waits for its review."),
        back=reverse("publishing:post", args=[pk]),
        template="publishing/submit.html",
    )
    more = {
        "readers": selectors.reviewers(post, timezone.now()),
        "findings": selectors.findings(post.version),
    }
    service = partial(services.take_over, post)
    return act_page(request, forms.Form, service, act, more=more)


@page
def look_afterwards(request: UserRequest, pk: int) -> HttpResponse:
    post = access.post(request, pk)
    act = Act(
        title=_("Review afterwards"),
        lead=_("It was published urgently, and nobody had looked at it before."),
        button=_("Keep the review"),
        done=_("The review is kept."),
        back=reverse("publishing:post", args=[pk]),
        template="publishing/afterwards.html",
    )
    urgency = selectors.urgency(post)
    more = {
        "texts": stories.marked_texts(urgency.version if urgency else post.version),
        "urgency": urgency,
    }
    service = partial(services.look_afterwards, post)
    return act_page(request, AfterwardsForm, service, act, more=more)
