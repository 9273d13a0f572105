"""A signed-in session on a wiki: its cookies, its token, and its calls."""

from collections.abc import Mapping
from typing import Any

from rasmi.platforms.connector import (
    Account,
    AccountRestricted,
    AuthExpired,
    ConnectorError,
    RateLimited,
    Transient,
)
from rasmi.platforms.deadline import Budget
from rasmi.platforms.http import ACT, Answer, Line, NotUnderstood, text_in
from rasmi.platforms.mediawiki import errors

# Words come as a list of errors, and in the language of the wiki, as its people know
# them. With `maxlag` it refuses when its copies of the database are behind.
ALWAYS = {
    "format": "json",
    "formatversion": "2",
    "errorformat": "plaintext",
    "errorsuselocal": "1",
    "uselang": "content",
    "maxlag": "5",
}
File = tuple[str, bytes, str]  # name, content, media type


class Session:
    """
    The calls of one account; it signs in before the first, and when it has to again.

    :ivar user: who signed in, as the wiki writes the name
    """

    def __init__(self, account: Account) -> None:
        self.user = ""
        self._account = account
        self._token = ""
        self._budget = Budget()
        self._line = self._new_line()

    def begin(self, seconds: float = ACT) -> None:
        """Begin an act, which has so much time for all of its calls."""
        self._budget.begin(seconds)

    def read(self, **asked: str) -> dict[str, Any]:
        """
        Ask something.

        :raises ConnectorError: if the wiki does not say
        """
        query = {"action": "query", **asked}
        answer = self.call(query, lost=Transient, needs_token=False)
        return query_in(self.require(answer, lost=Transient))

    def require(self, answer: Answer, *, lost: type[ConnectorError]) -> dict[str, Any]:
        """As `errors.require`, without the password in the words."""
        return errors.require(answer, lost=lost, hide=self.hidden)

    def call(
        self,
        asked: Mapping[str, str],
        *,
        lost: type[ConnectorError],
        file: File | None = None,
        needs_token: bool = True,
    ) -> Answer:
        """
        Make a call as this account and return what was answered, also a refusal.

        Where the session is over, or was never there, nothing was done: one signs in
        and the call is made anew, once.

        :param lost: what it means that no answer came, or a broken one
        :param needs_token: whether it changes anything
        """
        if not self.user:
            self._sign_in()
        for is_last in (False, True):
            sent = {**asked, "assert": "user"}
            if needs_token:
                sent["token"] = self._token
            answer = self._post(sent, lost, file)
            if is_last or errors.code_of(answer) not in errors.SESSION_OVER:
                break
            self._sign_in()
        return answer

    def _sign_in(self) -> None:
        """:raises AuthExpired: if the wiki does not take the password"""
        # A session that was signed in with such a password takes no other: new cookies.
        self._line = self._new_line()
        self.user = ""
        body = self._ask(
            action="login",
            lgname=self._account.login,
            lgpassword=self._account.token,
            lgtoken=self._ask_token("login"),
        )
        told = body.get("login")
        if not isinstance(told, dict) or told.get("result") != "Success":
            raise self._refused(told)
        try:
            name = text_in(told, "lgusername")
        except NotUnderstood as error:
            raise Transient(str(error)) from error
        self._token = self._ask_token("csrf")
        self.user = name

    def _refused(self, told: object) -> ConnectorError:
        """Why nobody was signed in."""
        reason = told.get("reason") if isinstance(told, dict) else None
        if not isinstance(reason, dict):
            return Transient("The wiki did not say why it let nobody in.")
        code, words = str(reason.get("code", "")), self.hidden(str(reason.get("text")))
        if code in errors.TOO_FAST:
            return RateLimited(words, retry_in=errors.LOGIN_PAUSE, status=200)
        if "blocked" in code:
            return AccountRestricted(words, status=200)
        return AuthExpired(words, status=200)

    def _ask_token(self, kind: str) -> str:
        body = self._ask(action="query", meta="tokens", type=kind)
        try:
            return text_in(query_in(body).get("tokens"), f"{kind}token")
        except NotUnderstood as error:
            raise Transient(str(error)) from error

    def _ask(self, **asked: str) -> dict[str, Any]:
        return self.require(self._post(asked, Transient), lost=Transient)

    def _post(
        self,
        asked: Mapping[str, str],
        lost: type[ConnectorError],
        file: File | None = None,
    ) -> Answer:
        # Also what only reads is posted: addresses are written to the logs of sites.
        return self._line.call(
            "POST",
            "api.php",
            lost=lost,
            data={**ALWAYS, **asked},
            files={"file": file} if file else None,
        )

    def _new_line(self) -> Line:
        return Line(
            self._account.address,
            secret=self._account.token,
            login=self._account.login,
            budget=self._budget,
            headers={"User-Agent": "Rasmi"},
        )

    def hidden(self, words: str) -> str:
        """What the wiki said, without the password."""
        return self._line.hidden(words)


def query_in(body: Mapping[str, Any]) -> dict[str, Any]:
    """
    What was asked for, as it was answered.

    :raises Transient: if it was not
    """
    found = body.get("query")
    if not isinstance(found, dict):
        raise Transient("The wiki did not answer what it was asked.")
    return found
