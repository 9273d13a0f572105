"""
Asking the body's directory who somebody is: LDAP (RFC 4511), search and then bind, with
TLS always. It knows no rows and no session.
"""

import logging
import secrets
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from django.conf import settings

from rasmi.people.vouching import Failed, Why
from rasmi.platforms.deadline import TooSlow, Watch, within

try:
    import ldap
except ImportError:  # the extra `ldap`: few installations need it, and it has no wheel
    ldap = None

logger = logging.getLogger(__name__)

NEEDED = (
    "apt install build-essential python3-dev libldap-dev libsasl2-dev, "
    "then make setup-ldap"
)
PATIENCE = 10  # seconds for all steps of one sign-in; else it is away
STEP = 5  # seconds for one of them: the next server of several is asked then
# Addresses that only those who keep the directory may change; else the staff number.
OF_ADDRESSES = ("mail", "userprincipalname")
T = TypeVar("T")
# libldap waits without end for a server that takes a call on ldaps and is silent.
# Whoever asked is told in time; what is left waiting is at most this many threads.
_lines = threading.BoundedSemaphore(8)
Entry = tuple[str, dict[str, list[bytes]]]


@dataclass(frozen=True)
class Proven:
    """
    :ivar dn: the entry whose password it was
    :ivar said: what it holds, by which the register finds the person
    """

    dn: str
    said: str


def is_set() -> bool:
    return bool(settings.LDAP_URI)


def is_possible() -> bool:
    """Whether what it takes to ask one is installed."""
    return ldap is not None


def asks_for_address() -> bool:
    """Whether people write a mail address to sign in, and no name of another kind."""
    return settings.LDAP_LOGIN.lower() in OF_ADDRESSES


def finds_by_address() -> bool:
    """Whether the register finds a person by the e-mail, and not the staff number."""
    return settings.LDAP_MATCH.lower() in OF_ADDRESSES


def prove(name: str, password: str, by: str = "") -> Proven | None:
    """
    Return the entry of the name, if this is its password.

    A name that is not there and a wrong password are not told apart, and take as long.

    :param by: the attribute that holds the name; else that by which people sign in
    :raises Failed: if the directory cannot be asked, or proves somebody and not whom
    """
    # An empty password binds as nobody, and the answer is "success": RFC 4513 §5.1.2.
    # Some servers read a password to its first NUL only.
    if not name or not password or "\0" in password:
        return None
    return _in_time(lambda: _prove(by or settings.LDAP_LOGIN, name, password))


def look() -> None:
    """
    Ask the directory as a sign-in does, without a person.

    :raises Failed: if nobody could sign in
    """

    def ask() -> None:
        line = _connected()
        try:
            line.read_s(settings.LDAP_BASE, attrlist=["1.1"])
            _search(line, settings.LDAP_LOGIN, secrets.token_hex(8))
        finally:
            line.unbind_s()

    _in_time(ask)


def escaped(value: str) -> str:
    """A value as it stands in a filter: RFC 4515 §3 lets each octet be written so."""
    return "".join(
        chr(octet) if chr(octet).isalnum() and octet < 128 else f"\\{octet:02x}"
        for octet in value.encode()
    )


def _in_time(ask: Callable[[], T]) -> T:
    if ldap is None:
        raise Failed(Why.AWAY, "python-ldap is not installed")

    def in_turn(_watch: Watch) -> T:
        if not _lines.acquire(timeout=STEP):
            raise Failed(Why.AWAY, "too many wait for it")
        try:
            return ask()
        finally:
            _lines.release()

    try:
        return within(PATIENCE, in_turn)
    except TooSlow as error:
        raise Failed(Why.AWAY, "too slow") from error
    except ldap.LDAPError as error:
        raise Failed(Why.AWAY, _reason(error)) from error


