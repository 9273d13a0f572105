"""What somebody does on the site to a draft or a post of ours."""

from dataclasses import replace
from uuid import uuid4

import pytest

from rasmi.platforms.connector import (
    Absent,
    EditConflict,
    Found,
    NotFound,
    Op,
    OutcomeUnknown,
    PermissionDenied,
    Unsure,
)
from rasmi.platforms.wordpress.connector import WordPressConnector, slug_of
from tests.peers.wire import losing_answers
from tests.peers.wordpress_people import (
    ANY,
    Hand,
    connector,
    named,
    picture,
    png,
    said,
)


def test_a_draft_that_somebody_edited_is_published_as_approved(
    author: WordPressConnector, admin: Hand, reader: Hand, op: Op
) -> None:
    op = replace(op, media=(picture(),))
    staged = author.stage(op)
    admin.write(
        staged["post"],
        title="عنوان آخر",
        content="نص آخر",
        excerpt="مقتطف",
        date_gmt="2039-01-01T00:00:00",
        featured_media=int(staged[op.media[0].digest].split()[0]),
        password="x",
    )

    found = author.commit(op, staged)

    (post,) = named(reader, op)
    assert found.evidence["altered"] is False
    assert reader.text(found.url) == op.text
    assert post["title"]["rendered"] == op.text.removesuffix(".")
    assert (post["featured_media"], post["content"]["protected"]) == (0, False)
    assert post["date_gmt"] < "2039"
    assert "مقتطف" not in post["excerpt"]["rendered"]


@pytest.mark.parametrize("status", ["pending", "private", "future"])
def test_a_draft_that_somebody_moved_is_put_in_order(
    author: WordPressConnector, admin: Hand, op: Op, status: str
) -> None:
    staged = author.stage(op)
    admin.write(staged["post"], status=status, date_gmt="2039-01-01T00:00:00")

    again = author.stage(op)

    assert again == staged
    assert [each["status"] for each in named(admin, op, ANY)] == ["draft"]
    assert author.reconcile(op, staged) == Absent(is_certain=True)


def test_a_draft_in_the_trash_is_for_a_person(
    author: WordPressConnector, admin: Hand, op: Op
) -> None:
    staged = author.stage(op)
    admin.trash(staged["post"])

    assert author.reconcile(op, staged) == Absent(is_certain=True)
    with pytest.raises(EditConflict, match="trash"):
        author.stage(op)


def test_a_draft_trashed_at_the_last_moment_is_published_under_its_name(
    author: WordPressConnector, admin: Hand, reader: Hand, op: Op
) -> None:
    staged = author.stage(op)
    admin.trash(staged["post"])

    found = author.commit(op, staged)

    assert [str(each["id"]) for each in named(reader, op)] == [found.remote_id]
    assert found.url.rstrip("/").endswith(slug_of(op))


def test_a_draft_that_is_gone_is_not_published(
    author: WordPressConnector, admin: Hand, op: Op
) -> None:
    staged = author.stage(op)
    admin.destroy(staged["post"])

    with pytest.raises(NotFound):
        author.commit(op, staged)


def test_a_post_that_was_deleted_since_was_said(
    author: WordPressConnector, admin: Hand, op: Op
) -> None:
    found, staged = said(author, op)
    admin.trash(found.remote_id)

    trashed = author.reconcile(op, staged)
    admin.destroy(found.remote_id)
    destroyed = author.reconcile(op, staged)

    assert isinstance(trashed, Found)
    assert isinstance(trashed.evidence["body"], dict)
    assert trashed.evidence["body"]["status"] == "trash"
    assert isinstance(destroyed, Unsure)


@pytest.mark.parametrize("status", ["draft", "pending", "private"])
def test_a_post_that_was_taken_back_is_for_a_person(
    author: WordPressConnector, admin: Hand, op: Op, status: str
) -> None:
    found, staged = said(author, op)
    admin.write(found.remote_id, status=status)

    looked = author.reconcile(op, staged)

    assert isinstance(looked, Unsure)
    assert status in looked.why


def test_a_post_that_was_edited_since_is_found_as_altered(
    author: WordPressConnector, admin: Hand, op: Op
) -> None:
    found, staged = said(author, op)
    admin.write(found.remote_id, title="عنوان آخر", slug="another-name")

    looked = author.reconcile(op, staged)

    admin.write(found.remote_id, slug=slug_of(op))
    assert isinstance(looked, Found)
    assert (looked.evidence["altered"], looked.evidence["differs"]) == (True, ["title"])


def test_a_post_given_to_somebody_else_is_found_while_it_is_public(
    author: WordPressConnector, admin: Hand, op: Op
) -> None:
    found, staged = said(author, op)
    admin.write(found.remote_id, author=1)

    public = author.reconcile(op, staged)
    admin.write(found.remote_id, status="draft")
    closed = author.reconcile(op, staged)

    assert isinstance(public, Found)
    assert isinstance(closed, Unsure)


