from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from rasmi.core.http import UserRequest
from rasmi.people.models import Power
from rasmi.people.pages import after_signing_in_again
from rasmi.people.services import require
from rasmi.security import services
from rasmi.security.forms import WitnessForm
from rasmi.web.forms import Act, act_page


@require_http_methods(["GET", "POST"])
def witness(request: UserRequest) -> HttpResponse:
    require(request.user, Power.POLICY, now=timezone.now())
    return _witness(request)


@after_signing_in_again
def _witness(request: UserRequest) -> HttpResponse:
    act = Act(
        title=_("Name the witness of the audit log"),
        lead=_(
            "Each day the witness is sent how the log stands, signed. Whoever rewrites "
            "the log afterwards, or cuts off its end, is contradicted by it."
        ),
        button=_("Name the witness"),
        done=_("Named. The first checkpoint goes out in a moment."),
        back=reverse("audit:seal"),
    )
    return act_page(request, WitnessForm, services.change_witness, act)
