"""Three small readers of the environment that fail with the variable's name."""

import os
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured


def text(name: str, default: str = "") -> str:
    return os.environ.get(name, "").strip() or default


def number(name: str, default: int) -> int:
    value = text(name)
    if not value:
        return default
    try:
        return int(value)
    except ValueError:
        raise ImproperlyConfigured(f"{name} is not a whole number: {value}") from None


def secret_file(name: str) -> str:
    """The secret in the file that the variable names; secrets are never variables."""
    path = text(name)
    if not path:
        return ""
    try:
        return Path(path).read_text().strip()
    except OSError as error:
        raise ImproperlyConfigured(f"{name}: {path}: {error.strerror}") from None


def closed_file(name: str) -> str:
    """As `secret_file`, from a file that nobody but its owner may open (0400)."""
    path = text(name)
    if path and Path(path).exists() and Path(path).stat().st_mode & 0o077:
        raise ImproperlyConfigured(f"{name}: {path} is open to others: chmod 0400")
    return secret_file(name)
