from collections.abc import Mapping
from datetime import datetime
from functools import partial
from typing import Any

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rasmi.audit import services as audit
from rasmi.audit.actions import register
from rasmi.core.language import isolated
from rasmi.notify import services as notify
from rasmi.notify.letters import Letter
from rasmi.people import selectors
from rasmi.people.models import Appointment, Office, Power, User
from rasmi.people.services.authority import require

TRIED_AGAIN = register(
    "notify.message.retry", gettext_lazy("Had the refused messages tried again")
)


def invite(user: User, *, now: datetime) -> None:
    """
    Send a new person the link by which to choose a password; where that is not for
    them, the sign-in with the ministry account.
    """
    if not selectors.may_use_password(user, now):
        notify.send(
            user.email,
            kind="people.invite",
            letter=partial(_welcome, user),
            now=now,
        )
        return
    path = reverse(
        "account_reset_password_from_key",
        kwargs={
            "uidb36": user_pk_to_url_str(user),
            "key": default_token_generator.make_token(user),
        },
    )

    def letter() -> Letter:
        return Letter(
            subject=_("Your sign-in to Rasmi"),
            paragraphs=(
                _("Peace be upon you, %(name)s.") % {"name": user.name},
                _(
                    "You have been entered in Rasmi, "
                    "the system of the official accounts."
                ),
                _(
                    "Choose a password of your own by this link. "
                    "It works for three days."
                ),
            ),
            act=_("Choose a password"),
            url=settings.STAFF_ORIGIN + path,
        )

    notify.send(user.email, kind="people.invite", letter=letter, now=now)


def _welcome(user: User) -> Letter:
    return Letter(
        subject=_("Your sign-in to Rasmi"),
        paragraphs=(
            _("Peace be upon you, %(name)s.") % {"name": user.name},
            _("You have been entered in Rasmi, the system of the official accounts."),
            _("Sign in with your ministry account."),
        ),
        act=_("Sign in"),
        url=settings.STAFF_ORIGIN + reverse(settings.LOGIN_URL),
    )


def tell_of_office(appointment: Appointment, *, now: datetime) -> None:
    """Tell a person which office was entered for them, so that a mistake is noticed."""

    def letter() -> Letter:
        facts = {
            "name": appointment.holder.name,
            "office": appointment.office,
            "unit": appointment.office.unit,
            "number": isolated(appointment.decision_number),
        }
        sentence = (
            _("You act for the holder of «%(office)s» in %(unit)s.")
            if appointment.is_acting
            else _("You hold the office «%(office)s» in %(unit)s.")
        )
        return Letter(
            subject=_("An office was entered for you: %(office)s") % facts,
            paragraphs=(
                _("Peace be upon you, %(name)s.") % facts,
                sentence % facts,
                _("It was entered under decision %(number)s.") % facts,
                _("If this is not right, tell the owner of the policy today."),
            ),
            act=_("Open Rasmi"),
            url=settings.STAFF_ORIGIN + reverse("people:home"),
        )

    notify.send(appointment.holder.email, kind="people.office", letter=letter, now=now)


def tell_keepers(appointment: Appointment, *, by: User, now: datetime) -> None:
    """
    Tell the others who keep people or own the policy of every appointment.

    One keeper alone could appoint whom they like; nobody can do it unseen.
    """

    def letter() -> Letter:
        facts = {
            "by": by.name,
            "person": appointment.holder.name,
            "office": appointment.office,
            "number": isolated(appointment.decision_number),
        }
        return Letter(
            subject=_("An appointment was entered: %(office)s") % facts,
            paragraphs=(
                _("%(by)s entered %(person)s in the office «%(office)s».") % facts,
                _("It was entered under decision %(number)s.") % facts,
                _("If this is not right, end it in the office and say so today."),
            ),
            act=_("See the office"),
            url=settings.STAFF_ORIGIN
            + reverse("people:office", args=[appointment.office_id]),
        )

    for keeper in _watchers(now, but={by.pk, appointment.holder_id}):
        notify.send(keeper.email, kind="people.watch", letter=letter, now=now)


