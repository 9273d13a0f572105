from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db.models import Prefetch
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rasmi.core.calendar import weeks
from rasmi.intake.models import RemoteObject, Version
from rasmi.intake.models.objects import Shown
from rasmi.moderation import selectors
from rasmi.moderation.models import Appeal, Judgement
from rasmi.policy import pack
from rasmi.records import selectors as records
from rasmi.rules import Finding, Result, control

LOOKED_BACK = timedelta(days=90)  # a quarter: what was late before is reported there


def _finding(contribution: RemoteObject, detail: str) -> Finding:
    page = reverse("moderation:object", args=[contribution.pk])
    return Finding(str(contribution), detail, page)


def _over_at(version: Version, all_versions: list[Version]) -> datetime | None:
    """When words were judged, changed or taken away, whichever came first."""
    times = [
        each.at
        for each in version.object.judgements.all()
        if each.version.text == version.text
    ]
    times += [
        each.seen_at
        for each in all_versions
        if each.number > version.number
        and (each.text != version.text or each.shown != Shown.VISIBLE)
    ]
    return min(times, default=None)


def _held(since: datetime) -> list[Version]:
    return list(
        Version.objects.filter(
            is_held=True,
            shown=Shown.VISIBLE,
            seen_at__gte=since,
            object__is_ours=False,
        )
        .select_related("object__channel")
        .prefetch_related(
            "object__versions",
            Prefetch("object__judgements", Judgement.objects.select_related("version")),
        )
    )


@control(
    "moderation.abuse_is_acted_on_in_time",
    gettext_lazy("What may be abuse is judged in time"),
)
def what_may_be_abuse_is_judged_in_time(now: datetime) -> Result:
    within = selectors.act_on_abuse_within(now)
    if within is None:
        return Result(population=0, is_set=False)
    held = _held(now - LOOKED_BACK)
    late = []
    for version in held:
        over_at = _over_at(version, list(version.object.versions.all()))
        if (over_at or now) > version.seen_at + within:
            detail = _("Judged too late.") if over_at else _("Waits for too long.")
            late.append(_finding(version.object, detail))
    return Result(population=len(held), findings=late)


@control(
    "moderation.each_hiding_has_clause_and_reason",
    gettext_lazy("Each hiding has a clause and a reason, and a copy is kept"),
)
def each_hiding_rests_on_a_clause_and_a_copy(now: datetime) -> Result:
    hidden = list(selectors.judgements().filter(outcome=Judgement.Outcome.HIDE))
    elsewhere = RemoteObject.objects.of_the_public().filter(
        shown=Shown.HIDDEN, judgements=None
    )
    return Result(
        population=len(hidden) + elsewhere.count(),
        findings=list(_unfounded(hidden)),
        unknown=[
            _finding(each, _("Hidden on the platform, and nobody here decided it."))
            for each in elsewhere.select_related("channel")
        ],
    )


def _unfounded(hidden: list[Judgement]) -> Iterator[Finding]:
    clauses = pack.current().clauses
    for each in hidden:
        if each.clause not in clauses:
            yield _finding(each.object, _("The clause that it names does not exist."))
        elif not records.has_words_of(each.object.record):
            yield _finding(each.object, _("No copy of what was hidden is kept."))


@control(
    "moderation.appeals_are_answered", gettext_lazy("Each appeal is answered in time")
)
def appeals_are_decided_in_time(now: datetime) -> Result:
    appeals = list(selectors.appeals().filter(received_at__gte=now - LOOKED_BACK))
    held = weeks()
    return Result(
        population=len(appeals),
        findings=[
            Finding(
                str(each),
                _("Not answered by the day that we tell the public."),
                reverse("moderation:appeal", args=[each.pk]),
            )
            for each in appeals
            if (each.decided_at or now) > selectors.answer_due(each, held)
        ],
    )


@control(
    "moderation.granted_is_shown_again",
    gettext_lazy("What an appeal was granted for is visible again"),
)
def what_was_granted_is_visible_again(now: datetime) -> Result:
    granted = Appeal.objects.filter(state=Appeal.State.GRANTED)
    return Result(
        population=granted.count(),
        findings=[
            _finding(each.object, _("An appeal was granted, and it is still hidden."))
            for each in selectors.granted_and_hidden()
        ],
    )
