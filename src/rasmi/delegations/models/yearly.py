from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from rasmi.people.models import Unit, User
from rasmi.policy.models import Decision


class YearlyList(models.Model):
    """
    The list of all who speak on the accounts of a unit, judged and signed once a year.

    It is open until each person is judged, then closed to be printed and signed, then
    completed under the decision that was signed.
    """

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    begun_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    begun_at = models.DateTimeField()
    closed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    closed_at = models.DateTimeField(null=True)
    decision = models.OneToOneField(
        Decision, models.PROTECT, null=True, related_name="yearly_list"
    )
    completed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    completed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit"],
                condition=Q(completed_at=None),
                name="yearly_list_one_at_a_time",
            ),
            models.CheckConstraint(
                name="yearly_list_completed_by_decision",
                condition=Q(completed_at=None)
                | Q(decision__isnull=False, closed_at__isnull=False),
            ),
            models.CheckConstraint(
                name="yearly_list_completed_by_another",
                condition=Q(completed_by=None) | ~Q(completed_by=F("closed_by")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.begun_at:%Y}"

    @property
    def is_open(self) -> bool:
        return self.closed_at is None

    @property
    def is_completed(self) -> bool:
        return self.completed_at is not None

    @property
    def is_to_sign(self) -> bool:
        return not self.is_open and not self.is_completed


class ListedPerson(models.Model):
    """What a unit says of one person on its list, for all of its accounts."""

    class Verdict(models.TextChoices):
        KEEP = "keep", _("Keep")
        CHANGE = "change", _("Change the scope")
        REMOVE = "remove", _("Remove")

    yearly_list = models.ForeignKey(
        YearlyList, models.CASCADE, related_name="people_listed"
    )
    person = models.ForeignKey(User, models.PROTECT, related_name="+")
    verdict = models.CharField(max_length=10, choices=Verdict)
    reason = models.CharField(max_length=200)
    judged_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    judged_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["yearly_list", "person"], name="listed_once_a_year"
            ),
            models.CheckConstraint(
                name="listed_not_by_oneself", condition=~Q(judged_by=F("person"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.get_verdict_display()}"

    @property
    def is_kept(self) -> bool:
        return self.verdict == self.Verdict.KEEP

    @property
    def is_to_change(self) -> bool:
        return self.verdict == self.Verdict.CHANGE

    @property
    def is_removed(self) -> bool:
        return self.verdict == self.Verdict.REMOVE
