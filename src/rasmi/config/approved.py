"""What the installation approved for the screening, for the command line."""

from typing import Any


def words() -> dict[str, Any]:
    """The lexicon and the lists of the annexes in force; Django is started for them."""
    import os

    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rasmi.config.settings")
    django.setup()
    from django.utils import timezone

    from rasmi.policy import selectors

    lexicon, lists = selectors.approved_words(timezone.now())  # noqa: TID251 — the edge
    return {"lexicon": lexicon, "lists": lists}
