"""The least that a list by keyset can be in Django: the same rows, bare."""

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import path

from rasmi.config.urls_staff import urlpatterns as staff
from rasmi.engagement.models import Conversation

PAGE = 30
BARE = engines["django"].from_string(
    "<ul>{% for each in rows %}<li><a href='/{{ each.pk }}'>{{ each.author }}</a> "
    "{{ each.channel.name_ar }} {{ each.due_at }}</li>{% endfor %}</ul>"
)


def floor(request: HttpRequest) -> HttpResponse:
    found = Conversation.objects.filter(state=Conversation.State.OPEN)
    last = Conversation.objects.filter(pk=request.GET.get("after", 0)).first()
    if last:
        later = Q(due_at__gt=last.due_at) | Q(pk__gt=last.pk)
        found = found.filter(later, due_at__gte=last.due_at)
    rows = found.select_related("channel").order_by("due_at", "pk")[: PAGE + 1]
    return HttpResponse(BARE.render({"rows": list(rows)[:PAGE]}))


urlpatterns = [path("floor/", floor), *staff]
