import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from rasmi.config import cli
from rasmi.people.models import User
from rasmi.policy import selectors, services
from rasmi.policy.models import Acknowledgement, Decision, PolicyVersion
from rasmi.rules import Verdict
from tests.conftest import Decided, Reviewed
from tests.factories import owed, refused, verdict

DAY = timedelta(days=1)
POLICY = Acknowledgement.Statement.POLICY


def wording(issue: str = "1", **clauses: str) -> dict[str, Any]:
    texts = clauses or {"A1.1": "النص الرسمي للبند"}
    return {
        "meta": {"issue": issue},
        "clauses": [{"id": key, "ar": text} for key, text in texts.items()],
    }


def test_the_issue_of_the_pack_begins_once(issue: PolicyVersion, now: datetime) -> None:
    assert selectors.version_in_force(now) == issue
    assert services.begin(now=now) is None


def test_everyone_is_asked_to_read_it(
    issue: PolicyVersion, salma: User, maryam: User, now: datetime
) -> None:
    lever = "policy.read_by_all"
    assert len(owed(lever, now, user=salma)) == 1

    services.acknowledge(POLICY, by=salma, now=now)
    services.acknowledge(POLICY, by=salma, now=now)

    assert owed(lever, now, user=salma) == []
    assert verdict(lever, now) == (Verdict.NOT_MET, 2, 1)
    services.acknowledge(POLICY, by=maryam, now=now)
    assert verdict(lever, now) == (Verdict.MET, 2, 0)


def test_without_an_issue_there_is_nothing_to_acknowledge(
    salma: User, now: datetime
) -> None:
    with refused("policy.an_issue_is_in_force"):
        services.acknowledge(POLICY, by=salma, now=now)


def test_a_new_issue_asks_everyone_anew(
    issue: PolicyVersion,
    decided: Decided,
    reviewed: Reviewed,
    rania: User,
    now: datetime,
) -> None:
    services.acknowledge(POLICY, by=rania, now=now)
    second = services.import_wording(wording("2"), now=now)
    assert owed("policy.read_by_all", now, user=rania) == []

    decision = decided(Decision.Kind.POLICY)
    reviewed(second)
    services.bring_into_force(second, decision=decision, by=rania, now=now + DAY)

    after = now + DAY
    assert selectors.version_in_force(after) == second
    assert len(owed("policy.read_by_all", after, user=rania)) == 1
    assert selectors.version_in_force(now) == issue
    with refused("policy.issue_is_still_to_come"):
        services.bring_into_force(second, decision=decision, by=rania, now=after)


def test_a_new_issue_needs_its_decision(
    issue: PolicyVersion, decided: Decided, rania: User, now: datetime
) -> None:
    second = services.import_wording(wording("2"), now=now)
    other = decided(Decision.Kind.OPENING)

    with refused("policy.rests_on_a_checked_decision"):
        services.bring_into_force(second, decision=other, by=rania, now=now)


def test_the_wording_of_an_issue_never_changes(
    issue: PolicyVersion, now: datetime
) -> None:
    services.import_wording(wording(), now=now)

    with refused("policy.wording_of_an_issue_never_changes"):
        services.import_wording(wording(), now=now)


@pytest.mark.parametrize(
    "document",
    [
        None,
        [],
        "text",
        {"meta": {"issue": "1"}},
        {"meta": {"issue": ""}, "clauses": [{"id": "A1.1", "ar": "س"}]},
        {"meta": {"issue": "1"}, "clauses": []},
        {"meta": {"issue": "1"}, "clauses": [{"id": "Z1", "ar": "س"}]},
        {"meta": {"issue": "1" * 30}, "clauses": [{"id": "A1.1", "ar": "س"}]},
    ],
)
def test_a_file_that_is_no_wording_is_refused(
    db: None, now: datetime, document: Any
) -> None:
    with refused("policy.wording_is_well_formed"):
        services.import_wording(document, now=now)


