from datetime import datetime
from typing import Any

import pytest
from django.db import (
    DatabaseError,
    IntegrityError,
    OperationalError,
    connection,
    transaction,
)
from django.test import override_settings

from rasmi.audit.models import Entry
from rasmi.channels.models import Channel
from rasmi.delegations.models import Delegation
from rasmi.outbox import connectors, services
from rasmi.outbox.models import Intent, Saying
from rasmi.people.models import Installation, User
from rasmi.policy import services as policy
from rasmi.publishing import selectors
from rasmi.publishing.models import Post
from rasmi.records import services as records
from rasmi.records.models import Part
from tests.factories import refused
from tests.speaking import HOUR, acts_on

State = Intent.State


def approve(post: Post, by: User, now: datetime) -> Saying:
    """What the newest version says, approved."""
    version = post.version
    (saying,) = selectors.sayings(version)
    policy.approve(
        saying.act,
        saying.digest,
        written_by=version.written_by,
        written_at=version.written_at,
        window=(saying.not_before, saying.not_after),
        by=by,
        now=now,
    )
    return saying


@pytest.fixture
def saying(draft: Post, khalid: User, now: datetime) -> Saying:
    return approve(draft, khalid, now)


def plan(saying: Saying, post: Post, person: User, now: datetime) -> Intent:
    return services.plan(
        saying,
        record=records.open_record(post, now=now),
        written_by=post.author,
        person=person,
        seen=[],
        by=person,
        now=now,
    )


def test_an_intent_holds_all_that_the_gates_ask_for(
    saying: Saying, draft: Post, salma: User, writes: Delegation, now: datetime
) -> None:
    intent = plan(saying, draft, salma, now)

    assert (intent.person, intent.delegation) == (salma, writes)
    assert (intent.text, intent.topic) == (saying.text, saying.topic)
    assert intent.digest == saying.digest == intent.digest_now()
    assert (intent.due_at, intent.state) == (saying.not_before, State.PLANNED)
    assert acts_on(intent) == ["outbox.intent.plan"]


def test_nobody_plans_without_the_right_to_publish(
    saying: Saying, draft: Post, khalid: User, now: datetime
) -> None:
    with refused("delegations.holds_the_right"):
        plan(saying, draft, khalid, now)


def test_what_nobody_approved_is_not_planned(
    draft: Post, salma: User, now: datetime
) -> None:
    (saying,) = selectors.sayings(draft.version)

    with refused("outbox.approved_by_another"):
        plan(saying, draft, salma, now)
    assert not Intent.objects.exists()


def test_what_is_over_is_not_planned(
    saying: Saying, draft: Post, salma: User, now: datetime
) -> None:
    with refused("outbox.inside_its_window"):
        plan(saying, draft, salma, now + 5 * HOUR)


def test_what_the_platform_would_refuse_is_not_planned(
    draft: Post, salma: User, now: datetime
) -> None:
    draft.versions.update(text_ar="ن" * 300)
    (saying,) = selectors.sayings(draft.version)

    with refused("outbox.platform_takes_it"):
        plan(saying, draft, salma, now)


def test_a_platform_without_known_limits_refuses_nothing_beforehand(
    draft: Post, salma: User, khalid: User, now: datetime
) -> None:
    Channel.objects.update(platform="telegram")
    draft.versions.update(text_ar="ن" * 4000)
    saying = approve(draft, khalid, now)

    assert plan(saying, draft, salma, now).is_manual


@pytest.mark.parametrize(
    ("platform", "trains", "connector"),
    [
        ("x", True, Intent.Connector.MANUAL),
        ("sandbox", True, Intent.Connector.SANDBOX),
        ("sandbox", False, Intent.Connector.MANUAL),
    ],
)
def test_where_no_connection_posts_a_person_does(
    account: Channel, platform: str, trains: bool, connector: Intent.Connector
) -> None:
    account.platform = platform

    with override_settings(IS_FOR_TRAINING=trains):
        assert connectors.kind_for(account) == connector


def test_every_demonstration_has_the_training_platform(account: Channel) -> None:
    account.platform = "sandbox"
    Installation.objects.update(is_demonstration=True)

    with override_settings(IS_FOR_TRAINING=False):
        assert connectors.kind_for(account) == Intent.Connector.SANDBOX


def test_what_a_person_posts_has_no_connector(intent: Intent) -> None:
    with pytest.raises(LookupError):
        connectors.connector_of(intent)


@pytest.mark.parametrize(
    "wrong",
    [
        {"not_after": datetime.fromisoformat("2000-01-01T00:00:00+00:00")},
        {"state": State.ARMED},
        {"state": State.HANDED},
        {"state": State.CONFIRMED},
        {"state": State.UNKNOWN},
    ],
)
def test_the_database_lets_nothing_out_that_was_not_armed(
    intent: Intent, wrong: dict[str, Any]
) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Intent.objects.filter(pk=intent.pk).update(**wrong)


def no_entries(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
    """As if the log could not be written."""
    if sql.startswith('INSERT INTO "audit_entry"'):
        raise OperationalError("the disk is full")
    return execute(sql, params, many, context)


def test_without_its_entry_in_the_log_nothing_is_handed_over(
    intent: Intent, hour: datetime
) -> None:
    before = Entry.objects.count()

    with (
        connection.execute_wrapper(no_entries),
        pytest.raises(DatabaseError, match="disk is full"),
    ):
        services.deliver(intent, now=hour)

    intent.refresh_from_db()
    assert (intent.state, intent.armed_at) == (State.PLANNED, None)
    assert Entry.objects.count() == before
    assert not Part.objects.filter(stage=Part.Stage.HANDED).exists()


def test_without_its_entry_in_the_log_nothing_is_planned(
    saying: Saying, draft: Post, salma: User, now: datetime
) -> None:
    with (
        connection.execute_wrapper(no_entries),
        pytest.raises(DatabaseError, match="disk is full"),
    ):
        plan(saying, draft, salma, now)

    assert not Intent.objects.exists()


def test_when_the_log_can_be_written_again_it_goes_its_way(
    intent: Intent, hour: datetime
) -> None:
    with (
        connection.execute_wrapper(no_entries),
        pytest.raises(DatabaseError, match="disk is full"),
    ):
        services.deliver(intent, now=hour)

    intent.refresh_from_db()
    assert services.deliver(intent, now=hour + HOUR)
    intent.refresh_from_db()
    assert intent.is_handed
