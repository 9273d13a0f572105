"""
Asking the body's own sign-in who somebody is: OpenID Connect Core 1.0, code flow with
PKCE (RFC 7636). It knows no rows and no session.
"""

import base64
import hashlib
import hmac
import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode, urlsplit

import jwt
from django.conf import settings

from rasmi.people.vouching import Failed, Why
from rasmi.platforms.connector import ConnectorError, Transient
from rasmi.platforms.deadline import Budget
from rasmi.platforms.http import Line

# With a key of two halves: whoever knows our secret can sign nothing.
ALGORITHMS = {
    *("RS256", "RS384", "RS512", "PS256", "PS384", "PS512"),
    *("ES256", "ES384", "ES512", "EdDSA"),
}
NEEDED = ("iss", "sub", "aud", "exp", "iat", "nonce")
ENDPOINTS = ("authorization_endpoint", "token_endpoint", "jwks_uri")
ERRORS = ("invalid_client", "invalid_grant", "invalid_request")  # RFC 6749 §5.2
LASTS = timedelta(minutes=10)  # from our page to the answer
PATIENCE = 20.0  # seconds for all calls of one step
CLOCKS_DIFFER = 60  # seconds


def is_set() -> bool:
    return bool(settings.OIDC_ISSUER)


def origin() -> str:
    """The only other place to which a form of the sign-in page may lead."""
    return _origin(settings.OIDC_ISSUER)


def begin(answer_url: str, now: datetime) -> tuple[str, dict[str, str]]:
    """
    Return where to send the browser, and what to keep for its return.

    :param answer_url: to which the provider sends the browser back
    :raises Failed: if the provider does not say where
    """
    found = discover(_line())
    kept = {name: secrets.token_urlsafe(32) for name in ("state", "nonce", "verifier")}
    kept["until"] = (now + LASTS).isoformat()
    digest = hashlib.sha256(kept["verifier"].encode()).digest()
    asked = {
        "response_type": "code",
        "client_id": settings.OIDC_CLIENT_ID,
        "redirect_uri": answer_url,
        "scope": " ".join(["openid", *settings.OIDC_SCOPES]),
        "state": kept["state"],
        "nonce": kept["nonce"],
        "code_challenge": base64.urlsafe_b64encode(digest).rstrip(b"=").decode(),
        "code_challenge_method": "S256",
    }
    place = str(found["authorization_endpoint"])
    return f"{place}{'&' if '?' in place else '?'}{urlencode(asked)}", kept


def finish(
    kept: Mapping[str, str], told: Mapping[str, str], answer_url: str, now: datetime
) -> dict[str, Any]:
    """
    Return what the provider says of the person, once all of it is proven.

    :param kept: what `begin` gave, from the session of the browser
    :param told: what the browser brought back
    :raises Failed: if anything is missing, unproven, too late or meant for others
    """
    if not _same(kept.get("state", ""), told.get("state", "")):
        raise Failed(Why.STATE, "another state")
    if now > datetime.fromisoformat(kept["until"]):
        raise Failed(Why.STATE, "too late")
    if told.get("iss", settings.OIDC_ISSUER) != settings.OIDC_ISSUER:  # RFC 9207
        raise Failed(Why.UNPROVEN, "another issuer")
    if "code" not in told:
        why = Why.BROKEN_OFF if told.get("error") == "access_denied" else Why.AWAY
        raise Failed(why, "no code")
    line = _line()
    found = discover(line)
    token = _token(line, found, told["code"], kept["verifier"], answer_url)
    claims = _proven(token, keys(line, found))
    if not _same(claims["nonce"], kept["nonce"]):
        raise Failed(Why.UNPROVEN, "another nonce")
    return claims


def discover(line: Line) -> dict[str, Any]:
    """
    What the provider says of itself.

    :raises Failed: also if it speaks of another host than its own: none is asked
    """
    path = urlsplit(settings.OIDC_ISSUER).path.rstrip("/")
    found = _called(line, "GET", f"{path}/.well-known/openid-configuration")
    if found.get("issuer") != settings.OIDC_ISSUER:
        raise Failed(Why.UNPROVEN, "it calls itself otherwise than RASMI_OIDC_ISSUER")
    for name in ENDPOINTS:
        if _origin(str(found.get(name, ""))) != origin():
            raise Failed(Why.UNPROVEN, f"its {name} is not at the issuer's host")
    return found


