"""
The object of an address, or 404. A conversation is for who may do something on its
account, for its owner, and for who approves, decides and audits.
"""

from django.shortcuts import get_object_or_404
from django.utils import timezone

from rasmi.core.http import UserRequest
from rasmi.engagement import selectors
from rasmi.engagement.models import Conversation, Reply


def conversation(request: UserRequest, pk: int) -> Conversation:
    now = timezone.now()  # noqa: TID251 — the edge of a page
    seen = selectors.visible(request.user, request.powers, now)
    return get_object_or_404(
        seen.select_related("channel__owner", "root__record", "closed_by"), pk=pk
    )


def reply(found: Conversation, pk: int) -> Reply:
    replies = found.replies.select_related("written_by", "target", "cites__unit")
    return get_object_or_404(replies, pk=pk)
