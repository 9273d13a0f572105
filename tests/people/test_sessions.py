from datetime import datetime, timedelta

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from cryptography.exceptions import InvalidTag
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from rasmi.audit.models import Entry
from rasmi.notify.models import Message
from rasmi.people.models import User
from rasmi.people.seeds import decrypt, encrypt

HOUR = timedelta(hours=1)


def open_every(hours: float, client: Client, times: int) -> list[int]:
    """Open the first page again and again; return the answers."""
    answers = []
    moment = timezone.now()
    for _ in range(times):
        with time_machine.travel(moment, tick=False):
            answers.append(client.get("/").status_code)
        moment += hours * HOUR
    return answers


def test_a_session_ends_after_two_idle_hours(as_maryam: Client) -> None:
    assert open_every(2.1, as_maryam, 2) == [200, 302]


def test_a_session_in_use_goes_on(as_maryam: Client) -> None:
    assert open_every(1.9, as_maryam, 6) == [200] * 6


def test_no_session_outlasts_a_shift(as_maryam: Client) -> None:
    assert open_every(1, as_maryam, 14) == [200] * 13 + [302]


def test_what_was_seen_is_not_left_in_the_browser(as_maryam: Client) -> None:
    assert as_maryam.get("/").headers["Cache-Control"] == "no-store"


def test_ending_the_other_sessions_is_written_down(salma: User) -> None:
    salma.set_password("a long sentence of hers")
    salma.save()
    typed = {"login": salma.email, "password": "a long sentence of hers"}
    first, second = Client(), Client()
    for client in (first, second):
        client.post(reverse("account_login"), typed)

    second.post(reverse("usersessions_list"))

    assert first.get("/").status_code == 302
    assert Entry.objects.get(action="people.session.close").facts == {"sessions": 1}


def test_an_attempt_that_was_held_back_is_written_down(
    salma: User, client: Client
) -> None:
    wrong = {"login": salma.email, "password": "guess"}

    for _ in range(7):
        client.post(reverse("account_login"), wrong)

    entry = Entry.objects.filter(action="people.session.limit").first()
    assert entry is not None
    assert entry.target_id == str(salma.pk)


def test_the_link_to_a_password_leads_to_the_staff_side(
    salma: User, client: Client
) -> None:
    client.post(
        reverse("account_reset_password"),
        {"email": salma.email},
        headers={"host": "127.0.0.1:8000"},
    )

    assert "http://localhost:8000/account/password/" in Message.objects.get().text


def test_a_host_with_another_port_is_not_answered(client: Client) -> None:
    answer = client.get("/sign-in/", headers={"host": "localhost:6666"})

    assert answer.status_code == 400


@pytest.mark.django_db
def test_the_seed_of_codes_is_not_readable_in_the_database(
    as_maryam: Client, now: datetime
) -> None:
    factor = Authenticator.objects.get()

    assert decrypt(factor.data["secret"]).isalnum()
    assert factor.data["secret"] != decrypt(factor.data["secret"])


def test_a_changed_seed_is_not_taken() -> None:
    sealed = encrypt("SEED")
    changed = ("A" if sealed[20] != "A" else "B").join((sealed[:20], sealed[21:]))

    with pytest.raises(InvalidTag):
        decrypt(changed)


def test_only_who_keeps_people_sees_who_has_no_second_factor(
    as_salma: Client, as_maryam: Client, khalid: User
) -> None:
    path = f"/people/{khalid.pk}/"

    assert "badge warn" not in as_salma.get(path).content.decode()
    assert "badge warn" in as_maryam.get(path).content.decode()


@pytest.mark.parametrize("key", ["9" * 5000, "٣", "-1", "x"])
def test_a_key_that_is_none_harms_nothing(as_khalid: Client, key: str) -> None:
    as_khalid.post("/audit/open/", {"reason": "مراجعة شكوى رقم 12"})

    assert as_khalid.get("/audit/", {"before": key}).status_code == 200
    assert as_khalid.get("/people/", {"after": key}).status_code == 200


@pytest.mark.parametrize("year", ["0001-01-01", "9999-12-31"])
def test_a_date_out_of_range_is_a_wrong_form(
    as_maryam: Client, maryam: User, salma: User, year: str
) -> None:
    typed = {
        "deputy": salma.pk,
        "starts_at": "2026-01-01",
        "ends_at": year,
        "decision_number": "1",
        "decision_date": "2026-01-01",
    }
    office = maryam.appointments.get().office_id

    answer = as_maryam.post(f"/offices/{office}/deputy/", typed)

    assert answer.status_code == 422


def test_refused_messages_are_tried_again_by_who_watches(
    as_maryam: Client, as_salma: Client, now: datetime
) -> None:
    Message.objects.create(address="a@b.om", made_at=now, due_at=now, attempts=8)

    assert as_salma.post("/running/try-again/").status_code == 403
    assert as_maryam.post("/running/try-again/").status_code == 302
    assert Message.objects.get().attempts == 0
    assert Entry.objects.get(action="notify.message.retry").facts == {"messages": 1}
