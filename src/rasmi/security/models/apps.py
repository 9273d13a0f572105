import re
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from rasmi.channels.models import Channel
from rasmi.people.models import User


class App(models.Model):
    """An application of somebody else that asks to be connected with accounts."""

    class State(models.TextChoices):
        FOUND = "found", _("Not asked for")
        ASKED = "asked", _("Waits for a second person")
        ALLOWED = "allowed", _("Allowed")
        REFUSED = "refused", _("Not allowed")

    name = models.CharField(max_length=80)
    maker = models.CharField(max_length=120)
    state = models.CharField(max_length=10, choices=State, default=State.FOUND)
    # What it could do on all accounts when it was asked for; no more is allowed.
    scopes = models.JSONField(default=list)
    why = models.CharField(max_length=500, blank=True)  # it is needed
    asked_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=500, blank=True)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    # One person is enough to end what two allowed: it makes accounts safer.
    ended_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)
    why_ended = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(Lower("name"), Lower("maker"), name="app_once"),
            models.CheckConstraint(
                name="app_decided_by_another",
                condition=Q(decided_by=None)
                | (Q(asked_by__isnull=False) & ~Q(decided_by=F("asked_by"))),
            ),
            models.CheckConstraint(
                name="app_allowed_by_somebody",
                condition=~Q(state="allowed") | Q(decided_by__isnull=False),
            ),
            models.CheckConstraint(
                name="app_ended_by_somebody",
                condition=Q(ended_by=None, ended_at=None)
                | (
                    Q(ended_by__isnull=False, ended_at__isnull=False)
                    & Q(state="refused")
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_allowed(self) -> bool:
        return self.state == self.State.ALLOWED

    @property
    def is_asked(self) -> bool:
        return self.state == self.State.ASKED

    @property
    def is_refused(self) -> bool:
        return self.state == self.State.REFUSED


class ConnectedAppQuerySet(models.QuerySet["ConnectedApp"]):
    def present(self) -> Self:
        return self.filter(removed_at=None)

    def foreign(self) -> Self:
        """Those that nobody allowed, or not with all that they may do."""
        is_not_allowed = ~Q(app__state=App.State.ALLOWED)
        return self.present().filter(is_not_allowed | Q(is_beyond=True))


class ConnectedApp(models.Model):
    """That an application was found connected with an account, until it was removed."""

    channel = models.ForeignKey(Channel, models.PROTECT, related_name="apps")
    app = models.ForeignKey(App, models.PROTECT, related_name="connected")
    scopes = models.CharField(max_length=300)  # what it may do, as the platform says
    is_beyond = models.BooleanField(default=False)  # `scopes` of the app's, in parts
    since_on = models.DateField(null=True)  # as the platform says
    found_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    found_at = models.DateTimeField()
    removed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    removed_at = models.DateTimeField(null=True)
    how = models.CharField(max_length=300, blank=True)  # it was removed

    objects = ConnectedAppQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["channel", "app"],
                condition=Q(removed_at=None),
                name="connected_app_once",
            ),
            models.CheckConstraint(
                name="connected_app_removed_by_somebody",
                condition=Q(removed_at=None, removed_by=None)
                | Q(removed_at__isnull=False, removed_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.app} · {self.channel}"

    @property
    def is_present(self) -> bool:
        return self.removed_at is None

    @property
    def is_foreign(self) -> bool:
        """As `ConnectedAppQuerySet.foreign` finds them."""
        return self.is_present and (not self.app.is_allowed or self.is_beyond)

    @property
    def is_beyond_the_allowed(self) -> bool:
        return self.is_present and self.app.is_allowed and self.is_beyond


def parts_of(scopes: str) -> set[str]:
    """What an application may do, right by right: "Read posts, write" has two."""
    parts = re.split(r"[,;،؛\n]", scopes.lower())
    return {" ".join(each.split()) for each in parts if each.strip()}