def test_an_answer_that_was_lost_is_looked_for(
    peer: dict[str, str], author: WordPressConnector, reader: Hand, op: Op
) -> None:
    staged = author.stage(op)
    with losing_answers(peer["WORDPRESS_URL"], b'"publish"') as wire:
        behind = connector({**peer, "WORDPRESS_URL": wire.address}, "author")
        with pytest.raises(OutcomeUnknown):
            behind.commit(op, staged)

    found = author.reconcile(op, staged)

    assert isinstance(found, Found)
    assert found.evidence["altered"] is False
    assert len(named(reader, op)) == 1


@pytest.mark.parametrize("login", ["author", "editor"])
def test_a_post_under_another_name_is_found_after_a_restore(
    peer: dict[str, str], admin: Hand, op: Op, login: str
) -> None:
    person = connector(peer, login)
    found, _ = said(person, op)
    admin.write(found.remote_id, slug="another-name", title="عنوان آخر")

    looked = person.reconcile(op, {})
    staged = person.stage(op)

    admin.write(found.remote_id, slug=slug_of(op))
    assert isinstance(looked, Found)
    assert looked.remote_id == staged["post"] == found.remote_id


def test_a_post_of_another_name_and_author_is_found_after_a_restore(
    author: WordPressConnector, admin: Hand, op: Op
) -> None:
    found, staged = said(author, op)
    admin.write(found.remote_id, slug="another-name", author=1)

    looked = [author.reconcile(op, each) for each in (staged, {})]

    admin.write(found.remote_id, slug=slug_of(op))
    assert [each.remote_id for each in looked if isinstance(each, Found)] == [
        found.remote_id,
        found.remote_id,
    ]


def test_of_what_was_deleted_for_good_only_pictures_tell_after_a_restore(
    author: WordPressConnector, admin: Hand, op: Op
) -> None:
    pictured = replace(op, key=uuid4().hex, media=(picture(png(41)),))
    for each in (op, pictured):
        found, staged = said(author, each)
        admin.destroy(found.remote_id)
        assert isinstance(author.reconcile(each, staged), Unsure)

    assert author.reconcile(op, {}) == Absent(is_certain=True)
    assert isinstance(author.reconcile(pictured, {}), Unsure)
    number, _, _ = staged[pictured.media[0].digest].partition(" ")
    admin.call("DELETE", f"media/{number}", force="true")


def test_a_number_of_another_post_is_neither_ours_nor_written_to(
    author: WordPressConnector, op: Op
) -> None:
    other, _ = said(author, op)
    mine = replace(op, key=uuid4().hex)

    looked = author.reconcile(mine, {"post": other.remote_id})
    with pytest.raises(EditConflict):
        author.commit(mine, {"post": other.remote_id})

    assert isinstance(looked, Unsure)
    kept = author.reconcile(op, {"post": other.remote_id})
    assert isinstance(kept, Found)
    assert kept.evidence["altered"] is False


def test_a_draft_that_somebody_made_into_another_post_is_left_alone(
    author: WordPressConnector, admin: Hand, op: Op
) -> None:
    staged = author.stage(op)
    admin.write(staged["post"], slug="another", title="آخر", content="آخر")

    with pytest.raises(EditConflict):
        author.commit(op, staged)

    post = admin.call("GET", f"posts/{staged['post']}", context="edit")
    admin.write(staged["post"], slug=slug_of(op))
    assert (post["status"], post["content"]["raw"]) == ("draft", "آخر")


def test_two_posts_of_one_name_are_for_a_person(
    author: WordPressConnector, admin: Hand, op: Op
) -> None:
    _, staged = said(author, op)
    admin.call(
        "POST",
        "posts",
        json={
            "slug": slug_of(op),
            "title": "آخر",
            "status": "publish",
            "author": named(admin, op)[0]["author"],
        },
    )

    assert isinstance(author.reconcile(op, staged), Unsure)


def test_who_may_not_publish_publishes_nothing(
    peer: dict[str, str], admin: Hand, op: Op
) -> None:
    contributor = connector(peer, "contributor")
    staged = contributor.stage(op)

    with pytest.raises(PermissionDenied) as refused:
        contributor.commit(op, staged)
    with pytest.raises(PermissionDenied):
        contributor.stage(replace(op, media=(picture(),)))

    assert refused.value.status == 403
    assert contributor.reconcile(op, staged) == Absent(is_certain=True)
    assert [each["status"] for each in named(admin, op, ANY)] == ["draft"]


def test_who_may_not_write_stages_nothing(
    peer: dict[str, str], admin: Hand, op: Op
) -> None:
    with pytest.raises(PermissionDenied):
        connector(peer, "subscriber").stage(op)

    assert named(admin, op, ANY) == []
