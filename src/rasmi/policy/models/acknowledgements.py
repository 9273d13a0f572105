from django.db import models
from django.utils.translation import gettext_lazy as _

from rasmi.people.models import User
from rasmi.policy.models.versions import PolicyVersion


class Acknowledgement(models.Model):
    """That a person has read a statement of an issue of the policy, and when."""

    class Statement(models.TextChoices):
        POLICY = "policy", _("The policy")
        OFFICIAL_VIEW = "official_view", _("What I publish is the official view")

    user = models.ForeignKey(User, models.PROTECT, related_name="acknowledgements")
    version = models.ForeignKey(PolicyVersion, models.PROTECT, related_name="+")
    statement = models.CharField(max_length=20, choices=Statement)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "version", "statement"], name="acknowledged_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.version}"
