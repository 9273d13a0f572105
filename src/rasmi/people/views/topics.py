from functools import partial

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from rasmi.core.http import UserRequest
from rasmi.people import access, selectors, services
from rasmi.people.forms import TopicForm
from rasmi.people.models import Power
from rasmi.people.pages import for_power
from rasmi.web.forms import Act, act_page


@require_GET
def topics(request: UserRequest) -> HttpResponse:
    return render(request, "people/topics.html", {"topics": selectors.topics()})


@for_power(Power.REGISTER)
def open_topic(request: UserRequest) -> HttpResponse:
    act = Act(
        title=_("Open a topic"),
        lead=_("Policies and services that delegated employees may speak about."),
        button=_("Open"),
        done=_("The topic is open."),
        back=reverse("people:topics"),
    )
    return act_page(request, TopicForm, services.open_topic, act)


@for_power(Power.REGISTER)
def close_topic(request: UserRequest, pk: int) -> HttpResponse:
    found = access.topic(pk)
    act = Act(
        title=_("Close the topic «%(topic)s»") % {"topic": found},
        lead=_("Nobody is delegated for it any more; what was said about it stays."),
        button=_("Close"),
        done=_("The topic is closed."),
        back=reverse("people:topics"),
        is_danger=True,
    )
    return act_page(request, forms.Form, partial(services.close_topic, found), act)
