from datetime import datetime, timedelta

import pytest
from django.test import Client

from rasmi.people.models import User
from rasmi.policy import annexes, selectors, services
from rasmi.policy.models import Annex, Decision
from rasmi.screening import Category
from rasmi.screening import Decision as Decided
from tests.conftest import Decided as Decide
from tests.conftest import signed_in
from tests.factories import owed, refused

DAY = timedelta(days=1)
BAN = "قضية مدرسة الواحة | قضية منظورة أمام المحكمة"


def enter(
    kind: str, lines: str, decision: Decision, by: User, now: datetime, days: int = 0
) -> Annex:
    return services.enter_annex(
        kind,
        lines=lines,
        reason="طلب من الدائرة القانونية",
        decision=decision,
        holds_from=(now + days * DAY).date(),
        by=by,
        now=now,
    )


@pytest.fixture
def decision(decided: Decide) -> Decision:
    return decided(Decision.Kind.PARAMETERS)


def test_a_ban_stops_a_text_once_two_have_read_it(
    decision: Decision, rania: User, basim: User, now: datetime
) -> None:
    lever = "policy.annexes_are_confirmed"
    text = "ننفي ما قيل في قضيّة مدرسه الواحة"
    annex = enter("publication_bans", BAN, decision, rania, now)
    assert len(owed(lever, now, "register", user=basim)) == 1
    assert owed(lever, now, "register", user=rania) == []
    assert selectors.screened(text, at=now).decision == Decided.PASS
    with refused("people.two_persons"):
        services.confirm_annex(annex, by=rania, now=now)

    services.confirm_annex(annex, by=basim, now=now)

    found = selectors.screened(text, at=now)
    assert found.decision == Decided.BLOCK
    (place,) = found.findings
    assert (place.category, place.is_blocking) == (Category.ILLEGAL, True)
    assert text[place.start : place.end] == "قضيّة مدرسه الواحة"
    assert "المحكمة" in place.says
    assert selectors.screened(text, at=now - DAY).decision == Decided.PASS
    assert owed(lever, now, "register", user=basim) == []


@pytest.mark.parametrize(
    "said",
    [
        "وقضية مدرسة الواحة أمام القضاء",
        "وبقضية مدرسة للواحة",
        "قضية مدرسة\u200bالواحة",
        "قضـ\u200cية  مدرسة الواحه",
    ],
)
def test_a_ban_is_not_passed_by_how_its_words_are_written(
    decision: Decision, rania: User, basim: User, now: datetime, said: str
) -> None:
    pointed = BAN.replace("قضية مدرسة", "قضيّة مدرسـة")
    annex = enter("publication_bans", pointed, decision, rania, now)
    services.confirm_annex(annex, by=basim, now=now)

    assert selectors.screened(said, at=now).decision == Decided.BLOCK
    for other in ("قضية مدرسة الواحات", "أقضية مدرسة الواحة"):
        assert selectors.screened(other, at=now).decision == Decided.PASS
    long = "قضية" + "\u200b" * 20_000  # is read in a moment
    assert selectors.screened(long, at=now).findings == []


def test_a_banned_word_is_found_under_what_arabic_joins_to_it(
    decision: Decision, rania: User, basim: User, now: datetime
) -> None:
    bans = "قضية | أمام المحكمة\nلجنة النزاهة | تحقيق\nريم | قاصر\nالواحة | مدرسة"
    annex = enter("publication_bans", bans, decision, rania, now)
    services.confirm_annex(annex, by=basim, now=now)

    banned = (
        *("القضية", "والقضيّة", "بالقضيه", "كالقضية", "للقضية", "فللقضية", "وبقضية"),
        *("وقضـية", "للجنة النزاهة", "واللجنة النزاهة", "الريم", "وللريم", "ريم"),
        *("للواحة", "بالواحة", "والواحة", "القـ\u200cضية"),
    )
    free = (
        *("أقضية", "قضيتان", "كريم", "وريم", "الكريم", "مريم", "قضيةالوطن", "واحة"),
        *("القضايا", "البقضية", "لجنة للنزاهات", "الوقضية"),
    )
    for word in banned:
        text = f"نشر عن {word} اليوم"
        (found,) = selectors.screened(text, at=now).findings
        assert text[found.start : found.end] == word
    for word in free:
        assert not selectors.screened(f"نشر عن {word} اليوم", at=now).findings, word


