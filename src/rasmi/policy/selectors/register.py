from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from django.db.models import Model, Q, QuerySet
from django.urls import reverse

from rasmi.core.calendar import months_later, start_of
from rasmi.core.language import Text, listed
from rasmi.people.models import Appointment, Power, User
from rasmi.policy import pack
from rasmi.policy.models import (
    Acknowledgement,
    AdoptedValue,
    Adoption,
    Decision,
    PolicyReview,
    PolicyVersion,
    Publication,
    ReviewRequest,
    Waiver,
    Wording,
)
from rasmi.policy.models.decisions import DecisionQuerySet
from rasmi.policy.selectors.classes import (
    InformationClass,
    class_names,
    information_classes,
)
from rasmi.rules import Explanation
from rasmi.web.templatetags.web import day

MOST_SHOWN = 20  # of what rests on a decision


class Source(StrEnum):
    """Where the value of a parameter comes from."""

    FIXED = "fixed"  # stated by the policy
    APPROVED = "approved"  # under a decision
    PROPOSAL = "proposal"  # ours, used and marked
    UNSET = "unset"  # nobody has set it


@dataclass(frozen=True)
class Setting:
    """A parameter as it holds at a time; `values` is empty where nothing holds."""

    parameter: pack.Parameter
    source: Source
    values: dict[str, Any]
    adopted: AdoptedValue | None = None

    @property
    def is_approved(self) -> bool:
        return self.source in (Source.FIXED, Source.APPROVED)

    def number(self, name: str) -> int:
        return int(self.values[name])

    @property
    def shown(self) -> list[tuple[Text, str]]:
        """The fields with their values in words."""
        return shown_values(self.parameter, self.values)


def shown_values(
    parameter: pack.Parameter, values: dict[str, Any]
) -> list[tuple[Text, str]]:
    return [
        (each.title, in_words(each, values[each.name]))
        for each in parameter.fields
        if each.name in values
    ]


def in_words(field: pack.Field, value: Any) -> str:
    if field.choices_of:
        names = class_names()  # it may name one that has been taken out since
        return listed(str(names[key]) for key in value if key in names)
    if field.type == "choices":
        titles = dict(field.choices)
        return listed(str(titles[key]) for key in value if key in titles)
    if field.type == "date":
        return day(date.fromisoformat(value))
    return str(value)


def setting(name: str, at: datetime) -> Setting:
    """
    The value of a parameter that held at a time, or what its rule says without one.

    :raises KeyError: if the pack has no such parameter
    """
    return _setting(pack.current().parameters[name], _adopted(at).get(name))


def releasable_classes(at: datetime) -> list[InformationClass]:
    """The classes that the body may release, whether or not it has."""
    return [each for each in information_classes(at) if each.is_releasable]


def released_classes(at: datetime) -> list[InformationClass]:
    """The classes of which something may be published, as approved at a time."""
    released = setting("publishable_classes", at).values.get("classes", [])
    return [each for each in releasable_classes(at) if each.key in released]


def settings_now(at: datetime) -> list[Setting]:
    """Every open parameter, in the order of the policy's clauses."""
    adopted = _adopted(at)
    return [
        _setting(each, adopted.get(each.name))
        for each in pack.current().open_parameters()
    ]


def _adopted(at: datetime) -> dict[str, AdoptedValue]:
    found = AdoptedValue.objects.in_force(at).select_related("adoption__decision")
    return {each.parameter: each for each in found}  # the last one wins


def _setting(parameter: pack.Parameter, adopted: AdoptedValue | None) -> Setting:
    if parameter.is_fixed:
        return Setting(parameter, Source.FIXED, parameter.stated)
    if adopted:
        return Setting(parameter, Source.APPROVED, adopted.value, adopted)
    if parameter.while_unset == "proposal" and parameter.proposal:
        return Setting(parameter, Source.PROPOSAL, parameter.proposal)
    return Setting(parameter, Source.UNSET, {})


def waiting_adoptions() -> QuerySet[Adoption]:
    return Adoption.objects.filter(confirmed_at=None, returned_at=None).select_related(
        "decision", "entered_by"
    )


def version_in_force(at: datetime) -> PolicyVersion | None:
    return PolicyVersion.objects.in_force(at).select_related("decision").first()


def version_to_come(at: datetime) -> PolicyVersion | None:
    """An issue that was imported and is not in force yet."""
    to_come = Q(in_force_from=None) | Q(in_force_from__gt=at)
    return PolicyVersion.objects.filter(to_come).order_by("-pk").first()


def publication(at: datetime) -> Publication | None:
    """
    By what the issue in force is public at a time; None while it is internal.

    A new issue is internal until it is published itself.
    """
    standing = Publication.objects.standing(at).filter(version=version_in_force(at))
    return standing.select_related("version", "decision").first()


def published_version(at: datetime) -> PolicyVersion | None:
    """The issue of the policy that the public may read at a time, if any."""
    found = publication(at)
    return found.version if found else None


def wordings(version: PolicyVersion | None) -> dict[str, Wording]:
    """The official wording by clause; empty where none was imported."""
    return {each.clause: each for each in version.wordings.all()} if version else {}


def has_acknowledged(
    user: User, statement: Acknowledgement.Statement, at: datetime
) -> bool:
    """Whether the person has acknowledged it for the issue that is in force."""
    return Acknowledgement.objects.filter(
        user=user, version=version_in_force(at), statement=statement, at__lte=at
    ).exists()


