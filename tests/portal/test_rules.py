from datetime import datetime, timedelta

import pytest

from rasmi.people.models import User
from rasmi.policy import pack, services
from rasmi.policy.models import Decision, PolicyVersion
from rasmi.portal.words import times
from tests.conftest import Decided
from tests.portal.conftest import Ask

pytestmark = [pytest.mark.django_db, pytest.mark.urls("rasmi.config.urls_public")]


def test_the_rules_say_what_is_hidden_and_that_criticism_is_not(ask: Ask) -> None:
    page = ask("/rules/")

    for notice in (
        "portal.house_rules_are_shown",
        "portal.participation_is_a_right",
        "portal.handling_is_shown",
    ):
        assert f'data-notice="{notice}"' in page
    for rule in pack.current().house_rules:
        assert rule.title.ar in page
        assert rule.clause in page
    assert "ونرحّب بالنقد" in page
    assert "لكم حق التظلّم" in page
    assert "hide no opinion because it differs" in ask("/en/rules/")


def test_a_time_that_nobody_approved_is_no_promise(ask: Ask, now: datetime) -> None:
    page = ask("/rules/")

    assert page.count("لم تُعتمد المدة بعد") == 3
    assert "ساعة واحدة" not in page
    assert times(now).first == ""


def test_an_approved_time_is_told_in_words(
    decided: Decided, rania: User, basim: User, now: datetime
) -> None:
    adoption = services.enter_adoption(
        decision=decided(Decision.Kind.PARAMETERS),
        holds_from=now.date(),
        values={
            "first_response_target": {"in_hours": 45, "out_of_hours": 120},
            "reply_target": {"first_hours": 3, "final_working_days": 11},
        },
        by=rania,
        now=now,
    )
    services.confirm_adoption(adoption, by=basim, now=now)

    found = times(now + timedelta(seconds=1))

    assert found.first == "خلال 45 دقيقة"
    assert found.out_of_hours == "خلال ساعتين"
    assert found.reply == "خلال 3 ساعات"
    assert found.final == "خلال 11 يوم عمل"
    assert found.abuse == ""


def test_the_policy_is_internal_and_nothing_of_it_leaks(
    issue: PolicyVersion, ask: Ask, now: datetime
) -> None:
    services.import_wording(
        {"meta": {"issue": "1"}, "clauses": [{"id": "A1.1", "ar": "نص رسمي سري"}]},
        now=now,
    )

    for path in ("/policy/", "/en/policy/"):
        page = ask(path)
        assert "نص رسمي سري" not in page
        assert "A1.1" not in page
        assert pack.current().title.ar not in page
        assert str(pack.current().clauses["A1.1"].statement.ar) not in page
        assert "noindex" in page
    assert "السياسة وثيقة داخلية" in ask("/policy/")
    assert "/policy/#" not in ask("/rules/")


def test_after_the_decision_everybody_reads_it(
    issue: PolicyVersion, decided: Decided, rania: User, ask: Ask, now: datetime
) -> None:
    services.import_wording(
        {"meta": {"issue": "1"}, "clauses": [{"id": "A1.1", "ar": "نص رسمي"}]}, now=now
    )
    decision = decided(Decision.Kind.PUBLICATION)
    published = services.publish_policy(issue, decision=decision, by=rania, now=now)

    page = ask("/policy/")

    assert "نص رسمي" in page
    assert page.count("<article") == 110
    assert decision.number in page
    assert pack.current().classification.ar in page
    assert "/policy/#C3.2" in ask("/rules/")

    services.withdraw_publication(published, reason="س", by=rania, now=now)
    assert "نص رسمي" not in ask("/policy/")
