from uuid import uuid4

from django.core.signing import Signer
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from rasmi.files.models import Evidence
from rasmi.people.models import User
from rasmi.policy.models.versions import PolicyVersion


def signer() -> Signer:
    return Signer(salt="rasmi.policy.link")


class SignedList(models.Model):
    """
    A list of paper on which people signed that they have read an issue.

    Nobody has acknowledged by it before a second person has compared the names.
    """

    version = models.ForeignKey(PolicyVersion, models.PROTECT, related_name="+")
    signed_on = models.DateField()
    original = models.ForeignKey(Evidence, models.PROTECT, related_name="+")
    file_name = models.CharField(max_length=120)
    entered_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()
    checked_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    checked_at = models.DateTimeField(null=True)
    returned_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    returned_at = models.DateTimeField(null=True)
    return_reason = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="signed_list_checked_by_another",
                condition=Q(checked_by=None) | ~Q(checked_by=F("entered_by")),
            ),
            models.CheckConstraint(
                name="signed_list_checked_or_returned",
                condition=Q(checked_at=None) | Q(returned_at=None),
            ),
        ]

    def __str__(self) -> str:
        return self.file_name

    @property
    def is_waiting(self) -> bool:
        return self.checked_at is None and self.returned_at is None


class SignedName(models.Model):
    """One name of a signed list."""

    signed_list = models.ForeignKey(SignedList, models.PROTECT, related_name="names")
    user = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["signed_list", "user"], name="signed_once_in_a_list"
            )
        ]

    def __str__(self) -> str:
        return str(self.user)


class Acknowledgement(models.Model):
    """That a person has read a statement of an issue of the policy, when and how."""

    class Statement(models.TextChoices):
        POLICY = "policy", _("The policy")
        OFFICIAL_VIEW = "official_view", _("What I publish is the official view")

    class How(models.TextChoices):
        SIGNED_IN = "signed_in", pgettext_lazy("a way to acknowledge", "Signed in")
        LINK = "link", _("By a personal link")
        PAPER = "paper", _("On a signed list")

    user = models.ForeignKey(User, models.PROTECT, related_name="acknowledgements")
    version = models.ForeignKey(PolicyVersion, models.PROTECT, related_name="+")
    statement = models.CharField(max_length=20, choices=Statement)
    at = models.DateTimeField()
    how = models.CharField(max_length=10, choices=How, default=How.SIGNED_IN)
    paper = models.ForeignKey(SignedList, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "version", "statement"], name="acknowledged_once"
            ),
            models.CheckConstraint(
                name="acknowledged_on_paper_with_its_list",
                condition=Q(how="paper", paper__isnull=False)
                | (~Q(how="paper") & Q(paper=None)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.version}"


class PersonalLink(models.Model):
    """
    A link by which one person reads an issue and acknowledges it without signing in.

    It is for the address it was mailed to, and opens by the newest mail only.
    """

    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    version = models.ForeignKey(PolicyVersion, models.PROTECT, related_name="+")
    # The link is this, signed: the database alone does not open it.
    uid = models.UUIDField(default=uuid4, unique=True, editable=False)
    address = models.EmailField()
    sent_at = models.DateTimeField()
    ends_at = models.DateTimeField()  # exclusive
    times_sent = models.PositiveSmallIntegerField(default=1)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "version"], name="personal_link_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.version}"

    @property
    def secret(self) -> str:
        """What the link ends with."""
        return signer().sign(self.uid.hex)
