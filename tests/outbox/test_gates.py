from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from rasmi.channels.models import Channel
from rasmi.core.calendar import start_of
from rasmi.delegations import services as delegations
from rasmi.delegations.models import Delegation
from rasmi.files import selectors as files
from rasmi.outbox import services
from rasmi.outbox.models import Intent
from rasmi.outbox.services import gates
from rasmi.people import services as people
from rasmi.people.models import Attempt, Topic, User
from rasmi.policy import pack
from rasmi.policy import services as policy
from rasmi.policy.models import Acknowledgement, Approval, Decision
from rasmi.publishing import selectors
from rasmi.publishing.models import Version
from tests.conftest import Decided
from tests.factories import approved_annex
from tests.outbox.delivering import deliver, held_by
from tests.publishing.conftest import Write
from tests.security.conftest import Begin
from tests.speaking import (
    DAY,
    HOUR,
    PHONE,
    TEXT_AR,
    acts_for,
    add_picture,
    approved,
    intents_of,
    submitted,
)

SOON = timedelta(seconds=30)


def test_with_every_rule_held_it_goes_its_way(intent: Intent, hour: datetime) -> None:
    assert all(each.holds for each in services.ask_all(intent, hour))

    assert deliver(intent, hour)
    assert intent.held_by == ""


def test_every_act_of_the_matrix_has_its_gates() -> None:
    assert set(gates.TABLE) == set(pack.current().matrix)


def test_a_closed_account_holds_it_back(intent: Intent, hour: datetime) -> None:
    Channel.objects.update(state=Channel.State.CLOSED)

    assert held_by(intent, hour) == "outbox.account_is_open"


def test_an_account_without_its_decision_holds_it_back(
    intent: Intent, hour: datetime
) -> None:
    Channel.objects.update(state=Channel.State.IN_USE)
    assert held_by(intent, hour) == "outbox.account_is_open"

    Channel.objects.update(state=Channel.State.ACTIVE)
    assert deliver(intent, hour + SOON)


def test_a_revoked_delegation_holds_it_back(
    intent: Intent, writes: Delegation, layla: User, hour: datetime
) -> None:
    delegations.revoke(writes, reason="انتقال", by=layla, now=hour)

    assert held_by(intent, hour) == "delegations.holds_the_right"


def test_a_delegation_that_ended_at_midnight_holds_it_back(
    write: Write, writes: Delegation, salma: User, khalid: User, now: datetime
) -> None:
    midnight = start_of(timezone.localdate(now) + DAY)
    Delegation.objects.filter(pk=writes.pk).update(ends_at=midnight)
    post = write(publish_at=midnight - HOUR, not_after=midnight + HOUR)
    (intent,) = intents_of(approved(submitted(post, salma, now), khalid, now))
    eve = midnight - timedelta(seconds=1)

    assert all(each.holds for each in services.ask_all(intent, eve))
    assert held_by(intent, midnight) == "delegations.holds_the_right"


def test_a_closed_topic_holds_it_back(
    intent: Intent, topic: Topic, hour: datetime
) -> None:
    Topic.objects.filter(pk=topic.pk).update(closed_at=hour)

    assert held_by(intent, hour) == "delegations.holds_the_right"


def test_who_has_left_speaks_no_more(
    intent: Intent, salma: User, maryam: User, hour: datetime
) -> None:
    people.release_person(salma, by=maryam, now=hour)

    assert held_by(intent, hour) == "delegations.holds_the_right"


def test_training_that_ran_out_holds_it_back(
    intent: Intent, salma: User, hour: datetime
) -> None:
    Attempt.objects.filter(user=salma).update(finished_at=hour - 400 * DAY)

    assert held_by(intent, hour) == "delegations.trained"


def test_a_policy_that_was_not_acknowledged_holds_it_back(
    intent: Intent, salma: User, hour: datetime
) -> None:
    Acknowledgement.objects.filter(user=salma).delete()

    lever = "delegations.official_view_acknowledged"
    assert held_by(intent, hour) == lever


def test_a_stop_holds_it_back(
    intent: Intent, begin: Begin, account: Channel, hour: datetime
) -> None:
    begin(channel=account, now=hour)

    assert held_by(intent, hour) == "security.no_stop_in_force"


def test_a_stop_of_all_holds_it_back(
    intent: Intent, begin: Begin, hour: datetime
) -> None:
    begin(now=hour)

    assert held_by(intent, hour) == "security.no_stop_in_force"


def test_a_class_that_was_withdrawn_holds_it_back(
    intent: Intent,
    decided: Decided,
    rania: User,
    basim: User,
    now: datetime,
    hour: datetime,
) -> None:
    adoption = policy.enter_adoption(
        decision=decided(Decision.Kind.PARAMETERS),
        holds_from=timezone.localdate(now),
        values={"publishable_classes": {"classes": ["events"]}},
        by=rania,
        now=now,
    )
    policy.confirm_adoption(adoption, by=basim, now=now)

    assert held_by(intent, hour) == "outbox.class_is_publishable"


