import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
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
