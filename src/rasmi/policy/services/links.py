from datetime import datetime, timedelta
from functools import partial
from uuid import uuid4

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rasmi.audit import services as audit
from rasmi.audit.actions import register
from rasmi.core.language import isolated
from rasmi.core.models import locked
from rasmi.notify import services as notify
from rasmi.notify.letters import Letter
from rasmi.people.models import Power, User
from rasmi.people.services import require
from rasmi.policy import pack, selectors
from rasmi.policy.models import Acknowledgement, PersonalLink, PolicyVersion
from rasmi.policy.services.acknowledgement import IN_FORCE, acknowledge
from rasmi.rules import Refusal, gate

SENT = register(
    "policy.link.send", gettext_lazy("Sent personal links to issue %(target)s")
)
REMINDED = register(
    "policy.link.remind", gettext_lazy("Reminded of reading issue %(target)s")
)

NOT_AGAIN = gate("policy.nobody_is_asked_twice_in_a_week")
OPENED_BY_LINK = gate("policy.link_is_personal_and_ends")

LINK_LASTS = timedelta(days=30)
ASKED_AGAIN_AFTER = timedelta(days=7)
REMINDED_AFTER = timedelta(days=14)
MOST_MAILS = 3  # to one person about one issue, the first one included
AT_ONCE = 200  # mails of one request, or of one sweep


@transaction.atomic
def send_links(*, by: User, now: datetime) -> int:
    """
    Mail those who have not read the issue in force a personal link; return how many.

    It mails so many at once; the worker goes on with the next until all were sent one.
    Who was sent one within a week is passed over.

    :raises Refusal: if one does not own the policy, no issue is in force, or nobody is
        left to be asked
    """
    held = require(by, Power.POLICY, now=now)
    version = selectors.version_in_force(now)
    if version is None:
        raise Refusal(
            IN_FORCE,
            _("No issue of the policy is in force."),
            remedy=_("The owner of the policy brings one into force first."),
        )
    version = locked(version)  # who sends at the same time waits, then asks anew
    people = _send_some(version, since=now, now=now)
    if not people:
        raise Refusal(
            NOT_AGAIN,
            _("Everybody who has not read it was sent a link within the last week."),
            remedy=_("Wait, or have them sign a list of paper."),
            target=version,
        )
    audit.record(
        SENT,
        actor=by,
        acting_for=held.acting_for,
        target=version,
        now=now,
        people=people,
    )
    return people


@transaction.atomic
def go_on_with_links(*, now: datetime) -> int:
    """Mail the next ones of those whom somebody had asked; return how many."""
    version = selectors.version_in_force(now)
    if version is None or version.links_asked_at is None:
        return 0
    version = locked(version)
    asked_at = version.links_asked_at
    people = _send_some(version, since=asked_at, now=now) if asked_at else 0
    if people:
        audit.record(SENT, actor=None, target=version, now=now, people=people)
    return people


def _send_some(version: PolicyVersion, *, since: datetime, now: datetime) -> int:
    """
    :param since: when it was asked that all be sent one; who was sent one in the week
        before it is passed over
    """
    waiting = selectors.to_be_sent_a_link(now, not_since=since - ASKED_AGAIN_AFTER)
    people = list(waiting[: AT_ONCE + 1])
    for person in people[:AT_ONCE]:
        _send(person, version, now)
    version.links_asked_at = since if len(people) > AT_ONCE else None
    version.save(update_fields=["links_asked_at"])
    return len(people[:AT_ONCE])


@transaction.atomic
def remind_readers(*, now: datetime) -> int:
    """Send those who left their link unused a new one, so often and no more."""
    version = selectors.version_in_force(now)
    if version is None:
        return 0
    version = locked(version)
    unused = PersonalLink.objects.filter(
        version=version,
        sent_at__lte=now - REMINDED_AFTER,
        times_sent__lt=MOST_MAILS,
        user__in=selectors.not_acknowledged(now),
    )
    people = [each.user for each in unused.select_related("user")[:AT_ONCE]]
    for person in people:
        _send(person, version, now)
    if people:
        audit.record(REMINDED, actor=None, target=version, now=now, people=len(people))
    return len(people)


def acknowledge_by_link(
    link: PersonalLink, *, has_read: bool, now: datetime
) -> Acknowledgement:
    """
    Keep that the person of a link has read the issue that the link is about.

    :raises Refusal: if the link has ended, or another issue is in force by now
    """
    if not (has_read and link.ends_at > now):
        raise Refusal(
            OPENED_BY_LINK,
            _("This link has ended, or nothing was confirmed."),
            remedy=_("Ask information security for a new one."),
            target=link.version,
        )
    return acknowledge(
        Acknowledgement.Statement.POLICY,
        issue=link.version,
        how=Acknowledgement.How.LINK,
        by=link.user,
        now=now,
    )


def _send(person: User, version: PolicyVersion, now: datetime) -> None:
    link, is_new = PersonalLink.objects.get_or_create(
        user=person,
        version=version,
        defaults={
            "address": person.email,
            "sent_at": now,
            "ends_at": now + LINK_LASTS,
        },
    )
    if not is_new:
        link.uid, link.address = uuid4(), person.email  # the mail before opens nothing
        link.sent_at, link.ends_at = now, now + LINK_LASTS
        link.times_sent = F("times_sent") + 1
        link.save(update_fields=["uid", "address", "sent_at", "ends_at", "times_sent"])
    notify.send(
        person.email, kind="policy.read", letter=partial(_letter, link), now=now
    )


def _letter(link: PersonalLink) -> Letter:
    facts = {
        "name": link.user.name,
        "issue": isolated(link.version.issue),
        "policy": pack.current().title,
    }
    return Letter(
        subject=_("Please read the policy in force: issue %(issue)s") % facts,
        paragraphs=(
            _("Peace be upon you, %(name)s.") % facts,
            _(
                "Issue %(issue)s of «%(policy)s» holds for every employee, also for "
                "who speaks on no official account."
            )
            % facts,
            _(
                "The link shows it to you without signing in, and takes your word that "
                "you have read it. It is yours alone and works for thirty days."
            ),
        ),
        act=_("Read it"),
        url=settings.STAFF_ORIGIN + reverse("policy:read", args=[link.secret]),
    )
