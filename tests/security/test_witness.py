"""The witness is sent how the log stands, and what it holds convicts a forger."""

import email
from datetime import datetime, timedelta
from email import policy
from pathlib import Path

import pytest
from django.core import mail
from django.test import Client

from rasmi.audit import selectors as audit_log
from rasmi.audit import services as audit
from rasmi.audit.models import Checkpoint, Entry, Telling, Witness
from rasmi.ledger import checkpoints_in, cli
from rasmi.notify import services as notify
from rasmi.notify.models import Message
from rasmi.people.models import Unit, User
from rasmi.rules import Verdict
from rasmi.security import services
from tests.factories import refused, verdict
from tests.security.test_connection_pages import just_signed_in

pytestmark = pytest.mark.django_db

ADDRESS = "internal.audit@elsewhere.example"
DAY = timedelta(days=1)


@pytest.fixture
def witness(rania: User, now: datetime) -> Witness:
    found = services.change_witness(ADDRESS, by=rania, now=now)
    audit.seal(now=now)
    return found


def sent() -> list[Message]:
    kinds = ["security.checkpoint", "security.witness_ended"]
    return list(Message.objects.filter(kind__in=kinds).order_by("pk"))


def test_the_witness_is_sent_the_newest_checkpoint(
    witness: Witness, now: datetime
) -> None:
    assert services.tell_the_witness(now=now)

    (message,) = sent()
    assert message.address == ADDRESS
    assert checkpoints_in(message.text) == [Checkpoint.objects.latest("pk").note]
    assert message.html == ""
    assert "شاهداً على سجل التدقيق" in message.text


def test_once_a_day(witness: Witness, now: datetime) -> None:
    told = [services.tell_the_witness(now=now + n * DAY / 4) for n in range(9)]

    assert [place for place, each in enumerate(told) if each] == [0, 4, 8]
    assert Telling.objects.count() == 3


def test_without_a_witness_nobody_is_sent_anything(body: Unit, now: datetime) -> None:
    audit.seal(now=now)

    assert not services.tell_the_witness(now=now)
    assert sent() == []


def test_the_mail_as_it_arrives_is_evidence(
    witness: Witness, now: datetime, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    services.tell_the_witness(now=now)
    notify.deliver(sent()[0], now=now)
    saved = tmp_path / "message.eml"
    saved.write_bytes(mail.outbox[0].message().as_bytes())
    export = tmp_path / "export.zip"
    audit.export(export, now=now)

    told = cli.main([str(export), "--witness", str(saved), "--language", "en"])

    assert told == 0
    assert "It agrees with the witness" in capsys.readouterr().out
    assert email.message_from_bytes(saved.read_bytes(), policy=policy.default)["To"]


def test_what_only_waits_here_is_in_nobodys_hands(rania: User, now: datetime) -> None:
    lever = "security.log_is_witnessed"
    audit.seal(now=now)
    assert verdict(lever, now)[0] == Verdict.NOT_MET
    services.change_witness(ADDRESS, by=rania, now=now)
    services.tell_the_witness(now=now)
    assert verdict(lever, now)[0] == Verdict.UNKNOWN
    assert verdict(lever, now + 3 * DAY)[0] == Verdict.NOT_MET

    notify.deliver(sent()[0], now=now)
    Message.objects.update(sent_at=now)

    assert verdict(lever, now + DAY)[0] == Verdict.MET
    assert verdict(lever, now + 3 * DAY)[0] == Verdict.NOT_MET


def test_who_is_replaced_is_told(witness: Witness, rania: User, now: datetime) -> None:
    services.change_witness("other@elsewhere.example", by=rania, now=now + DAY)

    (message,) = sent()
    assert message.address == ADDRESS
    assert checkpoints_in(message.text) == []
    found = audit_log.witness()
    assert found
    assert found.address == "other@elsewhere.example"
    assert Witness.objects.filter(ended_at=None).count() == 1


def test_only_the_owner_of_the_policy_names_one(salma: User, now: datetime) -> None:
    with refused("people.holds_power"):
        services.change_witness(ADDRESS, by=salma, now=now)

    assert audit_log.witness() is None


def test_it_is_named_on_its_page(rania: User, as_salma: Client) -> None:
    assert as_salma.get("/witness/").status_code == 403
    as_rania = just_signed_in(rania)

    page = as_rania.post("/witness/", {"address": "no address"})
    assert page.status_code == 422

    done = as_rania.post("/witness/", {"address": ADDRESS})

    assert done.headers["Location"] == "/audit/seal/"
    assert Entry.objects.filter(action="audit.witness.name").count() == 1
    shown = as_rania.get("/audit/seal/").content.decode()
    assert ADDRESS in shown
