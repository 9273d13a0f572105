"""What an assessment rests on, and which contacts may stand beside a name."""

from datetime import datetime

import pytest
from django.conf import LazySettings
from django.core.files.uploadedfile import SimpleUploadedFile

from rasmi.delegations import services
from rasmi.delegations.models import AssessedCriterion, Delegation
from rasmi.people.models import User
from tests.conftest import signed_in
from tests.delegations.conftest import Level, Nominate
from tests.factories import refused

SCAN = b"%PDF-1.7\ncertificates"
OFFICIAL = "delegations.official_contact_only"


def with_file(delegation: Delegation, by: User, now: datetime) -> None:
    services.assess(
        delegation,
        criteria=dict.fromkeys(AssessedCriterion.Criterion, (Level.MET, "ثلاث سنوات")),
        evidence=SimpleUploadedFile("الشهادات.pdf", SCAN),
        by=by,
        now=now,
    )


def test_who_decides_sees_assessor_reasons_and_the_file_byte_for_byte(
    nominated: Delegation,
    layla: User,
    senior: User,
    yusuf: User,
    salim: User,
    now: datetime,
) -> None:
    with_file(nominated, layla, now)
    client = signed_in(senior)

    page = client.get(f"/delegations/{nominated.pk}/approve/").content.decode()
    for shown in ("layla", "ثلاث سنوات", "الشهادات.pdf"):
        assert shown in page
    address = f"/delegations/{nominated.pk}/evidence/"
    assert address in page
    for person in (senior, yusuf):
        reader = client if person == senior else signed_in(person)
        assert b"".join(reader.get(address)) == SCAN

    stranger = signed_in(salim)
    assert stranger.get(address).status_code == 403
    assert (
        "ثلاث سنوات"
        not in stranger.get(f"/delegations/{nominated.pk}/").content.decode()
    )


def test_a_stranger_is_refused_with_a_sentence(
    nominated: Delegation, salim: User, now: datetime
) -> None:
    with refused("delegations.assessment_is_for_who_decides"):
        services.require_reader(salim, (), nominated, now=now)


def test_another_kind_of_file_is_refused(
    nominated: Delegation, layla: User, now: datetime
) -> None:
    with refused("files.kind_is_known"):
        services.assess(
            nominated,
            criteria=dict.fromkeys(AssessedCriterion.Criterion, (Level.MET, "نعم")),
            evidence=SimpleUploadedFile("a.html", b"<script>alert(1)</script>\x00"),
            by=layla,
            now=now,
        )


@pytest.mark.parametrize(
    ("contact", "is_taken"),
    [
        ("media@ministry.example", True),
        ("Media@Ministry.Example", True),
        ("+968 24 34 01 00", True),
        ("00968-24340100", True),
        ("someone@gmail.com", False),
        ("someone@evil-ministry.example", False),
        ("a@b@ministry.example", False),
        ("+968 9234 5678", False),
        ("24340100", False),
        ("+968 24340100 or 92345678", False),
        ("", False),
    ],
)
def test_only_the_bodys_own_addresses_and_numbers_stand_beside_a_name(
    contact: str,
    is_taken: bool,
    nominate: Nominate,
    settings: LazySettings,
) -> None:
    settings.OFFICIAL_MAIL_DOMAINS = ["ministry.example"]
    settings.OFFICIAL_NUMBERS = ["+96824340"]
    if is_taken:
        assert nominate(speaks_by_name=True, contact=contact).contact == contact
        return
    with refused(OFFICIAL) as caught:
        nominate(speaks_by_name=True, contact=contact)
    assert "ministry.example" in caught.value.remedy
