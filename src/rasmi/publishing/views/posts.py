from django.http import FileResponse, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from rasmi.core.http import UserRequest
from rasmi.delegations.models import Task
from rasmi.files import selectors as files
from rasmi.outbox import services as outbox
from rasmi.publishing import access, selectors, services, stories
from rasmi.publishing.models import Post
from rasmi.web.downloads import kept_file
from rasmi.web.forms import key_in

PAGE = 30


@require_GET
def posts(request: UserRequest) -> HttpResponse:
    now = timezone.now()
    found = selectors.visible(request.user, request.powers, now)
    state = request.GET.get("state", "")
    if state in Post.State.values:
        found = found.filter(state=state)
    before = key_in(request.GET.get("before", ""))
    if before:
        found = found.filter(pk__lt=before)
    page = list(found[: PAGE + 1])
    return render(
        request,
        "publishing/posts.html",
        {
            "lines": stories.lines(page[:PAGE]),
            "has_more": len(page) > PAGE,
            "chosen": state,
            "states": Post.State.choices,
            "may_write": selectors.writable_channels(request.user, now).exists(),
        },
    )


@require_GET
def post(request: UserRequest, pk: int) -> HttpResponse:
    """The life of a post: what it says, how it stands, and every stage so far."""
    now = timezone.now()
    found = access.post(request, pk)
    version = found.version
    planned = selectors.intents(found)
    urgency = selectors.urgency(found)
    return render(
        request,
        "publishing/post.html",
        {
            "post": found,
            "version": version,
            "class_name": selectors.class_name(version),
            "texts": stories.marked_texts(version),
            "findings": selectors.findings(version),
            "media": selectors.media(version),
            "intents": [(each, list(outbox.ask_all(each, now))) for each in planned],
            "story": stories.story(found),
            "urgency": urgency,
            "waits_for_look": selectors.unreviewed_urgencies()
            .filter(post=found)
            .exists(),
            "last_review": selectors.reviews(found).first(),
            "may": {
                "write": selectors.may(request.user, Task.DRAFT, version, now),
                "review": selectors.may_review(request.user, found, now),
                "publish": selectors.may(request.user, Task.PUBLISH, version, now),
                "recall": services.may_recall(found, version, request.user, now),
            },
            "left_by": selectors.left_by(found, planned, now),
            "can_change": selectors.can_change(found, planned),
            "can_recall": selectors.can_recall(found, planned),
        },
    )


@require_GET
def picture(request: UserRequest, pk: int, number: int, position: int) -> FileResponse:
    medium = access.medium(access.post(request, pk), number, position)
    return kept_file(
        files.open_rendition(medium.rendition),
        name=medium.file_name,
        media_type=medium.rendition.media_type,
    )


@require_GET
def consent(request: UserRequest, pk: int, number: int, position: int) -> FileResponse:
    """The consent of who is seen: personal data, for who may read the draft."""
    medium = access.medium(access.post(request, pk), number, position)
    kept = access.consent(medium)
    return kept_file(
        files.open_evidence(kept),
        name=medium.consent_name or "consent",
        media_type=kept.media_type,
    )
