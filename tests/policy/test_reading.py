from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.datastructures import MultiValueDict

from rasmi.notify.models import Message
from rasmi.people.models import User
from rasmi.policy import selectors, services, tasks
from rasmi.policy.forms import SignedListForm
from rasmi.policy.models import (
    Acknowledgement,
    PersonalLink,
    PolicyVersion,
    SignedList,
)
from rasmi.rules import Verdict
from tests.conftest import signed_in
from tests.factories import owed, refused, scan, verdict

DAY = timedelta(days=1)
HOW = Acknowledgement.How
LEVER = "policy.read_by_all"


@pytest.fixture
def at_now(now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: now)


@pytest.fixture
def link(issue: PolicyVersion, rania: User, salma: User, now: datetime) -> PersonalLink:
    services.send_links(by=rania, now=now)
    return PersonalLink.objects.get(user=salma)


def test_everybody_who_has_not_read_it_is_mailed_a_link(
    issue: PolicyVersion, rania: User, salma: User, salim: User, now: datetime
) -> None:
    services.acknowledge(Acknowledgement.Statement.POLICY, by=salim, now=now)

    assert services.send_links(by=rania, now=now) == 2

    mailed = set(Message.objects.values_list("address", flat=True))
    assert mailed == {rania.email, salma.email}
    link = PersonalLink.objects.get(user=salma)
    text = Message.objects.get(address=salma.email).text
    assert reverse("policy:read", args=[link.secret]) in text
    with refused("policy.nobody_is_asked_twice_in_a_week"):
        services.send_links(by=rania, now=now + 6 * DAY)
    assert services.send_links(by=rania, now=now + 8 * DAY) == 2


def test_who_leaves_it_unused_is_reminded_twice(
    link: PersonalLink, rania: User, now: datetime
) -> None:
    services.acknowledge(Acknowledgement.Statement.POLICY, by=rania, now=now)
    sent = [services.remind_readers(now=now + days * DAY) for days in (13, 14, 28, 42)]

    assert sent == [0, 1, 1, 0]
    link.refresh_from_db()
    assert (link.times_sent, link.ends_at) == (3, now + 58 * DAY)


def test_only_the_newest_mail_to_the_present_address_opens(
    link: PersonalLink, salma: User, now: datetime
) -> None:
    first = link.secret
    services.remind_readers(now=now + 14 * DAY)
    link.refresh_from_db()
    assert selectors.link_of(first, now + 15 * DAY) is None
    assert selectors.link_of(link.secret, now + 15 * DAY) == link

    salma.email = "another@ministry.example"
    salma.save()
    assert selectors.link_of(link.secret, now + 15 * DAY) is None