def test_banned_words_stand_open_to_offices_only(
    decision: Decision, rania: User, basim: User, salma: User, now: datetime
) -> None:
    annex = enter("publication_bans", BAN, decision, rania, now)
    services.confirm_annex(annex, by=basim, now=now)

    pages = (
        "/policy/annexes/",
        "/policy/annexes/publication_bans/",
        f"/policy/annexes/editions/{annex.pk}/lines/",
    )

    owner, employee = signed_in(rania), signed_in(salma)
    seen = [owner.get(each) for each in pages]
    unseen = [employee.get(each) for each in pages]

    assert "مدرسة الواحة" in seen[0].content.decode()
    assert "مدرسة الواحة" not in unseen[0].content.decode()
    assert [each.status_code for each in (*seen, *unseen)] == [
        200,
        200,
        200,
        200,
        404,
        404,
    ]


def test_a_decision_carries_its_annexes_on_one_day(
    decision: Decision, rania: User, basim: User, now: datetime
) -> None:
    first = enter("publication_bans", BAN, decision, rania, now)
    enter("link_hosts", "gov.om", decision, rania, now)
    lines = "\n".join(selectors.lines_in_force("approval_matrix", now))

    with refused("policy.annex_has_its_own_decision"):
        enter("approval_matrix", lines, decision, rania, now + DAY)

    for each in (first, Annex.objects.get(kind="link_hosts")):
        services.return_annex(each, reason="ناقص", by=basim, now=now)
    enter("publication_bans", BAN, decision, rania, now + DAY)


def test_an_older_edition_confirmed_late_replaces_nothing(
    decision: Decision, rania: User, basim: User, now: datetime
) -> None:
    newer = enter("publication_bans", BAN, decision, rania, now, days=10)
    services.confirm_annex(newer, by=basim, now=now)
    older = enter("publication_bans", "اسم قديم | سبب", decision, rania, now, days=2)

    with refused("policy.annex_follows_what_holds"):
        services.confirm_annex(older, by=basim, now=now + 20 * DAY)

    services.confirm_annex(older, by=basim, now=now + 5 * DAY)
    held = [
        selectors.lines_in_force("publication_bans", now + days * DAY)
        for days in (6, 11)
    ]
    assert held == [["اسم قديم | سبب"], [BAN]]


def test_two_editions_may_follow_each_other_on_one_day(
    decision: Decision, rania: User, basim: User, now: datetime
) -> None:
    minutes = timedelta(minutes=10)
    first = enter("publication_bans", BAN, decision, rania, now)
    second = enter("publication_bans", "اسم آخر | سبب", decision, rania, now + minutes)
    services.confirm_annex(first, by=basim, now=now + 2 * minutes)

    services.confirm_annex(second, by=basim, now=now + 3 * minutes)

    lines = selectors.lines_in_force("publication_bans", now + DAY)
    assert lines == ["اسم آخر | سبب"]


def test_an_act_that_the_annex_does_not_know_is_as_the_pack_says(
    decision: Decision, rania: User, basim: User, now: datetime
) -> None:
    lines = selectors.lines_in_force("approval_matrix", now)
    annex = enter("approval_matrix", "\n".join(lines), decision, rania, now)
    services.confirm_annex(annex, by=basim, now=now)
    annex.refresh_from_db()
    del annex.content["post"]  # an act of a later release
    annex.save()

    assert selectors.approvals_for("post", now) == selectors.approvals_for("post")


def test_what_is_banned_is_refused_whoever_writes_it(
    decision: Decision,
    rania: User,
    basim: User,
    now: datetime,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: now)
    annex = enter("publication_bans", BAN, decision, rania, now)
    services.confirm_annex(annex, by=basim, now=now)

    with refused("screening.illegal"):
        services.refuse_blocked("خبر عن قضية مدرسة الواحة اليوم")
    services.refuse_blocked("خبر عن مدارس الواحة")