@pytest.mark.django_db(transaction=True)
def test_the_command_imports_and_staff_read_it(
    tmp_path: Path, as_salma: Client
) -> None:
    path = tmp_path / "policy.json"
    path.write_text(json.dumps(wording(**{"A1.1": "نص رسمي لا يراه الجمهور"})))

    assert cli.main(["policy", "import", str(path)]) == 0

    assert "نص رسمي لا يراه الجمهور" in as_salma.get("/policy/").content.decode()
    assert Client().get("/policy/").status_code == 302  # to the sign-in


def test_the_command_says_which_file_cannot_be_read(
    db: None, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["policy", "import", "no-such-file.yaml"]) == 1
    assert "no-such-file.yaml" in capsys.readouterr().err


def test_the_next_review_is_reckoned_from_the_last(
    issue: PolicyVersion, rania: User, now: datetime
) -> None:
    lever = "policy.reviewed_in_time"
    assert verdict(lever, now)[0] == Verdict.NOT_SET
    assert owed(lever, now, "policy") == []

    services.record_review(
        issue,
        reviewed_on=now.date(),
        reviewer="مراجع",
        amended_by="",
        parts_amended="",
        reasons="مراجعة دورية",
        by=rania,
        now=now,
    )

    assert verdict(lever, now)[0] == Verdict.MET
    assert verdict(lever, now + 731 * DAY)[0] == Verdict.NOT_MET
    assert owed(lever, now + 600 * DAY, "policy") == []
    assert len(owed(lever, now + 700 * DAY, "policy")) == 1


def test_the_policy_page_shows_its_notices(
    issue: PolicyVersion, as_salma: Client
) -> None:
    page = as_salma.get("/policy/").content.decode()
    form = as_salma.get("/policy/acknowledge/").content.decode()

    assert 'data-notice="policy.issue_is_shown"' in page
    assert 'data-notice="policy.document_facts_are_shown"' in page
    for name in ("policy.accountability_is_shown", "policy.grievance_ban_is_shown"):
        assert f'data-notice="{name}"' in form
    names = [
        "policy.issue_is_shown",
        "policy.document_facts_are_shown",
        "policy.accountability_is_shown",
        "policy.grievance_ban_is_shown",
    ]
    assert all(name in page + form for name in names)
    assert page.count('class="clause-line"') == 110


def test_a_person_acknowledges_on_the_page(
    issue: PolicyVersion, as_salma: Client, salma: User
) -> None:
    assert as_salma.post("/policy/acknowledge/", {}).status_code == 422
    typed = {"has_read": "on", "issue": issue.pk}
    done = as_salma.post("/policy/acknowledge/", typed)

    assert done.status_code == 302
    assert Acknowledgement.objects.get().user == salma


def test_a_refusal_names_its_clause(issue: PolicyVersion, rania: User) -> None:
    from django.template.loader import render_to_string

    from rasmi.rules import Lever, Refusal

    refusal = Refusal(Lever("policy.reviewed_in_time", "gate"), "لا")  # type: ignore[arg-type]
    shown = render_to_string("web/components/refusal.html", {"refusal": refusal})

    assert "R3" in shown
    assert 'href="/policy/#R3"' in shown


def test_an_issue_is_not_acknowledged_unseen(
    issue: PolicyVersion,
    decided: Decided,
    reviewed: Reviewed,
    rania: User,
    salma: User,
    now: datetime,
) -> None:
    second = services.import_wording(wording("2"), now=now)
    decision = decided(Decision.Kind.POLICY)
    reviewed(second)
    services.bring_into_force(second, decision=decision, by=rania, now=now)

    with refused("policy.acknowledged_as_shown"):
        services.acknowledge(POLICY, issue=issue, by=salma, now=now)


def test_a_review_is_not_of_tomorrow(
    issue: PolicyVersion, rania: User, now: datetime
) -> None:
    with refused("policy.review_was_done"):
        services.record_review(
            issue,
            reviewed_on=(now + 2 * DAY).date(),
            reviewer="مراجع",
            amended_by="",
            parts_amended="",
            reasons="س",
            by=rania,
            now=now,
        )
