"""The demonstration ministry hears, answers, keeps order, and tells what came of it."""

from datetime import datetime, timedelta

from django.utils import timezone

from rasmi.channels.models import Channel
from rasmi.demo import pictures
from rasmi.demo.contributions import (
    ALL,
    ANSWERED,
    CRITICISM,
    HIDDEN,
    IN_REVIEW,
    LATE,
    LONGER,
    OUTCOMES,
    REPLY,
    SUGGESTION,
    THANKS,
    VIDEO,
    WAITING,
    Became,
    Said,
)
from rasmi.demo.services.people import AGO, Cast
from rasmi.demo.services.posts import OFFICER, REVIEWER
from rasmi.engagement import services as engagement
from rasmi.engagement.models import Conversation, InformationRequest, Reply
from rasmi.engagement.services.replying import Wording
from rasmi.intake import services as intake
from rasmi.intake.models import RemoteObject
from rasmi.moderation import services as moderation
from rasmi.outbox import services as outbox
from rasmi.outbox.models import Intent
from rasmi.participation import services as participation
from rasmi.participation.services.outcomes import Told
from rasmi.people.models import Placement, Topic, User

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
ASKED = "1009"  # a researcher of student affairs


def fill(cast: Cast, now: datetime) -> None:
    """Conversations at every stage, hidden words with an appeal, and outcomes."""
    heard = {each.key: _heard(cast, each, now) for each in ALL}
    _answer_from_a_unit(cast, heard[ANSWERED.key], now)
    for said in (SUGGESTION, VIDEO, LONGER):
        _review(cast, said, heard[said.key], now - said.ago + 25 * MINUTE)
    _review(cast, LATE, heard[LATE.key], now - LATE.ago + 9 * HOUR)
    _wait_for_a_unit(cast, heard[WAITING.key], now)
    engagement.close(
        _of(heard[THANKS.key]),
        note="شكر لا يتطلب رداً، واطلع عليه الفريق",
        by=cast.users[OFFICER],
        now=now - 6 * HOUR,
    )
    _moderate(cast, heard, now)
    for each in OUTCOMES:
        _tell(cast, each, heard[each.behind.key], now)


def _heard(cast: Cast, said: Said, now: datetime) -> RemoteObject:
    at, officer = now - said.ago, cast.users[OFFICER]
    heard = intake.enter_by_hand(
        Channel.objects.get(platform=said.platform),
        key=said.key,
        author=said.author,
        text=said.text,
        said_at=at,
        by=officer,
        now=at + 3 * MINUTE,
    )
    engagement.take_up(now=at + 3 * MINUTE)
    if said.kind:
        found = _of(heard)
        # The topic was chosen by another than who answers.
        engagement.sort(
            found,
            kind=said.kind,
            topic=Topic.objects.get(name_ar=said.topic),
            by=cast.users[REVIEWER],
            now=at + 8 * MINUTE,
        )
    return heard


def _of(heard: RemoteObject) -> Conversation:
    return Conversation.objects.get(root=heard)


def _ask(
    cast: Cast, found: Conversation, question: str, at: datetime
) -> InformationRequest:
    return engagement.ask_unit(
        found,
        Placement.objects.get(user=cast.users[ASKED], ends_at=None),
        question=question,
        by=cast.users[OFFICER],
        now=at,
    )


def _answer_from_a_unit(cast: Cast, heard: RemoteObject, now: datetime) -> None:
    at = now - ANSWERED.ago
    question = "حتى متى يُقبل الاعتراض على نتيجة الفرز الأول؟"
    request = _ask(cast, _of(heard), question, at + 12 * MINUTE)
    engagement.answer_request(
        request,
        answer="خمسة أيام عمل من إعلان النتيجة، عبر الموقع الرسمي.",
        publishable=InformationRequest.Publishable.ALL,
        source="لائحة القبول، البند 7",
        answered_by="نورة المعمرية، باحثة شؤون طلبة",
        now=at + 25 * MINUTE,
    )
    request.refresh_from_db()
    wording = Wording(REPLY, cites=request)
    _reply(cast, heard, wording, at + 35 * MINUTE)


