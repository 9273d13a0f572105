"""What the connector makes of the answers of a wiki about its talk pages."""

from typing import Any

import pytest

from rasmi.platforms.connector import (
    Absent,
    ContentRejected,
    Deed,
    EditConflict,
    Fetched,
    Invalid,
    NotFound,
    Op,
    Outcome,
    OutcomeUnknown,
    PermissionDenied,
    Target,
    Transient,
    Unsure,
)
from tests.platforms.test_mediawiki_errors import (
    SIGNING_IN,
    Body,
    actions,
    refusal,
    refused_by,
    wiki,
)

KEY = "0123456789abcdef"
TEXT = "أول\nمتى؟\nآخر"
SAVED: Body = {"edit": {"result": "Success", "newrevid": 12, "pageid": 3}}


def op(deed: Deed = Deed.REPLY, remote_id: str = "rev-9") -> Op:
    return Op(KEY, "الأحد", deed=deed, target=Target(remote_id, "7"))


def page(*rows: dict[str, Any]) -> Body:
    told = {"pageid": 3, "ns": 1, "title": "نقاش:أ", "revisions": [*rows]}
    return {"query": {"pages": [told]}}


def row(number: int, **other: object) -> dict[str, Any]:
    told = {
        "revid": number,
        "parentid": number - 1,
        "user": "Salim",
        "comment": "",
        "size": 30,
        "timestamp": "2026-11-28T05:10:00Z",
    }
    return told | other


def content(number: int, text: str) -> dict[str, Any]:
    main = {"contentmodel": "wikitext", "content": text}
    return {"revid": number, "slots": {"main": main}}


TARGET = page(row(9))
NOT_OURS: Body = page()
TEXTS = page(content(8, "أول\nآخر"), content(9, TEXT))
BOTH = page(row(8), row(9))
# What a wiki says before an edit, in the order in which it is asked.
ANSWER: list[Body] = [TARGET, NOT_OURS, TARGET, page(content(9, TEXT)), BOTH, TEXTS]
HIDE: list[Body] = [TARGET, NOT_OURS, BOTH, TEXTS, TARGET, page(content(9, TEXT))]


def asking(*answers: Body) -> Any:
    return {"query": [*SIGNING_IN, *answers]}


def test_an_answer_is_one_edit_of_the_version_that_was_read() -> None:
    with wiki(edit=SAVED, **asking(*ANSWER)) as (connector, asked):
        found = connector.commit(op(), {})

    (edit,) = (each for each in asked if each["action"] == "edit")
    assert found.remote_id == "rev-12"
    assert (edit["pageid"], edit["baserevid"], edit["nocreate"]) == ("3", "9", "1")
    assert edit["summary"] == f"[rasmi:{KEY}]"
    assert edit["text"] == 'أول\nمتى؟\n:<span dir="auto">الأحد</span> ~~~~\nآخر'
    assert len(str(found.evidence["request_sha256"])) == 64


def test_of_two_edits_at_once_ours_is_tried_anew_later() -> None:
    race = refusal("editconflict")
    with wiki(edit=race, **asking(*ANSWER)) as (connector, asked):
        refused = refused_by(lambda: connector.commit(op(), {}))

    assert type(refused) is Transient
    assert actions(asked).count("edit") == 1


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ({"edit": {"result": "Failure", "captcha": {}}}, ContentRejected),
        (refusal("abusefilter-disallowed"), ContentRejected),
        (refusal("protectedpage"), PermissionDenied),
        (refusal("internal_api_error"), OutcomeUnknown),
        ({"edit": {"result": "Success", "nochange": True}}, OutcomeUnknown),
        ({}, OutcomeUnknown),
        (b"<html>502</html>", OutcomeUnknown),
    ],
)
def test_what_became_of_an_answer_is_what_the_wiki_says(
    body: Body, kind: type[Exception]
) -> None:
    with wiki(edit=body, **asking(*ANSWER)) as (connector, _):
        assert type(refused_by(lambda: connector.commit(op(), {}))) is kind


