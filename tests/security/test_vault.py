from datetime import datetime
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from django.conf import settings
from django.test import override_settings

from rasmi.platforms.connector import AuthExpired
from rasmi.security import services, vault
from rasmi.security.models import Credential
from tests.security.conftest import SECRET, SITE, Connect

PLACE = "security.credential\n1"


def keys() -> tuple[bytes, bytes]:
    private = X25519PrivateKey.generate()
    return private.private_bytes_raw(), private.public_key().public_bytes_raw()


def test_what_is_sealed_is_opened_with_the_private_key() -> None:
    private, public = keys()

    sealed = vault.seal(SECRET, place=PLACE, public=public)

    assert vault.open_sealed(sealed, place=PLACE, private=private) == SECRET
    assert SECRET.encode() not in sealed


def test_the_same_secret_is_sealed_differently_each_time() -> None:
    _private, public = keys()

    first = vault.seal(SECRET, place=PLACE, public=public)

    assert vault.seal(SECRET, place=PLACE, public=public) != first


def test_it_does_not_open_in_another_place() -> None:
    private, public = keys()
    sealed = vault.seal(SECRET, place=PLACE, public=public)

    with pytest.raises(vault.Sealed):
        vault.open_sealed(sealed, place=f"{PLACE}2", private=private)


@pytest.mark.parametrize("which", ["another", "public"])
def test_it_does_not_open_with_another_key(which: str) -> None:
    _private, public = keys()
    wrong = public if which == "public" else keys()[0]
    sealed = vault.seal(SECRET, place=PLACE, public=public)

    with pytest.raises(vault.Sealed):
        vault.open_sealed(sealed, place=PLACE, private=wrong)


def test_it_does_not_open_when_a_byte_was_changed() -> None:
    private, public = keys()
    sealed = vault.seal(SECRET, place=PLACE, public=public)

    for position in range(len(sealed)):
        changed = bytearray(sealed)
        changed[position] ^= 1
        with pytest.raises(vault.Sealed):
            vault.open_sealed(bytes(changed), place=PLACE, private=private)


@pytest.mark.parametrize("sealed", [b"", b"x", b"x" * 47])
def test_what_was_never_sealed_does_not_open(sealed: bytes) -> None:
    private, _public = keys()

    with pytest.raises(vault.Sealed):
        vault.open_sealed(sealed, place=PLACE, private=private)


def test_a_key_of_a_wrong_length_opens_nothing() -> None:
    _private, public = keys()
    sealed = vault.seal(SECRET, place=PLACE, public=public)

    with pytest.raises(vault.Sealed):
        vault.open_sealed(sealed, place=PLACE, private=b"short")


def test_the_worker_opens_what_a_page_sealed(credential: Credential) -> None:
    account = services.account_of(credential)

    assert (account.address, account.login, account.token) == (SITE, "rasmi", SECRET)
    assert SECRET not in repr(account)


def test_a_page_needs_the_public_key_only(connect: Connect, tmp_path: Path) -> None:
    with override_settings(VAULT_KEY=tmp_path / "nothing"):
        kept = connect()

        with pytest.raises(vault.Sealed):
            services.account_of(kept)


def test_a_key_that_is_no_key_opens_nothing(
    credential: Credential, tmp_path: Path
) -> None:
    (tmp_path / "key").write_text("no key")

    with override_settings(VAULT_KEY=tmp_path / "key"), pytest.raises(vault.Sealed):
        services.account_of(credential)


@pytest.mark.parametrize(
    "change",
    [
        {"login": "admin"},
        {"site": "https://evil.example"},
        {"uid": "00000000-0000-0000-0000-000000000000"},
    ],
)
def test_a_secret_does_not_open_in_a_row_that_was_changed(
    credential: Credential, change: dict[str, str]
) -> None:
    Credential.objects.filter(pk=credential.pk).update(**change)
    credential.refresh_from_db()

    with override_settings(SITES=[credential.site]), pytest.raises(vault.Sealed):
        services.account_of(credential)


def test_a_site_that_may_no_longer_be_called_is_not(credential: Credential) -> None:
    with override_settings(SITES=[]), pytest.raises(AuthExpired):
        services.account_of(credential)


def test_a_row_says_for_which_key_it_was_sealed(
    credential: Credential, now: datetime
) -> None:
    public = bytes.fromhex(Path(settings.VAULT_PUBLIC_KEY).read_text())

    assert credential.sealed_for == vault.fingerprint(public)