def may_speak_under(
    user: User, statement: Acknowledgement.Statement, at: datetime
) -> bool:
    """
    Whether the person has acknowledged it for an issue by which one may speak.

    That is the one in force, or one before it since which nothing material has changed.
    """
    return Acknowledgement.objects.filter(
        user=user, version__in=_counting(at), statement=statement, at__lte=at
    ).exists()


def _counting(at: datetime) -> list[int]:
    found: list[int] = []
    for version in PolicyVersion.objects.in_force(at):
        found.append(version.pk)
        if version.is_material:
            break
    return found


def acknowledged(statement: Acknowledgement.Statement, at: datetime) -> set[int]:
    """Ids of everyone who may speak by it, as `may_speak_under` says."""
    found = Acknowledgement.objects.filter(
        version__in=_counting(at), statement=statement, at__lte=at
    )
    return set(found.values_list("user", flat=True))


def acknowledgements_of(user: User, at: datetime) -> dict[str, Acknowledgement]:
    found = Acknowledgement.objects.filter(user=user, version=version_in_force(at))
    return {each.statement: each for each in found}


def not_acknowledged(at: datetime) -> QuerySet[User]:
    """Everyone in service who has not acknowledged the issue in force."""
    done = Acknowledgement.objects.filter(
        version=version_in_force(at), statement=Acknowledgement.Statement.POLICY
    )
    return User.objects.filter(is_active=True).exclude(pk__in=done.values("user"))


def last_review(version: PolicyVersion) -> PolicyReview | None:
    return version.reviews.first()


def decisions() -> DecisionQuerySet:
    return Decision.objects.select_related(
        "signed_by__holder",
        "signed_by__office__unit",
        "signed_by__acting_for",
        "entered_by",
        "checked_by",
        "returned_by",
        "original",
    )


def usable_decisions(kind: Decision.Kind) -> DecisionQuerySet:
    """Checked decisions of a kind, the newest first, for a form to choose from."""
    return decisions().usable(kind)


def who_may_sign() -> QuerySet[Appointment]:
    """Everyone who holds or held an office that decides, as signatories to choose."""
    return (
        Appointment.objects.real()
        .filter(office__powers__power__in=[Power.DECIDE, Power.HEAD])
        .distinct()
        .select_related("holder", "office__unit", "acting_for")
        .order_by("office__unit", "-starts_at")
    )


def heads(at: datetime) -> list[Appointment]:
    """Who heads the body now, or acts for its head."""
    held = who_may_sign().filter(office__powers__power=Power.HEAD)
    return [each for each in held if each.is_in_force(at)]


def rests_on(decision: Decision) -> list[Model]:
    """Whatever points to a decision, of every room: what it was used for."""
    found: list[Model] = []
    for relation in Decision._meta.related_objects:
        rows = relation.related_model._default_manager
        found += rows.filter(**{relation.field.name: decision})[:MOST_SHOWN]
    return found


def appointments_without_decision(at: datetime) -> list[Appointment]:
    """Appointments in force whose decision nobody has entered and checked."""
    known = set(Decision.objects.checked().values_list("number", "decided_on"))
    found = Appointment.objects.in_force(at).select_related("holder", "office__unit")
    return [
        each
        for each in found
        if (each.decision_number, each.decision_date) not in known
    ]


def waiver(lever: str, target: Model, at: datetime) -> Waiver | None:
    """The waiver that sets a lever aside for a subject at a time, if there is one."""
    return (
        Waiver.objects.in_force(at)
        .filter(
            lever=lever,
            target_type=target._meta.label_lower,
            target_id=str(target.pk),
        )
        .select_related("decision")
        .order_by("-ends_at")
        .first()
    )


def waived(lever: str, targets: Sequence[Model], at: datetime) -> set[int]:
    """The keys of those subjects for which a lever is set aside at a time."""
    if not targets:
        return set()
    found = Waiver.objects.in_force(at).filter(
        lever=lever,
        target_type=targets[0]._meta.label_lower,
        target_id__in=[str(each.pk) for each in targets],
    )
    return {int(each.target_id) for each in found}


def appointments_in_force(at: datetime) -> int:
    return Appointment.objects.in_force(at).count()


def review_due(at: datetime) -> datetime | None:
    """
    When the policy is to be reviewed next; None while nobody knows from when to reckon.

    It is reckoned from the last review, or else from the date of publication. Where the
    need has arisen before, it is the day by which the review was asked for.
    """
    version = version_in_force(at)
    review = last_review(version) if version else None
    asked = open_request(version, at) if version else None
    days = [_by_interval(review, at), asked and start_of(asked.due_on)]
    return min((each for each in days if each), default=None)


def open_request(version: PolicyVersion, at: datetime) -> ReviewRequest | None:
    """What asks for a review soonest and has not had one since."""
    review = last_review(version)
    asked = version.review_requests.filter(asked_at__lte=at)
    if review:
        asked = asked.filter(asked_at__gt=review.entered_at)
    return asked.select_related("asked_by").first()


def _by_interval(review: PolicyReview | None, at: datetime) -> datetime | None:
    published = setting("publication_date", at).values.get("date")
    if review:
        begun = review.reviewed_on
    elif published:
        begun = date.fromisoformat(published)
    else:
        return None
    months = setting("review_interval", at).number("months")
    return start_of(months_later(begun, months))


def explain(lever: str) -> list[Explanation]:
    """The clauses that a lever carries out, in the reader's language."""
    return [
        Explanation(
            clause=clause.id,
            title=str(clause.title),
            statement=str(clause.statement),
            url=f"{reverse('policy:policy')}#{clause.id}",
        )
        for clause in pack.current().of_lever.get(lever, [])
    ]
