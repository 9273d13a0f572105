"""How Rasmi speaks on a wiki."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, ClassVar

from rasmi.platforms.connector import (
    Absent,
    Account,
    AccountRestricted,
    ConnectorError,
    Deed,
    EditConflict,
    Fetched,
    Found,
    Heard,
    Invalid,
    Op,
    Outcome,
    OutcomeUnknown,
    Seen,
    Staged,
    Transient,
    Unsure,
)
from rasmi.platforms.http import STAGING, Answer, NotUnderstood, number_in, text_in
from rasmi.platforms.mediawiki import edits, errors, said, wikitext
from rasmi.platforms.mediawiki.history import History, Sought, first_page
from rasmi.platforms.mediawiki.names import file_name, marker, title_of
from rasmi.platforms.mediawiki.pictures import Pictures
from rasmi.platforms.mediawiki.session import Session
from rasmi.platforms.mediawiki.talk import Talk
from rasmi.platforms.mediawiki.threads import Threads

NEEDED = ("read", "edit", "createpage", "upload")


class MediaWikiConnector:
    """
    One account of a wiki, signed in with a bot password.

    Its address is where `api.php` stands, its handle the prefix under which each post
    becomes a page. `settle` covers an edit that the site works off while we are gone.

    A wiki has no drafts. `stage` puts the pictures where nobody sees them. `commit`
    publishes them first, which may be repeated without harm, and then makes the page by
    the one call that counts: an edit that makes a new page or does nothing.
    """

    settle: ClassVar[timedelta] = timedelta(minutes=2)
    notes_hidden: ClassVar[bool] = True

    def __init__(self, account: Account) -> None:
        self._account = account
        self._session = Session(account)
        self._history = History(self._session, account.address)
        self._pictures = Pictures(self._session)
        self._threads = Threads(self._session, account.address)

    def probe(self) -> Seen:
        """
        Sign in, and see what one may do and whether a page can be made.

        :raises ConnectorError: if one may not sign in or speak, or it cannot be known
        """
        self._session.begin()
        answer = self._session.read(
            meta="userinfo",
            uiprop="rights|blockinfo",
            titles=title_of(self._account.handle, Op("0" * 8, "")),
            prop="info",
            intestactions="edit|create",
            intestactionsdetail="full",
        )
        try:
            user = answer.get("userinfo")
            seen = Seen(text_in(user, "name"), text_in(user, "name"), _missing(user))
            self._require_unblocked(user)
            if not seen.missing:
                self._require_room(answer)
        except NotUnderstood as error:
            raise Transient(str(error)) from error
        return seen

    def fetch(self, cursor: str) -> Fetched:
        """
        What was written on the talk pages of our pages and of our user, and what became
        of the newest of it.

        :raises ConnectorError: if the wiki could not be asked
        """
        self._session.begin()
        return Talk(self._session, self._account.address).fetch(cursor)

    @staticmethod
    def read(item: Mapping[str, object]) -> Heard:
        """
        :raises NotUnderstood: if it is no change of a talk page
        """
        return said.read(item)

    def stage(self, op: Op) -> Staged:
        """
        Have the wiki keep the pictures that are not published yet.

        :raises ConnectorError: Invalid too if a file is not the one its digest names
        """
        if op.deed != Deed.POST:
            return {}
        self._session.begin(STAGING)
        there = self._pictures.published(op)
        return {
            each.digest: self._pictures.stash(op, each)
            for each in op.media
            if file_name(op.key, each) not in there
        }

    def commit(self, op: Op, staged: Staged) -> Found:
        """
        Publish the pictures, and make the page by one call.

        Whatever becomes of a picture, nothing was said yet: only of the page the
        outcome may be unknown. Where the page is refused, the words of the error name
        the pictures that the public can see by then.

        :raises ConnectorError: EditConflict if another page has the title
        """
        self._session.begin()
        if op.deed != Deed.POST:
            return self._threads.commit(op)
        sought = self._sought(op)
        page = self._place(sought.title)
        if "pageid" in page:
            return self._what_exists(sought)
        shown: list[str] = []
        try:
            self._publish(op, staged, shown)
            return self._make(sought, page)
        except ConnectorError as error:
            if shown and error.outcome == Outcome.NOT_DONE:
                error.words = _beside(error.words, shown)
            raise

    def _publish(self, op: Op, staged: Staged, shown: list[str]) -> None:
        """:param shown: takes the name of each picture that is public"""
        there = self._pictures.published(op)
        for each in op.media:
            key = staged.get(each.digest, "")
            self._pictures.publish(op, each, key=key, there=there)
            shown.append(file_name(op.key, each))

    def reconcile(self, op: Op, staged: Staged) -> Found | Absent | Unsure:
        """
        Look for the page by its title, and for its making in the log.

        A page that was moved or deleted since is found: it was said, and the evidence
        shows what became of it.

        :raises ConnectorError: if the wiki could not be asked
        """
        self._session.begin()
        if op.deed != Deed.POST:
            return self._threads.reconcile(op)
        return self._history.look_for(self._sought(op))

    def _sought(self, op: Op) -> Sought:
        title = title_of(self._account.handle, op)
        return Sought(title, marker(op.key), wikitext.page(op))

    def _place(self, title: str) -> Mapping[str, Any]:
        """The page that will be, as the wiki knows it; Invalid if there can be none."""
        answer = self._session.read(titles=title, prop="info", inprop="url")
        try:
            return _possible(answer)
        except NotUnderstood as error:
            raise Transient(str(error)) from error

    def _require_unblocked(self, user: object) -> None:
        told = user if isinstance(user, dict) else {}
        if "blockid" in told and not told.get("blockpartial"):
            reason = self._session.hidden(str(told.get("blockreason") or "blocked"))
            raise AccountRestricted(reason, status=200)

    def _require_room(self, answer: Mapping[str, Any]) -> None:
        """Raise what keeps this account from making a page under its prefix."""
        actions = _possible(answer).get("actions")
        for rows in actions.values() if isinstance(actions, dict) else ():
            known = errors.error_of({"errors": rows}, hide=self._session.hidden)
            if known:
                raise known

    def _make(self, sought: Sought, page: Mapping[str, Any]) -> Found:
        answer = self._session.call(
            {
                "action": "edit",
                "title": sought.title,
                "text": sought.text,
                "md5": wikitext.md5(sought.text),
                "summary": sought.mark,
                "createonly": "1",
                "contentmodel": "wikitext",
                "watchlist": "nochange",
            },
            lost=OutcomeUnknown,
        )
        if errors.code_of(answer) == errors.EXISTS:
            return self._what_exists(sought)
        edit = self._session.require(answer, lost=OutcomeUnknown).get("edit")
        try:
            return self._made(answer, edit, page)
        except NotUnderstood as error:
            raise OutcomeUnknown(str(error), status=answer.status) from error

    def _made(self, answer: Answer, edit: object, page: Mapping[str, Any]) -> Found:
        edit = edits.saved(edit, hide=self._session.hidden, status=answer.status)
        if not edit.get("new"):
            raise NotUnderstood("It does not say that a page was made.")
        page_id = number_in(edit, "pageid")
        evidence = {
            "status": answer.status,
            "body": dict(edit),
            "request_sha256": answer.request_sha256,
        }
        return Found(str(page_id), self._history.url_of(page, page_id), evidence)

    def _what_exists(self, sought: Sought) -> Found:
        """The page that has the title, if it is the one that was to be made."""
        try:
            found = self._history.look_for(sought)
        except ConnectorError as error:  # it may be ours, from before
            raise OutcomeUnknown(error.words, status=error.status) from error
        if isinstance(found, Found):
            return found
        if isinstance(found, Unsure):
            raise EditConflict(self._session.hidden(found.why), status=200)
        raise OutcomeUnknown("A page had this title a moment ago.")


def _missing(user: object) -> tuple[str, ...]:
    rights = user.get("rights") if isinstance(user, dict) else None
    if not isinstance(rights, list):
        raise NotUnderstood("It has no list of rights.")
    return tuple(each for each in NEEDED if each not in rights)


def _possible(answer: Mapping[str, Any]) -> dict[str, Any]:
    """
    The one page of an answer.

    :raises Invalid: if no page can have its title
    """
    if "interwiki" in answer:
        raise Invalid("The prefix of the pages leads to another wiki.")
    page = first_page(answer)
    if page.get("invalid") or page.get("special"):
        reason = page.get("invalidreason")
        words = reason.get("text") if isinstance(reason, dict) else reason
        raise Invalid(str(words or "No page can have this title."), status=200)
    return page


def _beside(words: str, shown: list[str]) -> str:
    """The words of an error, with the pictures that are public by then."""
    others = f" (+{len(shown) - 1})" if shown[1:] else ""
    return f"{words[:200]} [File:{shown[0]}{others}]"
