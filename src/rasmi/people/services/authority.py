from datetime import datetime

from django.db.models import Model
from django.utils.translation import gettext as _

from rasmi.core.language import listed
from rasmi.people import selectors
from rasmi.people.models import Power, User
from rasmi.rules import Refusal, gate

HOLDS_POWER = gate("people.holds_power")
NOT_FOR_ONESELF = gate("people.not_for_oneself")
NOT_AGAINST_PRINCIPAL = gate("people.not_against_whom_one_acts_for")
TWO_PERSONS = gate("people.two_persons")


def require(
    user: User, power: Power, *, now: datetime, target: Model | None = None
) -> selectors.Authority:
    """
    Return by which office the person holds the power now.

    :raises Refusal: if the person does not hold it
    """
    found = selectors.authority(user, power, now)
    if found:
        return found
    holders = listed(map(str, selectors.holders_of(power, now))) or _("nobody yet")
    raise Refusal(
        HOLDS_POWER,
        _("This belongs to an office that you do not hold: %(power)s.")
        % {"power": power.label},
        remedy=_("It is held now by: %(holders)s.") % {"holders": holders},
        target=target,
    )


def require_over(by: User, about: User, *, now: datetime) -> selectors.Authority:
    """
    Return the office by which one decides where somebody works: that of a keeper of
    people, or of who decides for the unit of that person.

    :raises Refusal: if one holds neither
    """
    found = selectors.authority_over(by, about, now)
    return found or require(by, Power.PEOPLE, now=now, target=about)


def refuse_for_oneself(by: User, about: User, *, target: Model | None = None) -> None:
    """
    Nobody raises, moves or releases oneself: somebody else has to.

    :raises Refusal: if both are the same person
    """
    if by.pk == about.pk:
        raise Refusal(
            NOT_FOR_ONESELF,
            _("Nobody decides on their own office or their own place."),
            remedy=_("Ask somebody else who keeps units and people to record it."),
            target=target,
        )


def refuse_against_principal(by: User, about: User, *, now: datetime) -> None:
    """
    Who acts for somebody does not end that person's office or service.

    :raises Refusal: if one acts for the person now
    """
    if selectors.acts_for(by, about, now):
        raise Refusal(
            NOT_AGAINST_PRINCIPAL,
            _("Nobody decides on the person for whom they act."),
            remedy=_("Ask somebody else who keeps units and people to record it."),
            target=about,
        )


def refuse_both_sides(
    by: User,
    first: User,
    *,
    now: datetime,
    since: datetime,
    target: Model | None = None,
) -> None:
    """
    Nobody is both sides of an act of two persons, neither for oneself nor for another.

    :param first: who did the first half
    :param since: when the first half was done
    :raises Refusal: if it is the same person, or one acted for the other at any time
        since then
    """
    if by.pk == first.pk or selectors.acted_for_each_other(by, first, since, now):
        raise Refusal(
            TWO_PERSONS,
            _("This takes two persons, and the first half was done by you or for you."),
            remedy=_("Ask a colleague who holds the same power to look at it."),
            target=target,
        )
