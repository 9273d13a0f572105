from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from rasmi.files.models import Evidence
from rasmi.people.models import Appointment, Unit, User


class DecisionQuerySet(models.QuerySet["Decision"]):
    def checked(self) -> Self:
        return self.filter(checked_at__isnull=False, returned_at=None)

    def waiting(self) -> Self:
        """Entered and neither checked nor returned."""
        return self.filter(checked_at=None, returned_at=None)

    def usable(self, kind: "Decision.Kind") -> Self:
        return self.checked().filter(kind=kind)


class Decision(models.Model):
    """
    A decision on paper: its facts, its scan byte for byte, and two people who read it.

    Nothing rests on it before somebody other than who entered it has checked it.
    """

    class Kind(models.TextChoices):
        OPENING = "opening", _("Opening of an official account")
        DELEGATION = "delegation", _("Delegation of employees")
        PARAMETERS = "parameters", _("Parameters of the policy")
        WAIVER = "waiver", _("Waiver or period of transition")
        POLICY = "policy", _("Approval of a policy issue")
        CLOSING = "closing", _("Closing of an official account")
        APPOINTMENT = "appointment", _("Appointment to an office")
        PUBLICATION = "publication", _("Publication of the policy")

    number = models.CharField(_("number"), max_length=60)
    decided_on = models.DateField(_("date"))
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    subject = models.CharField(_("subject"), max_length=200)
    # Who signed: by the register of offices, or as the paper says where the decision is
    # older than the register.
    signed_by = models.ForeignKey(
        Appointment, models.PROTECT, null=True, related_name="+"
    )
    signatory_name = models.CharField(max_length=120, blank=True)
    signatory_title = models.CharField(max_length=160, blank=True)
    is_by_head = models.BooleanField()  # signed for the whole body
    original = models.ForeignKey(Evidence, models.PROTECT, related_name="+")
    file_name = models.CharField(max_length=120)
    entered_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()
    checked_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    checked_at = models.DateTimeField(null=True)
    returned_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    returned_at = models.DateTimeField(null=True)
    return_reason = models.CharField(max_length=200, blank=True)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        ordering = ["-decided_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["number", "decided_on", "kind"],
                condition=Q(returned_at=None),
                name="decision_entered_once",
            ),
            models.CheckConstraint(
                name="decision_checked_by_another",
                condition=Q(checked_by=None) | ~Q(checked_by=F("entered_by")),
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def is_checked(self) -> bool:
        return self.checked_at is not None and self.returned_at is None

    @property
    def is_waiting(self) -> bool:
        return self.checked_at is None and self.returned_at is None

    @property
    def signatory(self) -> str:
        return str(self.signed_by.holder) if self.signed_by else self.signatory_name

    @property
    def signatory_office(self) -> str:
        return str(self.signed_by.office) if self.signed_by else self.signatory_title

    @property
    def acting_for(self) -> User | None:
        return self.signed_by.acting_for if self.signed_by else None

    @property
    def unit(self) -> Unit | None:
        """The unit for which it was signed, where the register knows it."""
        return self.signed_by.office.unit if self.signed_by else None
