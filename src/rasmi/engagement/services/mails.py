from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from rasmi.engagement.models import InformationRequest, Reply
from rasmi.notify import services as notify
from rasmi.notify.letters import Compose, Letter
from rasmi.people import selectors as people
from rasmi.people.models import User
from rasmi.web.templatetags.web import day, hour


def tell_reviewers(reply: Reply, readers: Sequence[User], *, now: datetime) -> None:
    for person in readers:
        _tell_reviewer(reply, person, now)


def _tell_reviewer(reply: Reply, person: User, now: datetime) -> None:
    def letter() -> Letter:
        return Letter(
            subject=_("To review now: a reply on «%(account)s»")
            % {"account": reply.conversation.channel},
            paragraphs=(
                _("Peace be upon you, %(name)s.") % {"name": person.name},
                _("%(person)s wrote a reply, and somebody waits for it.")
                % {"person": reply.written_by},
            ),
            act=_("Read the reply"),
            url=_staff("engagement:review", reply.conversation_id, reply.pk),
        )

    _send(person.email, letter, now)


def tell_of_return(reply: Reply, *, now: datetime) -> None:
    person = reply.written_by

    def letter() -> Letter:
        return Letter(
            subject=_("Returned: your reply on «%(account)s»")
            % {"account": reply.conversation.channel},
            paragraphs=(
                _("Peace be upon you, %(name)s.") % {"name": person.name},
                _("%(person)s returned it: «%(remark)s».")
                % {"person": reply.reviewed_by, "remark": reply.remark},
                _("The person who asked still waits."),
            ),
            act=_("Write it anew"),
            url=_staff("engagement:conversation", reply.conversation_id),
        )

    _send(person.email, letter, now)


def ask(request: InformationRequest, *, now: datetime) -> None:
    """To the colleague: the question by a link, without the name of who asked us."""
    person = request.recipient

    def letter() -> Letter:
        return Letter(
            subject=_("Needed by %(day)s, %(hour)s: a fact for a reply to the public")
            % {"day": day(request.due_at), "hour": hour(request.due_at)},
            paragraphs=(
                _("Peace be upon you, %(name)s.") % {"name": person.name},
                _("%(person)s asks your unit («%(unit)s») for a fact:")
                % {"person": request.asked_by, "unit": request.unit},
                f"«{request.question}»",
                _(
                    "Answer by the link; no sign-in is needed. A few sentences are "
                    "enough, and you say what of it may be published."
                ),
            ),
            act=_("Answer the question"),
            url=_link(request),
        )

    _send(person.email, letter, now)


def remind(request: InformationRequest, *, now: datetime) -> None:
    """To the colleague and to who leads the unit: the hour has passed."""
    leaders = people.leaders_of(request.unit, now)
    for person in {request.recipient, *leaders}:
        _remind(request, person, now)


def _remind(request: InformationRequest, person: User, now: datetime) -> None:
    def letter() -> Letter:
        return Letter(
            subject=_("Overdue: a fact for a reply to the public"),
            paragraphs=(
                _("Peace be upon you, %(name)s.") % {"name": person.name},
                _("Your unit («%(unit)s») was asked, and has not answered yet:")
                % {"unit": request.unit},
                f"«{request.question}»",
                _("Somebody of the public waits for it."),
            ),
            act=_("Answer the question"),
            url=_link(request),
        )

    _send(person.email, letter, now)


def tell_of_answer(request: InformationRequest, *, now: datetime) -> None:
    """To who asked: the unit has answered, declined, or asks for time."""
    person = request.asked_by

    def letter() -> Letter:
        if request.is_answered:
            what = _("«%(unit)s» has answered.")
        elif request.is_declined:
            what = _("«%(unit)s» says that it is not its matter.")
        else:
            what = _("«%(unit)s» needs more time.")
        sentence = what % {"unit": request.unit}
        return Letter(
            subject=sentence,
            paragraphs=(
                _("Peace be upon you, %(name)s.") % {"name": person.name},
                sentence,
            ),
            act=_("Open the conversation"),
            url=_staff("engagement:conversation", request.conversation_id),
        )

    _send(person.email, letter, now)


def _link(request: InformationRequest) -> str:
    path = reverse("engagement:asked", args=[request.secret])
    return f"{settings.STAFF_ORIGIN}{path}"


def _staff(name: str, *keys: int) -> str:
    return f"{settings.STAFF_ORIGIN}{reverse(name, args=keys)}"


def _send(address: str, letter: Compose, now: datetime) -> None:
    notify.send(address, kind="engagement", letter=letter, now=now)
