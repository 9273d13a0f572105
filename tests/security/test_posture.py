"""What is seen of an account, how long it counts, and what is found and owed for it."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from rasmi.audit.models import Entry
from rasmi.channels.models import Channel, Consultee, SettingsReview
from rasmi.core.calendar import start_of
from rasmi.people import services as people
from rasmi.people.models import Power, Unit, User
from rasmi.policy.models import Decision
from rasmi.rules import Verdict, controls
from rasmi.security import kinds, services
from rasmi.security.kinds import Answer, items_on
from rasmi.security.models import Attestation, Credential, Look
from rasmi.security.selectors import posture
from tests.conftest import Decided
from tests.factories import appoint_to, make_user, owed, refused, scan, verdict
from tests.security.conftest import Begin, Connect, make_account

DAY = timedelta(days=1)
LEVERS = (
    "security.second_factor_is_on",
    "security.attested_passwords_are_strong",
    "security.attested_passwords_are_changed",
    "security.posture_is_good",
    "security.settings_are_safe",
)
Attest = Callable[..., Look]


def good(platform: str, now: datetime) -> dict[str, str]:
    """Every answer of a platform as it should be, its passwords of today."""
    today = timezone.localdate(now).isoformat()
    numbers = {"password_length": "24", "admins": "2"}
    return {
        each.key: today
        if each.answer == Answer.DAY
        else numbers.get(each.key, kinds.YES)
        for each in items_on(platform)
    }


@pytest.fixture
def attest(account: Channel, layla: User, now: datetime) -> Attest:
    def attest(**other: Any) -> Look:
        at = other.pop("now", now)
        facts: dict[str, Any] = {"note": "", "by": layla, "now": at}
        facts |= {"answers": good(account.platform, at)}
        return services.attest(account, **{**facts, **other})

    return attest


@pytest.fixture
def hamad(body: Unit, badr: User, decided: Decided, rania: User, now: datetime) -> User:
    """He is of the unit that is consulted on security."""
    section = Unit.objects.create(
        name_ar="قسم أمن المعلومات", name_en="Security", parent=body, since_at=now
    )
    user = make_user("hamad", section, now)
    appoint_to(user, section, "رئيس القسم", [], now)
    Consultee.objects.create(
        place=Consultee.Place.SECURITY,
        unit=section,
        decision=decided(Decision.Kind.PARAMETERS),
        set_by=rania,
        set_at=now,
    )
    return user


@pytest.mark.parametrize("lever", LEVERS)
def test_what_nobody_saw_or_saw_long_ago_is_not_known(
    attest: Attest, account: Channel, now: datetime, lever: str
) -> None:
    assert verdict(lever, now)[0] == Verdict.UNKNOWN

    attest()

    assert verdict(lever, now) == (Verdict.MET, 1, 0)
    old = now + 95 * DAY  # settings are reviewed every three months
    expected = (
        Verdict.NOT_MET
        if lever == "security.attested_passwords_are_changed"
        else Verdict.UNKNOWN
    )
    assert verdict(lever, old)[0] == expected


@pytest.mark.parametrize(
    ("item", "value", "lever"),
    [
        ("second_factor", "no", "security.second_factor_is_on"),
        ("password_length", "11", "security.attested_passwords_are_strong"),
        ("password_made", "no", "security.attested_passwords_are_strong"),
        ("password_changed", "2020-01-01", "security.attested_passwords_are_changed"),
        ("admins", "4", "security.posture_is_good"),
        ("admins", "1", "security.posture_is_good"),
        ("recovery_mail", "no", "security.posture_is_good"),
        ("sessions", "no", "security.settings_are_safe"),
    ],
)
def test_one_changed_fact_flips_exactly_its_own_finding(
    attest: Attest, now: datetime, item: str, value: str, lever: str
) -> None:
    attest()

    attest(answers={item: value})

    assert verdict(lever, now) == (Verdict.NOT_MET, 1, 1)
    others = {verdict(each, now)[0] for each in LEVERS if each != lever}
    assert others == {Verdict.MET}
    attest()
    assert verdict(lever, now)[0] == Verdict.MET


def test_a_second_factor_that_is_off_is_asked_for_at_once(
    attest: Attest, layla: User, now: datetime
) -> None:
    attest()
    assert owed("security.second_factor_is_on", now, user=layla) == []

    attest(answers={"second_factor": "no"})

    assert len(owed("security.second_factor_is_on", now, user=layla)) == 1
    assert len(owed("security.second_factor_is_on", now, "secrets")) == 1
    assert owed("security.second_factor_is_on", now, "approve") == []
    # What was seen to be wrong stays a finding, however long ago.
    assert (
        verdict("security.second_factor_is_on", now + 300 * DAY)[0] == Verdict.NOT_MET
    )


def test_the_password_of_people_is_asked_for_before_it_is_too_old(
    attest: Attest, layla: User, now: datetime
) -> None:
    attest()
    due = 90 * DAY

    assert (
        owed(
            "security.attested_passwords_are_changed", now + due - 16 * DAY, user=layla
        )
        == []
    )
    # That of the account, and that of its mailbox.
    assert (
        len(
            owed(
                "security.attested_passwords_are_changed",
                now + due - 13 * DAY,
                user=layla,
            )
        )
        == 2
    )
    assert (
        verdict("security.attested_passwords_are_changed", now + due - 2 * DAY)[0]
        == Verdict.MET
    )
    assert (
        verdict("security.attested_passwords_are_changed", now + due + DAY)[0]
        == Verdict.NOT_MET
    )


def test_what_the_vault_holds_is_read_from_it(
    credential: Credential, layla: User, now: datetime
) -> None:
    kept = {each.item.key: each for each in posture.states([credential.channel], now)}

    assert kept["password_changed"].kept == credential
    assert kept["password_length"].is_good
    assert kept["second_factor"].kept is None
    assert kept["second_factor"].is_open
    late = posture.states([credential.channel], now + 91 * DAY, {"password_changed"})
    assert [each.is_bad for each in late] == [True]


def test_a_delegate_who_is_gone_means_a_new_password(
    attest: Attest, active: Any, yusuf: User, maryam: User, layla: User, now: datetime
) -> None:
    lever = "security.changed_after_an_event"
    attest()
    assert verdict(lever, now) == (Verdict.MET, 1, 0)

    people.release_person(yusuf, by=maryam, now=now + 3 * DAY)

    assert verdict(lever, now + 4 * DAY) == (Verdict.NOT_MET, 1, 1)
    assert len(owed(lever, now + 4 * DAY, user=layla)) == 1
    attest(now=now + 4 * DAY)
    assert verdict(lever, now + 4 * DAY)[0] == Verdict.MET
    assert owed(lever, now + 4 * DAY, user=layla) == []


def test_a_change_that_was_said_before_the_event_of_its_day_is_none_after_it(
    attest: Attest, active: Any, yusuf: User, maryam: User, now: datetime
) -> None:
    lever = "security.changed_after_an_event"
    morning = start_of(timezone.localdate(now + 3 * DAY)) + timedelta(hours=8)
    attest(now=morning)

    people.release_person(yusuf, by=maryam, now=morning + timedelta(hours=8))

    evening = morning + timedelta(hours=9)
    assert verdict(lever, evening) == (Verdict.NOT_MET, 1, 1)
    attest(now=evening)
    assert verdict(lever, evening)[0] == Verdict.MET


def test_a_connection_of_the_morning_is_late_after_a_misuse_at_noon(
    credential: Credential, begin: Begin, now: datetime
) -> None:
    begin(channel=credential.channel, now=now + timedelta(minutes=1))

    assert (
        verdict("security.changed_after_an_event", now + timedelta(minutes=2))[0]
        == Verdict.NOT_MET
    )


def test_a_misuse_means_a_new_password_in_the_vault_as_well(
    credential: Credential, begin: Begin, connect: Connect, now: datetime
) -> None:
    lever = "security.changed_after_an_event"
    begin(channel=credential.channel, now=now + 2 * DAY)

    assert verdict(lever, now + 2 * DAY) == (Verdict.NOT_MET, 1, 1)
    connect(now=now + 2 * DAY, reason=Credential.Reason.SUSPICION)
    assert verdict(lever, now + 2 * DAY)[0] == Verdict.MET


def test_of_a_password_that_nobody_dated_nothing_is_known_after_a_misuse(
    account: Channel, stopped: Any, now: datetime
) -> None:
    result = controls()["security.changed_after_an_event"].read(now)

    assert result.verdict == Verdict.UNKNOWN
    assert [each.subject for each in result.unknown] == [str(account)]


def test_a_review_of_the_settings_says_what_is_different(
    attest: Attest, account: Channel, hamad: User, now: datetime
) -> None:
    attest(by=hamad)
    first = SettingsReview.objects.get()

    look = attest(by=hamad, answers={**good("x", now), "messages": "no"})

    assert [each.item for each in look.changes] == ["messages"]
    assert look.changes[0].before == kinds.YES
    assert look.reviewed_for == first.unit
    review = SettingsReview.objects.latest("pk")
    assert review != first
    assert str(kinds.OF_KEY["messages"].title) in review.found
    entry = Entry.objects.filter(action="security.look.keep").latest("pk")
    assert entry.facts["is_review"] is True


def test_a_part_of_the_settings_or_the_word_of_its_owner_is_no_review(
    attest: Attest, hamad: User
) -> None:
    attest(by=hamad, answers={"messages": "yes"})
    attest()

    assert not SettingsReview.objects.exists()
    assert not Look.objects.filter(reviewed_for__isnull=False).exists()


def test_only_who_answers_for_an_account_attests(
    attest: Attest, yusuf: User, badr: User, now: datetime
) -> None:
    with refused("security.attested_by_who_answers"):
        attest(by=yusuf)

    assert attest(by=badr).seen_by == badr
    assert not Attestation.objects.filter(look__seen_by=yusuf).exists()


def test_what_cannot_be_is_not_kept(attest: Attest, account: Channel) -> None:
    with refused("security.look_says_something"):
        attest(answers={})
    tomorrow = (timezone.localdate() + 800 * DAY).isoformat()
    impossible = (
        {"password_length": "Tr0ub4dor"},  # nobody types one here
        {"password_length": "none"},
        {"password_changed": tomorrow},
        {"second_factor": "perhaps"},
        {"unknown": "yes"},
    )
    for answers in impossible:
        with refused("security.answer_is_possible"):
            attest(answers=answers)
    Channel.objects.update(platform="bluesky")
    with refused("security.exception_is_explained"):
        attest(answers={"alerts": "none"})
    Channel.objects.update(state=Channel.State.CLOSED)
    with refused("security.account_is_watched"):
        attest()
    assert not Look.objects.exists()


def test_only_where_a_platform_may_lack_it_is_it_said_not_to_be_offered(
    attest: Attest, account: Channel, now: datetime
) -> None:
    for item in items_on("x"):
        with refused("security.answer_is_possible"):
            attest(answers={item.key: kinds.NOT_OFFERED}, note="لا حاجة")
    Channel.objects.update(platform="bluesky")
    account.refresh_from_db()
    lacks = {"recovery_codes": "none", "alerts": "none", "sessions": "none"}

    attest(answers={**good("bluesky", now), **lacks}, note="يُراجع أسبوعياً")

    assert {verdict(each, now)[0] for each in LEVERS} == {Verdict.MET}
    stands = posture.states([account], now)
    assert {x.item.key for x in stands if x.is_not_offered} == set(lacks)
    # As it could once be said: what secures the account is not passed by it.
    Attestation.objects.filter(item="second_factor").update(value=kinds.NOT_OFFERED)
    assert verdict("security.second_factor_is_on", now) == (Verdict.NOT_MET, 1, 1)


def test_evidence_is_kept_byte_for_byte(attest: Attest) -> None:
    look = attest(original=scan())

    assert look.original
    assert look.file_name == "scan.pdf"


def test_many_accounts_are_read_with_as_many_queries_as_one(
    attest: Attest, media: Unit, layla: User, now: datetime
) -> None:
    attest()
    with CaptureQueriesContext(connection) as one:
        controls()["security.posture_is_good"].read(now)
    for number in range(5):
        other = make_account(f"channel{number}", media, now)
        services.attest(other, answers=good(other.platform, now), by=layla, now=now)

    with CaptureQueriesContext(connection) as many:
        result = controls()["security.posture_is_good"].read(now)

    assert result.population == 6
    assert len(many) == len(one)


def test_the_training_platform_is_not_watched(account: Channel, now: datetime) -> None:
    Channel.objects.update(platform="sandbox")

    assert verdict("security.posture_is_good", now) == (Verdict.MET, 0, 0)
    assert items_on("sandbox") == []
    assert Power.SECRETS in posture.READERS
