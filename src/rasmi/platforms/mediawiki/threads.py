"""Answering, hiding and showing again what somebody wrote on a talk page."""

from collections.abc import Mapping
from typing import Any

from rasmi.platforms.connector import (
    Absent,
    ConnectorError,
    Deed,
    EditConflict,
    Found,
    Invalid,
    NotFound,
    Op,
    OutcomeUnknown,
    PermissionDenied,
    Transient,
    Unsure,
)
from rasmi.platforms.http import NotUnderstood, number_in, text_in
from rasmi.platforms.mediawiki import edits, errors, pages, wikitext
from rasmi.platforms.mediawiki.lines import Block, added
from rasmi.platforms.mediawiki.names import about, marker, summary_of
from rasmi.platforms.mediawiki.revisions import Revisions, Row, page_of
from rasmi.platforms.mediawiki.session import Session
from rasmi.platforms.mediawiki.veil import Veil

PREFIX = "rev-"


class Threads:
    """
    What we do on the talk pages of one wiki. Each deed is one edit, whose summary
    carries the key: the history of the page tells for certain whether it was made.

    :param address: the script root of the wiki
    """

    def __init__(self, session: Session, address: str) -> None:
        self._session = session
        self._address = address.rstrip("/")
        self._revisions = Revisions(session)
        self._veil = Veil(session, self._revisions)

    def commit(self, op: Op) -> Found:
        """
        :raises ConnectorError: EditConflict if its place on the page cannot be found
        """
        try:
            row = self._target(op)
            made = self._made(op, row)
            if made:
                return self._found(op, made)
            deeds = {Deed.REPLY: self._reply, Deed.HIDE: self._hide}
            return deeds.get(op.deed, self._show)(op, row)
        except NotUnderstood as error:
            raise Transient(str(error)) from error

    def reconcile(self, op: Op) -> Found | Absent | Unsure:
        """
        Look in the history of the talk page for the mark. Of what was hidden, also the
        older versions are hidden now, where that was not done.
        """
        try:
            made = self._made(op, self._target(op))
        except NotFound as error:
            return Unsure(error.words)
        except NotUnderstood as error:
            raise Transient(str(error)) from error
        return self._found(op, made) if made else Absent(is_certain=True)

    def _target(self, op: Op) -> Row:
        """The revision that it is about."""
        number = number_of(op)
        row = self._revisions.known([number]).get(number)
        if row is None:
            raise NotFound("The wiki no longer has this version of the talk page.")
        return row

    def _made(self, op: Op, target: Row) -> Row | None:
        """Our edit, if it was made."""
        page_id = number_in(page_of(target), "pageid")
        number = number_in(target, "revid")
        for row in self._revisions.since(number, page_id, self._session.user):
            if "comment" not in row:
                raise NotFound("A summary of ours is hidden: it may be this edit.")
            if marker(op.key) in str(row["comment"]):
                return {**row, "page": page_of(target)}
        return None

    def _found(self, op: Op, made: Row) -> Found:
        evidence: dict[str, object] = {"made": dict(made)}
        if op.deed == Deed.HIDE:
            evidence["history"] = self._veil_before(op, made)
        return self._answer(op, number_in(made, "revid"), evidence)

    def _answer(self, op: Op, number: int, evidence: Mapping[str, object]) -> Found:
        url = f"{self._address}/index.php?diff={number}"
        is_reply = op.deed == Deed.REPLY or op.target is None
        remote_id = f"{PREFIX}{number}" if is_reply else f"{PREFIX}{number_of(op)}"
        return Found(remote_id, url, evidence)

    def _reply(self, op: Op, target: Row) -> Found:
        now, page = self._page(target)
        text = pages.answered(page, self._blocks(target) or [], op.text)
        number, evidence = self._edit(op, now, text)
        return self._answer(op, number, evidence)

    def _hide(self, op: Op, target: Row) -> Found:
        blocks = self._blocks(target)
        if blocks is None:
            raise PermissionDenied("The wiki does not show us these words.")
        now, page = self._page(target)
        text = pages.hidden(page, blocks, op.text, str(target.get("user", "")))
        if text is None:
            return self._gone(op, target, now, blocks)
        number, evidence = self._edit(op, now, text)
        made = {"revid": number, "page": page_of(target)}
        try:
            evidence["history"] = self._veil_before(op, made)
        except ConnectorError as error:  # the page is without it; the rest is not
            raise OutcomeUnknown(error.words, status=error.status) from error
        return self._answer(op, number, evidence)

    def _veil_before(self, op: Op, made: Row) -> str:
        """Hide the versions from the one that added it to the one before our edit."""
        first = number_of(op)
        rows = self._revisions.since(first, number_in(page_of(made), "pageid"))
        numbers = [number_in(each, "revid") for each in rows]
        numbers = [each for each in numbers if first <= each < made["revid"]]
        is_done = self._veil.hide(numbers, first, summary_of(op))
        return "hidden" if is_done else "visible"

    def _gone(self, op: Op, target: Row, now: Row, blocks: list[Block]) -> Found:
        """Others took it from the page: the versions that still show it remain."""
        rows = self._revisions.since(
            number_of(op), number_in(page_of(target), "pageid")
        )
        texts = self._revisions.texts(rows[:50])
        numbers = [
            number
            for number, text in texts.items()
            if pages.stands(text, blocks, wholly=False) and number != now["revid"]
        ]
        is_done = self._veil.hide(numbers, number_of(op), summary_of(op))
        evidence = {"already": True, "history": "hidden" if is_done else "visible"}
        return self._answer(op, number_in(now, "revid"), evidence)

    def _show(self, op: Op, target: Row) -> Found:
        now, page = self._page(target)
        title = text_in(page_of(now), "title")
        self._veil.show(
            title, f"{PREFIX}{number_of(op)}", number_of(op), summary_of(op)
        )
        blocks = self._blocks(target)
        if blocks and pages.stands(page, blocks, wholly=True):
            return self._answer(op, number_in(now, "revid"), {"already": True})
        before, after = self._hiding(op, target)
        text = pages.shown(page, before, after)
        number, evidence = self._edit(op, now, text)
        return self._answer(op, number, evidence)

    def _hiding(self, op: Op, target: Row) -> tuple[str, str]:
        """The page just before our edit that hid it, and just after."""
        page_id = number_in(page_of(target), "pageid")
        rows = self._revisions.since(number_of(op), page_id, self._session.user)
        mark = f"] {about(Deed.HIDE, f'{PREFIX}{number_of(op)}')}"
        ours = [each for each in rows if str(each.get("comment", "")).endswith(mark)]
        if not ours:
            raise EditConflict("It was not hidden by this account.")
        both = {number_in(ours[-1], name): name for name in ("parentid", "revid")}
        texts = self._revisions.texts(self._revisions.known(both).values())
        if len(texts) < 2:
            raise PermissionDenied("The wiki does not show us these words.")
        before, after = (texts[each] for each in both)
        return before, after

    def _page(self, target: Row) -> tuple[Row, str]:
        """The talk page as it is now."""
        row, text = self._revisions.newest(number_in(page_of(target), "pageid"))
        if text is None:
            raise Invalid("The talk page is too long, or of another kind.")
        return row, text

    def _blocks(self, target: Row) -> list[Block] | None:
        """What the revision added; None where its text may not be read."""
        parent, number = number_in(target, "parentid"), number_in(target, "revid")
        rows = self._revisions.known([each for each in (parent, number) if each])
        texts = self._revisions.texts(rows.values())
        if number not in texts or (parent and parent not in texts):
            return None
        return added(texts.get(parent, ""), texts[number])

    def _edit(self, op: Op, now: Row, text: str) -> tuple[int, dict[str, Any]]:
        """The one call. What somebody else changed meanwhile is refused or merged."""
        answer = self._session.call(
            {
                "action": "edit",
                "pageid": str(page_of(now)["pageid"]),
                "baserevid": str(now["revid"]),
                "text": text,
                "md5": wikitext.md5(text),
                "summary": summary_of(op),
                "nocreate": "1",
                "watchlist": "nochange",
            },
            lost=OutcomeUnknown,
        )
        if errors.code_of(answer) == errors.RACE:
            raise Transient("Somebody changed the talk page at the same moment.")
        edit = self._session.require(answer, lost=OutcomeUnknown).get("edit")
        try:
            done = edits.saved(edit, hide=self._session.hidden, status=answer.status)
            number = number_in(done, "newrevid")
        except NotUnderstood as error:
            raise OutcomeUnknown(str(error), status=answer.status) from error
        return number, {
            "status": answer.status,
            "body": dict(done),
            "request_sha256": answer.request_sha256,
        }


def number_of(op: Op) -> int:
    """
    The revision that an op is about.

    :raises Invalid: if it is about none
    """
    told = op.target.remote_id.removeprefix(PREFIX) if op.target else ""
    if not (told.isascii() and told.isdecimal() and len(told) < 19):
        raise Invalid("It is no revision of this wiki.")
    return int(told)
