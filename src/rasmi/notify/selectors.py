from datetime import datetime

from django.conf import settings

from rasmi.notify.models import Message


def mail_is_possible() -> bool:
    return bool(settings.EMAIL_HOST)


def waiting() -> int:
    """How many messages nobody has got yet."""
    return Message.objects.filter(due_at__isnull=False).count()


def last_sent(address: str, *, kind: str) -> datetime | None:
    """When the mail server last took a message of a kind to an address."""
    taken = Message.objects.filter(address=address, kind=kind, sent_at__isnull=False)
    return taken.order_by("-sent_at").values_list("sent_at", flat=True).first()


def stuck() -> int:
    """How many messages the server refused so often that a person has to look."""
    return Message.objects.stuck().count()
