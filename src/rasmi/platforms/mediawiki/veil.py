"""
Versions of a talk page whose words the wiki shows to its keepers only.

The wiki's log names them, and for what we hid them: so only those are shown again.
"""

from typing import Any

from rasmi.platforms.connector import Deed, PermissionDenied, Transient
from rasmi.platforms.http import NotUnderstood, number_in, rows_in, text_in
from rasmi.platforms.mediawiki.names import about
from rasmi.platforms.mediawiki.revisions import AT_ONCE, MOST, Revisions, is_hidden
from rasmi.platforms.mediawiki.session import Session


class Veil:
    def __init__(self, session: Session, revisions: Revisions) -> None:
        self._session = session
        self._revisions = revisions

    def hide(self, numbers: list[int], first: int, summary: str) -> bool:
        """
        Hide the words of revisions; return whether all of them are hidden now.

        It may be repeated without harm.

        :param first: whose summary may quote what it added, and is hidden too
        """
        later = [each for each in numbers if each != first]
        try:
            self._change([first], {"hide": "content|comment"}, summary)
            for start in range(0, len(later), AT_ONCE):
                self._change(later[start:][:AT_ONCE], {"hide": "content"}, summary)
        except PermissionDenied:
            return False
        rows = self._revisions.known([first, *later])
        return all(is_hidden(each) for each in rows.values())

    def show(self, title: str, remote_id: str, first: int, summary: str) -> None:
        """
        Show again what was hidden for this alone.

        :raises ConnectorError: if it cannot be done
        """
        mine, others = self._hidden_for(title, remote_id)
        free = sorted(mine - others)
        for start in range(0, len(free), AT_ONCE):
            asked = {"show": "content|comment" if first in free else "content"}
            self._change(free[start:][:AT_ONCE], asked, summary)

    def _change(self, numbers: list[int], asked: dict[str, str], summary: str) -> None:
        answer = self._session.call(
            {
                "action": "revisiondelete",
                "type": "revision",
                "ids": "|".join(map(str, numbers)),
                "reason": summary,
                **asked,
            },
            lost=Transient,
        )
        self._session.require(answer, lost=Transient)

    def _hidden_for(self, title: str, remote_id: str) -> tuple[set[int], set[int]]:
        """The revisions that are hidden for this, and those for anything else."""
        hidden: dict[str, set[int]] = {}
        for row in self._log(title):
            comment = str(row.get("comment", ""))
            for deed in (Deed.HIDE, Deed.SHOW):
                _, found, whose = comment.partition(about(deed, "rev-"))
                if found and deed == Deed.HIDE:
                    hidden.setdefault(f"rev-{whose}", set()).update(_ids(row))
                elif found:
                    hidden.pop(f"rev-{whose}", None)
        mine = hidden.pop(remote_id, set())
        return mine, set().union(*hidden.values())

    def _log(self, title: str) -> list[dict[str, Any]]:
        """What this account hid and showed of a page, the oldest first."""
        found: dict[int, dict[str, Any]] = {}
        start: dict[str, str] = {}
        try:
            for _ in range(MOST):
                answer = self._session.read(
                    list="logevents",
                    leaction="delete/revision",
                    letitle=title,
                    leuser=self._session.user,
                    ledir="newer",
                    lelimit=str(AT_ONCE),
                    leprop="ids|timestamp|comment|details",
                    **start,
                )
                rows = rows_in(answer, "logevents")
                found |= {number_in(each, "logid"): each for each in rows}
                if len(rows) < AT_ONCE:
                    return [*found.values()]
                start = {"lestart": text_in(rows[-1], "timestamp")}
        except NotUnderstood as error:
            raise Transient(str(error)) from error
        raise Transient("The log of the page is too long.")


def _ids(row: dict[str, Any]) -> set[int]:
    params = row.get("params")
    told = params.get("ids") if isinstance(params, dict) else None
    return {int(each) for each in told or () if str(each).isdecimal()}