@pytest.mark.parametrize(
    ("told", "history"),
    [
        (refusal("permissiondenied"), "visible"),
        ({"revisiondelete": {"status": "Success"}}, "hidden"),
    ],
)
def test_who_may_not_hide_the_history_has_hidden_all_the_same(
    told: Body, history: str
) -> None:
    veiled = page(row(9, sha1hidden=True))
    answers = asking(*HIDE, TARGET, veiled)
    with wiki(edit=SAVED, revisiondelete=told, **answers) as (connector, asked):
        found = connector.commit(op(Deed.HIDE), {})

    (hiding,) = (each for each in asked if each["action"] == "revisiondelete")
    (edit,) = (each for each in asked if each["action"] == "edit")
    assert (found.remote_id, found.evidence["history"]) == ("rev-9", history)
    assert (hiding["ids"], hiding["hide"]) == ("9", "content|comment")
    assert edit["summary"] == hiding["reason"] == f"[rasmi:{KEY}] hide rev-9"


@pytest.mark.parametrize("told", [b"<html>", refusal("maxlag"), {}])
def test_a_history_that_did_not_answer_is_looked_at_again(told: Body) -> None:
    answers = asking(*HIDE, TARGET, TARGET)
    with wiki(edit=SAVED, revisiondelete=told, **answers) as (connector, _):
        try:
            outcome = connector.commit(op(Deed.HIDE), {}).evidence["history"]
        except OutcomeUnknown as error:
            outcome = error.outcome

    assert outcome == ("visible" if told == {} else Outcome.UNKNOWN)


def test_what_was_not_hidden_by_us_is_not_shown_again() -> None:
    log: Body = {"query": {"logevents": []}}
    other = page(content(9, "غيره"))
    answers = asking(TARGET, NOT_OURS, TARGET, other, log, BOTH, TEXTS, NOT_OURS)
    with wiki(**answers) as (connector, asked):
        refused = refused_by(lambda: connector.commit(op(Deed.SHOW), {}))

    assert type(refused) is EditConflict
    assert not {"edit", "revisiondelete"} & set(actions(asked))


@pytest.mark.parametrize(
    ("mine", "expected"),
    [
        ({"comment": f"[rasmi:{KEY}]"}, "rev-11"),
        ({"comment": "[rasmi:other]"}, Absent(is_certain=True)),
        ({"comment": None}, Unsure),
    ],
)
def test_an_answer_is_known_by_the_mark_in_the_history(
    mine: dict[str, Any], expected: object
) -> None:
    ours = row(11, user="Editor", **mine)
    if mine["comment"] is None:
        del ours["comment"]
    with wiki(**asking(TARGET, page(ours))) as (connector, asked):
        found: Any = connector.reconcile(op(), {})

    assert expected in (getattr(found, "remote_id", None), found, type(found))
    assert asked[-1]["rvuser"] == "Editor"
    assert "edit" not in actions(asked)


def test_a_version_that_the_wiki_no_longer_has_leaves_it_open() -> None:
    gone: Body = {"query": {"badrevids": {"9": {"revid": 9, "missing": True}}}}
    with wiki(**asking(gone, gone)) as (connector, _):
        assert isinstance(connector.reconcile(op(), {}), Unsure)
        assert type(refused_by(lambda: connector.commit(op(), {}))) is NotFound


@pytest.mark.parametrize("remote_id", ["", "9a", "rev-", "rev--1", "rev-٩", "rev-1|2"])
def test_what_is_no_version_is_refused(remote_id: str) -> None:
    with wiki() as (connector, asked):
        refused = refused_by(lambda: connector.commit(op(remote_id=remote_id), {}))

    assert type(refused) is Invalid
    assert asked == []


@pytest.mark.parametrize(
    "told",
    [
        {"query": {"recentchanges": [{"type": "edit"}]}},
        {"query": {"recentchanges": [{"type": "log", "rcid": 1, "timestamp": "x"}]}},
        {"query": {"recentchanges": {}}},
        {"query": {}},
        refusal("maxlag"),
        b"<html>",
    ],
)
def test_changes_that_cannot_be_read_are_asked_for_again(told: Body) -> None:
    spaces: Body = {"query": {"namespaces": {"1": {"id": 1, "name": "نقاش"}}}}
    with wiki(**asking(spaces, told)) as (connector, _):
        assert type(refused_by(lambda: connector.fetch(""))) is Transient


def test_where_nothing_happened_two_calls_tell_so() -> None:
    spaces: Body = {"query": {"namespaces": {"1": {"id": 1, "name": "نقاش"}}}}
    none: Body = {"query": {"recentchanges": []}}
    with wiki(**asking(spaces, none)) as (connector, asked):
        fetched = connector.fetch("")

    assert fetched == Fetched((), fetched.cursor)
    assert len([each for each in asked if each["action"] == "query"]) == 4
