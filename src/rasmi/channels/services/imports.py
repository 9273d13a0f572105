from collections.abc import Sequence
from datetime import datetime

from django.core.files import File
from django.db import transaction
from django.utils.translation import gettext_lazy

from rasmi.audit import services as audit
from rasmi.audit.actions import register
from rasmi.channels.models import Channel, Import
from rasmi.channels.services.proposals import Account, new_channel
from rasmi.files import kinds
from rasmi.files import selectors as files
from rasmi.files import services as files_services
from rasmi.people.models import Power, User
from rasmi.people.services import require

IMPORTED = register(
    "channels.import.finish", gettext_lazy("Imported accounts in use from %(target)s")
)


@transaction.atomic
def import_accounts(
    *, original: "File[bytes]", accounts: Sequence[Account], by: User, now: datetime
) -> Import:
    """
    Enter accounts already in use as such: their decision is outstanding.

    The list is kept as it came; an account in the register already is passed over.

    :param accounts: as the form has read and checked them
    :raises Refusal: if a handle cannot be one of its platform
    """
    held = require(by, Power.REGISTER, now=now)
    entered = [
        new_channel(state=Channel.State.IN_USE, now=now, **each)
        for each in accounts
        if not _is_known(each)
    ]
    kept = Import.objects.create(
        original=files_services.keep(original, kinds_allowed=kinds.TABLES, now=now),
        file_name=files.safe_name(original.name or ""),
        accounts=len(entered),
        known=len(accounts) - len(entered),
        by=by,
        at=now,
    )
    audit.record(
        IMPORTED,
        actor=by,
        acting_for=held.acting_for,
        target=kept,
        now=now,
        accounts=[each.pk for each in entered],
        digest=kept.original.digest,
    )
    return kept


def _is_known(account: Account) -> bool:
    same = Channel.objects.present().filter(
        platform=account["platform"], handle__iexact=account["handle"]
    )
    return same.exists()
