import struct
import zlib
from datetime import datetime
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction

from rasmi.people.models import User
from rasmi.policy.models import Approval
from rasmi.publishing import selectors, services
from rasmi.publishing.models import Medium, Post
from tests.factories import refused, scan
from tests.files.test_publishable import png
from tests.publishing.conftest import Write
from tests.speaking import (
    ALT_AR,
    HOUR,
    PICTURE,
    acts_on,
    add_picture,
    approved,
    intents_of,
    picture,
    stages,
    submitted,
)

People = Medium.People
Licence = Medium.Licence


@pytest.fixture
def pictured(draft: Post, salma: User, now: datetime) -> Post:
    add_picture(draft, salma, now)
    return draft


def media(post: Post) -> list[Medium]:
    return list(selectors.media(post.version))


def change(post: Post, position: int, by: User, now: datetime, **other: Any) -> None:
    facts: Any = {**PICTURE, **other}
    services.change_medium(post, position, by=by, now=now, **facts)


def test_a_picture_makes_a_new_version_and_the_old_one_has_none(
    draft: Post, salma: User, now: datetime
) -> None:
    add_picture(draft, salma, now)

    assert draft.version.number == 2
    assert [each.alt_ar for each in media(draft)] == [ALT_AR]
    assert not Medium.objects.filter(version__number=1).exists()
    assert acts_on(draft)[-1] == "publishing.medium.add"
    assert stages(draft) == ["written", "written"]


def test_the_pictures_go_along_to_the_next_version(
    pictured: Post, salma: User, now: datetime
) -> None:
    add_picture(pictured, salma, now, picture=picture(color="red"), alt_ar="ثانية")

    first, second = media(pictured)
    assert pictured.version.number == 3
    assert [first.position, second.position] == [0, 1]
    assert (first.alt_ar, second.alt_ar) == (ALT_AR, "ثانية")
    before = Medium.objects.get(version__number=2)
    assert before.rendition == first.rendition
    assert before.pk != first.pk


@pytest.mark.parametrize(
    "missing",
    [
        {"holder": ""},
        {"holder": "  "},
        {"licence": ""},
        {"alt_ar": " "},
        {"licence": Licence.LICENSED},
        {"licence": Licence.PERMITTED, "licence_note": "  "},
    ],
)
def test_a_picture_without_its_rights_is_refused(
    draft: Post, salma: User, missing: dict[str, str], now: datetime
) -> None:
    with refused("publishing.rights_are_known"):
        add_picture(draft, salma, now, **missing)

    assert draft.version.number == 1
    assert media(draft) == []


def test_a_picture_used_by_a_licence_names_it(
    draft: Post, salma: User, now: datetime
) -> None:
    note = "CC BY 4.0"

    add_picture(draft, salma, now, licence=Licence.LICENSED, licence_note=note)

    assert media(draft)[0].licence_note == note


@pytest.mark.parametrize("people", Medium.NEED_CONSENT)
def test_nobody_is_recognized_without_consent(
    draft: Post, salma: User, people: People, now: datetime
) -> None:
    with refused("publishing.consent_is_kept"):
        add_picture(draft, salma, now, people=people)

    assert media(draft) == []


def test_the_signed_consent_is_kept_beside_the_picture(
    draft: Post, salma: User, now: datetime
) -> None:
    add_picture(draft, salma, now, people=People.GUARDIAN, consent=scan())

    (kept,) = media(draft)
    assert kept.consent
    assert kept.consent_name == "scan.pdf"
    change(draft, 0, salma, now, people=People.CONSENT)
    assert media(draft)[0].consent == kept.consent


def test_people_are_not_added_to_a_picture_without_consent(
    pictured: Post, salma: User, now: datetime
) -> None:
    with refused("publishing.consent_is_kept"):
        change(pictured, 0, salma, now, people=People.CONSENT)

    assert media(pictured)[0].people == People.NONE


