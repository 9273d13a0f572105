"""Who signs in is told of every change to how they sign in."""

import pytest
from django.test import Client
from django.urls import reverse

from rasmi.notify.models import Message
from rasmi.people.adapters import StaffAdapter
from rasmi.people.models import User
from rasmi.people.services import mails

PASSWORD = "a long sentence of hers"


@pytest.fixture
def with_password(salma: User) -> User:
    salma.set_password(PASSWORD)
    salma.save()
    return salma


def test_a_forgotten_password_is_answered_by_a_link(
    with_password: User, client: Client
) -> None:
    client.post(reverse("account_reset_password"), {"email": with_password.email})

    mail = Message.objects.get(address=with_password.email)
    assert "/account/password/" in mail.text
    assert mail.text.index("رابط") < mail.text.index("link")


def test_an_unknown_address_gets_no_mail_and_no_other_answer(
    with_password: User, client: Client
) -> None:
    known, unknown = (
        client.post(reverse("account_reset_password"), {"email": address})
        for address in (with_password.email, "nobody@ministry.example")
    )

    assert known.headers["Location"] == unknown.headers["Location"]
    assert Message.objects.count() == 1


def test_a_changed_password_is_told(with_password: User) -> None:
    client = Client()
    client.post(
        reverse("account_login"), {"login": with_password.email, "password": PASSWORD}
    )

    client.post(
        reverse("account_change_password"),
        {
            "oldpassword": PASSWORD,
            "password1": "another sentence of hers",
            "password2": "another sentence of hers",
        },
    )

    assert Message.objects.get().kind == "people.sign_in"


@pytest.mark.parametrize("name", list(mails.CHANGES))
def test_every_change_has_a_letter(salma: User, name: str) -> None:
    StaffAdapter().send_notification_mail(name, salma)

    assert Message.objects.get(address=salma.email).text


def test_a_mail_that_we_do_not_know_is_a_defect(salma: User) -> None:
    with pytest.raises(LookupError):
        StaffAdapter().send_notification_mail("account/email/other", salma)
