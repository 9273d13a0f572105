from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any
from uuid import uuid4

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from rasmi.core.http import UserRequest
from rasmi.publishing import access, selectors, services, stories
from rasmi.publishing.forms import USUAL, FactsForm, MediumForm, PostForm, ReasonForm
from rasmi.publishing.models import Post, Version
from rasmi.web.forms import Act, act_page, form_page, is_valid, key_in, submitted

page = require_http_methods(["GET", "POST"])
HOUR = timedelta(hours=1)


@page
def new(request: UserRequest) -> HttpResponse:
    """A new draft; `from` names a post whose words it begins with."""
    soon = timezone.localtime(timezone.now()) + 2 * HOUR
    at = soon.replace(minute=0, second=0, microsecond=0)
    initial: dict[str, Any] = {
        "lasts": USUAL,
        "publish_at": at,
        "key": uuid4().hex,
    }
    if pk := key_in(request.GET.get("from", "")):
        initial |= words_in(access.post(request, pk).version, with_hour=False)
    return _write(request, initial, services.start_post, None)


@page
def edit(request: UserRequest, pk: int) -> HttpResponse:
    post = access.post(request, pk)
    service = partial(services.revise, post)
    return _write(request, words_in(post.version), service, post)


def _write(
    request: UserRequest,
    initial: dict[str, Any],
    service: Callable[..., Any],
    post: Post | None,
) -> HttpResponse:
    now = timezone.now()
    typed = request.POST if request.method == "POST" else None
    kept = post.version if post else None
    form = PostForm(typed, initial=initial, user=request.user, now=now, kept=kept)
    made: list[Post] = [post] if post else []

    def save(data: dict[str, Any]) -> None:
        if post:
            data.pop("key")
        found = service(by=request.user, now=now, **data)
        made.append(found if isinstance(found, Post) else found.post)

    only_checks = typed is not None and "check" in typed
    is_right = typed is not None and is_valid(form)
    if not only_checks and submitted(request, form, save):
        messages.success(request, _("Saved as a draft."))
        return redirect("publishing:post", made[-1].pk)
    context = {
        "post": post,
        "media": selectors.media(post.version) if post else (),
        "screened": _screened(form) if form.is_bound else [],
    }
    response = form_page(request, "publishing/write.html", form, context)
    if only_checks and is_right:
        response.status_code = 200
    return response


def _screened(form: PostForm) -> list[Any]:
    texts = (("ar", "rtl"), ("en", "ltr"))
    return [
        (language, direction, stories.marked(text))
        for language, direction in texts
        if (text := form.data.get(f"text_{language}", "")[:5000])
    ]


def words_in(version: Version, *, with_hour: bool = True) -> dict[str, Any]:
    """The words of a version as a form begins with them."""
    found: dict[str, Any] = {
        name: getattr(version, name)
        for name in (
            *("text_ar", "text_en", "purpose", "audience", "plan", "unplanned_reason"),
            *("topic", "information_class", "source"),
        )
    }
    found["channels"] = [each.pk for each in version.accounts]
    if with_hour:
        found["publish_at"] = timezone.localtime(version.publish_at)
        found["lasts"] = (version.not_after - version.publish_at) // HOUR
    return found


@page
def add_picture(request: UserRequest, pk: int) -> HttpResponse:
    post = access.post(request, pk)
    act = Act(
        title=_("Add a picture"),
        lead=_(
            "The original is kept. What is published is a clean copy, without the "
            "place, the device and whatever else the file carries."
        ),
        button=_("Add it"),
        done=_("The picture is in the draft."),
        back=reverse("publishing:post", args=[pk]),
        template="publishing/medium.html",
    )
    return act_page(request, MediumForm, partial(services.add_medium, post), act)


@page
def change_picture(request: UserRequest, pk: int, position: int) -> HttpResponse:
    post = access.post(request, pk)
    medium = access.medium(post, post.version.number, position)
    act = Act(
        title=_("What is said of a picture"),
        button=_("Keep it"),
        done=_("Kept."),
        back=reverse("publishing:post", args=[pk]),
        template="publishing/medium.html",
    )
    names = ("alt_ar", "alt_en", "holder", "licence", "licence_note", "people")
    return act_page(
        request,
        FactsForm,
        partial(services.change_medium, post, position),
        act,
        initial={name: getattr(medium, name) for name in names},
        more={"medium": medium, "post": post},
    )


@page
def remove_picture(request: UserRequest, pk: int, position: int) -> HttpResponse:
    post = access.post(request, pk)
    act = Act(
        title=_("Take the picture out of the draft"),
        lead=_("Earlier versions keep it."),
        button=_("Take it out"),
        done=_("The picture is out of the draft."),
        back=reverse("publishing:post", args=[pk]),
        is_danger=True,
    )
    service = partial(services.remove_medium, post, position)
    return act_page(request, forms.Form, service, act)


@page
def discard(request: UserRequest, pk: int) -> HttpResponse:
    post = access.post(request, pk)
    act = Act(
        title=_("Discard the draft"),
        lead=_("It is closed and stays in the record."),
        button=_("Discard"),
        done=_("The draft is closed."),
        back=reverse("publishing:post", args=[pk]),
        is_danger=True,
    )
    return act_page(request, ReasonForm, partial(services.discard, post), act)
