from datetime import date, datetime, timedelta

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from rasmi.channels.models import Channel
from rasmi.core.calendar import CLOSED, Hours, at_hour
from rasmi.core.language import in_language
from rasmi.delegations.coverage import Span
from rasmi.people.models import User
from rasmi.policy.models import Decision

DAY = timedelta(days=1)


class Weekday(models.IntegerChoices):
    """The days as `date.weekday` counts them, in the order of the ministry's week."""

    SUNDAY = 6, _("Sunday")
    MONDAY = 0, _("Monday")
    TUESDAY = 1, _("Tuesday")
    WEDNESDAY = 2, _("Wednesday")
    THURSDAY = 3, _("Thursday")
    FRIDAY = 4, _("Friday")
    SATURDAY = 5, _("Saturday")


class Shift(models.Model):
    """Hours of a weekday in which a person answers for an account, week after week."""

    channel = models.ForeignKey(Channel, models.PROTECT, related_name="shifts")
    person = models.ForeignKey(User, models.PROTECT, related_name="shifts")
    weekday = models.PositiveSmallIntegerField(choices=Weekday)
    begins = models.TimeField()
    ends = models.TimeField()  # exclusive; of the next day where it is not later
    first_day = models.DateField()
    last_day = models.DateField(null=True)  # included; empty: until it is ended
    given_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    given_at = models.DateTimeField()
    ended_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["weekday", "begins", "pk"]

    def __str__(self) -> str:
        hours = f"{self.begins:%H:%M}–{self.ends:%H:%M}"
        return f"{self.channel} · {Weekday(self.weekday).label} {hours}"

    def on(self, day: date) -> Span | None:
        """The hours of a day on which it begins; None where it is not of that day."""
        is_past = self.last_day is not None and day > self.last_day
        if day.weekday() != self.weekday or day < self.first_day or is_past:
            return None
        last = day if self.ends > self.begins else day + DAY
        return Span(at_hour(day, self.begins), at_hour(last, self.ends))


class Change(models.Model):
    """
    That another person takes one day of a shift: agreed by both, or said by the unit.

    Two of them that were asked for together are a swap.
    """

    shift = models.ForeignKey(Shift, models.PROTECT, related_name="changes")
    day = models.DateField()  # on which the shift begins
    person = models.ForeignKey(User, models.PROTECT, related_name="+")
    reason = models.CharField(max_length=200)
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    in_return_for = models.OneToOneField(
        "self", models.PROTECT, null=True, related_name="in_return"
    )
    agreed_at = models.DateTimeField(null=True)
    declined_at = models.DateTimeField(null=True)
    taken_back_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    taken_back_at = models.DateTimeField(null=True)  # then it is as if never agreed

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="change_is_agreed_or_declined",
                condition=Q(agreed_at=None) | Q(declined_at=None),
            )
        ]

    def __str__(self) -> str:
        return f"{self.shift} · {self.day:%Y-%m-%d}"

    @property
    def span(self) -> Span | None:
        return self.shift.on(self.day)


class Cover(models.Model):
    """Hours that a person takes once, beside the pattern of the week."""

    channel = models.ForeignKey(Channel, models.PROTECT, related_name="covers")
    person = models.ForeignKey(User, models.PROTECT, related_name="+")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()  # exclusive
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    taken_back_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    taken_back_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["starts_at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="cover_period", condition=Q(ends_at__gt=F("starts_at"))
            )
        ]

    def __str__(self) -> str:
        return f"{self.channel} · {self.person}"

    @property
    def span(self) -> Span:
        return Span(self.starts_at, self.ends_at)


class Handover(models.Model):
    """What the person whose shift ends tells the one who comes."""

    channel = models.ForeignKey(Channel, models.PROTECT, related_name="handovers")
    note = models.TextField(max_length=2000)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    taken_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    taken_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.channel} {self.at:%Y-%m-%d %H:%M}"


class AnswerHours(models.Model):
    """That an account answers in hours of its own and not round the clock."""

    channel = models.ForeignKey(Channel, models.PROTECT, related_name="answer_hours")
    decision = models.ForeignKey(Decision, models.PROTECT, related_name="+")
    begins = models.TimeField()
    ends = models.TimeField()  # exclusive, of the same day
    on_weekends = models.BooleanField()
    from_at = models.DateTimeField()
    until_at = models.DateTimeField()  # exclusive; then round the clock again
    entered_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="answer_hours_of_a_day", condition=Q(ends__gt=F("begins"))
            )
        ]

    def __str__(self) -> str:
        return f"{self.channel} · {self.begins:%H:%M}–{self.ends:%H:%M}"

    def holds(self, at: datetime) -> bool:
        return self.from_at <= at < self.until_at


class AnnouncedDays(models.Model):
    """Days on which the ministry is closed or works other hours, as was announced."""

    name_ar = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120)
    first_day = models.DateField()
    last_day = models.DateField()  # included
    begins = models.TimeField(null=True)  # both empty: closed
    ends = models.TimeField(null=True)
    source = models.CharField(max_length=200)  # the decision or circular that says so
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    withdrawn_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-first_day", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="announced_days_in_order",
                condition=Q(last_day__gte=F("first_day")),
            ),
            models.CheckConstraint(
                name="announced_hours_whole",
                condition=Q(begins=None, ends=None) | Q(ends__gt=F("begins")),
            ),
        ]

    def __str__(self) -> str:
        return in_language(self.name_ar, self.name_en)

    @property
    def is_closed(self) -> bool:
        return self.begins is None

    @property
    def hours(self) -> Hours:
        if self.begins is None or self.ends is None:
            return CLOSED
        return self.begins, self.ends
