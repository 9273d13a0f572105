from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from rasmi.intake.models import RemoteObject, Version
from rasmi.moderation.models.codes import new_code
from rasmi.outbox.models import Intent
from rasmi.people.models import User


class Judgement(models.Model):
    """
    What a person decided on the words of somebody: that they stand, are hidden, or are
    shown again. It never changes; a mistake is undone by another one.
    """

    class Outcome(models.TextChoices):
        HIDE = "hide", _("Hide it")
        STAND = "stand", _("Let it stand")
        SHOW = "show", _("Show it again")

    object = models.ForeignKey(RemoteObject, models.PROTECT, related_name="judgements")
    version = models.ForeignKey(Version, models.PROTECT, related_name="judgements")
    outcome = models.CharField(max_length=5, choices=Outcome)
    rule = models.CharField(max_length=40, blank=True)  # key of the house rule
    clause = models.CharField(max_length=20, blank=True)  # id, as the rule named it
    reason = models.CharField(max_length=500)
    undoes = models.ForeignKey("self", models.PROTECT, null=True, related_name="undone")
    intent = models.OneToOneField(
        Intent, models.PROTECT, null=True, related_name="judgement"
    )
    by = models.ForeignKey(User, models.PROTECT, related_name="judgements")
    at = models.DateTimeField()
    # By which the author appeals: it stands where the words stood.
    code = models.CharField(max_length=12, unique=True, default=new_code)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="judgement_hides_by_clause_and_reason",
                condition=~Q(outcome="hide")
                | (~Q(rule="") & ~Q(clause="") & ~Q(reason="")),
            ),
            models.CheckConstraint(
                name="judgement_shows_what_was_hidden",
                condition=Q(outcome="show", undoes__isnull=False)
                | (~Q(outcome="show") & Q(undoes=None)),
            ),
            models.UniqueConstraint(fields=["undoes"], name="judgement_undone_once"),
        ]

    def __str__(self) -> str:
        return f"{self.get_outcome_display()} · {self.object}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            raise TypeError("A judgement is never changed.")
        super().save(*args, **kwargs)

    @property
    def is_hiding(self) -> bool:
        return self.outcome == self.Outcome.HIDE

    @property
    def is_standing(self) -> bool:
        return self.outcome == self.Outcome.STAND

    @property
    def is_undone(self) -> bool:
        return bool(self.undone.all())
