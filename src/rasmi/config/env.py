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
