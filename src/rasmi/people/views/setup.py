from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from rasmi.people import selectors, services
from rasmi.people.forms import SetupForm
from rasmi.people.models import User
from rasmi.web.forms import form_page, submitted


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def set_up(request: HttpRequest, secret: str) -> HttpResponse:
    now = timezone.now()
    link = selectors.setup_link(services.link_digest(secret), now)
    if link is None:
        return render(request, "people/setup_ended.html", status=404)
    form = SetupForm(request.POST if request.method == "POST" else None)
    if submitted(
        request, form, lambda typed: services.set_up(secret, now=now, **typed)
    ):
        owner = User.objects.get(email__iexact=form.cleaned_data["email"])
        services.begin_session(request, owner)
        return redirect("mfa_index")
    return form_page(request, "people/set_up.html", form, {"link": link})