def _review(cast: Cast, said: Said, heard: RemoteObject, at: datetime) -> None:
    reply = _written(cast, heard, Wording(said.reply), at)
    engagement.approve_reply(
        reply, seen={}, by=cast.users[REVIEWER], now=at + 10 * MINUTE
    )
    _out(cast, reply, at + 12 * MINUTE)


def _wait_for_a_unit(cast: Cast, heard: RemoteObject, now: datetime) -> None:
    at = now - WAITING.ago
    question = "هل سُجّل اللقاء التعريفي بالبعثات، وأين يُنشر التسجيل؟"
    _ask(cast, _of(heard), question, at + 20 * MINUTE)
    _written(cast, heard, Wording(IN_REVIEW, is_holding=True), now - 30 * MINUTE)


def _written(cast: Cast, heard: RemoteObject, wording: Wording, at: datetime) -> Reply:
    found = _of(heard)
    last = found.messages.filter(object__is_ours=False).order_by("-pk").first()
    return engagement.write_reply(
        found,
        wording,
        key=f"{heard.pk}-{at:%H%M}",
        last_seen=last.pk if last else 0,
        by=cast.users[OFFICER],
        now=at,
    )


def _reply(cast: Cast, heard: RemoteObject, wording: Wording, at: datetime) -> None:
    _out(cast, _written(cast, heard, wording, at), at + MINUTE)


def _out(cast: Cast, reply: Reply, at: datetime) -> None:
    reply.refresh_from_db()
    assert reply.intent  # noqa: S101 — it was planned just now
    _by_hand(reply.intent, cast.users[OFFICER], at)
    engagement.settle_answers(now=at + 5 * MINUTE)


def _by_hand(intent: Intent, officer: User, at: datetime) -> None:
    """Handed over, done in the app, and shown by a picture."""
    intent.refresh_from_db()
    outbox.deliver(intent, now=at)
    intent.refresh_from_db()
    outbox.confirm_by_hand(
        intent,
        screenshot=pictures.card("done.png"),
        posted_at=at + 3 * MINUTE,
        by=officer,
        now=at + 4 * MINUTE,
    )


def _moderate(cast: Cast, heard: dict[str, RemoteObject], now: datetime) -> None:
    officer = cast.users[OFFICER]
    stands = heard[CRITICISM.key]
    moderation.let_stand(
        stands,
        version_number=1,
        reason="نقد شديد اللهجة، ولا إهانة فيه لشخص.",
        by=cast.users[REVIEWER],
        now=now - 25 * HOUR,
    )
    at = now - HIDDEN.ago + 30 * MINUTE
    judgement = moderation.hide(
        heard[HIDDEN.key],
        version_number=1,
        rule="insult",
        reason="شتم الموظفين بلفظ صريح، لا نقد لعملهم.",
        by=officer,
        now=at,
    )
    assert judgement.intent  # noqa: S101 — what is hidden is planned
    _by_hand(judgement.intent, officer, at + MINUTE)
    moderation.appeal(
        judgement=judgement,
        text="كتبتها وأنا غاضب من تأخر النتيجة. أعتذر عن اللفظ وأريد أن تبقى شكواي.",
        now=now - 40 * MINUTE,
    )


def _tell(cast: Cast, became: Became, behind: RemoteObject, now: datetime) -> None:
    said = next(each for each in ALL if each is became.behind)
    outcome = participation.record_outcome(
        Told(
            title_ar=became.title[0],
            title_en=became.title[1],
            said_ar=said.text,
            said_en=said.text_en,
            did_ar=became.did[0],
            did_en=became.did[1],
            why_ar=became.why[0],
            why_en=became.why[1],
            effect_ar=became.effect[0],
            effect_en=became.effect[1],
        ),
        topic=Topic.objects.get(name_ar=said.topic),
        decision=became.decision,
        decided_on=timezone.localdate(now - 5 * AGO),
        by=cast.users[OFFICER],
        now=now - 5 * HOUR,
        behind=behind,
    )
    if became.is_published:
        participation.publish_outcome(
            outcome, by=cast.users[REVIEWER], now=now - 3 * HOUR
        )
