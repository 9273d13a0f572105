from datetime import datetime

from django.utils.translation import gettext as _

from rasmi.audit.models import Checkpoint, Witness
from rasmi.notify import services as notify
from rasmi.notify.letters import Compose, Letter, in_both_languages
from rasmi.people import selectors as people
from rasmi.web.templatetags.web import day, digits, hour

CHECKPOINT, ENDED = "security.checkpoint", "security.witness_ended"


def tell_of_the_checkpoint(
    witness: Witness, checkpoint: Checkpoint, *, now: datetime
) -> None:
    """The note itself stands once, beneath both languages, line by line."""

    def letter() -> Letter:
        facts = {
            "body": people.installation(),
            "count": digits(checkpoint.size),
            "day": day(checkpoint.at),
            "hour": hour(checkpoint.at),
        }
        return Letter(
            subject=_("How the audit log stands: %(count)s entries") % facts,
            paragraphs=(
                _(
                    "You keep this message as a witness of the audit log of %(body)s: "
                    "on %(day)s at %(hour)s it was sealed with %(count)s entries."
                )
                % facts,
                _(
                    "There is nothing to do but to keep it, where nobody of that "
                    "server can reach it. Whoever checks an export of the log asks you "
                    "for it, and sees by it whether the log was rewritten or cut off."
                ),
            ),
        )

    end = f"\n{checkpoint.note}\n{checkpoint.log.key}\n"
    _send(witness, letter, kind=CHECKPOINT, end=end, now=now)


def tell_of_the_end(witness: Witness, *, now: datetime) -> None:
    def letter() -> Letter:
        return Letter(
            subject=_("You are not the witness of the audit log any more"),
            paragraphs=(
                _(
                    "From now on the checkpoints of the audit log of %(body)s go to "
                    "another address. Keep those that you have: they stay valid."
                )
                % {"body": people.installation()},
                _("If you did not expect this, tell the internal audit."),
            ),
        )

    _send(witness, letter, kind=ENDED, now=now)


def _send(
    witness: Witness, letter: Compose, *, kind: str, now: datetime, end: str = ""
) -> None:
    mail = in_both_languages(letter)
    # As plain text only: of lines that a mail program joins nothing can be checked.
    notify.queue(
        witness.address,
        kind=kind,
        subject=mail.subject,
        text=mail.text + end,
        now=now,
    )
