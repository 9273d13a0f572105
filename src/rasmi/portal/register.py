"""The public register for programs: open data and a feed of what changed in it."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from io import StringIO
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.syndication.views import Feed
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from rasmi.channels import selectors as channels
from rasmi.channels.models import Channel, Verification
from rasmi.people import selectors as people

MAX_AGE = 300  # seconds; long enough to carry a rush, short enough for a closing
FEED_LENGTH = 50  # changes
# What begins a formula in a table program (ASVS V1.2.10).
FORMULA = ("=", "+", "-", "@", "\t", "\r", "|", "%", "＝", "＋", "－", "＠")

FIELDS = {
    "id": "Number of the account in this register; never used again.",
    "state": "active, in_use (its decision is outstanding) or closed.",
    "platform": "Key of the platform, such as x or youtube.",
    "handle": "Name of the account there, without @.",
    "address": "Address of the account, where the platform gives it one.",
    "name_ar": "Name in Arabic.",
    "name_en": "Name in English.",
    "owner_ar": "Unit that is responsible for it, in Arabic.",
    "owner_en": "The same in English.",
    "purposes": "dialogue, awareness, correction, credibility.",
    "languages": "Languages in which it speaks: ar, en.",
    "answered_when": "working, extended or always: when it is answered.",
    "verified": "Whether it carried the badge of its platform; null if nobody looked.",
    "verified_seen_at": "When that was last seen.",
    "since": "Since when it is in this state.",
    "page": "The page of this account here.",
}


def rows() -> list[dict[str, Any]]:
    """Every account that is or was ours, as everybody may know it."""
    found = [*channels.public_accounts().order_by("pk"), *channels.closed_accounts()]
    return [_row(each) for each in found]


def _row(channel: Channel) -> dict[str, Any]:
    case, badge = channel.case, channel.badge
    page = reverse("portal:account", args=[channel.pk])
    return {
        "id": channel.pk,
        "state": channel.state,
        "platform": channel.platform,
        "handle": channel.handle,
        "address": channel.address,
        "name_ar": channel.name_ar,
        "name_en": channel.name_en,
        "owner_ar": channel.owner.name_ar,
        "owner_en": channel.owner.name_en,
        "purposes": case.purposes if case else [],
        "languages": case.languages if case else [],
        "answered_when": case.answered_when if case else None,
        "verified": badge.is_verified if badge else None,
        "verified_seen_at": badge.seen_at.isoformat() if badge else None,
        "since": channel.since_at.isoformat(),
        "page": None if channel.is_over else settings.PUBLIC_ORIGIN + page,
    }


def _open(response: HttpResponse) -> HttpResponse:
    """Any page of any site may read it: it is for everybody, and asks for nothing."""
    response["Access-Control-Allow-Origin"] = "*"
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


@login_not_required
@cache_control(public=True, max_age=MAX_AGE)
@require_safe
def as_json(request: HttpRequest) -> HttpResponse:
    body = people.installation()
    about = settings.PUBLIC_ORIGIN + reverse("portal:data")
    return _open(
        JsonResponse(
            {
                "about": about,
                "body_ar": body.name_ar if body else "",
                "body_en": body.name_en if body else "",
                "is_demonstration": people.is_demonstration(),
                "accounts": rows(),
            },
            json_dumps_params={"ensure_ascii": False, "indent": 1},
        )
    )


@login_not_required
@cache_control(public=True, max_age=MAX_AGE)
@require_safe
def as_csv(request: HttpRequest) -> HttpResponse:
    file = StringIO()
    writer = csv.writer(file)
    writer.writerow(FIELDS)
    writer.writerows([_cell(each[name]) for name in FIELDS] for each in rows())
    response = HttpResponse(
        file.getvalue().encode("utf-8-sig"), content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = 'attachment; filename="official-accounts.csv"'
    return _open(response)


def _cell(value: Any) -> str:
    if value is None:
        return ""
    text = " ".join(value) if isinstance(value, list) else str(value)
    return f"'{text}" if text.startswith(FORMULA) else text


@login_not_required
@require_safe
def data(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/data.html", {"fields": FIELDS})


@dataclass(frozen=True)
class Change:
    """Something that happened to an account, once."""

    key: str
    at: datetime
    title: str
    channel: Channel


def changes() -> list[Change]:
    """What changed in the register, the newest first."""
    found = [*_changes_of_ours(), *_changes_of_closed()]
    return sorted(found, key=lambda each: each.at, reverse=True)[:FEED_LENGTH]


def _changes_of_ours() -> Iterator[Change]:
    for each in channels.public_accounts():
        name = {"account": each, "platform": each.platform_name}
        opening = getattr(each, "opening", None)
        if opening:
            title = _("Official account: %(account)s on %(platform)s") % name
            yield Change("opened", opening.opened_at, title, each)
        elif each.is_in_use:
            title = _("In our register: %(account)s on %(platform)s") % name
            yield Change("entered", each.since_at, title, each)
        first = _run_of_badge(each)
        if first and first.is_verified:
            title = _("It carries the badge: %(account)s on %(platform)s") % name
            yield Change(f"verified-{first.pk}", first.seen_at, title, each)
        elif first:
            title = _("It carries the badge no longer: %(account)s on %(platform)s")
            yield Change(f"unverified-{first.pk}", first.seen_at, title % name, each)


def _run_of_badge(channel: Channel) -> Verification | None:
    """
    The first look since which the badge is there, or is gone.

    None where nobody looked, or none was ever there.
    """
    seen: list[Verification] = getattr(channel, "seen", [])  # the newest first
    first = None
    for each in seen:
        if first and each.is_verified != first.is_verified:
            return first
        first = each
    return first if first and first.is_verified else None


def _changes_of_closed() -> Iterator[Change]:
    for each in channels.closed_accounts():
        title = _("No longer ours: %(account)s on %(platform)s") % {
            "account": each,
            "platform": each.platform_name,
        }
        yield Change("closed", each.since_at, title, each)


class Register(Feed):  # type: ignore[type-arg]  # generic in its stubs alone
    """Who follows it learns of an account that opens or closes."""

    feed_type = Atom1Feed

    def title(self) -> str:
        return _("Official accounts: %(body)s") % {"body": people.installation() or ""}

    def link(self) -> str:
        return reverse("portal:accounts")

    def items(self) -> list[Change]:
        return changes()

    def item_title(self, item: Change) -> str:
        return item.title

    def item_description(self, item: Change) -> str:
        return item.channel.address

    def item_link(self, item: Change) -> str:
        if item.channel.is_over:
            return reverse("portal:accounts")
        return reverse("portal:account", args=[item.channel.pk])

    def item_guid(self, item: Change) -> str:
        return f"{settings.PUBLIC_ORIGIN}/accounts/{item.channel.pk}/#{item.key}"

    def item_updateddate(self, item: Change) -> datetime:
        return item.at


@login_not_required
@cache_control(public=True, max_age=MAX_AGE)
@require_safe
def feed(request: HttpRequest) -> HttpResponseBase:
    return Register()(request)
