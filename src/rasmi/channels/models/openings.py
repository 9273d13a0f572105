from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from rasmi.channels.models.channels import Channel
from rasmi.channels.questions import ANSWERS, questions
from rasmi.people.models import Unit, User
from rasmi.policy.models import Decision


class Consultee(models.Model):
    """A unit that is consulted before an account is opened; one or two of them."""

    class Place(models.TextChoices):
        SECURITY = "security", _("Information security")
        CYBER = "cyber", _("Cyber security")

    place = models.CharField(max_length=10, choices=Place, unique=True)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    decision = models.ForeignKey(Decision, models.PROTECT, related_name="+")
    set_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    set_at = models.DateTimeField()

    class Meta:
        ordering = ["-place"]  # information security first, as the policy names them

    def __str__(self) -> str:
        return str(self.unit)


class Proposal(models.Model):
    """Why an account is wanted, for whom, in which languages, and who will answer."""

    class Purpose(models.TextChoices):
        DIALOGUE = "dialogue", _("Dialogue with the public")
        AWARENESS = "awareness", _("Awareness of an issue")
        CORRECTION = "correction", _("Correction of false information")
        CREDIBILITY = "credibility", _("Credibility with those who interact")

    class Language(models.TextChoices):
        ARABIC = "ar", _("Arabic")
        ENGLISH = "en", _("English")

    class Hours(models.TextChoices):
        WORKING = "working", _("In working hours")
        EXTENDED = "extended", _("In working hours and in the evening")
        ALWAYS = "always", _("Round the clock")

    channel = models.ForeignKey(Channel, models.PROTECT, related_name="proposals")
    purposes = models.JSONField()  # of Purpose
    need = models.TextField(max_length=1000)  # why this account, and why a new one
    audience = models.CharField(max_length=300)
    languages = models.JSONField()  # of Language
    answered_by = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    answered_when = models.CharField(max_length=10, choices=Hours)
    proposed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return str(self.channel)

    @property
    def purpose_names(self) -> list[str]:
        return [str(self.Purpose(each).label) for each in self.purposes]

    @property
    def language_names(self) -> list[str]:
        return [str(self.Language(each).label) for each in self.languages]


class Opinion(models.Model):
    """What a consulted unit thinks of a proposal; the newest one counts."""

    class Stance(models.TextChoices):
        FOR = "for", _("No objection")
        CONDITIONS = "conditions", _("No objection, with conditions")
        AGAINST = "against", _("Advises against it")

    channel = models.ForeignKey(Channel, models.PROTECT, related_name="opinions")
    place = models.CharField(max_length=10, choices=Consultee.Place)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    stance = models.CharField(max_length=10, choices=Stance)
    words = models.TextField(max_length=2000)
    answers = models.JSONField(default=dict)  # to `channels.questions`, by key
    given_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    given_at = models.DateTimeField()

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.unit} · {self.channel}"

    @property
    def answered(self) -> list[tuple[str, str]]:
        """Each question with its answer, in the reader's language."""
        words = dict(ANSWERS)
        return [
            (str(each.text), str(words[self.answers[each.key]]))
            for each in questions(self.place)
            if self.answers.get(each.key) in words
        ]

    @property
    def is_against(self) -> bool:
        return self.stance == self.Stance.AGAINST


class Condition(models.Model):
    """A condition of an opinion, until the unit that set it says that it is met."""

    opinion = models.ForeignKey(Opinion, models.PROTECT, related_name="conditions")
    words = models.CharField(max_length=300)
    met_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    met_at = models.DateTimeField(null=True)
    how = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.words


class ReplyProcedure(models.Model):
    """How enquiries and remarks are answered on an account: written, then approved."""

    channel = models.ForeignKey(Channel, models.PROTECT, related_name="procedures")
    text_ar = models.TextField(max_length=6000)
    text_en = models.TextField(max_length=6000)
    written_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    approved_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="procedure_approved_by_another",
                condition=Q(approved_by=None) | ~Q(approved_by=F("written_by")),
            )
        ]

    def __str__(self) -> str:
        return str(self.channel)

    @property
    def is_approved(self) -> bool:
        return self.approved_at is not None


class Opening(models.Model):
    """By which decision of the head an account became official, and when."""

    channel = models.OneToOneField(Channel, models.PROTECT, related_name="opening")
    decision = models.ForeignKey(Decision, models.PROTECT, related_name="openings")
    # Whoever opened it read in the decision, used before, that it names this one too.
    is_named_too = models.BooleanField(default=False)
    opened_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.channel} · {self.decision}"
