from django.conf import settings

from rasmi.notify.models import Message


def mail_is_possible() -> bool:
    return bool(settings.EMAIL_HOST)


def waiting() -> int:
    """How many messages nobody has got yet."""
    return Message.objects.filter(due_at__isnull=False).count()


def stuck() -> int:
    """How many messages the server refused so often that a person has to look."""
    return Message.objects.stuck().count()
