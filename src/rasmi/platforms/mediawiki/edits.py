"""What a wiki says of an edit that it saved, or did not."""

from collections.abc import Callable
from typing import Any

from rasmi.platforms.connector import ContentRejected
from rasmi.platforms.http import NotUnderstood, text_in


def saved(edit: object, *, hide: Callable[[str], str], status: int) -> dict[str, Any]:
    """
    :param hide: what takes the password out of the words
    :raises ContentRejected: if it was refused without being an error
    :raises NotUnderstood: if it does not say that it was saved
    """
    result = text_in(edit, "result")
    if result == "Failure":
        raise ContentRejected(hide(_why(edit)), status=status)
    if result != "Success" or not isinstance(edit, dict):
        raise NotUnderstood("It does not say that the page was saved.")
    return edit


def _why(edit: object) -> str:
    """Why an edit failed that is no error: old filters, and questions to people."""
    told = edit if isinstance(edit, dict) else {}
    if "captcha" in told:
        return "The wiki asks for a captcha, which only a person can answer."
    words = told.get("info") or told.get("warning") or told.get("code")
    return str(words or "The wiki did not save the page.")
