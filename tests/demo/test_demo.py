from datetime import datetime

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from rasmi.audit.models import Entry
from rasmi.channels.models import Channel
from rasmi.compliance.selectors import standings
from rasmi.demo import views
from rasmi.people import selectors
from rasmi.rules import Verdict, controls

PAGES = (
    *("/policy/", "/policy/parameters/", "/policy/reviews/", "/decisions/"),
    *("/accounts/", "/topics/", "/course/", "/delegations/", "/units/"),
    *("/compliance/", "/compliance/clauses/", "/instruments/", "/instruments/1/"),
)


def test_it_was_filled_through_the_services(filled: datetime) -> None:
    assert selectors.is_demonstration()
    assert Entry.objects.filter(action="people.user.add").count() >= 10


def test_each_role_signs_in_by_a_button_and_reads_its_pages(filled: datetime) -> None:
    for role in views.ROLES:
        client = Client()
        answer = client.post("/demo/sign-in/", {"role": role}, follow=True)
        assert answer.redirect_chain == [("/", 302)]
        assert answer.status_code == 200
        for path in PAGES:
            assert client.get(path).status_code == 200, (role, path)


def test_every_control_reads_the_demonstration(filled: datetime) -> None:
    verdicts = {each.lever: each.verdict for each in standings(filled)}

    assert len(verdicts) == len(controls())
    assert set(verdicts.values()) >= {Verdict.MET, Verdict.NOT_MET}
    assert verdicts["channels.opened_by_decision"] == Verdict.NOT_MET  # one is in use
    assert verdicts["delegations.trained"] == Verdict.MET


def test_pages_ask_no_more_for_more_accounts(filled: datetime) -> None:
    client = Client()
    client.post("/demo/sign-in/", {"role": "security"})
    pages = ("/", "/accounts/", "/compliance/")
    before = [queries(client, path) for path in pages]

    active = Channel.objects.filter(state=Channel.State.ACTIVE).first()
    assert active
    for number in range(20):
        active.pk, active.handle = None, f"more_{number}"
        active.save(force_insert=True)

    assert [queries(client, path) for path in pages] == before


def queries(client: Client, path: str) -> int:
    client.get(path)  # the first visit writes when it was
    with CaptureQueriesContext(connection) as asked:
        client.get(path)
    return len(asked)


def test_the_mails_are_shown_and_never_sent(client: Client, filled: datetime) -> None:
    client.post("/demo/sign-in/", {"role": "officer"})

    assert "demo-ministry.example" in client.get("/demo/mails/").content.decode()


def test_nobody_signs_in_by_role_from_elsewhere(
    client: Client, filled: datetime
) -> None:
    answer = client.post("/demo/sign-in/", {"role": "officer"}, REMOTE_ADDR="192.0.2.2")

    assert answer.status_code == 404


def test_a_role_that_is_none_signs_nobody_in(client: Client, filled: datetime) -> None:
    assert client.post("/demo/sign-in/", {"role": "1001"}).status_code == 404
