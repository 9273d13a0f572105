from datetime import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import FileResponse
from django.test import Client

from rasmi.people.models import User
from rasmi.publishing import services
from rasmi.publishing.models import Medium, Post
from tests.factories import scan
from tests.speaking import PICTURE, add_picture, approved, picture, sent, submitted

pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
def pictured(draft: Post, salma: User, now: datetime) -> Post:
    """A draft with a picture of people, and their consent."""
    people = Medium.People.CONSENT
    add_picture(draft, salma, now, people=people, consent=scan())
    return draft


@pytest.fixture
def published(pictured: Post, salma: User, khalid: User, now: datetime) -> Post:
    post = approved(submitted(pictured, salma, now), khalid, now)
    sent(post)
    return post


def bytes_of(client: Client, path: str) -> bytes:
    response = client.get(path)
    assert response.status_code == 200
    assert isinstance(response, FileResponse)
    return response.getvalue()


def is_there(client: Client, path: str) -> bool:
    response = client.get(path)
    if isinstance(response, FileResponse):
        response.getvalue()  # read to its end, which closes it
    return bool(response.status_code == 200)


def path_of(post: Post, number: int = 2) -> str:
    return f"/posts/{post.pk}/versions/{number}/0/"


def test_a_picture_is_added_changed_and_taken_out_on_its_pages(
    draft: Post, as_salma: Client
) -> None:
    page = f"/posts/{draft.pk}/pictures/"
    added = as_salma.post(f"{page}new/", {**PICTURE, "picture": picture()})
    assert added.status_code == 302
    assert as_salma.get(f"{page}0/").status_code == 200
    changed = as_salma.post(f"{page}0/", {**PICTURE, "alt_ar": "وصف آخر"})
    assert changed.status_code == 302
    assert "وصف آخر" in as_salma.get(f"/posts/{draft.pk}/").content.decode()

    assert as_salma.post(f"{page}0/remove/").status_code == 302

    assert draft.version.number == 4
    assert not draft.version.media.exists()
    assert as_salma.get(f"{page}0/").status_code == 404


def test_what_is_no_picture_is_refused_and_what_was_typed_is_kept(
    draft: Post, as_salma: Client
) -> None:
    text = SimpleUploadedFile("campus.png", b"only words", "image/png")

    response = as_salma.post(
        f"/posts/{draft.pk}/pictures/new/", {**PICTURE, "picture": text}
    )

    assert response.status_code == 403
    assert PICTURE["alt_ar"] in response.content.decode()
    assert draft.version.number == 1


def test_a_picture_without_a_description_is_wrong(
    draft: Post, as_salma: Client
) -> None:
    typed = {**PICTURE, "alt_ar": "", "picture": picture()}

    response = as_salma.post(f"/posts/{draft.pk}/pictures/new/", typed)

    assert response.status_code == 422


def test_the_picture_and_the_consent_are_for_who_may_read_the_draft(
    pictured: Post, as_salma: Client, as_khalid: Client, as_salim: Client
) -> None:
    path = path_of(pictured)

    for client in (as_salma, as_khalid):
        assert bytes_of(client, path).startswith(b"\x89PNG")
        assert bytes_of(client, f"{path}consent/").startswith(b"%PDF")
    assert not is_there(as_salim, path)
    assert not is_there(as_salim, f"{path}consent/")


def test_the_consent_stays_with_who_works_on_the_post(
    published: Post, as_salma: Client, as_khalid: Client, as_salim: Client
) -> None:
    # What is out is public; who signed the paper is not.
    path = f"{path_of(published)}consent/"

    assert bytes_of(as_salma, path).startswith(b"%PDF")
    assert bytes_of(as_khalid, path).startswith(b"%PDF")
    assert not is_there(as_salim, path)


def test_a_picture_that_was_taken_out_is_not_for_everyone(
    draft: Post, salma: User, khalid: User, as_salim: Client, now: datetime
) -> None:
    add_picture(draft, salma, now)
    services.remove_medium(draft, 0, by=salma, now=now)
    sent(approved(submitted(draft, salma, now), khalid, now))

    assert not is_there(as_salim, path_of(draft))


@pytest.mark.parametrize("path", ["versions/1/0/", "versions/2/1/", "versions/9/0/"])
def test_a_picture_that_is_not_there_is_not_found(
    pictured: Post, as_salma: Client, path: str
) -> None:
    assert as_salma.get(f"/posts/{pictured.pk}/{path}").status_code == 404


def test_a_picture_of_another_post_is_not_found(
    pictured: Post, planned: Post, as_salma: Client
) -> None:
    other = Post.objects.create(
        author=pictured.author,
        created_at=pictured.created_at,
        changed_at=pictured.changed_at,
    )

    assert as_salma.get(path_of(other)).status_code == 404


def test_a_picture_without_consent_has_none_to_show(
    draft: Post, salma: User, as_salma: Client, now: datetime
) -> None:
    add_picture(draft, salma, now)

    assert as_salma.get(f"{path_of(draft)}consent/").status_code == 404


def test_a_browser_gets_a_picture_as_a_picture(
    pictured: Post, as_salma: Client
) -> None:
    response = as_salma.get(path_of(pictured))

    assert response["Content-Type"] == "image/png"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert isinstance(response, FileResponse)
    assert response.getvalue()
