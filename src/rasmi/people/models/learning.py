from django.db import models

from rasmi.people.models.users import User


class LessonRead(models.Model):
    """That a person has read a lesson of an edition of a course."""

    user = models.ForeignKey(User, models.PROTECT, related_name="lessons_read")
    course = models.CharField(max_length=60)
    edition = models.PositiveSmallIntegerField()
    lesson = models.CharField(max_length=60)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "course", "edition", "lesson"], name="lesson_read_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.course} {self.lesson}"


class Attempt(models.Model):
    """One attempt at the quiz of a course: what was drawn, answered and reached."""

    user = models.ForeignKey(User, models.PROTECT, related_name="attempts")
    course = models.CharField(max_length=60)
    edition = models.PositiveSmallIntegerField()
    questions = models.JSONField()  # keys, in the order in which they are asked
    answers = models.JSONField(default=dict)  # index of the chosen option, by key
    score = models.PositiveSmallIntegerField(null=True)  # percent
    passed = models.BooleanField(default=False)
    begun_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.course} {self.begun_at:%Y-%m-%d}"
