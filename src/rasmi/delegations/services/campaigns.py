"""Making staff aware of the risks: a message, to whom, and that it was read."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rasmi.audit import services as audit
from rasmi.audit.actions import register
from rasmi.delegations import selectors
from rasmi.delegations.models import Campaign, Reached
from rasmi.delegations.services import mails
from rasmi.people import courses
from rasmi.people.models import Power, Unit, User
from rasmi.people.services import require
from rasmi.rules import Refusal, gate

BEGUN = register(
    "delegations.campaign.begin", gettext_lazy("Began the campaign %(target)s")
)
TOLD = register(
    "delegations.campaign.tell", gettext_lazy("Told staff of the campaign %(target)s")
)
READ = register(
    "delegations.campaign.read", gettext_lazy("Read the campaign %(target)s")
)

HAS_PEOPLE = gate("delegations.campaign_reaches_somebody")
WAS_ASKED = gate("delegations.campaign_is_read_by_whom_it_is_for")

AT_ONCE = 200  # letters in one transaction


@transaction.atomic
def begin_campaign(  # noqa: PLR0913 — what is said, to whom and until when
    *,
    title_ar: str,
    title_en: str,
    text_ar: str,
    text_en: str,
    course: str = "",
    audience: Campaign.Audience | str,
    unit: Unit | None = None,
    ends_at: datetime,
    by: User,
    now: datetime,
) -> Campaign:
    """
    Begin a campaign; the mails to those whom it is for go out after it.

    :param course: key of a course that it leads to, or nothing
    :raises Refusal: if one does not own the policy, or it would reach nobody
    """
    held = require(by, Power.POLICY, now=now)
    people = list(selectors.audience(audience, unit, now))
    is_known = not course or courses.find(course) is not None
    if not (people and is_known and now < ends_at):
        raise Refusal(
            HAS_PEOPLE,
            _("A campaign reaches somebody, and has days in which to be read."),
            remedy=_("Choose another audience, or a later end."),
        )
    made = Campaign.objects.create(
        title_ar=title_ar,
        title_en=title_en,
        text_ar=text_ar,
        text_en=text_en,
        course=course,
        audience=audience,
        unit=unit,
        ends_at=ends_at,
        begun_by=by,
        begun_at=now,
    )
    Reached.objects.bulk_create(
        (Reached(campaign=made, person=person) for person in people), batch_size=500
    )
    audit.record(
        BEGUN,
        actor=by,
        acting_for=held.acting_for,
        target=made,
        now=now,
        people=len(people),
    )
    return made


def tell(*, now: datetime) -> int:
    """Write to those whom campaigns are for and who were not told; return how many."""
    waiting = Campaign.objects.filter(ends_at__gt=now, reached__told_at=None)
    return sum(_tell(each, now) for each in waiting.distinct())


@transaction.atomic
def _tell(campaign: Campaign, now: datetime) -> int:
    found = campaign.reached.filter(told_at=None).select_related("person")
    rows = list(found.select_for_update(of=("self",))[:AT_ONCE])
    keys = [each.pk for each in rows]
    # Who left since is told of nothing.
    campaign.reached.filter(pk__in=keys).update(told_at=now)
    here = [each for each in rows if each.person.is_active]
    for each in here:
        mails.tell_of_campaign(campaign, each.person, now=now)
    if rows:
        audit.record(TOLD, actor=None, target=campaign, now=now, people=len(here))
    return len(rows)


@transaction.atomic
def read_campaign(campaign: Campaign, *, by: User, now: datetime) -> None:
    """
    Keep that a person has read it; twice is once.

    :raises Refusal: if it is not for the person
    """
    mine = campaign.reached.filter(person=by)
    if not mine.exists():
        raise Refusal(
            WAS_ASKED,
            _("This campaign is for others."),
            remedy=_("You may read it; nothing is asked of you."),
            target=campaign,
        )
    if mine.filter(read_at=None).update(read_at=now):
        audit.record(READ, actor=by, target=campaign, now=now)