@pytest.mark.parametrize(
    "wrong", [{"people": "consent"}, {"holder": ""}, {"licence": ""}, {"alt_ar": ""}]
)
def test_the_database_refuses_what_the_services_refuse(
    pictured: Post, wrong: dict[str, str]
) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Medium.objects.update(**wrong)


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("..\\..\\windows\\campus.png", "campus.png"),
        ("campus\u202egnp.exe", "campusgnp.exe"),
        ("a\x00b\n.png", "ab.png"),
        ("/etc/" + "x" * 300 + ".png", "x" * 116 + ".png"),
    ],
)
def test_the_name_of_a_file_does_no_harm(
    draft: Post, salma: User, sent: str, kept: str, now: datetime
) -> None:
    content = ContentFile(picture().read(), name=sent)  # makes no name safe itself

    add_picture(draft, salma, now, picture=content)

    assert media(draft)[0].file_name == kept


def test_a_text_is_no_picture_whatever_its_name(
    draft: Post, salma: User, now: datetime
) -> None:
    text = SimpleUploadedFile("campus.png", b"only words", "image/png")

    with refused("files.kind_is_known"):
        add_picture(draft, salma, now, picture=text)

    assert draft.version.number == 1


def test_a_picture_that_would_burst_leaves_the_draft_as_it_was(
    draft: Post, salma: User, now: datetime
) -> None:
    bomb = SimpleUploadedFile("b.png", png(60_000, 60_000, zlib.compress(b"\0" * 99)))
    before = stages(draft)

    with refused("files.picture_is_bounded"):
        add_picture(draft, salma, now, picture=bomb)

    assert draft.version.number == 1
    assert stages(draft) == before
    assert media(draft) == []


def test_a_file_that_is_too_large_is_refused(
    draft: Post, salma: User, now: datetime
) -> None:
    line = struct.pack(">I", 0) * 3 * 1024 * 1024
    large = SimpleUploadedFile("l.png", b"\x89PNG\r\n\x1a\n" + line)

    with refused("files.size_is_bounded"):
        add_picture(draft, salma, now, picture=large)


def test_what_is_said_of_a_picture_is_changed_in_a_new_version(
    pictured: Post, salma: User, now: datetime
) -> None:
    change(pictured, 0, salma, now, alt_ar="وصف آخر")

    assert media(pictured)[0].alt_ar == "وصف آخر"
    assert Medium.objects.get(version__number=2).alt_ar == ALT_AR
    assert acts_on(pictured)[-1] == "publishing.medium.change"


def test_a_picture_is_taken_out_and_the_next_one_moves_up(
    pictured: Post, salma: User, now: datetime
) -> None:
    add_picture(pictured, salma, now, picture=picture(color="red"), alt_ar="ثانية")

    services.remove_medium(pictured, 0, by=salma, now=now)

    assert [(each.position, each.alt_ar) for each in media(pictured)] == [(0, "ثانية")]
    assert Medium.objects.filter(version__number=3).count() == 2
    assert acts_on(pictured)[-1] == "publishing.medium.remove"


def test_a_picture_that_is_gone_is_not_changed(
    pictured: Post, salma: User, now: datetime
) -> None:
    services.remove_medium(pictured, 0, by=salma, now=now)

    with refused("publishing.picture_is_still_there"):
        services.remove_medium(pictured, 0, by=salma, now=now)
    with refused("publishing.picture_is_still_there"):
        change(pictured, 0, salma, now)


def test_another_picture_takes_a_post_out_of_review(
    in_review: Post, salma: User, now: datetime
) -> None:
    add_picture(in_review, salma, now)

    assert in_review.is_draft


def test_a_planned_post_gets_no_other_picture(
    planned: Post, salma: User, now: datetime
) -> None:
    with refused("publishing.recalled_before_it_changes"):
        add_picture(planned, salma, now)


def test_a_stranger_adds_no_picture(draft: Post, salim: User, now: datetime) -> None:
    with refused("delegations.holds_the_right"):
        add_picture(draft, salim, now)


def test_the_approval_is_for_the_pictures_and_their_words_too(
    write: Write, salma: User, khalid: User, now: datetime
) -> None:
    posts = []
    for alt in (ALT_AR, "وصف آخر"):
        post = write()
        add_picture(post, salma, now, alt_ar=alt)
        posts.append(approved(submitted(post, salma, now), khalid, now))

    first, second = (intents_of(each)[0] for each in posts)
    assert first.digest != second.digest
    assert set(Approval.objects.values_list("digest", flat=True)) == {
        first.digest,
        second.digest,
    }
    assert first.pictures.get().alt.startswith(ALT_AR)
    assert first.not_before == now + HOUR
