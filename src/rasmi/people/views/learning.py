from functools import partial

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from rasmi.core.http import UserRequest
from rasmi.people import access, courses, selectors, services
from rasmi.people.forms import QuizForm
from rasmi.web.forms import form_page, submitted


@require_GET
def course(request: UserRequest) -> HttpResponse:
    found = courses.speaking()
    unread = selectors.unread_lessons(request.user, found)
    return render(
        request,
        "people/course.html",
        {
            "course": found,
            "lessons": [(each, each not in unread) for each in found.lessons],
            "next": unread[0] if unread else None,
            "passed": selectors.last_passed(request.user, timezone.now()),
            "attempts": request.user.attempts.exclude(finished_at=None)[:5],
        },
    )


@require_http_methods(["GET", "POST"])
def lesson(request: UserRequest, key: str) -> HttpResponse:
    found = courses.speaking()
    shown = found.lesson(key)
    if shown is None:
        raise Http404
    following = found.after(shown)
    if request.method == "POST":
        services.read_lesson(found, shown, by=request.user, now=timezone.now())
        if following:
            return redirect("people:lesson", following.key)
        return redirect("people:course")
    context = {
        "course": found,
        "lesson": shown,
        "number": found.lessons.index(shown) + 1,
        "following": following,
    }
    return render(request, "people/lesson.html", context)


@require_POST
def begin_quiz(request: UserRequest) -> HttpResponse:
    begun = services.begin_quiz(courses.speaking(), by=request.user, now=timezone.now())
    return redirect("people:quiz", begun.pk)


@require_http_methods(["GET", "POST"])
def quiz(request: UserRequest, pk: int) -> HttpResponse:
    attempt = access.own_attempt(pk, request.user)
    found = courses.speaking()
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
