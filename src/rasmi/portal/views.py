from dataclasses import dataclass

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from rasmi.channels import selectors as channels
from rasmi.channels.selectors import disclaimers, suspects
from rasmi.core.language import in_language
from rasmi.participation import selectors as participation
from rasmi.platforms.catalog import PLATFORMS
from rasmi.policy import pack
from rasmi.policy import selectors as policy
from rasmi.portal import words
from rasmi.portal.answers import answer


@dataclass(frozen=True)
class Tile:
    """A way from the first page to another."""

    url_name: str
    icon: str
    title: str | Promise
    text: str | Promise


TILES = (
    Tile(
        "portal:accounts",
        "list-check",
        _("All our official accounts"),
        _("What each one is for, who is responsible for it, and when it answers."),
    ),
    Tile(
        "portal:outcomes",
        "message-check",
        _("What did your contributions change?"),
        _("What we adopted, what we did not adopt, and why."),
    ),
    Tile(
        "portal:rules",
        "messages",
        _("Rules of dialogue"),
        _("What we hide and what we never hide, and how your words are handled."),
    ),
    Tile(
        "portal:appeal",
        "scale",
        _("Appeal against a decision"),
        _("If we hid your words and you find that wrong. Another person looks at it."),
    ),
    Tile(
        "portal:policy",
        "book",
        _("The policy that we work under"),
        _("What we have bound ourselves to, and what of it is public."),
    ),
)


@login_not_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    accounts = channels.public_accounts()
    return render(
        request,
        "portal/home.html",
        {
            "tiles": TILES,
            "has_accounts": accounts.exists(),
            "outcomes": participation.published()[:2],
            "example": accounts.exclude(
                platform__in=["wordpress", "mediawiki"]
            ).first(),
        },
    )


@login_not_required
@require_safe
def accounts(request: HttpRequest) -> HttpResponse:
    found = list(channels.public_accounts())
    keys = {each.platform for each in found}
    chosen = request.GET.get("platform", "")
    chosen = chosen if chosen in keys else ""
    return render(
        request,
        "portal/accounts.html",
        {
            "accounts": [each for each in found if chosen in ("", each.platform)],
            "platforms": [each for key, each in PLATFORMS.items() if key in keys],
            "chosen": chosen,
        },
    )


@login_not_required
@require_safe
def account(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(channels.public_accounts(), pk=pk)
    procedure = channels.approved_procedure(found)
    text = in_language(procedure.text_ar, procedure.text_en) if procedure else ""
    return render(
        request,
        "portal/account.html",
        {"account": found, "procedure": procedure, "procedure_text": text},
    )


@login_not_required
@never_cache
@require_safe
def check(request: HttpRequest) -> HttpResponse:
    # What people ask about is theirs: it is kept nowhere, and no search engine has it.
    found = answer(
        request.GET.get("q", ""),
        ours=list(channels.public_accounts()),
        closed=list(channels.closed_accounts()),
    )
    changes = found.likeness.changes if found.likeness else ()
    told = [words.told(each) for each in changes[: words.MOST_TOLD]]
    fake = suspects.fake(found.mention) if found.is_not_ours else None
    page = render(
        request,
        "portal/check.html",
        {
            "answer": found,
            "told": told,
            "fake": fake,
            "may_be_reported": found.is_not_ours and fake is None,
        },
    )
    page.headers["X-Robots-Tag"] = "noindex"
    page.headers["Referrer-Policy"] = "no-referrer"
    return page


@login_not_required
@require_safe
def copyright_notice(request: HttpRequest) -> HttpResponse:
    notice = disclaimers.approved()
    return render(request, "portal/copyright.html", {"notice": notice})


@login_not_required
@require_safe
def rules(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    return render(
        request,
        "portal/rules.html",
        {
            "rules": pack.current().house_rules,
            "times": words.times(now),
            "is_public": policy.published_version(now) is not None,
        },
    )


@login_not_required
@require_safe
def published(request: HttpRequest) -> HttpResponse:
    publication = policy.publication(timezone.now())
    if publication is None:
        return render(request, "portal/policy_internal.html")
    current = pack.current()
    wordings = policy.wordings(publication.version)
    chapters = [
        (title, [(each, wordings.get(each.id)) for each in current.chapter(key)])
        for key, title in current.chapters.items()
    ]
    return render(
        request,
        "portal/policy.html",
        {"pack": current, "publication": publication, "chapters": chapters},
    )


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "portal/not_found.html", status=404)


def failed(request: HttpRequest) -> HttpResponse:
    # Nothing here may need the database: it may be what has failed.
    return HttpResponse(render_to_string("portal/failed.html"), status=500)