def _prove(attribute: str, name: str, password: str) -> Proven | None:
    line = _connected()
    try:
        found = _search(line, attribute, name)
        if len(found) > 1:
            logger.warning("The directory has several entries of one %s.", attribute)
        # A bind in any case, so that no name is told by the time of the answer.
        nobody = f"cn={secrets.token_hex(8)},{settings.LDAP_BASE}"
        entry = found[0] if len(found) == 1 else (nobody, {})
        if not _is_password(line, entry[0], password) or entry[0] == nobody:
            return None
    finally:
        line.unbind_s()
    said = _values(entry, settings.LDAP_MATCH)
    if len(said) != 1:
        raise Failed(Why.UNVERIFIED, f"{len(said)} values of {settings.LDAP_MATCH}")
    return Proven(entry[0], said[0])


def _connected() -> Any:
    """A line with TLS that is proven, and the rights of the service account."""
    line = ldap.initialize(settings.LDAP_URI)
    # Set here, for libldap also reads files and variables that may say otherwise.
    for option, value in (
        (ldap.OPT_PROTOCOL_VERSION, 3),
        (ldap.OPT_REFERRALS, 0),  # no other server is told a password
        (ldap.OPT_NETWORK_TIMEOUT, STEP),
        (ldap.OPT_TIMEOUT, STEP),
        # The line to a machine that is gone ends after half a minute.
        (ldap.OPT_X_KEEPALIVE_IDLE, 15),
        (ldap.OPT_X_KEEPALIVE_PROBES, 3),
        (ldap.OPT_X_KEEPALIVE_INTERVAL, STEP),
        (ldap.OPT_X_TLS_REQUIRE_CERT, ldap.OPT_X_TLS_DEMAND),
        (ldap.OPT_X_TLS_CACERTFILE, settings.LDAP_CA_FILE),
        (ldap.OPT_X_TLS_PROTOCOL_MIN, ldap.OPT_X_TLS_PROTOCOL_TLS1_2),
        (ldap.OPT_X_TLS_NEWCTX, 0),  # the last: it takes the ones before
    ):
        line.set_option(option, value)
    try:
        if not settings.LDAP_URI.lower().startswith("ldaps:"):
            line.start_tls_s()
        line.simple_bind_s(settings.LDAP_BIND_DN, settings.LDAP_SECRET)
    except ldap.LDAPError:
        line.unbind_s()
        raise
    return line


def _search(line: Any, attribute: str, name: str) -> list[Entry]:
    """The entries of exactly that name; at most a few, for one is one too many."""
    try:
        found = line.search_ext_s(
            settings.LDAP_BASE,
            ldap.SCOPE_SUBTREE,
            f"(&{settings.LDAP_FILTER}({attribute}={escaped(name)}))",
            [attribute, settings.LDAP_MATCH],
            timeout=STEP,
            sizelimit=5,
        )
    except ldap.SIZELIMIT_EXCEEDED:
        return []
    # Directories also find what only looks alike, such as letters of other widths; each
    # would be another name for the limit on guessing. What has no name is a referral.
    return [
        (entry[0], entry[1])
        for entry in found
        if entry[0]
        and name.lower() in (each.lower() for each in _values(entry, attribute))
    ]


def _is_password(line: Any, dn: str, password: str) -> bool:
    try:
        line.simple_bind_s(dn, password)
    except (
        ldap.INVALID_CREDENTIALS,
        ldap.INAPPROPRIATE_AUTH,  # it has none
        ldap.CONSTRAINT_VIOLATION,  # locked, as some say it
        ldap.INSUFFICIENT_ACCESS,
        ldap.NO_SUCH_OBJECT,
        ldap.UNWILLING_TO_PERFORM,
    ):
        return False
    return True


def _values(entry: Entry, attribute: str) -> list[str]:
    for name, values in entry[1].items():
        if name.lower() == attribute.lower():
            decoded = (each.decode(errors="replace").strip() for each in values)
            return [each for each in decoded if each]
    return []


def _reason(error: Any) -> str:
    """What is kept of an error: its kind, and what our own library says of a line that
    did not come about; nothing of what a server says."""
    told = error.args[0] if error.args and isinstance(error.args[0], dict) else {}
    kind = type(error).__name__
    if told.get("result", 0) < 0 and told.get("info"):
        return f"{kind}: {told['info']}"
    return kind
