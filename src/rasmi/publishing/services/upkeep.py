"""Old posts come up again; of each month some are looked at by somebody else."""

from collections.abc import Iterable
from datetime import date, datetime

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rasmi.audit import selectors as log
from rasmi.audit import services as audit
from rasmi.audit.actions import register
from rasmi.core.calendar import months_later, start_of
from rasmi.core.models import locked
from rasmi.files import kinds
from rasmi.files import services as files
from rasmi.files.models import Evidence
from rasmi.people import selectors as people
from rasmi.people.models import Power, User
from rasmi.people.services import refuse_both_sides, require
from rasmi.publishing.models import OldLook, Post, Sample, SampleItem
from rasmi.publishing.selectors import upkeep
from rasmi.publishing.services.drafting import keep
from rasmi.records.models import Part
from rasmi.rules import Refusal, gate

LOOKED = register(
    "publishing.post.look_at_old", gettext_lazy("Looked at an old post: %(target)s")
)
DRAWN = register(
    "publishing.sample.draw", gettext_lazy("Drew the sample of %(target)s")
)
JUDGED = register(
    "publishing.sample.judge", gettext_lazy("Judged a part of a sample: %(target)s")
)
SETTLED = register(
    "publishing.sample.settle",
    gettext_lazy("Said what came of a part of a sample: %(target)s"),
)

MAY_LOOK = gate("publishing.old_posts_are_looked_at_by_who_may_publish")
STILL_OUT = gate("publishing.what_is_looked_at_is_out")
NO_PART = gate("publishing.sample_is_judged_by_another")
ONCE = gate("publishing.sample_is_judged_once")
SETTLED_BY = gate("publishing.suspect_is_settled_once")


@transaction.atomic
def look_at_old(
    post: Post, *, outcome: str, reason: str, by: User, now: datetime
) -> OldLook:
    """
    Say of a post that has been out for long whether it still holds.

    :param outcome: `OldLook.Outcome`
    :raises Refusal: if one may neither publish nor review there, or nothing is out
    """
    post = locked(post)
    if not upkeep.may_look(by, post, now):
        raise Refusal(
            MAY_LOOK,
            _("This is for who publishes or reviews on these accounts."),
            remedy=_("The page of delegations shows who may do what, and until when."),
            target=post,
        )
    if not Post.objects.filter(upkeep.is_out(), pk=post.pk).exists():
        raise Refusal(
            STILL_OUT,
            _("Nothing of this post is on a platform."),
            remedy=_("Load its page again to see how it stands."),
            target=post,
        )
    look = OldLook.objects.create(
        post=post, outcome=outcome, reason=reason, by=by, at=now
    )
    keep(post, Part.Stage.LOOKED_AT, by=by, now=now, outcome=outcome, remark=reason)
    audit.record(LOOKED, actor=by, target=post, now=now, outcome=outcome)
    return look


@transaction.atomic
def draw_sample(month: date, *, now: datetime) -> Sample | None:
    """
    Draw what of a month is looked at once more; once, and not before the log is sealed.

    None where nothing was published in it.

    :param month: its first day; it has ended
    """
    checkpoint = log.newest_note()
    if not checkpoint or Sample.objects.filter(month=month).exists():
        return None
    sent = dict(upkeep.published_in(month).values_list("key", "pk"))
    if not sent:
        return None
    seed = upkeep.seed_of(month, checkpoint)
    sample = Sample.objects.create(
        month=month,
        checkpoint=checkpoint,
        seed=seed,
        population=len(sent),
        keys=_kept(sent, now),
        drawn_at=now,
        due_at=start_of(months_later(max(month, upkeep.month_before(now)), 2)),
    )
    chosen = upkeep.drawn(seed, sent)[: upkeep.size_of(len(sent))]
    SampleItem.objects.bulk_create(
        SampleItem(sample=sample, intent_id=sent[key], position=position)
        for position, key in enumerate(chosen, 1)
    )
    audit.record(
        DRAWN,
        actor=None,
        target=sample,
        now=now,
        population=len(sent),
        size=len(chosen),
        seed=seed,
        drawn_from=sample.keys.digest if sample.keys else "",
    )
    return sample


def _kept(keys: Iterable[str], now: datetime) -> Evidence:
    """The keys from which a sample is drawn, one a line, byte for byte."""
    text = "".join(f"{key}\n" for key in sorted(keys))
    file = ContentFile(text.encode(), name="keys.txt")
    return files.keep(file, kinds_allowed=[kinds.CSV], now=now)


@transaction.atomic
def judge_item(
    item: SampleItem, *, outcome: str, remark: str, by: User, now: datetime
) -> None:
    """
    Say whether something that was published is in order.

    :param outcome: `SampleItem.Outcome`
    :raises Refusal: if one neither approves nor owns the policy, had a part in it, or
        it is judged already
    """
    held = people.authority(by, Power.APPROVE, now) or require(
        by, Power.POLICY, now=now, target=item
    )
    item = locked(item)
    _require_no_part(item, by, now)
    if item.is_judged:
        raise Refusal(
            ONCE,
            _("This was judged already."),
            remedy=_("Load the page of the sample again."),
            target=item,
        )
    item.outcome, item.remark, item.by, item.at = outcome, remark, by, now
    item.save(update_fields=["outcome", "remark", "by", "at"])
    audit.record(
        JUDGED,
        actor=by,
        acting_for=held.acting_for,
        target=item,
        now=now,
        outcome=outcome,
    )


@transaction.atomic
def settle_item(item: SampleItem, *, settlement: str, by: User, now: datetime) -> None:
    """
    Say what came of something that may be against the policy.

    :param settlement: what was done, or why it is none after all
    :raises Refusal: if one neither approves nor owns the policy, judged it oneself, had
        a part in it, or it does not wait for this
    """
    held = people.authority(by, Power.APPROVE, now) or require(
        by, Power.POLICY, now=now, target=item
    )
    item = locked(item)
    _require_no_part(item, by, now)
    judge, at = item.by, item.at
    if not item.is_suspect or item.settled_at or judge is None or at is None:
        raise Refusal(
            SETTLED_BY,
            _("This does not wait for anybody."),
            remedy=_("Load the page of the sample again."),
            target=item,
        )
    refuse_both_sides(by, judge, now=now, since=at, target=item)
    item.settled_by, item.settled_at, item.settlement = by, now, settlement
    item.save(update_fields=["settled_by", "settled_at", "settlement"])
    audit.record(SETTLED, actor=by, acting_for=held.acting_for, target=item, now=now)


def _require_no_part(item: SampleItem, by: User, now: datetime) -> None:
    """Nor anybody who acted for one of them since it was planned, or the reverse."""
    sides = list(upkeep.sides(item.intent))
    since = item.intent.planned_at
    acted = any(people.acted_for_each_other(by, each, since, now) for each in sides)
    if by in sides or acted:
        raise Refusal(
            NO_PART,
            _("You wrote, sent or approved this yourself, or acted for who did.")
            if acted
            else _("You wrote, sent or approved this yourself."),
            remedy=_("Somebody who had no part in it judges it."),
            target=item,
        )
