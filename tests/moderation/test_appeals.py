from datetime import UTC, datetime, timedelta

import pytest

from rasmi.audit.models import Entry
from rasmi.core.calendar import Weeks
from rasmi.delegations.models import Delegation
from rasmi.moderation import selectors, services
from rasmi.moderation.models import Appeal, Judgement
from rasmi.moderation.models.codes import grouped, read_code
from rasmi.outbox.models import Intent
from rasmi.people.models import User
from rasmi.records.models import Part
from rasmi.records.selectors import parts
from tests.factories import refused
from tests.moderation.conftest import REASON, settle
from tests.speaking import acts_for

State = Appeal.State
WHY = "لم أشتم أحدا، وصفت القرار وحده"
ANSWER = "نظرنا في التظلم، والعبارة تصف أشخاصا لا قرارا."


@pytest.fixture
def code(hiding: Judgement, now: datetime) -> str:
    settle(hiding, Intent.State.CONFIRMED, now)
    return services.appeal(judgement=hiding, text=WHY, now=now)


@pytest.fixture
def appeal(code: str) -> Appeal:
    found = selectors.appeal_of(code)
    assert found
    return found


def decide(appeal: Appeal, by: User, now: datetime, **other: object) -> None:
    facts = {"is_granted": False, "answer": ANSWER}
    services.decide_appeal(appeal, by=by, now=now, **{**facts, **other})  # type: ignore[arg-type]


def test_an_appeal_is_kept_and_only_the_digest_of_its_code(
    appeal: Appeal, code: str, hiding: Judgement
) -> None:
    assert (appeal.judgement, appeal.state, appeal.text) == (hiding, State.OPEN, WHY)
    assert code not in appeal.digest
    assert parts(hiding.object.record).last().stage == Part.Stage.APPEALED  # type: ignore[union-attr]


def test_the_log_tells_of_an_appeal_without_its_words(appeal: Appeal) -> None:
    entry = Entry.objects.get(action="moderation.appeal.receive")

    assert (entry.actor, entry.facts) == (None, {"is_matched": True})


def test_a_code_is_read_however_it_is_typed(code: str) -> None:
    assert len(code) == 12
    assert read_code(grouped(code).lower()) == code
    assert read_code("oil1-0") == "01110"


def test_a_second_appeal_adds_nothing(
    appeal: Appeal, hiding: Judgement, now: datetime
) -> None:
    assert services.appeal(judgement=hiding, text=WHY, now=now) == ""
    assert Appeal.objects.count() == 1


@pytest.mark.parametrize("text", ["قصير", "ط" * 4001])
def test_an_appeal_that_nobody_can_read_is_not_taken(
    hiding: Judgement, now: datetime, text: str
) -> None:
    with refused("moderation.appeal_can_be_read"):
        services.appeal(judgement=hiding, text=text, now=now)


def test_who_hid_it_does_not_decide_the_appeal(
    appeal: Appeal, salma: User, now: datetime
) -> None:
    with refused("moderation.appeal_is_decided_by_another"):
        decide(appeal, salma, now)


def test_nor_does_who_acts_for_the_one_who_hid_it(
    appeal: Appeal,
    salma: User,
    salim: User,
    salim_moderates: Delegation,
    now: datetime,
) -> None:
    acts_for(salim, salma, now)

    with refused("moderation.appeal_is_decided_by_another"):
        decide(appeal, salim, now)


def test_a_stranger_decides_nothing(appeal: Appeal, salim: User, now: datetime) -> None:
    with refused("moderation.appeal_is_decided_by_another"):
        decide(appeal, salim, now)


def test_what_is_granted_is_shown_again(
    appeal: Appeal,
    hiding: Judgement,
    salim: User,
    salim_moderates: Delegation,
    now: datetime,
) -> None:
    decide(appeal, salim, now, is_granted=True)

    appeal.refresh_from_db()
    shown = Judgement.objects.get(undoes=hiding)
    assert appeal.is_granted
    assert shown.intent
    assert (shown.intent.act, shown.by) == ("show", salim)


def test_who_approves_grants_and_a_delegate_shows_it_again(
    appeal: Appeal,
    hiding: Judgement,
    khalid: User,
    salma: User,
    salim: User,
    salim_moderates: Delegation,
    now: datetime,
) -> None:
    decide(appeal, khalid, now, is_granted=True)

    assert list(selectors.granted_and_hidden()) == [hiding]
    with refused("moderation.appeal_is_decided_by_another"):
        services.show_again(hiding, reason=REASON, by=salma, now=now)
    services.show_again(hiding, reason=REASON, by=salim, now=now)
    assert list(selectors.granted_and_hidden()) == []


def test_an_appeal_is_decided_once_and_with_an_answer(
    appeal: Appeal, khalid: User, now: datetime
) -> None:
    with refused("moderation.appeal_can_be_read"):
        decide(appeal, khalid, now, answer="لا")

    decide(appeal, khalid, now)

    with refused("moderation.appeal_is_decided_once"):
        decide(appeal, khalid, now, is_granted=True)


def test_an_appeal_without_a_code_is_matched_first(
    hiding: Judgement,
    salma: User,
    salim: User,
    salim_moderates: Delegation,
    khalid: User,
    now: datetime,
) -> None:
    code = services.appeal(judgement=None, text=WHY, place="تعليقي أمس", now=now)
    found = selectors.appeal_of(code)
    assert found

    with refused("moderation.appeal_is_matched_first"):
        decide(found, khalid, now, is_granted=True)
    with refused("delegations.holds_the_right"):
        services.match_appeal(found, judgement=hiding, by=khalid, now=now)
    services.match_appeal(found, judgement=hiding, by=salma, now=now)
    with refused("moderation.appeal_is_decided_once"):
        services.match_appeal(found, judgement=hiding, by=salma, now=now)
    decide(found, salim, now)


def test_the_answer_is_due_after_five_working_days() -> None:
    # A Thursday in Muscat: Friday and Saturday do not count.
    thursday = datetime(2026, 11, 26, 8, tzinfo=UTC)

    due = selectors.answer_due(Appeal(received_at=thursday), Weeks())

    assert due == datetime(2026, 12, 3, 20, tzinfo=UTC)  # the end of the next Thursday
    assert due - thursday > timedelta(days=7)
