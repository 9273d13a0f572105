from django.db import models
from django.db.models import Q

from rasmi.core.language import in_language


class Installation(models.Model):
    """The body that this installation serves; there is one row, made at setup."""

    name_ar = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200)
    # In the database and not in a setting, so that no copied file and no variable can
    # relax the second factor of a real installation.
    is_demonstration = models.BooleanField(default=False)
    set_up_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="installation_is_one", condition=Q(pk=1))
        ]

    def __str__(self) -> str:
        return in_language(self.name_ar, self.name_en)


class SetupLink(models.Model):
    """A one-time link to the first setup; only the digest of its secret is kept."""

    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    ends_at = models.DateTimeField()  # exclusive

    def __str__(self) -> str:
        return f"{self.made_at:%Y-%m-%d %H:%M}"
