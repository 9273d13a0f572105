from ipaddress import ip_address

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from rasmi.core.http import UserRequest
from rasmi.demo import ministry
from rasmi.notify.models import Message
from rasmi.people import selectors as people
from rasmi.people import services
from rasmi.people.models import User

ROLES = {
    person.role: person.staff_number
    for person in (ministry.OWNER, *ministry.PEOPLE)
    if person.role
}


def _only_in_a_demonstration() -> None:
    if not people.is_demonstration():
        raise Http404


@login_not_required
@require_POST
def sign_in(request: HttpRequest) -> HttpResponse:
    _only_in_a_demonstration()
    if not ip_address(request.META["REMOTE_ADDR"]).is_loopback:
        raise Http404  # whatever address the server was told to listen on
    staff_number = ROLES.get(request.POST.get("role", ""))
    user = get_object_or_404(User, staff_number=staff_number, is_active=True)
    services.begin_session(request, user)
    return redirect("people:home")


@require_GET
def mails(request: UserRequest) -> HttpResponse:
    _only_in_a_demonstration()
    return render(request, "demo/mails.html", {"mails": Message.objects.all()[:100]})
