import random
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rasmi.audit import services as audit
from rasmi.audit.actions import register
from rasmi.core.models import locked
from rasmi.people import selectors
from rasmi.people.courses import Course, Lesson
from rasmi.people.models import Attempt, LessonRead, User
from rasmi.rules import Refusal, gate

READ = register("people.lesson.read", gettext_lazy("Read a lesson of the course"))
FINISHED = register("people.quiz.finish", gettext_lazy("Finished the quiz of a course"))

LESSONS_FIRST = gate("people.lessons_are_read_first")
ANSWERED_ONCE = gate("people.quiz_is_answered_once")
SAME_BANK = gate("people.quiz_has_its_questions")

_dice = random.SystemRandom()


@transaction.atomic
def read_lesson(course: Course, lesson: Lesson, *, by: User, now: datetime) -> None:
    """Keep that a person has read a lesson; twice is once."""
    _row, is_new = LessonRead.objects.get_or_create(
        user=by,
        course=course.key,
        edition=course.edition,
        lesson=lesson.key,
        defaults={"at": now},
    )
    if is_new:
        audit.record(READ, actor=by, now=now, course=course.key, lesson=lesson.key)


@transaction.atomic
def begin_quiz(course: Course, *, by: User, now: datetime) -> Attempt:
    """
    Draw the questions of a new attempt, or go on with the one that is open.

    :raises Refusal: if a lesson was not read yet
    """
    unread = selectors.unread_lessons(by, course)
    if unread:
        raise Refusal(
            LESSONS_FIRST,
            _("The quiz opens when all lessons have been read."),
            remedy=_("Next: «%(lesson)s».") % {"lesson": unread[0].title},
        )
    begun = selectors.open_attempt(by, course)
    if begun and not set(begun.questions) <= set(course.questions):
        begun.delete()  # the bank has changed since; nothing was answered
        begun = None
    return begun or Attempt.objects.create(
        user=by,
        course=course.key,
        edition=course.edition,
        questions=_dice.sample(sorted(course.questions), course.drawn),
        begun_at=now,
    )


@transaction.atomic
def finish_quiz(
    attempt: Attempt,
    course: Course,
    *,
    answers: dict[str, int],
    by: User,
    now: datetime,
) -> Attempt:
    """
    Grade an attempt and keep it; a failed one may be followed by another.

    :param answers: the index of the chosen option, by the key of the question
    :raises Refusal: if it was answered already
    """
    attempt = locked(attempt)
    if attempt.finished_at is not None:
        raise Refusal(
            ANSWERED_ONCE,
            _("This attempt was answered already."),
            remedy=_("Begin a new one from the page of the course."),
            target=attempt,
        )
    asked = [each for key in attempt.questions if (each := course.questions.get(key))]
    if len(asked) < len(attempt.questions):
        raise Refusal(
            SAME_BANK,
            _("The questions of the course have changed since this attempt began."),
            remedy=_("Begin a new one from the page of the course."),
            target=attempt,
        )
    right = sum(answers.get(each.key) == each.right for each in asked)
    attempt.answers = {each.key: answers.get(each.key) for each in asked}
    attempt.score = 100 * right // len(asked)
    attempt.passed = attempt.score >= course.pass_percent
    attempt.finished_at = now
    attempt.save(update_fields=["answers", "score", "passed", "finished_at"])
    audit.record(
        FINISHED,
        actor=by,
        target=attempt,
        now=now,
        course=course.key,
        score=attempt.score,
        passed=attempt.passed,
    )
    return attempt
