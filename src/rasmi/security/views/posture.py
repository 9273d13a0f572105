from functools import partial
from typing import Any

from django.http import FileResponse, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from rasmi.channels.models import Channel
from rasmi.core.http import UserRequest
from rasmi.files import selectors as files
from rasmi.people.models import Power
from rasmi.people.services import require
from rasmi.security import access, kinds, selectors, services
from rasmi.security.forms.posture import (
    AppForm,
    AttestForm,
    DecideForm,
    EndForm,
    HowForm,
    WhyForm,
)
from rasmi.security.selectors import posture as seen
from rasmi.web.downloads import kept_file
from rasmi.web.forms import Act, act_page, key_in
from rasmi.web.sheets import xlsx, xlsx_response

PAGE = 20  # looks of an account on one page

STANDS = {
    seen.Stand.GOOD: gettext_lazy("In order"),
    seen.Stand.BAD: gettext_lazy("To be put right"),
    seen.Stand.NOT_OFFERED: gettext_lazy("Not offered"),
    seen.Stand.OLD: gettext_lazy("Seen too long ago"),
    seen.Stand.UNSEEN: gettext_lazy("Never looked at"),
}

page = require_http_methods(["GET", "POST"])


@require_GET
def posture(request: UserRequest) -> HttpResponse:
    accounts = seen.accounts(access.watched(request), timezone.now())
    states = [state for each in accounts for state in each.states]
    return render(
        request,
        "security/posture.html",
        {
            "accounts": accounts,
            "rows": _rows(accounts),
            "bad": sum(each.is_bad for each in states),
            "open": sum(each.is_open for each in states),
            "good": sum(each.is_good for each in states),
            "foreign": seen.foreign_apps().filter(
                channel__in=[each.channel.pk for each in accounts]
            ),
        },
    )


@require_GET
def posture_sheet(request: UserRequest) -> HttpResponse:
    """A row for each item of each account that the reader sees."""
    head = [
        *(_("Account"), _("Platform"), _("Unit that owns it"), _("What is asked")),
        *(_("State"), _("Answer"), _("Seen on"), _("Seen by"), _("Next due")),
    ]
    states = seen.states(access.watched(request), timezone.now())
    rows = [
        (
            str(each.channel),
            each.channel.platform_name,
            str(each.channel.owner),
            str(each.item.title),
            str(STANDS[each.stand]),
            each.shown,
            each.seen.look.seen_at if each.seen else None,
            str(each.seen.look.seen_by) if each.seen else "",
            each.due_at,
        )
        for each in states
    ]
    title = _("Security of accounts")
    return xlsx_response(xlsx(title, head, rows), name="account-security")


@require_GET
def account(request: UserRequest, pk: int) -> HttpResponse:
    now = timezone.now()
    found = access.account(request, pk)
    before = key_in(request.GET.get("before", ""))
    looks = list(seen.looks(found, before=before)[: PAGE + 1])
    (states,) = seen.accounts([found], now)
    return render(
        request,
        "security/account.html",
        {
            "channel": found,
            "account": states,
            "credential": selectors.credential_of(found),
            "looks": looks[:PAGE],
            "has_more": len(looks) > PAGE,
            "apps": seen.apps_of(found)[:PAGE],
            "may_attest": seen.may_attest(request.user, found, now),
        },
    )


@page
def attest(request: UserRequest, pk: int) -> HttpResponse:
    now = timezone.now()
    found = access.account(request, pk)
    services.require_attester(request.user, found, now)
    act = Act(
        title=_("Look at how «%(account)s» is secured") % {"account": found},
        lead=_(
            "Open the settings of the account beside this page, and answer what you "
            "see. What you do not look at today stays as it was."
        ),
        button=_("Keep what I saw"),
        done=_("Kept, with your name and the day."),
        back=_page(found.pk),
        template="security/attest.html",
    )
    form: Any = partial(AttestForm, asked=seen.states([found], now))
    return act_page(
        request, form, partial(services.attest, found), act, more={"channel": found}
    )


