from collections.abc import Iterable, Mapping
from datetime import date, datetime

from django.core.files import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rasmi.audit import services as audit
from rasmi.audit.actions import register
from rasmi.channels import selectors as channel_register
from rasmi.channels import services as channels
from rasmi.channels.models import Channel
from rasmi.core.models import locked
from rasmi.files import kinds as files_kinds
from rasmi.files import selectors as file_names
from rasmi.files import services as files
from rasmi.people import selectors as people
from rasmi.people.models import Power, Unit, User
from rasmi.rules import Refusal, gate
from rasmi.security.kinds import NOT_OFFERED, OF_KEY, Answer, Part, items_on
from rasmi.security.models import Attestation, Look
from rasmi.security.selectors import posture

ATTESTED = register(
    "security.look.keep",
    gettext_lazy("Looked at how the account is secured: %(target)s"),
)

BY_WHO_ANSWERS = gate("security.attested_by_who_answers")
IN_REGISTER = gate("security.account_is_watched")
SAYS_SOMETHING = gate("security.look_says_something")
WELL_FORMED = gate("security.answer_is_possible")
EXPLAINED = gate("security.exception_is_explained")

LONGEST_FOUND = 1000  # characters of a review, as the row holds them


@transaction.atomic
def attest(
    channel: Channel,
    *,
    answers: Mapping[str, str],
    note: str = "",
    original: "File[bytes] | None" = None,
    by: User,
    now: datetime,
) -> Look:
    """
    Keep what somebody saw of an account today; what was seen before stays as it was.

    Where a consulted unit answered every setting, that is its review of the settings:
    what is different from before stands in it.

    :param answers: values by the keys of `security.kinds`; what is missing was not seen
    :param original: a picture or print of the settings, kept byte for byte
    :raises Refusal: if one does not answer for the account, it is not in the register,
        nothing was seen, an answer is none, or an exception is not explained
    """
    held = require_attester(by, channel, now)
    channel = locked(channel)
    _refuse_unwatched(channel)
    _refuse_wrong(channel, answers, note, now)
    seen = posture.newest([channel])
    unit = _reviewing_unit(channel, answers, by, now)
    look = Look.objects.create(
        channel=channel,
        reviewed_for=unit,
        note=note,
        original=files.keep(original, kinds_allowed=files_kinds.SCANS, now=now)
        if original
        else None,
        file_name=file_names.safe_name(original.name or "") if original else "",
        seen_by=by,
        seen_at=now,
    )
    rows = Attestation.objects.bulk_create(
        Attestation(
            look=look,
            channel=channel,
            item=key,
            value=value,
            before=seen[channel.pk, key].value if (channel.pk, key) in seen else "",
        )
        for key, value in answers.items()
    )
    if unit:
        found = _differences(rows) or note or _("Nothing differs from the last review.")
        channels.review_settings(channel, found=found[:LONGEST_FOUND], by=by, now=now)
    audit.record(
        ATTESTED,
        actor=by,
        acting_for=held.acting_for if held else None,
        target=look,
        now=now,
        items=sorted(answers),
        changed=sum(each.has_changed for each in rows),
        is_review=unit is not None,
    )
    return look


def require_attester(
    by: User, channel: Channel, now: datetime
) -> people.Authority | None:
    """
    Who keeps credentials, who is consulted on accounts, or who owns the account.

    :raises Refusal: for anybody else
    """
    if not posture.may_attest(by, channel, now):
        raise Refusal(
            BY_WHO_ANSWERS,
            _("How «%(account)s» is secured is kept by others.") % {"account": channel},
            remedy=_(
                "By the unit that owns it, the units that are consulted, and who keeps "
                "credentials."
            ),
            target=channel,
        )
    return people.authority(by, Power.SECRETS, now)


def _reviewing_unit(
    channel: Channel, answers: Mapping[str, str], by: User, now: datetime
) -> Unit | None:
    """The consulted unit whose review this is; None where settings were left out."""
    asked = {x.key for x in items_on(channel.platform) if x.part == Part.SETTINGS}
    if not asked <= set(answers):
        return None
    mine = people.units_of_offices(by, now)
    units = [each.unit for each in channel_register.consultees().values()]
    return next((each for each in units if each.pk in mine), None)


def _differences(rows: Iterable[Attestation]) -> str:
    """What stands otherwise than before among the settings, a line each."""
    return "\n".join(
        f"{each.on.title}: {each.shown_before} ← {each.shown}"
        for each in rows
        if each.has_changed and each.on.part == Part.SETTINGS
    )


def _refuse_unwatched(channel: Channel) -> None:
    if not posture.watched().filter(pk=channel.pk).exists():
        raise Refusal(
            IN_REGISTER,
            _("«%(account)s» is not an account that is watched.")
            % {"account": channel},
            remedy=_("Accounts that are active or in use are; for training none is."),
            target=channel,
        )


def _refuse_wrong(
    channel: Channel, answers: Mapping[str, str], note: str, now: datetime
) -> None:
    if not answers:
        raise Refusal(
            SAYS_SOMETHING,
            _("Nothing is answered."),
            remedy=_("Look at the account, and answer what you saw there."),
            target=channel,
        )
    asked = {each.key for each in items_on(channel.platform)}
    today = timezone.localdate(now)
    for key, value in answers.items():
        item = OF_KEY.get(key)
        is_possible = item and key in asked and item.takes(value, channel.platform)
        is_day = item and item.answer == Answer.DAY and value != NOT_OFFERED
        if not is_possible or (is_day and date.fromisoformat(value) > today):
            raise Refusal(
                WELL_FORMED,
                _("This is no possible answer: %(answer)s.") % {"answer": value},
                remedy=_(
                    "A day is today or before, a number is what was counted, and what "
                    "the platform offers is on or off."
                ),
                target=channel,
            )
    if NOT_OFFERED in answers.values() and not note.strip():
        raise Refusal(
            EXPLAINED,
            _("Something is said not to be offered, and not what stands in its place."),
            remedy=_("Say in the note what protects the account instead."),
            target=channel,
        )
