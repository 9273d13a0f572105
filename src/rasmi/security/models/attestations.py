from django.db import models
from django.utils.translation import gettext as _

from rasmi.channels.models import Channel
from rasmi.files.models import Evidence
from rasmi.people.models import Unit, User
from rasmi.security.kinds import OF_KEY, WORDS, Answer, Item
from rasmi.web.templatetags.web import day as day_in_words
from rasmi.web.templatetags.web import digits


class Look(models.Model):
    """
    That somebody looked at how an account is secured; what was seen stands beneath it.

    Nothing of it is ever changed: who looks again makes a new one.
    """

    channel = models.ForeignKey(Channel, models.PROTECT, related_name="looks")
    # The consulted unit for which its settings were reviewed as a whole.
    reviewed_for = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")
    note = models.CharField(max_length=500, blank=True)
    original = models.ForeignKey(Evidence, models.PROTECT, null=True, related_name="+")
    file_name = models.CharField(max_length=120, blank=True)
    seen_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    seen_at = models.DateTimeField()

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.channel} {self.seen_at:%Y-%m-%d}"

    @property
    def changes(self) -> list["Attestation"]:
        """What stood otherwise when it was looked at before."""
        return [each for each in self.attestations.all() if each.has_changed]


class Attestation(models.Model):
    """What somebody saw of one item on one account; the newest counts."""

    look = models.ForeignKey(Look, models.PROTECT, related_name="attestations")
    channel = models.ForeignKey(Channel, models.PROTECT, related_name="+")
    item = models.CharField(max_length=20)  # a key of `security.kinds`
    value = models.CharField(max_length=10)
    before = models.CharField(max_length=10, blank=True)  # empty: never seen before

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["look", "item"], name="attestation_once_in_a_look"
            )
        ]
        indexes = [
            models.Index(fields=["channel", "item", "-id"], name="attestation_newest")
        ]

    def __str__(self) -> str:
        return f"{self.channel} · {self.item}"

    @property
    def on(self) -> Item:
        return OF_KEY[self.item]

    @property
    def has_changed(self) -> bool:
        return bool(self.before) and self.before != self.value

    @property
    def shown(self) -> str:
        return in_words(self.on, self.value)

    @property
    def shown_before(self) -> str:
        return in_words(self.on, self.before)


def in_words(item: Item, value: str) -> str:
    """A value as a person reads it."""
    if value in WORDS:
        return str(WORDS[value])
    if item.answer == Answer.DAY:
        from_text = models.DateField().to_python(value)
        return day_in_words(from_text) if from_text else _("not known")
    return digits(value)