@require_GET
def look_file(request: UserRequest, pk: int) -> FileResponse:
    found = access.look(request, pk)
    assert found.original  # noqa: S101 — access lets no other through
    return kept_file(
        files.open_evidence(found.original),
        name=found.file_name,
        media_type=found.original.media_type,
    )


@page
def find_app(request: UserRequest, pk: int) -> HttpResponse:
    found = access.account(request, pk)
    services.require_attester(request.user, found, timezone.now())
    act = Act(
        title=_("Enter an application connected with «%(account)s»")
        % {"account": found},
        lead=_(
            "Enter every one that the platform lists, also those that surprise you."
        ),
        button=_("Enter it"),
        done=_("Entered."),
        back=_page(pk),
    )
    return act_page(request, AppForm, partial(services.find_app, found), act)


@page
def ask_for_app(request: UserRequest, pk: int, app: int) -> HttpResponse:
    found, wanted = access.account(request, pk), access.app(request, app)
    services.require_attester(request.user, found, timezone.now())
    act = Act(
        title=_("Ask that «%(app)s» be allowed") % {"app": wanted},
        lead=_("Somebody else who keeps credentials decides, for every account."),
        button=_("Ask for it"),
        done=_("Asked. Until it is decided it counts as not allowed."),
        back=_page(pk),
    )
    service = partial(services.ask_for_app, wanted, channel=found)
    return act_page(request, WhyForm, service, act)


@page
def remove_app(request: UserRequest, pk: int) -> HttpResponse:
    found = access.connected(request, pk)
    services.require_attester(request.user, found.channel, timezone.now())
    act = Act(
        title=_("Say that «%(app)s» was removed") % {"app": found.app},
        lead=_("Remove it on the platform first; Rasmi cannot do that."),
        button=_("It was removed"),
        done=_("Kept."),
        back=_page(found.channel_id),
    )
    return act_page(request, HowForm, partial(services.remove_app, found), act)


@require_GET
def apps(request: UserRequest) -> HttpResponse:
    seen_accounts = {each.pk for each in access.watched(request)}
    after = key_in(request.GET.get("after", ""))
    found = list(seen.apps().order_by("pk").filter(pk__gt=after)[: PAGE + 1])
    return render(
        request,
        "security/apps.html",
        {"apps": found[:PAGE], "has_more": len(found) > PAGE, "seen": seen_accounts},
    )


@page
def decide_app(request: UserRequest, pk: int) -> HttpResponse:
    found = access.app(request, pk)
    require(request.user, Power.SECRETS, now=timezone.now(), target=found)
    act = Act(
        title=_("Decide on the application «%(app)s»") % {"app": found},
        lead=_("It may: %(scopes)s. %(person)s asked for it: %(why)s")
        % {
            "person": found.asked_by or "",
            "why": found.why,
            "scopes": " · ".join(found.scopes),
        },
        button=_("Keep the decision"),
        done=_("Decided."),
        back=reverse("security:apps"),
    )
    return act_page(request, DecideForm, partial(services.decide_app, found), act)


@page
def end_app(request: UserRequest, pk: int) -> HttpResponse:
    found = access.app(request, pk)
    require(request.user, Power.SECRETS, now=timezone.now(), target=found)
    act = Act(
        title=_("No longer allow the application «%(app)s»") % {"app": found},
        lead=_("Who answers for an account with it is asked to remove it at once."),
        button=_("Allow it no longer"),
        done=_("It is no longer allowed."),
        back=reverse("security:apps"),
    )
    return act_page(request, EndForm, partial(services.end_app, found), act)


Cell = tuple[Channel, seen.State | None]  # None: the platform has no such thing


def _rows(accounts: list[seen.Account]) -> list[tuple[kinds.Item, list[Cell]]]:
    """The items as rows, with how each stands on every account."""
    cells = [(each.channel, each.cells) for each in accounts]
    return [
        (item, [(channel, of[place]) for channel, of in cells])
        for place, item in enumerate(kinds.ITEMS)
    ]


def _page(pk: int) -> str:
    return reverse("security:account", args=[pk])
