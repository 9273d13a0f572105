from datetime import datetime

from django.test import Client

from rasmi.people import selectors, services
from rasmi.people.models import Topic, Unit, User
from tests.factories import refused


def open_one(body: Unit, by: User, now: datetime) -> Topic:
    return services.open_topic(
        name_ar="البعثات", name_en="Scholarships", unit=body, by=by, now=now
    )


def test_a_topic_is_named_once_while_it_is_open(
    body: Unit, rania: User, now: datetime
) -> None:
    topic = open_one(body, rania, now)
    with refused("people.topic_is_named_once"):
        open_one(body, rania, now)

    services.close_topic(topic, by=rania, now=now)
    services.close_topic(topic, by=rania, now=now)

    assert list(selectors.topics()) == []
    assert open_one(body, rania, now).pk != topic.pk


def test_only_who_keeps_registers_opens_topics(
    body: Unit, salma: User, now: datetime
) -> None:
    with refused("people.holds_power"):
        open_one(body, salma, now)


def test_topics_are_opened_on_their_page(as_rania: Client, body: Unit) -> None:
    typed = {"name_ar": "القبول", "name_en": "Admission", "unit": body.pk}

    assert as_rania.post("/topics/open/", typed).status_code == 302
    assert "القبول" in as_rania.get("/topics/").content.decode()
