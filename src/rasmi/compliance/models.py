from datetime import date, datetime, timedelta
from typing import Any, Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from rasmi.core.calendar import start_of, working_days_later
from rasmi.core.language import in_language
from rasmi.files.models import Evidence
from rasmi.people.models import Power, Unit, User
from rasmi.policy.models import Waiver
from rasmi.rules import Verdict, controls


class Control(models.Model):
    """
    How one rule of the policy stood when it was last looked after.
    """

    VERDICTS = [
        (Verdict.MET.value, _("Met")),
        (Verdict.NOT_MET.value, _("Not met")),
        (Verdict.UNKNOWN.value, _("Cannot be checked")),
        (Verdict.NOT_SET.value, pgettext_lazy("verdict of a control", "Not set")),
    ]

    lever = models.CharField(max_length=80, unique=True)
    verdict = models.CharField(max_length=10, choices=VERDICTS)
    population = models.PositiveIntegerField(default=0)
    found = models.PositiveIntegerField(default=0)
    unknown = models.PositiveIntegerField(default=0)
    is_broken = models.BooleanField(default=False)  # then the numbers are older
    checked_at = models.DateTimeField()
    since_at = models.DateTimeField()  # the verdict has been the same

    class Meta:
        ordering = ["lever"]

    def __str__(self) -> str:
        registered = controls().get(self.lever)
        return str(registered.title) if registered else self.lever


class FindingQuerySet(models.QuerySet["Finding"]):
    def open(self) -> Self:
        return self.filter(closed_at=None)

    def closed(self) -> Self:
        return self.filter(closed_at__isnull=False)

    def wrong(self) -> Self:
        """Still found, or put right in a way that was not accepted."""
        return self.open().filter(Q(clean_at=None) | Q(returned_at__isnull=False))

    def waiting(self) -> Self:
        """No longer found: a second person has to accept how it was put right."""
        return self.open().filter(clean_at__isnull=False, returned_at=None)

    def waived(self, at: datetime) -> Self:
        return self.wrong().filter(waiver__ends_at__gt=at)

    def unwaived(self, at: datetime) -> Self:
        return self.wrong().filter(Q(waiver=None) | Q(waiver__ends_at__lte=at))

    def late(self, at: datetime) -> Self:
        """Not put right by the day that was set for it, and not set aside."""
        return self.unwaived(at).filter(correct_by__lt=timezone.localdate(at))


class Finding(models.Model):
    """
    A subject that a control found wrong or could not look at, from when until when.

    It stays one row for as long as each run finds it. What comes back is a new one.
    """

    ACCEPTED_WITHIN = 5  # working days; of ours, no clause says it

    control = models.ForeignKey(Control, models.PROTECT, related_name="findings")
    key = models.CharField(max_length=64)  # of the subject, the same in each run
    is_unknown = models.BooleanField(default=False)  # could not be looked at
    subject_ar = models.TextField()
    subject_en = models.TextField()
    detail_ar = models.TextField()
    detail_en = models.TextField()
    url = models.CharField(max_length=300)
    opened_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    # Whoever puts it right: a unit, or whoever holds a power.
    owner_power = models.CharField(max_length=20, choices=Power, default=Power.POLICY)
    owner_unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")
    is_assigned = models.BooleanField(default=False)  # by a person, not by the duty
    correct_by = models.DateField(null=True)
    corrector = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    clean_at = models.DateTimeField(null=True)  # no longer found; to be accepted
    returned_at = models.DateTimeField(null=True)
    accepted_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    waiver = models.ForeignKey(Waiver, models.PROTECT, null=True, related_name="+")

    objects = FindingQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["control", "key"],
                condition=Q(closed_at=None),
                name="finding_open_once",
            ),
            models.CheckConstraint(
                name="finding_accepted_by_another",
                condition=Q(accepted_by=None) | ~Q(accepted_by=F("corrector")),
            ),
        ]
        indexes = [models.Index(fields=["control", "closed_at"])]

    def __str__(self) -> str:
        return self.subject

    @property
    def subject(self) -> str:
        return in_language(self.subject_ar, self.subject_en)

    @property
    def detail(self) -> str:
        return in_language(self.detail_ar, self.detail_en)

    @property
    def owner(self) -> str:
        """The unit or the power that puts it right."""
        return str(self.owner_unit or Power(self.owner_power).label)

    @property
    def accept_by(self) -> datetime | None:
        """Until when a second person accepts or returns the correction."""
        within = self.ACCEPTED_WITHIN
        return working_days_later(self.clean_at, within) if self.clean_at else None

    def is_waived(self, at: datetime) -> bool:
        return self.waiver is not None and self.waiver.ends_at > at

    def state(self, at: datetime) -> "FindingState":
        if self.closed_at:
            return FindingState.CLOSED
        if self.clean_at and not self.returned_at:
            return FindingState.WAITING
        if self.is_waived(at):
            return FindingState.WAIVED
        return FindingState.RETURNED if self.returned_at else FindingState.OPEN


class FindingState(models.TextChoices):
    OPEN = "open", pgettext_lazy("a finding", "Open")
    RETURNED = "returned", pgettext_lazy("a finding", "Returned")
    WAITING = "waiting", _("Corrected, waits for acceptance")
    WAIVED = "waived", _("Waived until a day")
    CLOSED = "closed", pgettext_lazy("a finding", "Closed")


