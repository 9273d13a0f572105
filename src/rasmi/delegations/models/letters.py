from django.db import models

from rasmi.delegations.models.delegations import Delegation
from rasmi.people.models import User


class DelegationLetter(models.Model):
    """A letter about a delegation in force, with a code by which anyone verifies it."""

    delegation = models.OneToOneField(
        Delegation, models.PROTECT, related_name="letter_issued"
    )
    code = models.CharField(max_length=12, unique=True)  # 60 bits
    issued_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    issued_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.delegation}"

    @property
    def grouped(self) -> str:
        """The code in groups of four, as it is read out."""
        return "-".join(self.code[at : at + 4] for at in range(0, len(self.code), 4))