def tell_of_powers(office: Office, *, by: User, now: datetime) -> None:
    """Tell its holder, and the others who watch, that an office has other powers."""

    def letter() -> Letter:
        facts = {"by": by.name, "office": office, "unit": office.unit}
        return Letter(
            subject=_("The powers of an office were changed: %(office)s") % facts,
            paragraphs=(
                _("%(by)s changed the powers of «%(office)s» in %(unit)s.") % facts,
                _("If this is not right, tell the owner of the policy today."),
            ),
            act=_("See the office"),
            url=settings.STAFF_ORIGIN + reverse("people:office", args=[office.pk]),
        )

    holders = User.objects.filter(
        appointments__in=Appointment.objects.in_force(now).filter(office=office)
    )
    for person in {*holders, *_watchers(now, but={by.pk})}:
        notify.send(person.email, kind="people.watch", letter=letter, now=now)


def tell_of_reset_factors(user: User, *, now: datetime) -> None:
    def letter() -> Letter:
        return Letter(
            subject=_("Your second factor was removed"),
            paragraphs=(
                _("Peace be upon you, %(name)s.") % {"name": user.name},
                _("Your passkeys and codes were removed. Sign in and add a new one."),
                _("If you did not ask for it, call information security now."),
            ),
            act=_("Open Rasmi"),
            url=settings.STAFF_ORIGIN + reverse("people:home"),
        )

    notify.send(user.email, kind="people.sign_in", letter=letter, now=now)


def _watchers(now: datetime, *, but: set[int]) -> list[User]:
    found = {
        *selectors.holders_of(Power.PEOPLE, now),
        *selectors.holders_of(Power.POLICY, now),
    }
    return sorted((each for each in found if each.pk not in but), key=lambda u: u.pk)


# What changed at somebody's sign-in, by the name that allauth gives its mails.
CHANGES = {
    "account/email/password_changed": gettext_lazy("your password was changed"),
    "account/email/password_reset": gettext_lazy("your password was changed by a link"),
    "account/email/password_set": gettext_lazy("your password was set"),
    "mfa/email/totp_activated": gettext_lazy("codes from an application were set up"),
    "mfa/email/totp_deactivated": gettext_lazy(
        "codes from an application were removed"
    ),
    "mfa/email/webauthn_added": gettext_lazy("a key was added"),
    "mfa/email/webauthn_removed": gettext_lazy("a key was removed"),
    "mfa/email/recovery_codes_generated": gettext_lazy("new recovery codes were made"),
}


def send_from_the_door(
    name: str, address: str, context: Mapping[str, Any], *, now: datetime
) -> None:
    """
    Send a mail of the sign-in pages: a link to a new password, or what has changed.

    :raises LookupError: if allauth asks for a mail that we do not know
    """
    if name == "account/email/password_reset_key":
        letter = partial(_new_password, context["password_reset_url"])
    else:
        letter = partial(_changed, CHANGES[name])
    notify.send(address, kind="people.sign_in", letter=letter, now=now)


def _new_password(url: str) -> Letter:
    return Letter(
        subject=_("A new password for Rasmi"),
        paragraphs=(
            _("Somebody, probably you, asked for a new password."),
            _("The link works once and for three days. If it was not you, ignore it."),
        ),
        act=_("Choose a password"),
        url=url,
    )


def _changed(what: Promise) -> Letter:
    return Letter(
        subject=_("Your sign-in to Rasmi: %(what)s") % {"what": what},
        paragraphs=(
            _("At your sign-in, %(what)s.") % {"what": what},
            _("If it was not you, call information security now, at any hour."),
        ),
    )


@transaction.atomic
def try_messages_again(*, by: User, now: datetime) -> int:
    """
    Try the messages again that the mail server refused too often; return how many.

    :raises Refusal: if one does not watch the system
    """
    held = require(by, Power.OPERATE, now=now)
    count = notify.try_again(now=now)
    audit.record(
        TRIED_AGAIN, actor=by, acting_for=held.acting_for, now=now, messages=count
    )
    return count