class Note(models.Model):
    """What was done or said about a finding, in the words of who did it."""

    class Kind(models.TextChoices):
        PROGRESS = "progress", _("Progress")
        CORRECTION = "correction", _("Correction")
        ACCEPTED = "accepted", _("Accepted")
        RETURNED = "returned", pgettext_lazy("a correction", "Returned")

    finding = models.ForeignKey(Finding, models.PROTECT, related_name="notes")
    kind = models.CharField(max_length=10, choices=Kind)
    words = models.TextField(blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return str(self.finding)


class Figure(models.Model):
    """
    What a control said: once a day, and whenever it said something else.
    """

    control = models.ForeignKey(Control, models.PROTECT, related_name="figures")
    at = models.DateTimeField()
    verdict = models.CharField(max_length=10, choices=Control.VERDICTS)
    population = models.PositiveIntegerField()
    found = models.PositiveIntegerField()
    unknown = models.PositiveIntegerField()

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["control", "at"])]

    def __str__(self) -> str:
        return str(self.control)


class Report(models.Model):
    """
    How the policy was kept in a period: facts of rows, frozen when they are signed.
    """

    SIGNED_WITHIN = timedelta(days=10)  # after the period; of ours, no clause says it
    SEEN_WITHIN = timedelta(days=10)  # after it was signed; likewise

    begins_on = models.DateField(unique=True)
    ends_on = models.DateField()  # exclusive
    contents = models.JSONField()
    digest = models.CharField(max_length=64)  # SHA-256 of the contents
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    remark = models.TextField(blank=True)  # of who signs
    signed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    signed_for = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    signed_at = models.DateTimeField(null=True)
    seen_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    seen_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-begins_on"]
        constraints = [
            models.CheckConstraint(
                name="report_seen_by_another",
                condition=Q(seen_by=None) | ~Q(seen_by=F("signed_by")),
            ),
            models.CheckConstraint(
                name="report_seen_when_signed",
                condition=Q(seen_at=None) | Q(signed_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.begins_on:%Y-%m-%d} – {self.last_day:%Y-%m-%d}"

    @property
    def last_day(self) -> date:
        return self.ends_on - timedelta(days=1)

    @property
    def due_at(self) -> datetime:
        """Until when it is signed."""
        return start_of(self.ends_on) + self.SIGNED_WITHIN

    @property
    def see_by(self) -> datetime | None:
        """Until when the head sees it."""
        return self.signed_at + self.SEEN_WITHIN if self.signed_at else None

    @property
    def is_signed(self) -> bool:
        return self.signed_at is not None

    def part(self, name: str) -> Any:
        return self.contents[name]


class Violation(models.Model):
    """
    What somebody reports as a breach of the policy: read by those who handle it.

    Its status alone is told to who reported it. Nothing else names it: no list, no
    report, no entry of the log says whom it is about.
    """

    LOOKED_AT_WITHIN = 3  # working days; of ours, no clause says it

    class Kind(models.TextChoices):
        DISCLOSURE = "disclosure", _("Confidential or personal information disclosed")
        CONTENT = "content", _("Something published that the policy forbids")
        ACCESS = "access", _("An account used without the right, or passwords shared")
        GRIEVANCE = "grievance", _("A complaint of staff made public")
        OTHER = "other", _("Another breach of the policy")

    class Route(models.TextChoices):
        OWNER = "owner", _("The owner of the policy")
        AUDITOR = "auditor", _("The auditor")
        HEAD = "head", _("The head of the ministry")  # where the others are sides

    class Status(models.TextChoices):
        RECEIVED = "received", _("Received")
        IN_HAND = "in_hand", _("Being looked at")
        CLOSED = "closed", _("Closed")

    class Outcome(models.TextChoices):
        UNFOUNDED = "unfounded", _("No breach was found")
        CORRECTED = "corrected", _("Put right, and the person was made aware")
        REFERRED = "referred", _("Handed over under the procedures of the ministry")

    kind = models.CharField(max_length=12, choices=Kind.choices)
    what = models.TextField()
    place = models.CharField(max_length=300, blank=True)  # an address, or words
    evidence = models.ForeignKey(Evidence, models.PROTECT, null=True, related_name="+")
    file_name = models.CharField(max_length=200, blank=True)
    about = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    reporter = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    receipt = models.CharField(max_length=64, unique=True)  # SHA-256 of the code
    route = models.CharField(max_length=8, choices=Route.choices)
    status = models.CharField(
        max_length=8, choices=Status.choices, default=Status.RECEIVED
    )
    received_at = models.DateTimeField()
    due_at = models.DateTimeField()  # as the calendar stood when it was received
    taken_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    taken_at = models.DateTimeField(null=True)
    adviser = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    outcome = models.CharField(max_length=10, choices=Outcome.choices, blank=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="violation_handled_by_another",
                condition=Q(taken_by=None)
                | (
                    (Q(about=None) | ~Q(taken_by=F("about")))
                    & (Q(reporter=None) | ~Q(taken_by=F("reporter")))
                ),
            ),
            models.CheckConstraint(
                name="violation_closed_with_an_outcome",
                condition=~Q(status="closed") | ~Q(outcome=""),
            ),
        ]
        indexes = [models.Index(fields=["status", "due_at"])]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def is_closed(self) -> bool:
        return self.status == self.Status.CLOSED


class Step(models.Model):
    """What was done about a violation, in the words of who did it."""

    violation = models.ForeignKey(Violation, models.PROTECT, related_name="steps")
    words = models.TextField()
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return str(self.violation)


class Digest(models.Model):
    """That the digest of a week was sent to a person, or that there was nothing."""

    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    week = models.DateField()  # its Sunday
    lines = models.PositiveIntegerField()  # what was due; 0: no mail
    at = models.DateTimeField()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["user", "week"], name="digest_once_a_week")
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.week}"


class NoDigest(models.Model):
    """That a person wants no weekly digest; what is urgent is still sent."""

    user = models.OneToOneField(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.user)