def keys(line: Line, found: Mapping[str, Any]) -> list[jwt.PyJWK]:
    """The keys by which the provider signs now; an unknown kind is left out."""
    told = _called(line, "GET", _path(found["jwks_uri"]))
    try:
        usable = jwt.PyJWKSet.from_dict(told).keys
    except (jwt.PyJWTError, AttributeError, TypeError, ValueError) as error:
        raise Failed(Why.UNPROVEN, "no usable key") from error
    return [
        each
        for each in usable
        if each.public_key_use in (None, "sig") and each.algorithm_name in ALGORITHMS
    ]


def look() -> int:
    """
    Ask the provider as a sign-in does, and return how many keys it has.

    :raises Failed: if nobody could sign in
    """
    line = _line()
    count = len(keys(line, discover(line)))
    if not count:
        raise Failed(Why.UNPROVEN, "no usable key")
    return count


def vouches_for_factor(claims: Mapping[str, Any]) -> bool:
    """Whether a second factor was asked for there, in a way that we were told to trust
    (`amr`, RFC 8176)."""
    told = claims.get("amr")
    if not isinstance(told, list):
        return False
    return any(each in settings.OIDC_TRUSTED_AMR for each in told)


def _token(
    line: Line, found: Mapping[str, Any], code: str, verifier: str, answer_url: str
) -> str:
    content = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": answer_url,
        "code_verifier": verifier,
    }
    sent: dict[str, Any] = {"data": content}
    # What is not told is basic: OpenID Connect Discovery 1.0 §3.
    ways = found.get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
    if "client_secret_basic" in ways:
        sent["headers"] = {"Authorization": _basic()}
    else:
        content["client_id"] = settings.OIDC_CLIENT_ID
        content["client_secret"] = settings.OIDC_SECRET
    token = _called(line, "POST", _path(found["token_endpoint"]), **sent).get(
        "id_token"
    )
    if not isinstance(token, str):
        raise Failed(Why.UNPROVEN, "no ID token")
    return token


def _proven(token: str, known: list[jwt.PyJWK]) -> dict[str, Any]:
    try:
        name = jwt.get_unverified_header(token).get("kid")
        fitting = [each for each in known if name in (each.key_id, None)]
        if len(fitting) != 1:
            raise Failed(Why.UNPROVEN, "signed by a key that it does not show")
        (key,) = fitting
        claims: dict[str, Any] = jwt.decode(
            token,
            key,
            algorithms=[key.algorithm_name],
            audience=settings.OIDC_CLIENT_ID,
            issuer=settings.OIDC_ISSUER,
            leeway=CLOCKS_DIFFER,
            options={"require": list(NEEDED), "enforce_minimum_key_length": True},
        )
    except (jwt.PyJWTError, ValueError) as error:
        raise Failed(Why.UNPROVEN, type(error).__name__) from error
    several = isinstance(claims["aud"], list) and len(claims["aud"]) > 1
    party = claims.get("azp", None if several else settings.OIDC_CLIENT_ID)
    if party != settings.OIDC_CLIENT_ID:
        raise Failed(Why.UNPROVEN, "made for another party")
    return claims


def _line() -> Line:
    budget = Budget()
    budget.begin(PATIENCE)
    return Line(
        origin(),
        secret=settings.OIDC_SECRET,
        login=settings.OIDC_CLIENT_ID,
        budget=budget,
    )


def _called(line: Line, method: str, path: str, **content: Any) -> dict[str, Any]:
    try:
        answer = line.call(method, path, lost=Transient, **content)
    except ConnectorError as error:
        raise Failed(Why.AWAY, type(error).__name__) from error
    body = answer.body if isinstance(answer.body, dict) else {}
    if answer.is_good and body:
        return body
    # Only a word that the standard knows is kept of what a stranger says.
    word = f" {body.get('error')}" if body.get("error") in ERRORS else ""
    refused = 400 <= answer.status < 500
    why = Why.UNPROVEN if refused else Why.AWAY
    raise Failed(why, f"{answer.status}{word} at {path.partition('?')[0]}")


def _basic() -> str:
    # Each is written as in a form first: RFC 6749 §2.3.1.
    pair = urlencode({settings.OIDC_CLIENT_ID: settings.OIDC_SECRET})
    pair = pair.replace("=", ":", 1)
    return f"Basic {base64.b64encode(pair.encode()).decode()}"


def _origin(url: str) -> str:
    try:
        found = urlsplit(url)
    except ValueError:
        return ""
    return f"{found.scheme}://{found.netloc}"


def _path(url: str) -> str:
    return url.removeprefix(_origin(url))


def _same(one: Any, other: Any) -> bool:
    return (
        isinstance(one, str)
        and isinstance(other, str)
        and bool(one)
        and hmac.compare_digest(one.encode(), other.encode())
    )
