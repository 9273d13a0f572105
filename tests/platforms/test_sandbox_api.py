"""The interface of the sandbox platform, asked over the network."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.platforms.sandbox_server import TOKEN, running_sandbox

PNG = b"\x89PNG\r\n\x1a\n" + b"a picture"
JPEG = b"\xff\xd8\xff" + b"a photograph"


@pytest.fixture
def api(tmp_path: Path) -> Iterator[httpx.Client]:
    with running_sandbox(tmp_path) as account, caller(account.address) as client:
        yield client


def caller(address: str, token: str = TOKEN) -> httpx.Client:
    return httpx.Client(
        base_url=f"{address}/api/",
        headers={"Authorization": f"Bearer {token}"},
        trust_env=False,
    )


def publish(api: httpx.Client, **changes: Any) -> httpx.Response:
    content = {"handle": "ministry", "key": "k1", "text": "بدأ التسجيل"} | changes
    return api.post("posts", json=content)


def comment(api: httpx.Client, post: dict[str, Any], text: str = "متى؟") -> None:
    answer = httpx.post(
        post["url"], data={"name": "سالم", "text": text}, trust_env=False
    )
    assert answer.status_code == 303


def changes(api: httpx.Client, cursor: str = "") -> tuple[list[dict[str, Any]], str]:
    query = {"handle": "ministry", "after": cursor}
    found = api.get("comments", params=query).json()
    return found["comments"], found["cursor"]


@pytest.mark.parametrize("token", ["another", "token-of-the-testsx", "ü"])
def test_who_brings_another_token_is_refused(api: httpx.Client, token: str) -> None:
    header = {b"Authorization": f"Bearer {token}".encode()}

    answer = api.get("account", params={"handle": "ministry"}, headers=header)

    assert answer.status_code == 401
    assert answer.json()["error"]["kind"] == "unauthorized"
    assert answer.headers["WWW-Authenticate"] == "Bearer"


def test_the_same_key_posts_once(api: httpx.Client) -> None:
    first, again = publish(api), publish(api)

    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()


def test_another_content_under_a_used_key_is_refused(api: httpx.Client) -> None:
    publish(api)

    answer = publish(api, text="خبر آخر")

    assert answer.status_code == 409
    assert answer.json()["error"]["field"] == "key"


def test_a_key_belongs_to_one_account(api: httpx.Client) -> None:
    publish(api)

    assert publish(api, handle="center").status_code == 201


def test_of_many_that_post_at_once_one_posts(api: httpx.Client) -> None:
    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(lambda _: publish(api), range(16)))

    assert len({each.json()["id"] for each in answers}) == 1
    assert sorted(each.status_code for each in answers) == [200] * 15 + [201]


def test_the_same_picture_is_kept_once(api: httpx.Client) -> None:
    first, again = api.post("media", content=PNG), api.post("media", content=PNG)

    assert first.json()["id"] == again.json()["id"]
    assert api.post("media", content=JPEG).json()["id"] != first.json()["id"]


def test_what_only_says_to_be_a_picture_is_refused(api: httpx.Client) -> None:
    header = {"Content-Type": "image/png"}

    answer = api.post("media", content=b"<svg onload=alert(1)>", headers=header)

    assert (answer.status_code, answer.json()["error"]["kind"]) == (422, "no_picture")


def test_a_picture_that_is_too_large_is_refused(api: httpx.Client) -> None:
    answer = api.post("media", content=PNG.ljust(10 * 1024 * 1024 + 1))

    assert answer.status_code == 413


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"text": ""}, "text"),
        ({"text": " \n\u200f\u202e "}, "text"),
        ({"text": "ا" * 1001}, "text"),
        ({"text": 5}, "text"),
        ({"text": "zero\0"}, "text"),
        ({"text": None}, "text"),
        ({"key": ""}, "key"),
        ({"handle": "../etc"}, "handle"),
        ({"media": [{"id": "0" * 12, "alt": ""}]}, "media"),
        ({"media": "a picture"}, "media"),
        ({"media": [5]}, "media"),
    ],
)
def test_what_cannot_be_posted_is_refused_with_its_field(
    api: httpx.Client, changes: dict[str, Any], field: str
) -> None:
    answer = publish(api, **changes)

    assert answer.status_code == 422
    assert answer.json()["error"]["field"] == field
    assert answer.json()["error"]["message"]


def test_half_a_letter_is_refused(api: httpx.Client) -> None:
    content = b'{"handle": "ministry", "key": "k", "text": "\\ud83d"}'

    assert api.post("posts", content=content).status_code == 422


def test_a_thousand_letters_and_four_pictures_are_taken(api: httpx.Client) -> None:
    picture = {"id": api.post("media", content=PNG).json()["id"], "alt": "صورة"}

    assert publish(api, text="😀" * 1000, media=[picture] * 4).status_code == 201
    assert publish(api, key="k2", media=[picture] * 5).status_code == 422


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[]", b"[" * 100_000, b"\xff", b"9" * 9000]
)
def test_what_cannot_be_read_is_refused(api: httpx.Client, content: bytes) -> None:
    assert api.post("posts", content=content).status_code == 400


def test_a_body_of_no_told_length_is_refused(api: httpx.Client) -> None:
    assert api.post("posts", content=iter([b"{}"])).status_code == 411


def test_unknown_addresses_and_methods_are_refused(api: httpx.Client) -> None:
    wrong = api.put("posts", json={})

    assert (wrong.status_code, wrong.headers["Allow"]) == (405, "GET, POST")
    assert api.get("nothing").status_code == 404
    assert api.get("posts/000000000000").status_code == 404


def test_a_post_is_found_by_its_key(api: httpx.Client) -> None:
    post = publish(api).json()

    found = api.get("posts", params={"handle": "ministry", "key": "k1"}).json()
    other = api.get("posts", params={"handle": "ministry", "key": "k2"}).json()

    assert found == {"posts": [post]}
    assert other == {"posts": []}


def test_an_edit_keeps_what_was_said_before(api: httpx.Client) -> None:
    post = publish(api).json()
    for text in ("بدأ التسجيل اليوم", "بدأ التسجيل اليوم", "بدأ التسجيل أمس"):
        api.patch(f"posts/{post['id']}", json={"text": text})

    found = api.get(f"posts/{post['id']}").json()

    assert found["text"] == "بدأ التسجيل أمس"
    said = [each["text"] for each in found["versions"]]
    assert said == ["بدأ التسجيل", "بدأ التسجيل اليوم"]
    assert publish(api).json()["id"] == post["id"]  # its key is still that of the first


def test_a_deleted_post_leaves_a_stone_and_its_key(api: httpx.Client) -> None:
    post = publish(api).json()

    first = api.delete(f"posts/{post['id']}").json()
    again = api.delete(f"posts/{post['id']}").json()

    assert first["deleted_at"] == again["deleted_at"] != ""
    assert first["text"] == ""
    assert publish(api).json() == first
    assert api.patch(f"posts/{post['id']}", json={"text": "x"}).status_code == 404
    assert api.get("posts", params={"handle": "ministry"}).json()["posts"] == []


@pytest.mark.parametrize(("order", "first"), [("oldest", "1"), ("newest", "60")])
def test_a_timeline_is_read_page_by_page(
    api: httpx.Client, order: str, first: str
) -> None:
    for number in range(1, 61):
        publish(api, key=str(number), text=str(number))
    query = {"handle": "ministry", "order": order}

    page = api.get("posts", params=query).json()
    rest = api.get("posts", params=query | {"after": page["cursor"]}).json()
    end = api.get("posts", params=query | {"after": rest["cursor"]}).json()

    assert page["posts"][0]["text"] == first
    keys = [each["key"] for each in (*page["posts"], *rest["posts"])]
    assert len(keys) == len(set(keys)) == 60
    assert (end["posts"], end["cursor"]) == ([], rest["cursor"])


def test_every_change_of_a_comment_is_told_once(api: httpx.Client) -> None:
    post = publish(api).json()
    comment(api, post, "الأول")
    comment(api, post, "الثاني")
    (first, second), cursor = changes(api)

    api.post(f"comments/{first['id']}/hide")
    hidden, cursor = changes(api, cursor)
    api.post(f"comments/{first['id']}/unhide")
    api.post(f"comments/{first['id']}/unhide")
    api.delete(f"comments/{second['id']}")
    later, cursor = changes(api, cursor)

    assert [(each["id"], each["state"]) for each in hidden] == [(first["id"], "hidden")]
    assert [(each["text"], each["state"]) for each in later] == [
        ("الأول", "visible"),
        ("", "deleted"),
    ]
    assert changes(api, cursor) == ([], cursor)


def test_comments_are_told_page_by_page(api: httpx.Client) -> None:
    post = publish(api).json()
    for number in range(101):
        content = {"key": str(number), "text": str(number)}
        api.post(f"posts/{post['id']}/comments", json=content)

    page, cursor = changes(api)
    rest, _ = changes(api, cursor)

    assert [each["text"] for each in (*page, *rest)] == [str(n) for n in range(101)]
    assert len(page) == 100


@pytest.mark.parametrize("cursor", ["x", "%", "YWZ0ZXI6LTE", "ü", "MTI"])
def test_an_invented_cursor_is_refused(api: httpx.Client, cursor: str) -> None:
    answer = api.get("comments", params={"handle": "ministry", "after": cursor})

    assert (answer.status_code, answer.json()["error"]["field"]) == (400, "after")


def test_the_account_answers_once_under_a_key(api: httpx.Client) -> None:
    post = publish(api).json()
    comment(api, post)
    (asked,), _ = changes(api)
    content = {"key": "r1", "text": "غدًا", "reply_to": asked["id"]}

    first = api.post(f"posts/{post['id']}/comments", json=content)
    again = api.post(f"posts/{post['id']}/comments", json=content)
    other = api.post(f"posts/{post['id']}/comments", json=content | {"text": "لا"})

    assert first.json() == again.json()
    assert [each.status_code for each in (first, again, other)] == [201, 200, 409]
    assert first.json()["is_official"]
    assert first.json()["reply_to"] == asked["id"]


def test_nobody_is_answered_beneath_another_post(api: httpx.Client) -> None:
    post, other = publish(api).json(), publish(api, key="k2").json()
    comment(api, post)
    (asked,), _ = changes(api)
    content = {"key": "r1", "text": "غدًا", "reply_to": asked["id"]}

    answer = api.post(f"posts/{other['id']}/comments", json=content)

    assert answer.json()["error"] | {"message": ""} == {
        "kind": "other_post",
        "message": "",
        "field": "reply_to",
    }


def test_an_account_touches_its_own_only(api: httpx.Client) -> None:
    post = publish(api).json()
    comment(api, post)
    (asked,), _ = changes(api)
    as_other = {"handle": "center"}

    answers = [
        api.patch(f"posts/{post['id']}", params=as_other, json={"text": "x"}),
        api.delete(f"posts/{post['id']}", params=as_other),
        api.post(f"comments/{asked['id']}/hide", params=as_other),
    ]

    assert [each.status_code for each in answers] == [403] * 3


def test_an_account_presents_itself(api: httpx.Client) -> None:
    publish(api)
    content = {"handle": "ministry", "name": "وزارة\u202e الاختبار", "about": "نجيبكم."}

    api.put("account", json=content)
    found = api.get("account", params={"handle": "ministry"}).json()

    assert (found["name"], found["posts"]) == ("وزارة الاختبار", 1)
    assert api.get("account", params={"handle": "nobody"}).status_code == 404


def test_refusals_speak_the_language_that_is_asked_for(api: httpx.Client) -> None:
    arabic, english = api.get("nothing"), api.get("nothing", params={"lang": "en"})

    assert arabic.json()["error"]["message"] == "لا يوجد شيء في هذا العنوان."
    assert english.json()["error"]["message"] == "There is nothing at this address."


def test_what_was_answered_for_is_there_on_the_next_start(tmp_path: Path) -> None:
    with running_sandbox(tmp_path) as account, caller(account.address) as api:
        post = publish(api).json()

    with running_sandbox(tmp_path) as account, caller(account.address) as api:
        assert publish(api).json()["id"] == post["id"]
