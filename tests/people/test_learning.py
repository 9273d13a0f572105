from datetime import datetime

import pytest
from django.test import Client

from rasmi.people import courses, selectors, services
from rasmi.people.models import Attempt, User
from rasmi.policy import pack
from tests.factories import refused


@pytest.fixture
def course() -> courses.Course:
    return courses.speaking()


@pytest.fixture
def begun(course: courses.Course, salma: User, now: datetime) -> Attempt:
    for lesson in course.lessons:
        services.read_lesson(course, lesson, by=salma, now=now)
    return services.begin_quiz(course, by=salma, now=now)


def right_answers(attempt: Attempt, course: courses.Course) -> dict[str, int]:
    return {key: course.questions[key].right for key in attempt.questions}


@pytest.mark.parametrize("course", courses.catalogue(), ids=lambda each: each.key)
def test_each_course_is_whole(course: courses.Course) -> None:
    assert len(course.lessons) >= 5
    known = set(pack.current().clauses)
    for lesson in course.lessons:
        said = (lesson.title, lesson.story, *lesson.paragraphs, *lesson.points)
        assert all(each.ar and each.en for each in said)
        assert set(lesson.clauses) <= known
    assert len(course.questions) > course.drawn
    keys = {each.key for each in course.lessons}
    for question in course.questions.values():
        assert question.lesson in keys
        assert 0 <= question.right < len(question.options)
        texts = (question.text, question.why, *question.options)
        assert all(each.ar and each.en for each in texts)


def test_lessons_come_before_the_quiz(
    course: courses.Course, salma: User, now: datetime
) -> None:
    services.read_lesson(course, course.lessons[0], by=salma, now=now)

    with refused("people.lessons_are_read_first"):
        services.begin_quiz(course, by=salma, now=now)


def test_right_answers_pass(
    begun: Attempt, course: courses.Course, salma: User, now: datetime
) -> None:
    done = services.finish_quiz(
        begun, course, answers=right_answers(begun, course), by=salma, now=now
    )

    assert (done.score, done.passed) == (100, True)
    assert selectors.last_passed(salma, now) == done


def test_too_many_wrong_answers_do_not_pass(
    begun: Attempt, course: courses.Course, salma: User, now: datetime
) -> None:
    answers = right_answers(begun, course)
    for key in begun.questions[:2]:
        answers[key] = (answers[key] + 1) % len(course.questions[key].options)

    done = services.finish_quiz(begun, course, answers=answers, by=salma, now=now)

    assert (done.score, done.passed) == (75, False)
    assert selectors.last_passed(salma, now) is None


def test_an_attempt_is_answered_once_and_another_is_drawn(
    begun: Attempt, course: courses.Course, salma: User, now: datetime
) -> None:
    assert services.begin_quiz(course, by=salma, now=now) == begun
    services.finish_quiz(begun, course, answers={}, by=salma, now=now)

    with refused("people.quiz_is_answered_once"):
        services.finish_quiz(begun, course, answers={}, by=salma, now=now)
    assert services.begin_quiz(course, by=salma, now=now) != begun


def test_a_person_takes_the_course_on_its_pages(
    as_salma: Client, course: courses.Course, salma: User
) -> None:
    shown = ""
    for lesson in course.lessons:
        address = f"/course/lessons/{lesson.key}/"
        shown += as_salma.get(address).content.decode()
        assert as_salma.post(address).status_code == 302
    for name in ("people.disclosure_is_taught", "people.social_engineering_is_taught"):
        assert f'data-notice="{name}"' in shown

    quiz = as_salma.post("/course/quiz/")["Location"]
    attempt = Attempt.objects.get()
    assert as_salma.post(quiz, {}).status_code == 422
    answers = {key: str(n) for key, n in right_answers(attempt, course).items()}
    assert as_salma.post(quiz, answers).status_code == 302
    assert "100" in as_salma.get(quiz).content.decode()


def test_the_quiz_of_another_is_not_seen(begun: Attempt, as_khalid: Client) -> None:
    assert as_khalid.get(f"/course/quiz/{begun.pk}/").status_code == 404


def test_an_unknown_lesson_is_not_there(as_salma: Client) -> None:
    assert as_salma.get("/course/lessons/none/").status_code == 404


def test_an_attempt_on_an_older_bank_is_begun_anew(
    begun: Attempt, course: courses.Course, salma: User, now: datetime
) -> None:
    begun.questions = ["gone"]
    begun.save()
    with refused("people.quiz_has_its_questions"):
        services.finish_quiz(begun, course, answers={}, by=salma, now=now)

    again = services.begin_quiz(course, by=salma, now=now)

    assert "gone" not in again.questions


def test_another_course_is_taken_and_opens_no_right_to_speak(
    as_salma: Client, salma: User, now: datetime
) -> None:
    phishing = courses.find("phishing")
    assert phishing
    for lesson in phishing.lessons:
        as_salma.post(f"/courses/phishing/lessons/{lesson.key}/")
    begun = as_salma.post("/courses/phishing/quiz/")
    attempt = Attempt.objects.get()
    as_salma.post(begun.headers["Location"], right_answers(attempt, phishing))

    attempt.refresh_from_db()
    assert attempt.passed
    assert selectors.last_passed(salma, attempt.finished_at, "phishing") == attempt  # type: ignore[arg-type]
    assert selectors.last_passed(salma, attempt.finished_at) is None  # type: ignore[arg-type]
    page = f"/courses/certificates/{attempt.pk}/"
    assert phishing.title.ar in as_salma.get(page).content.decode()
    paper = as_salma.get(f"{page}paper/")
    assert paper.headers["Content-Type"] == "application/pdf"
    assert paper.content.startswith(b"%PDF")


def test_a_certificate_is_shown_to_its_owner_alone(
    begun: Attempt,
    course: courses.Course,
    salma: User,
    as_salma: Client,
    as_khalid: Client,
    now: datetime,
) -> None:
    page = f"/courses/certificates/{begun.pk}/"
    assert as_salma.get(page).status_code == 404  # not passed yet
    answers = right_answers(begun, course)
    services.finish_quiz(begun, course, answers=answers, by=salma, now=now)
    assert as_salma.get(page).status_code == 200
    assert as_khalid.get(page).status_code == 404
    assert as_salma.get("/courses/").status_code == 200
    assert as_salma.get("/courses/no-such/").status_code == 404