def test_links_are_sent_so_many_at_once(
    issue: PolicyVersion,
    rania: User,
    salma: User,
    salim: User,
    now: datetime,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("rasmi.policy.services.links.AT_ONCE", 1)
    assert tasks.go_on_with_links(now) == 0  # nobody asked for any

    assert services.send_links(by=rania, now=now) == 1
    after = [tasks.go_on_with_links(now + n * DAY / 24) for n in range(4)]

    assert after == [1, 1, 0, 0]
    assert PersonalLink.objects.filter(times_sent=1).count() == 3
    with refused("policy.nobody_is_asked_twice_in_a_week"):
        services.send_links(by=rania, now=now + DAY)


def test_the_link_shows_the_policy_and_takes_a_word(
    link: PersonalLink, salma: User, at_now: None
) -> None:
    address = reverse("policy:read", args=[link.secret])
    stranger = Client()

    answer = stranger.get(address)
    # Without a referrer browsers send forms from nowhere, and those are refused.
    assert answer.headers["Referrer-Policy"] == "same-origin"
    page = answer.content.decode()
    assert page.count('class="clause-line"') == 110
    for notice in ("accountability_is_shown", "grievance_ban_is_shown"):
        assert f'data-notice="policy.{notice}"' in page
    assert not Acknowledgement.objects.exists()
    assert stranger.post(address, {}).status_code == 422
    assert stranger.post(address, {"has_read": "on"}).status_code == 302

    kept = Acknowledgement.objects.get()
    assert (kept.user, kept.how) == (salma, HOW.LINK)
    assert "has_read" not in stranger.get(address).content.decode()


def test_a_link_ends_and_cannot_be_guessed(link: PersonalLink, now: datetime) -> None:
    assert selectors.link_of(link.secret, now) == link
    assert selectors.link_of(link.secret, link.ends_at) is None
    assert selectors.link_of(link.uid.hex, now) is None
    assert selectors.link_of(link.secret + "x", now) is None
    assert Client().get("/policy/read/nothing/").status_code == 404
    with refused("policy.link_is_personal_and_ends"):
        services.acknowledge_by_link(link, has_read=True, now=link.ends_at)


def test_a_leaver_opens_nothing(link: PersonalLink, salma: User, now: datetime) -> None:
    salma.is_active = False
    salma.save()

    assert selectors.link_of(link.secret, now) is None


@pytest.fixture
def signed(
    issue: PolicyVersion, rania: User, salma: User, salim: User, now: datetime
) -> SignedList:
    return services.enter_signed_list(
        original=scan(),
        signed_on=now.date(),
        people=[salma, salim],
        by=rania,
        now=now,
    )


def test_a_signed_list_counts_once_two_have_read_it(
    signed: SignedList, rania: User, basim: User, salma: User, now: datetime
) -> None:
    lists = "policy.signed_lists_are_compared"
    services.acknowledge(Acknowledgement.Statement.POLICY, by=salma, now=now)
    assert verdict(LEVER, now) == (Verdict.NOT_MET, 4, 3)
    assert owed(lists, now, "register", user=rania) == []
    assert len(owed(lists, now, "register", user=basim)) == 1
    with refused("people.two_persons"):
        services.check_signed_list(signed, by=rania, now=now)

    assert services.check_signed_list(signed, by=basim, now=now) == 1

    assert verdict(LEVER, now) == (Verdict.NOT_MET, 4, 2)
    assert owed(lists, now, "register", user=basim) == []
    kept = dict(Acknowledgement.objects.values_list("user__staff_number", "how"))
    assert kept == {"salma": HOW.SIGNED_IN, "salim": HOW.PAPER}
    with refused("policy.signed_list_is_still_waiting"):
        services.check_signed_list(signed, by=basim, now=now)


def test_a_list_signed_for_another_issue_counts_for_nothing(
    signed: SignedList, basim: User, now: datetime
) -> None:
    PolicyVersion.objects.create(issue="2", in_force_from=now + DAY, made_at=now)

    with refused("policy.signed_while_the_issue_is_in_force"):
        services.check_signed_list(signed, by=basim, now=now + DAY)

    assert not Acknowledgement.objects.exists()


def test_a_returned_list_counts_for_nothing(
    signed: SignedList, basim: User, now: datetime
) -> None:
    services.return_signed_list(signed, reason="ناقصة", by=basim, now=now)

    assert not Acknowledgement.objects.exists()
    with refused("policy.signed_list_is_still_waiting"):
        services.check_signed_list(signed, by=basim, now=now)


def test_a_changed_scan_is_not_compared(
    signed: SignedList, basim: User, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("rasmi.files.selectors.is_intact", lambda kept: False)

    with refused("policy.signed_list_is_intact"):
        services.check_signed_list(signed, by=basim, now=now)


@pytest.mark.parametrize("days", [-1, 1])
def test_nobody_signed_before_the_issue_or_tomorrow(
    issue: PolicyVersion, rania: User, salma: User, now: datetime, days: int
) -> None:
    with refused("policy.signed_while_the_issue_is_in_force"):
        services.enter_signed_list(
            original=scan(),
            signed_on=(now + days * DAY).date(),
            people=[salma],
            by=rania,
            now=now,
        )


def test_each_wrong_line_is_named(salma: User, salim: User) -> None:
    salim.is_active = False
    salim.save()
    typed = {"people": "salma\nsalim, 404\nsalma", "signed_on": "2026-11-01"}
    form = SignedListForm(typed, MultiValueDict({"original": [scan()]}))

    assert not form.is_valid()
    assert len(form.errors["people"]) == 3
    form = SignedListForm(
        {**typed, "people": " salma\n\n"}, MultiValueDict({"original": [scan()]})
    )
    assert form.is_valid()
    assert form.cleaned_data["people"] == [salma]


def test_eastern_digits_are_the_same_number(salma: User) -> None:
    salma.staff_number = "1042"
    salma.save()
    typed = {"people": "١٠٤٢", "signed_on": "2026-11-01"}

    assert SignedListForm(typed, MultiValueDict({"original": [scan()]})).is_valid()


def test_names_are_for_heads_and_owners(
    issue: PolicyVersion, as_rania: Client, as_salma: Client, salim: User
) -> None:
    assert str(salim) in as_rania.get("/policy/readers/").content.decode()
    assert str(salim) not in as_salma.get("/policy/readers/").content.decode()


def test_progress_counts_each_unit_and_way(
    signed: SignedList,
    basim: User,
    rania: User,
    now: datetime,
    django_assert_max_num_queries: Any,
) -> None:
    services.check_signed_list(signed, by=basim, now=now)
    (row,) = selectors.reading_by_unit(now)

    assert (row.staff, row.read, row.missing, row.percent) == (4, 2, 2, 50)
    assert dict(selectors.reading_by_way(now))[str(HOW.PAPER.label)] == 2
    client = signed_in(rania)
    with django_assert_max_num_queries(40):
        client.get("/policy/readers/")


def test_a_list_is_entered_and_compared_on_its_pages(
    issue: PolicyVersion,
    as_rania: Client,
    as_basim: Client,
    salma: User,
    at_now: None,
) -> None:
    typed = {"people": "salma", "signed_on": "2026-11-23", "original": scan()}
    assert as_rania.post("/policy/readers/lists/", typed).status_code == 302
    kept = SignedList.objects.get()
    page = as_basim.get(f"/policy/readers/lists/{kept.pk}/").content.decode()
    assert salma.name_ar in page
    kept_bytes = as_basim.get(f"/policy/readers/lists/{kept.pk}/scan/").getvalue()
    assert kept_bytes.startswith(b"%PDF")
    seen = {"names_agree": "on", "issue_agrees": "on"}
    done = as_basim.post(f"/policy/readers/lists/{kept.pk}/", seen)
    assert done.status_code == 302
    assert Acknowledgement.objects.get().paper == kept