def test_a_class_that_was_taken_out_holds_it_back_and_keeps_its_name(
    intent: Intent,
    decided: Decided,
    rania: User,
    basim: User,
    now: datetime,
    hour: datetime,
) -> None:
    version = Version.objects.get()
    approved_annex(
        "information_classes",
        "events | الفعاليات | Events | may be released",
        "public_announcement | إعلان | Notice | never published",
        decision=decided(Decision.Kind.PARAMETERS),
        by=(rania, basim),
        now=now + timedelta(minutes=1),
    )

    assert held_by(intent, hour) == "outbox.class_is_publishable"
    assert selectors.class_name(version) == "إعلان عام"


@pytest.mark.parametrize(
    "changed",
    [
        {"text": f"{TEXT_AR} "},
        {"not_after": datetime.fromisoformat("2027-01-01T00:00:00+00:00")},
        {"act": "urgent_post"},
        {"digest": "0" * 64},
    ],
)
def test_other_bytes_than_the_approved_ones_hold_it_back(
    intent: Intent, changed: dict[str, object], hour: datetime
) -> None:
    Intent.objects.filter(pk=intent.pk).update(**changed)

    assert held_by(intent, hour) == "outbox.bytes_are_those_approved"


def test_another_name_of_the_account_holds_it_back(
    intent: Intent, account: Channel, hour: datetime
) -> None:
    Channel.objects.filter(pk=account.pk).update(handle="another")

    assert held_by(intent, hour) == "outbox.bytes_are_those_approved"


@pytest.fixture
def pictured(write: Write, salma: User, khalid: User, now: datetime) -> Intent:
    post = write()
    add_picture(post, salma, now)
    return intents_of(approved(submitted(post, salma, now), khalid, now))[0]


def test_a_picture_that_was_changed_on_the_disk_holds_it_back(
    pictured: Intent, hour: datetime
) -> None:
    rendition = pictured.pictures.get().rendition
    path = files.path_of_digest(rendition.digest)
    before = path.read_bytes()
    path.write_bytes(before + b"x")
    assert held_by(pictured, hour) == "outbox.bytes_are_those_approved"

    path.write_bytes(before)
    assert deliver(pictured, hour + SOON)


def test_a_picture_that_is_gone_holds_it_back(pictured: Intent, hour: datetime) -> None:
    rendition = pictured.pictures.get().rendition
    files.path_of_digest(rendition.digest).unlink()

    assert held_by(pictured, hour) == "outbox.bytes_are_those_approved"


def test_other_words_beneath_a_picture_hold_it_back(
    pictured: Intent, hour: datetime
) -> None:
    pictured.pictures.update(alt="صورة أخرى")

    assert held_by(pictured, hour) == "outbox.bytes_are_those_approved"


def test_a_picture_less_holds_it_back(pictured: Intent, hour: datetime) -> None:
    pictured.pictures.all().delete()

    assert held_by(pictured, hour) == "outbox.bytes_are_those_approved"


def test_an_approval_that_was_taken_back_holds_it_back(
    intent: Intent, khalid: User, hour: datetime
) -> None:
    policy.void_approvals(intent.digest, reason="خطأ", by=khalid, now=hour)

    assert held_by(intent, hour) == "outbox.approved_by_another"


def test_an_approval_of_other_bytes_counts_for_nothing(
    intent: Intent, hour: datetime
) -> None:
    Approval.objects.update(digest="f" * 64)

    assert held_by(intent, hour) == "outbox.approved_by_another"


def test_an_approval_for_another_window_counts_for_nothing(
    intent: Intent, hour: datetime
) -> None:
    Approval.objects.update(not_after=hour + 9 * HOUR)

    assert held_by(intent, hour) == "outbox.approved_by_another"


def test_an_approval_for_another_act_counts_for_nothing(
    intent: Intent, hour: datetime
) -> None:
    Approval.objects.update(act="urgent_post")

    assert held_by(intent, hour) == "outbox.approved_by_another"


def test_who_acted_for_the_writer_since_was_no_second_person(
    intent: Intent, salma: User, khalid: User, hour: datetime
) -> None:
    acts_for(khalid, salma, hour)

    assert held_by(intent, hour) == "outbox.approved_by_another"


def test_who_speaks_is_not_who_approved(
    intent: Intent, salma: User, hour: datetime
) -> None:
    writer = intent.delegation.nominated_by
    Approval.objects.update(by=salma, written_by=writer)
    Intent.objects.update(written_by=writer)

    assert held_by(intent, hour) == "outbox.approved_by_another"


@pytest.fixture
def found(write: Write, salma: User, khalid: User, now: datetime) -> Intent:
    """Planned, with a finding that its reviewer let pass."""
    post = submitted(write(text_ar=f"{TEXT_AR} {PHONE}"), salma, now)
    mark = selectors.findings(post.version)[0].mark
    return intents_of(approved(post, khalid, now, **{mark: "رقم معلن"}))[0]


def test_a_finding_that_a_person_saw_holds_nothing_back(
    found: Intent, hour: datetime
) -> None:
    assert deliver(found, found.not_before)


def test_a_finding_that_no_person_saw_holds_it_back(found: Intent) -> None:
    Intent.objects.filter(pk=found.pk).update(seen=[])

    assert held_by(found, found.not_before) == "outbox.findings_were_seen"
