from typing import Self

from django.db import models
from django.db.models import Q

from rasmi.core.language import in_language
from rasmi.people.models.units import Unit


class TopicQuerySet(models.QuerySet["Topic"]):
    def open(self) -> Self:
        return self.filter(closed_at=None)


class Topic(models.Model):
    """A policy or service that the body speaks about, with the unit that answers."""

    name_ar = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="topics")
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    objects = TopicQuerySet.as_manager()

    class Meta:
        ordering = ["name_ar", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["name_ar"],
                condition=Q(closed_at=None),
                name="topic_name_once",
            )
        ]

    def __str__(self) -> str:
        return in_language(self.name_ar, self.name_en)