def test_an_allowed_site_is_no_finding_any_more(
    decision: Decision, rania: User, basim: User, now: datetime
) -> None:
    text = "التفاصيل في https://portal.partner-university.ac.uk/apply"
    assert [each.category for each in selectors.screened(text, at=now).findings] == [
        Category.LINK
    ]
    annex = enter(
        "link_hosts", "gov.om\npartner-university.ac.uk", decision, rania, now
    )
    services.confirm_annex(annex, by=basim, now=now)

    assert selectors.screened(text, at=now).findings == []


def test_the_matrix_in_force_overrides_that_of_the_pack(
    decision: Decision, rania: User, basim: User, now: datetime
) -> None:
    lines = selectors.lines_in_force("approval_matrix", now)
    changed = "\n".join(each.replace("post 1 0", "post 2 0") for each in lines)
    annex = enter("approval_matrix", changed, decision, rania, now, days=2)
    services.confirm_annex(annex, by=basim, now=now)

    assert selectors.approvals_for("post", now).others == 1
    assert selectors.approvals_for("post", now + 3 * DAY).others == 2
    assert selectors.approvals_for("reply", now + 3 * DAY).others == 1


@pytest.mark.parametrize(
    ("kind", "lines"),
    [
        ("link_hosts", "https://gov.om/"),
        ("link_hosts", "gov om"),
        ("publication_bans", "كلمة بلا سبب"),
        ("publication_bans", "اب | قصيرة"),
        ("approval_matrix", "post 1 0"),
        ("approval_matrix", "dance 1 0"),
        ("link_hosts", "gov.om\n" * 301),
    ],
)
def test_a_wrong_line_is_named(kind: str, lines: str) -> None:
    with pytest.raises(annexes.AnnexError):
        annexes.content_of(kind, lines)


def test_nobody_speaks_unseen_by_an_annex(
    decision: Decision, rania: User, now: datetime
) -> None:
    lines = selectors.lines_in_force("approval_matrix", now)
    alone = "\n".join(each.replace("post 1 0", "post 0 0") for each in lines)

    with refused("policy.annex_is_well_formed"):
        enter("approval_matrix", alone, decision, rania, now)


def test_an_annex_holds_forward_under_its_decision(
    decision: Decision, decided: Decide, rania: User, basim: User, now: datetime
) -> None:
    with refused("policy.annex_holds_forward"):
        enter("link_hosts", "gov.om", decision, rania, now, days=-1)
    with refused("policy.rests_on_a_checked_decision"):
        enter("link_hosts", "gov.om", decided(Decision.Kind.OPENING), rania, now)
    annex = enter("link_hosts", "gov.om", decision, rania, now)
    services.return_annex(annex, reason="ناقص", by=basim, now=now)
    with refused("policy.annex_is_still_waiting"):
        services.confirm_annex(annex, by=basim, now=now)
    assert selectors.annex("link_hosts", now) is None


def test_annexes_on_their_pages(
    decision: Decision,
    as_rania: Client,
    as_basim: Client,
    now: datetime,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: now)
    typed = {
        "decision": decision.pk,
        "holds_from": now.date(),
        "reason": "س",
        "lines": "gov.om\nsqu.edu.om",
    }
    wrong = {**typed, "lines": "gov.om\n\nsqu edu om"}
    refusal = as_rania.post("/policy/annexes/link_hosts/enter/", wrong)
    assert refusal.status_code == 403
    assert "السطر 3 «squ edu om»" in refusal.content.decode()
    assert as_rania.post("/policy/annexes/link_hosts/enter/", typed).status_code == 302
    annex = Annex.objects.get()
    page = as_basim.get(f"/policy/annexes/editions/{annex.pk}/").content.decode()
    assert "<ins>" in page
    assert as_basim.post(f"/policy/annexes/editions/{annex.pk}/").status_code == 302
    assert "squ.edu.om" in as_rania.get("/policy/annexes/").content.decode()
    history = as_rania.get("/policy/annexes/link_hosts/").content.decode()
    edition = f"/policy/annexes/editions/{annex.pk}/lines/"
    assert edition in history
    assert "squ.edu.om" in as_rania.get(edition).content.decode()
    assert as_rania.get("/policy/annexes/songs/").status_code == 404
