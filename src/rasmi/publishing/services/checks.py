"""What a version has to be before a person is asked to read it."""

from datetime import datetime

from django.utils.translation import gettext as _

from rasmi.channels.models import Channel, Proposal
from rasmi.core.language import listed
from rasmi.outbox import services as outbox
from rasmi.policy import services as policy
from rasmi.publishing import selectors
from rasmi.publishing.models import Version
from rasmi.rules import Refusal, gate

LANGUAGES = gate("publishing.languages_are_complete")
PURPOSE = gate("publishing.purpose_is_of_the_account")
HOUR_TO_COME = gate("publishing.hour_is_to_come")

TEXTS = {"ar": "text_ar", "en": "text_en"}


def require_sayable(
    version: Version, *, now: datetime, window: tuple[datetime, datetime] | None = None
) -> None:
    """
    Refuse what could not be said, whoever approved it.

    :param window: another than the one that stands in the version
    :raises Refusal: naming the first thing that is missing or not allowed
    """
    outbox.refuse_unpublishable(version.information_class, now=now)
    for channel in version.accounts:
        _refuse_missing_language(version, channel)
        _refuse_other_purpose(version, channel)
    for saying in selectors.sayings(version):
        outbox.refuse_unfit(saying)
    if window is None and version.not_after <= now:
        raise Refusal(
            HOUR_TO_COME,
            _("The window of publication has closed."),
            remedy=_("Change the draft and choose an hour to come."),
            target=version.post,
        )
    for text in selectors.spoken_texts(version):
        policy.refuse_blocked(text)


def _refuse_missing_language(version: Version, channel: Channel) -> None:
    missing = [
        str(Proposal.Language(key).label)
        for key in selectors.languages_of(channel)
        if not getattr(version, TEXTS[key])
    ]
    if missing:
        raise Refusal(
            LANGUAGES,
            _("«%(account)s» speaks in a language that the draft lacks: %(languages)s.")
            % {"account": channel, "languages": listed(missing)},
            remedy=_("Write the text in that language too, or leave the account out."),
            target=version.post,
        )


def _refuse_other_purpose(version: Version, channel: Channel) -> None:
    proposal = channel.proposal
    if proposal and version.purpose not in proposal.purposes:
        raise Refusal(
            PURPOSE,
            _("«%(account)s» was opened for other purposes: %(purposes)s.")
            % {"account": channel, "purposes": listed(proposal.purpose_names)},
            remedy=_("Choose an account that is for this, or the purpose that it has."),
            target=version.post,
        )
