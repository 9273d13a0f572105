from functools import partial
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from rasmi.core.http import UserRequest
from rasmi.people.models import Power
from rasmi.people.pages import for_power
from rasmi.policy import access, pack, selectors, services
from rasmi.policy.forms import (
    AcknowledgeForm,
    PublishForm,
    ReviewForm,
    WithdrawForm,
)
from rasmi.policy.models import Acknowledgement
from rasmi.web.forms import Act, act_page


@require_GET
def policy(request: UserRequest) -> HttpResponse:
    now = timezone.now()
    current = pack.current()
    version = selectors.version_in_force(now)
    wordings = selectors.wordings(version)
    chapters = [
        (title, [(each, wordings.get(each.id)) for each in current.chapter(key)])
        for key, title in current.chapters.items()
    ]
    done = selectors.acknowledgements_of(request.user, now)
    return render(
        request,
        "policy/policy.html",
        {
            "pack": current,
            "version": version,
            "publication": selectors.publication(now),
            "to_come": selectors.version_to_come(now),
            "chapters": chapters,
            "has_wording": bool(wordings),
            "acknowledged": done.get(Acknowledgement.Statement.POLICY),
            "facts": [
                selectors.setting(name, now)
                for name in ("publication_date", "approval_date", "storage_place")
            ],
            "review_due": selectors.review_due(now),
        },
    )


@require_GET
def platform_rules(request: UserRequest) -> HttpResponse:
    """What the policy does not speak about; never counted among its clauses."""
    return render(
        request, "policy/platform_rules.html", {"rules": pack.current().platform_rules}
    )


@require_http_methods(["GET", "POST"])
def acknowledge(request: UserRequest) -> HttpResponse:
    act = Act(
        title=_("Acknowledge the policy"),
        button=_("I acknowledge it"),
        done=_("Your acknowledgement is kept."),
        back=reverse("policy:policy"),
        template="policy/acknowledge.html",
    )

    def service(*, has_read: bool, **who: Any) -> None:
        services.acknowledge(Acknowledgement.Statement.POLICY, **who)

    version = selectors.version_in_force(timezone.now())
    initial, more = {"issue": version}, {"version": version}
    return act_page(request, AcknowledgeForm, service, act, initial=initial, more=more)


@for_power(Power.POLICY)
def publish(request: UserRequest, pk: int) -> HttpResponse:
    found = access.version(pk)
    act = Act(
        title=_("Publish issue %(issue)s of the policy") % {"issue": found},
        lead=_(
            "Everybody reads the plain statement of each clause, and the official "
            "wording where it was imported. Classification and decision stand above."
        ),
        button=_("Publish"),
        done=_("It is public. The portal shows it from now on."),
        back=reverse("policy:policy"),
    )
    service = partial(services.publish_policy, found)
    return act_page(request, PublishForm, service, act)


@for_power(Power.POLICY)
def withdraw(request: UserRequest, pk: int) -> HttpResponse:
    found = access.publication(pk)
    act = Act(
        title=_("Take issue %(issue)s from the public") % {"issue": found.version},
        lead=_("To publish it again needs a new decision."),
        button=_("Take it from the public"),
        done=_("It is an internal document again."),
        back=reverse("policy:policy"),
        is_danger=True,
    )
    service = partial(services.withdraw_publication, found)
    return act_page(request, WithdrawForm, service, act)


@require_GET
def reviews(request: UserRequest) -> HttpResponse:
    now = timezone.now()
    version = selectors.version_in_force(now)
    return render(
        request,
        "policy/reviews.html",
        {
            "reviews": version.reviews.select_related("version") if version else [],
            "review_due": selectors.review_due(now),
            "asked": selectors.open_request(version, now) if version else None,
        },
    )


@for_power(Power.POLICY)
def enter_review(request: UserRequest) -> HttpResponse:
    version = selectors.version_in_force(timezone.now())
    if version is None:
        raise Http404
    act = Act(
        title=_("Enter a review of the policy"),
        button=_("Enter"),
        done=_("Entered in the review log."),
        back=reverse("policy:reviews"),
    )
    service = partial(services.record_review, version)
    return act_page(request, ReviewForm, service, act)
