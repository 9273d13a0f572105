from collections.abc import Iterator
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rasmi.people import selectors as people
from rasmi.people.models import Power, User
from rasmi.policy import selectors
from rasmi.policy.annexes import KINDS
from rasmi.policy.models import Acknowledgement
from rasmi.rules import Owed, Viewer, duty
from rasmi.web.templatetags.web import digits

REVIEW_WARNING = timedelta(days=90)


@duty("policy.read_by_all")
def read_by_all(viewer: Viewer, now: datetime) -> Iterator[Owed]:
    version = selectors.version_in_force(now)
    if version is None or selectors.has_acknowledged(
        User(pk=viewer.pk), Acknowledgement.Statement.POLICY, now
    ):
        return
    yield Owed(
        title=_("Read the policy and acknowledge it"),
        detail=_("Issue %(issue)s, in force for every employee")
        % {"issue": digits(version.issue)},
        act=_("Open the policy"),
        url=reverse("policy:policy"),
        icon="book",
    )


@duty("policy.decisions_are_checked")
def decisions_are_checked(viewer: Viewer, now: datetime) -> Iterator[Owed]:
    if Power.REGISTER not in viewer.powers:
        return
    waiting = selectors.decisions().waiting().exclude(entered_by=viewer.pk)
    for decision in waiting.order_by("entered_at"):
        yield Owed(
            title=_("Check decision %(number)s with its scan")
            % {"number": decision.number},
            detail=decision.subject,
            act=_("Open the decision"),
            url=reverse("policy:decision", args=[decision.pk]),
            icon="rubber-stamp",
        )


@duty("policy.two_keep_the_registers")
def two_keep_the_registers(viewer: Viewer, now: datetime) -> Iterator[Owed]:
    """Nothing can rest on a decision that one person enters and nobody can check."""
    keepers = people.holders_of(Power.REGISTER, now)
    if Power.PEOPLE in viewer.powers and len(keepers) < 2:
        yield Owed(
            title=_("Appoint a second keeper of the registers"),
            detail=_("A decision is entered by one and checked by another."),
            act=_("See the offices"),
            url=reverse("people:units"),
            icon="user-plus",
        )


@duty("policy.somebody_signs")
def somebody_signs(viewer: Viewer, now: datetime) -> Iterator[Owed]:
    """Openings, waivers and numbers rest on the signature of the head."""
    if Power.PEOPLE in viewer.powers and not selectors.heads(now):
        yield Owed(
            title=_("Enter who heads the ministry and signs its decisions"),
            detail=_("An office of the ministry itself, with the power to decide."),
            act=_("See the offices"),
            url=reverse("people:units"),
            icon="crown",
        )


@duty("policy.adoptions_are_confirmed")
def adoptions_are_confirmed(viewer: Viewer, now: datetime) -> Iterator[Owed]:
    if Power.REGISTER not in viewer.powers:
        return
    for adoption in selectors.waiting_adoptions().exclude(entered_by=viewer.pk):
        yield Owed(
            title=_("Confirm the parameters of decision %(number)s")
            % {"number": adoption.decision.number},
            detail=_("Entered by %(person)s") % {"person": adoption.entered_by},
            act=_("Compare them with the decision"),
            url=reverse("policy:adoption", args=[adoption.pk]),
            icon="adjustments",
        )


@duty("policy.parameters_are_approved")
def parameters_are_approved(viewer: Viewer, now: datetime) -> Iterator[Owed]:
    if Power.POLICY not in viewer.powers or selectors.waiting_adoptions().exists():
        return
    missing = [each for each in selectors.settings_now(now) if not each.is_approved]
    if missing:
        yield Owed(
            title=ngettext(
                "Have %(n)s open number of the policy approved",
                "Have %(n)s open numbers of the policy approved",
                len(missing),
            )
            % {"n": digits(len(missing))},
            detail=_("All of them can be approved by one decision."),
            act=_("See the parameters"),
            url=reverse("policy:parameters"),
            icon="adjustments",
        )


@duty("policy.appointments_rest_on_decisions")
def appointments_rest_on_decisions(viewer: Viewer, now: datetime) -> Iterator[Owed]:
    if Power.REGISTER not in viewer.powers:
        return
    for each in selectors.appointments_without_decision(now):
        yield Owed(
            title=_("Enter decision %(number)s with its scan")
            % {"number": each.decision_number},
            detail=_("%(person)s holds «%(office)s» under it.")
            % {"person": each.holder, "office": each.office},
            act=_("Enter the decision"),
            url=reverse("policy:enter_decision"),
            icon="rubber-stamp",
        )


@duty("policy.reviewed_in_time")
def reviewed_in_time(viewer: Viewer, now: datetime) -> Iterator[Owed]:
    due = selectors.review_due(now)
    if Power.POLICY not in viewer.powers or due is None or due > now + REVIEW_WARNING:
        return
    yield Owed(
        title=_("Review the policy"),
        detail=_("As often as it says itself, or when the need arises."),
        act=_("Open the review log"),
        url=reverse("policy:reviews"),
        due_at=due,
        icon="history",
    )


@duty("policy.reviewed_by_both_parties")
def reviewed_by_both_parties(viewer: Viewer, now: datetime) -> Iterator[Owed]:
    """Who speaks for a party is asked to review the draft as it stands."""
    draft = selectors.version_to_come(now)
    if draft is None or draft.in_force_from:
        return
    for party in selectors.parties(draft):
        spoken = party.review and party.is_of_these_texts
        if party.power in viewer.powers and not spoken:
            yield Owed(
                title=_("Review issue %(issue)s of the policy")
                % {"issue": digits(draft.issue)},
                detail=_("For: %(party)s") % {"party": party.title},
                act=_("Open the draft"),
                url=reverse("policy:issue", args=[draft.pk]),
                icon="book",
            )


@duty("policy.signed_lists_are_compared")
def signed_lists_are_compared(viewer: Viewer, now: datetime) -> Iterator[Owed]:
    if Power.REGISTER not in viewer.powers:
        return
    for each in selectors.waiting_lists().exclude(entered_by=viewer.pk):
        yield Owed(
            title=_("Compare a signed list with its scan"),
            detail=_("Entered by %(person)s") % {"person": each.entered_by},
            act=_("Compare"),
            url=reverse("policy:check_signed_list", args=[each.pk]),
            icon="file-check",
        )


@duty("policy.annexes_are_confirmed")
def annexes_are_confirmed(viewer: Viewer, now: datetime) -> Iterator[Owed]:
    if Power.REGISTER not in viewer.powers:
        return
    for each in selectors.waiting_annexes().exclude(entered_by=viewer.pk):
        yield Owed(
            title=_("Confirm an annex of the policy"),
            detail=str(KINDS[each.kind].title),
            act=_("Compare it with the decision"),
            url=reverse("policy:confirm_annex", args=[each.pk]),
            icon="adjustments",
        )
