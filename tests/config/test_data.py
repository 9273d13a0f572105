import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from django.core.exceptions import ImproperlyConfigured

from rasmi.config import data, env


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("RASMI_DATA", str(tmp_path / "var"))
    return tmp_path / "var"


def test_a_key_is_made_once_and_closed_to_others(folder: Path) -> None:
    key = data.key("secret-key")

    assert data.key("secret-key") == key
    assert len(key) >= 64
    mode = (folder / "keys/secret-key").stat().st_mode
    assert stat.S_IMODE(mode) == 0o400
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_a_folder_that_was_open_is_closed(folder: Path) -> None:
    folder.mkdir(mode=0o755)

    data.folder()

    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_of_two_that_start_together_both_get_one_whole_key(folder: Path) -> None:
    data.folder()
    with ThreadPoolExecutor(8) as pool:
        keys = set(pool.map(lambda _: data.key("other"), range(8)))

    assert len(keys) == 1
    assert len(keys.pop()) >= 64
    assert [each.name for each in (folder / "keys").iterdir()] == ["other"]


def test_a_pair_of_keys_is_made_once(folder: Path) -> None:
    private, public = data.sealing_keys("vault")

    made = private.read_text(), public.read_text()
    assert data.sealing_keys("vault") == (private, public)
    assert (private.read_text(), public.read_text()) == made
    key = X25519PrivateKey.from_private_bytes(bytes.fromhex(made[0]))
    assert key.public_key().public_bytes_raw().hex() == made[1]
    for each in (private, public):
        assert stat.S_IMODE(each.stat().st_mode) == 0o400


def test_of_two_that_start_together_both_get_one_pair(folder: Path) -> None:
    data.folder()
    with ThreadPoolExecutor(8) as pool:
        found = set(pool.map(lambda _: data.sealing_keys("vault"), range(8)))

    assert len(found) == 1
    private, public = found.pop()
    key = X25519PrivateKey.from_private_bytes(bytes.fromhex(private.read_text()))
    assert key.public_key().public_bytes_raw().hex() == public.read_text()
    names = sorted(each.name for each in (folder / "keys").iterdir())
    assert names == ["vault", "vault.pub"]


def test_where_only_the_public_key_was_put_no_private_one_is_made(folder: Path) -> None:
    keys = data.folder() / "keys"
    keys.mkdir()
    (keys / "vault.pub").write_text("0" * 64)

    private, public = data.sealing_keys("vault")

    assert not private.exists()
    assert public.read_text() == "0" * 64


def test_a_lost_public_key_is_made_from_the_private_one(folder: Path) -> None:
    private, public = data.sealing_keys("vault")
    kept, made = private.read_text(), public.read_text()
    public.unlink()

    data.sealing_keys("vault")

    assert (private.read_text(), public.read_text()) == (kept, made)


def test_a_wrong_number_fails_with_its_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", "eighty")

    with pytest.raises(ImproperlyConfigured, match="PORT"):
        env.number("PORT", 8000)


def test_a_missing_secret_file_fails_with_its_name(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("RASMI_SMTP_PASSWORD_FILE", str(tmp_path / "nothing"))

    with pytest.raises(ImproperlyConfigured, match="RASMI_SMTP_PASSWORD_FILE"):
        env.secret_file("RASMI_SMTP_PASSWORD_FILE")


@pytest.mark.parametrize(("mode", "is_taken"), [(0o400, True), (0o440, False)])
def test_a_secret_that_others_may_read_is_not_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, mode: int, is_taken: bool
) -> None:
    file = tmp_path / "secret"
    file.write_text("told to us\n")
    file.chmod(mode)
    monkeypatch.setenv("RASMI_OIDC_SECRET_FILE", str(file))

    if is_taken:
        assert env.closed_file("RASMI_OIDC_SECRET_FILE") == "told to us"
    else:
        with pytest.raises(ImproperlyConfigured, match="open to others"):
            env.closed_file("RASMI_OIDC_SECRET_FILE")
