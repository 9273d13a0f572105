from typing import Any
from uuid import uuid4

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from rasmi.channels import selectors as channels
from rasmi.core.http import UserRequest
from rasmi.engagement import access, selectors, signatures, stories
from rasmi.engagement.forms import ReplyForm, SortForm
from rasmi.engagement.models import Conversation
from rasmi.intake import selectors as intake
from rasmi.policy import selectors as policy
from rasmi.web.forms import key_in

PAGE = 30
LONGEST_QUERY = 100
VIEWS = (
    ("open", _("Open now")),
    ("unsorted", _("To sort")),
    ("overdue", _("Overdue")),
    ("held", _("To look at")),
    ("review", _("Replies to review")),
    ("closed", _("Closed ones")),
)


@require_GET
def inbox(request: UserRequest) -> HttpResponse:
    now = timezone.now()
    seen = selectors.visible(request.user, request.powers, now)
    view = request.GET.get("view", "")
    view = view if view in selectors.VIEWS else "open"
    account = key_in(request.GET.get("account", ""))
    found = selectors.listed(seen, view, now)
    if account:
        found = found.filter(channel=account)
    query = request.GET.get("q", "").strip()[:LONGEST_QUERY]
    if query:
        found = selectors.saying(found, query)
    last = seen.filter(pk=key_in(request.GET.get("after", ""))).first()
    page = list(selectors.with_excerpt(selectors.after(found, last, view))[: PAGE + 1])
    return render(
        request,
        "engagement/inbox.html",
        {
            "rows": stories.rows(page[:PAGE], now),
            "has_more": len(page) > PAGE,
            "last": page[PAGE - 1].pk if len(page) > PAGE else 0,
            "query": query,
            "view": view,
            "views": VIEWS,
            "account": account,
            "accounts": selectors.channels_of(seen),
            "may_enter": intake.may_enter(request.user, now).exists(),
        },
    )


@require_GET
def conversation(request: UserRequest, pk: int) -> HttpResponse:
    found = access.conversation(request, pk)
    return render(request, "engagement/conversation.html", shown(request, found))


def shown(
    request: UserRequest, found: Conversation, form: ReplyForm | None = None
) -> dict[str, Any]:
    """What the page of a conversation shows; `form` with what was typed."""
    now = timezone.now()
    right = selectors.right_to_reply(request.user, found, now)
    may_sort = selectors.may_sort(request.user, found, now)
    is_by_name = bool(right and right.speaks_by_name)
    return {
        "conversation": found,
        "lines": selectors.thread(found),
        "findings": intake.findings_of(found.root.version),
        "clocks": stories.clocks(selectors.wait_of(found), now),
        "judge_by": stories.running(found.due_at, now)
        if found.is_held and found.due_at
        else None,
        "may_sort": may_sort,
        "may_reply": right is not None,
        "speakers": [] if right else selectors.speakers(found, now),
        "is_mine_to_answer": found.is_open and found.is_sorted and not found.is_held,
        "sort_form": SortForm(initial={"kind": found.kind, "topic": found.topic}),
        "form": form or reply_form(request, found),
        "signed_by_unit": signatures.by_unit("", found.channel),
        "signed_by_name": signatures.by_name("", right) if right and is_by_name else "",
        "procedure": channels.approved_procedure(found.channel),
        "rules": policy.reply_rules(found.kind, now),
        "reviewable": {
            each.pk
            for each in found.replies.filter(state="in_review")
            if selectors.may_review(request.user, each, now)
        },
    }


def reply_form(request: UserRequest, found: Conversation) -> ReplyForm:
    now = timezone.now()
    right = selectors.right_to_reply(request.user, found, now)
    citable = selectors.citable(found)
    classes = policy.released_classes(now)
    initial = {
        "key": uuid4().hex,
        "last_seen": selectors.last_message(found),
        "cites": citable[-1] if citable else None,
        "information_class": classes[0].key if classes else "",
    }
    typed = request.POST if request.method == "POST" else None
    return ReplyForm(
        typed,
        initial=initial,
        citable=citable,
        classes=classes,
        by_name=bool(right and right.speaks_by_name),
    )
