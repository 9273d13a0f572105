"""The object of an address, for who may see it, or 404."""

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone

from rasmi.core.http import UserRequest
from rasmi.files.models import Evidence
from rasmi.publishing import selectors
from rasmi.publishing.models import Medium, PlanItem, Post


def post(request: UserRequest, pk: int) -> Post:
    now = timezone.now()  # noqa: TID251 — the edge of a page
    found = selectors.visible(request.user, request.powers, now)
    return get_object_or_404(found, pk=pk)


def medium(post: Post, number: int, position: int) -> Medium:
    """A picture of any version of a post that may be seen."""
    found = Medium.objects.select_related("rendition", "consent")
    return get_object_or_404(
        found, version__post=post, version__number=number, position=position
    )


def consent(medium: Medium) -> Evidence:
    if medium.consent is None:
        raise Http404
    return medium.consent


def plan_item(pk: int) -> PlanItem:
    return get_object_or_404(PlanItem, pk=pk)
