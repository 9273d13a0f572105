from datetime import datetime
from functools import partial
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from rasmi.core.calendar import months_later, start_of
from rasmi.core.http import UserRequest
from rasmi.people import access, courses, selectors, services
from rasmi.people.courses import Course
from rasmi.people.forms import QuizForm
from rasmi.people.models import Attempt
from rasmi.web.forms import form_page, submitted
from rasmi.web.paper import pdf_response


def _course(key: str) -> Course:
    found = courses.find(key)
    if found is None:
        raise Http404
    return found


@require_GET
def all_courses(request: UserRequest) -> HttpResponse:
    now = timezone.now()
    passes = selectors.passes_of(request.user)
    lines = []
    for each in courses.catalogue():
        passed = passes.get(each.key)
        lines.append((each, passed, passed and valid_until(each, passed) > now))
    return render(request, "people/courses.html", {"lines": lines})


def valid_until(course: Course, passed: Attempt) -> datetime:
    """When a pass of a course ends to be good; exclusive."""
    day = timezone.localdate(passed.finished_at)
    return start_of(months_later(day, course.months))


@require_GET
def course(request: UserRequest, course: str = courses.SPEAKING) -> HttpResponse:
    found = _course(course)
    unread = selectors.unread_lessons(request.user, found)
    mine = request.user.attempts.filter(course=found.key)
    return render(
        request,
        "people/course.html",
        {
            "course": found,
            "lessons": [(each, each not in unread) for each in found.lessons],
            "next": unread[0] if unread else None,
            "passed": selectors.last_passed(request.user, timezone.now(), found.key),
            "attempts": mine.exclude(finished_at=None)[:5],
        },
    )


@require_http_methods(["GET", "POST"])
def lesson(
    request: UserRequest, key: str, course: str = courses.SPEAKING
) -> HttpResponse:
    found = _course(course)
    shown = found.lesson(key)
    if shown is None:
        raise Http404
    following = found.after(shown)
    if request.method == "POST":
        services.read_lesson(found, shown, by=request.user, now=timezone.now())
        if following:
            return redirect("people:lesson", found.key, following.key)
        return redirect("people:course", found.key)
    context = {
        "course": found,
        "lesson": shown,
        "number": found.lessons.index(shown) + 1,
        "following": following,
    }
    return render(request, "people/lesson.html", context)


@require_POST
def begin_quiz(request: UserRequest, course: str = courses.SPEAKING) -> HttpResponse:
    begun = services.begin_quiz(_course(course), by=request.user, now=timezone.now())
    return redirect("people:quiz", begun.pk)


@require_http_methods(["GET", "POST"])
def quiz(request: UserRequest, pk: int) -> HttpResponse:
    attempt = access.own_attempt(pk, request.user)
    found = _course(attempt.course)
    asked = [
        found.questions[key] for key in attempt.questions if key in found.questions
    ]
    if attempt.finished_at and request.method == "GET":
        return render(
            request,
            "people/quiz_done.html",
            {
                "course": found,
                "attempt": attempt,
                "lines": [(each, attempt.answers.get(each.key)) for each in asked],
            },
        )
    form = QuizForm(asked, request.POST if request.method == "POST" else None)
    finish = partial(
        services.finish_quiz, attempt, found, by=request.user, now=timezone.now()
    )
    if submitted(request, form, lambda typed: finish(answers=typed)):
        return redirect("people:quiz", pk)
    return form_page(
        request, "people/quiz.html", form, {"course": found, "attempt": attempt}
    )


def _certificate(request: UserRequest, pk: int) -> dict[str, Any]:
    attempt = access.own_attempt(pk, request.user)
    found = courses.find(attempt.course)
    if not attempt.passed or found is None:
        raise Http404
    return {
        "attempt": attempt,
        "course": found,
        "ends_at": valid_until(found, attempt),
    }


@require_GET
def certificate(request: UserRequest, pk: int) -> HttpResponse:
    return render(request, "people/certificate.html", _certificate(request, pk))


@require_GET
def certificate_on_paper(request: UserRequest, pk: int) -> HttpResponse:
    context = _certificate(request, pk)
    return pdf_response(
        request, "people/certificate_paper.html", context, name=f"certificate-{pk}"
    )
