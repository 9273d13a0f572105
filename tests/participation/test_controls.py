from datetime import datetime, timedelta

from rasmi.channels.models import Channel
from rasmi.engagement import services as engagement
from rasmi.engagement.models import Conversation
from rasmi.participation.models import Contribution, Outcome
from rasmi.people.models import Topic, User
from rasmi.policy.models import PolicyVersion
from rasmi.rules import Verdict
from tests.factories import verdict
from tests.hearing import say
from tests.participation.conftest import WORDS


def test_a_suggestion_whose_outcome_nobody_told_is_found(
    account: Channel,
    topic: Topic,
    issue: PolicyVersion,
    salma: User,
    khalid: User,
    now: datetime,
) -> None:
    said = say(account, now)
    engagement.take_up(now=now)
    Conversation.objects.update(kind="suggestion")
    later = now + timedelta(days=61)
    assert verdict("participation.outcomes_are_told", now)[0] == Verdict.MET
    assert verdict("participation.outcomes_are_told", later)[0] == Verdict.NOT_MET

    outcome = Outcome.objects.create(
        topic=topic,
        decision="partly",
        decided_on=now.date(),
        written_by=salma,
        written_at=now,
        **WORDS,
    )
    Contribution.objects.create(
        outcome=outcome, object=said, added_by=salma, added_at=now
    )
    assert verdict("participation.outcomes_are_told", later)[0] == Verdict.NOT_MET

    Outcome.objects.update(state="published", published_by=khalid, published_at=now)
    assert verdict("participation.outcomes_are_told", later)[0] == Verdict.MET
