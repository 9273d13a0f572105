from functools import partial

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from rasmi.core.http import UserRequest
from rasmi.people.models import Power
from rasmi.people.pages import for_power
from rasmi.policy import access, pack, selectors, services
from rasmi.policy.forms import (
    AskReviewForm,
    BringIntoForceForm,
    ClauseForm,
    DraftForm,
    PartyReviewForm,
)
from rasmi.policy.stories import standing
from rasmi.web.forms import Act, act_page, key_in


@require_GET
def issues(request: UserRequest) -> HttpResponse:
    now = timezone.now()
    return render(
        request,
        "policy/issues.html",
        {
            "issues": [
                (each, standing(state))
                for each, state in selectors.issues_with_states(now)
            ],
            "is_free": selectors.version_to_come(now) is None,
        },
    )


@require_GET
def issue(request: UserRequest, pk: int) -> HttpResponse:
    now = timezone.now()
    found = access.version(pk)
    old = selectors.before(found)
    changed = list(selectors.compared(old, found)) if old else []
    state = selectors.state_of(found, now)
    return render(
        request,
        "policy/issue.html",
        {
            "version": found,
            "standing": standing(state),
            "is_reviewed": state == selectors.State.REVIEWED,
            "is_open": found.in_force_from is None,
            "parties": selectors.parties(found),
            "past_reviews": found.party_reviews.select_related("by"),
            "roles": pack.current().roles,
            "old": old,
            "changed": changed,
        },
    )


@require_GET
def compare(request: UserRequest, pk: int) -> HttpResponse:
    """Two issues clause by clause; without another one named, with the one before."""
    new = access.version(pk)
    named = key_in(request.GET.get("with", ""))
    old = access.version(named) if named else selectors.before(new)
    if old is None:
        raise Http404
    return render(
        request,
        "policy/compare.html",
        {
            "old": old,
            "new": new,
            "changed": list(selectors.compared(old, new)),
            "others": selectors.issues().exclude(pk__in=[new.pk, old.pk]),
        },
    )


@require_GET
def clauses(request: UserRequest, pk: int) -> HttpResponse:
    """The texts of a draft, each to be amended."""
    found = access.version(pk)
    known = pack.current().clauses
    texts = [(known[key], text) for key, text in selectors.texts(found).items()]
    return render(request, "policy/clauses.html", {"version": found, "texts": texts})


@for_power(Power.POLICY)
def begin_draft(request: UserRequest) -> HttpResponse:
    act = Act(
        title=_("Draft the next issue"),
        lead=_(
            "It begins with the texts in force. Clauses are then amended one by one."
        ),
        button=_("Begin the draft"),
        done=_("The draft stands. Amend its clauses, then have it reviewed."),
        back=reverse("policy:issues"),
    )
    return act_page(request, DraftForm, services.begin_draft, act)


@for_power(Power.POLICY)
def amend_clause(request: UserRequest, pk: int, key: str) -> HttpResponse:
    found, clause = access.version(pk), access.clause(key)
    act = Act(
        title=_("Amend clause %(clause)s") % {"clause": clause.id},
        lead=str(clause.title),
        button=_("Keep the text"),
        done=_("Kept. The parties review the texts as they stand now."),
        back=f"{reverse('policy:clauses', args=[pk])}#{clause.id}",
    )
    text = selectors.texts(found)[clause.id]
    service = partial(services.amend_clause, found, clause.id)
    initial = {"ar": text.ar, "en": text.en}
    return act_page(request, ClauseForm, service, act, initial=initial)


def review_as_party(request: UserRequest, pk: int, key: str) -> HttpResponse:
    found, party = access.version(pk), access.party(key)
    current = pack.current()
    act = Act(
        title=_("Review issue %(issue)s for: %(party)s")
        % {"issue": found, "party": current.roles[party]},
        lead=_("What is said holds for the texts as they stand now, and for no other."),
        button=_("Say so"),
        done=_("Kept with the issue."),
        back=reverse("policy:issue", args=[pk]),
        template="policy/party_review.html",
    )
    service = partial(services.review_as_party, found, party)
    old = selectors.before(found)
    more = {
        "version": found,
        "changed": list(selectors.compared(old, found)) if old else [],
    }
    page = for_power(current.reviewers[party])(
        lambda asked: act_page(asked, PartyReviewForm, service, act, more=more)
    )
    return page(request)


@for_power(Power.POLICY)
def bring_into_force(request: UserRequest, pk: int) -> HttpResponse:
    found = access.version(pk)
    act = Act(
        title=_("Bring issue %(issue)s into force") % {"issue": found},
        lead=_("Every employee is asked to read it and acknowledge it anew."),
        button=_("Bring into force"),
        done=_("Approved. Everyone is asked to acknowledge it once it is in force."),
        back=reverse("policy:issue", args=[pk]),
    )
    service = partial(services.bring_into_force, found)
    initial = {"holds_from": timezone.localdate()}
    return act_page(request, BringIntoForceForm, service, act, initial=initial)


@for_power(Power.POLICY)
def ask_review(request: UserRequest) -> HttpResponse:
    version = selectors.version_in_force(timezone.now())
    if version is None:
        raise Http404
    act = Act(
        title=_("Ask for a review before its time"),
        lead=_("The policy is reviewed in its interval, or whenever the need arises."),
        button=_("Ask for it"),
        done=_("Asked for. It stands in the duties of who owns the policy."),
        back=reverse("policy:reviews"),
    )
    service = partial(services.ask_review, version)
    return act_page(request, AskReviewForm, service, act)
