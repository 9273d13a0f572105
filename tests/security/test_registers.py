"""Laws and policies that bind us, what is missing of them, and what protects data."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from rasmi.channels.models import Channel
from rasmi.people.models import Power, Unit, User
from rasmi.rules import Verdict
from rasmi.security import services
from rasmi.security.models import Instrument, Measure
from rasmi.security.selectors import registers
from rasmi.security.services.instruments import Facts
from tests.factories import appoint_to, make_user, owed, refused, scan, verdict
from tests.security.conftest import make_account

DAY = timedelta(days=1)


@pytest.fixture
def owner(body: Unit, now: datetime) -> User:
    """She owns the policy."""
    user = make_user("owner", body, now)
    appoint_to(user, body, "مالكة السياسة", [Power.POLICY], now)
    return user


def law(owner: User, unit: Unit, now: datetime, **other: Any) -> Instrument:
    facts: dict[str, Any] = {
        "kind": Instrument.Kind.DECREE,
        "number": "6/2022",
        "issued_on": None,
        "title_ar": "قانون حماية البيانات الشخصية",
        "title_en": "Personal Data Protection Law",
        "issuer_ar": "سلطنة عُمان",
        "issuer_en": "Sultanate of Oman",
        "version": "2022",
        "place": "",
        "clauses": ["V0.1"],
        "owner": unit,
    }
    return services.enter_instrument(**{**facts, **other}, by=owner, now=now)


@pytest.fixture
def decree(owner: User, media: Unit, now: datetime) -> Instrument:
    return law(owner, media, now)


def test_a_law_is_read_again_within_a_year(
    decree: Instrument, layla: User, now: datetime
) -> None:
    late = now + 367 * DAY
    assert verdict("security.instruments_are_read", now) == (Verdict.MET, 1, 0)
    assert owed("security.instruments_are_read", now + 340 * DAY, user=layla) == []
    assert len(owed("security.instruments_are_read", now + 355 * DAY, user=layla)) == 1
    assert verdict("security.instruments_are_read", late) == (Verdict.NOT_MET, 1, 1)

    services.review_instrument(
        decree, version="2026", found="لا جديد", by=layla, now=late
    )

    assert verdict("security.instruments_are_read", late) == (Verdict.MET, 1, 0)
    assert owed("security.instruments_are_read", late, user=layla) == []
    decree.refresh_from_db()
    assert decree.version == "2026"


def test_an_empty_register_is_a_finding(body: Unit, now: datetime) -> None:
    # What laws still ask for is not known before one is entered.
    assert verdict("security.gaps_are_closed", now)[0] == Verdict.UNKNOWN
    assert verdict("security.instruments_are_read", now) == (Verdict.NOT_MET, 1, 1)
    assert verdict("security.security_policy_is_known", now) == (Verdict.NOT_MET, 1, 1)


def test_a_law_tied_to_no_clause_is_a_finding(
    decree: Instrument, owner: User, media: Unit, now: datetime
) -> None:
    assert verdict("security.instruments_name_clauses", now) == (Verdict.MET, 1, 0)

    law(owner, media, now, number="12/2011", clauses=[])

    assert verdict("security.instruments_name_clauses", now) == (Verdict.NOT_MET, 2, 1)
    with refused("security.instrument_names_known_clauses"):
        law(owner, media, now, number="1/2020", clauses=["Q99"])


def test_the_security_policy_is_there_with_its_version(
    owner: User, media: Unit, now: datetime
) -> None:
    ours = law(owner, media, now, kind="security", number="ISP-1", version="")
    assert verdict("security.security_policy_is_known", now) == (Verdict.NOT_MET, 1, 1)

    services.review_instrument(ours, version="3.1", found="جديد", by=owner, now=now)

    assert verdict("security.security_policy_is_known", now) == (Verdict.MET, 1, 0)
    assert (
        verdict("security.security_policy_is_known", now + 367 * DAY)[0]
        == Verdict.UNKNOWN
    )


def test_what_is_missing_is_closed_by_its_day(
    decree: Instrument, layla: User, yusuf: User, media: Unit, now: datetime
) -> None:
    gap = services.open_gap(
        decree, text="سجل", owner=media, due_at=now + 10 * DAY, by=layla, now=now
    )
    assert verdict("security.gaps_are_closed", now + 9 * DAY) == (Verdict.MET, 1, 0)
    assert verdict("security.gaps_are_closed", now + 10 * DAY) == (
        Verdict.NOT_MET,
        1,
        1,
    )
    assert len(owed("security.gaps_are_closed", now, user=layla)) == 1
    with refused("security.register_is_kept_by_its_owner"):
        services.close_gap(gap, how="تم", by=yusuf, now=now)

    services.close_gap(gap, how="أُعد السجل", by=layla, now=now)

    assert verdict("security.gaps_are_closed", now + 10 * DAY) == (Verdict.MET, 0, 0)
    assert owed("security.gaps_are_closed", now, user=layla) == []
    with refused("security.only_an_open_gap_is_closed"):
        services.close_gap(gap, how="مرة أخرى", by=layla, now=now)


def test_only_the_owner_of_the_policy_enters_and_each_number_once(
    decree: Instrument, owner: User, layla: User, media: Unit, now: datetime
) -> None:
    with refused("security.instrument_is_entered_once"):
        law(owner, media, now)
    with refused("people.holds_power"):
        law(layla, media, now, number="2/2024")
    facts = {name: getattr(decree, name) for name in Facts.__annotations__}

    services.change_instrument(
        decree, **{**facts, "number": "6/2022 م"}, by=owner, now=now + 400 * DAY
    )

    decree.refresh_from_db()
    assert decree.number == "6/2022 م"
    # Correcting it is not reading it.
    assert (
        verdict("security.instruments_are_read", now + 400 * DAY)[0] == Verdict.NOT_MET
    )


def protect(by: User, unit: Unit, now: datetime, **other: Any) -> Measure:
    facts: dict[str, Any] = {
        "title_ar": "حصر الاطلاع على الرسائل",
        "title_en": "Messages are read by few",
        "protects": "رسائل المواطنين",
        "risk": "الاطلاع غير المصرح به",
        "channel": None,
        "owner": unit,
    }
    return services.enter_measure(**{**facts, **other}, by=by, now=now)


def test_a_measure_counts_while_somebody_saw_it_in_place(
    account: Channel, layla: User, media: Unit, now: datetime
) -> None:
    assert verdict("security.measures_are_in_place", now) == (
        Verdict.NOT_MET,
        1,
        1,
    )  # its account has none
    measure = protect(layla, media, now)
    assert verdict("security.measures_are_in_place", now)[0] == Verdict.UNKNOWN
    assert len(owed("security.measures_are_in_place", now, user=layla)) == 1

    services.review_measure(
        measure, is_in_place=True, found="ف", original=scan(), by=layla, now=now
    )

    assert verdict("security.measures_are_in_place", now) == (Verdict.MET, 1, 0)
    assert owed("security.measures_are_in_place", now, user=layla) == []
    assert (
        verdict("security.measures_are_in_place", now + 367 * DAY)[0] == Verdict.UNKNOWN
    )
    services.review_measure(measure, is_in_place=False, found="ف", by=layla, now=now)
    assert verdict("security.measures_are_in_place", now) == (Verdict.NOT_MET, 1, 1)
    assert len(owed("security.measures_are_in_place", now, user=layla)) == 1


def test_each_account_has_a_measure_of_its_own_or_for_all(
    account: Channel, layla: User, yusuf: User, media: Unit, now: datetime
) -> None:
    other = make_account("other", media, now)
    own = protect(layla, media, now, channel=account)
    services.review_measure(own, is_in_place=True, found="ف", by=layla, now=now)
    assert verdict("security.measures_are_in_place", now) == (Verdict.NOT_MET, 2, 1)

    second = protect(layla, media, now, channel=other)
    services.review_measure(second, is_in_place=True, found="ف", by=layla, now=now)

    assert verdict("security.measures_are_in_place", now) == (Verdict.MET, 2, 0)
    with refused("security.register_is_kept_by_its_owner"):
        protect(yusuf, media, now)
    assert registers.measures().count() == 2
