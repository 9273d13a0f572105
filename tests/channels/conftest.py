from collections.abc import Callable
from datetime import datetime

import pytest

from rasmi.channels import services
from rasmi.channels.models import Channel, Consultee, Opinion
from rasmi.people.models import Power, Unit, User
from rasmi.policy.models import Decision
from tests.conftest import Decided
from tests.factories import appoint_to, make_user

Place = Consultee.Place
Stance = Opinion.Stance
Propose = Callable[..., Channel]


def make_unit(name: str, body: Unit, now: datetime) -> Unit:
    return Unit.objects.create(name_ar=name, name_en=name, parent=body, since_at=now)


@pytest.fixture
def media(body: Unit, now: datetime) -> Unit:
    return make_unit("دائرة الإعلام", body, now)


@pytest.fixture
def layla(media: Unit, now: datetime) -> User:
    """She heads the department that owns the accounts."""
    user = make_user("layla", media, now)
    appoint_to(user, media, "رئيسة الدائرة", [], now)
    return user


@pytest.fixture
def hamad(body: Unit, now: datetime) -> User:
    """He heads information security, which is consulted."""
    unit = make_unit("قسم أمن المعلومات", body, now)
    user = make_user("hamad", unit, now)
    appoint_to(user, unit, "رئيس القسم", [Power.SECRETS], now)
    return user


@pytest.fixture
def rihab(body: Unit, now: datetime) -> User:
    """She heads cyber security, which is consulted too."""
    unit = make_unit("قسم الأمان السيبراني", body, now)
    user = make_user("rihab", unit, now)
    appoint_to(user, unit, "رئيسة القسم", [Power.SECRETS], now)
    return user


@pytest.fixture
def consulted(
    hamad: User, rihab: User, rania: User, decided: Decided, now: datetime
) -> dict[Consultee.Place, User]:
    """Both places are filled, each with the unit of its head."""
    heads = {Place.SECURITY: hamad, Place.CYBER: rihab}
    for place, head in heads.items():
        services.set_consultee(
            place,
            unit=head.placements.get().unit,
            decision=decided(Decision.Kind.PARAMETERS),
            by=rania,
            now=now,
        )
    return heads


@pytest.fixture
def propose(media: Unit, layla: User, now: datetime) -> Propose:
    def propose(**other: object) -> Channel:
        wish = {
            "platform": "x",
            "handle": "@demo_ministry",
            "address": "",
            "name_ar": "الوزارة على إكس",
            "name_en": "The ministry on X",
            "owner": media,
            "purposes": ["dialogue"],
            "need": "لا يبلغ الحساب القائم هذه الفئة.",
            "audience": "الطلبة",
            "languages": ["ar", "en"],
            "answered_by": media,
            "answered_when": "working",
            "by": layla,
            "now": now,
        }
        return services.propose(**{**wish, **other})  # type: ignore[arg-type]

    return propose


@pytest.fixture
def proposed(propose: Propose) -> Channel:
    return propose()


@pytest.fixture
def ready(
    proposed: Channel,
    consulted: dict[Consultee.Place, User],
    layla: User,
    khalid: User,
    now: datetime,
) -> Channel:
    """All but the decision is there."""
    for place, head in consulted.items():
        services.give_opinion(
            proposed,
            place,
            stance=Stance.FOR,
            words="لا مانع",
            conditions=[],
            by=head,
            now=now,
        )
    procedure = services.write_procedure(
        proposed, text_ar="نرد", text_en="We answer", by=layla, now=now
    )
    services.approve_procedure(procedure, by=khalid, now=now)
    return proposed
