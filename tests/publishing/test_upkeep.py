import hashlib
import subprocess
from datetime import date, datetime, timedelta
from html import unescape
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from rasmi.audit import selectors as log
from rasmi.audit import services as audit
from rasmi.channels.models import Channel
from rasmi.outbox.models import Intent
from rasmi.people.models import Power, Unit, User
from rasmi.policy import services as policy
from rasmi.policy.models import Decision
from rasmi.publishing import services, tasks
from rasmi.publishing.models import OldLook, Post, Review, Sample, SampleItem
from rasmi.publishing.selectors import upkeep
from rasmi.rules import Verdict
from tests.conftest import Decided
from tests.factories import appoint_to, owed, refused, verdict
from tests.publishing.conftest import Write
from tests.speaking import acts_for, approved, intents_of, submitted

DAY = timedelta(days=1)


@pytest.fixture
def out(write: Write, salma: User, khalid: User, now: datetime) -> Post:
    """A post that somebody approved and that is on its platform since now."""
    post = approved(submitted(write(), salma, now), khalid, now)
    publish(post, now)
    return post


def publish(post: Post, at: datetime) -> None:
    for intent in intents_of(post):
        Intent.objects.filter(pk=intent.pk).update(
            state=Intent.State.CONFIRMED, armed_at=at, ended_at=at
        )


@pytest.fixture
def six_months(decided: Decided, rania: User, basim: User, now: datetime) -> None:
    adoption = policy.enter_adoption(
        decision=decided(Decision.Kind.PARAMETERS),
        holds_from=now.date(),
        values={"stale_review_interval": {"months": 6}},
        by=rania,
        now=now,
    )
    policy.confirm_adoption(adoption, by=basim, now=now)


def look(post: Post, outcome: str, by: User, now: datetime) -> OldLook:
    return services.look_at_old(post, outcome=outcome, reason="قرأته", by=by, now=now)


def test_while_nobody_set_it_nothing_is_old(out: Post, now: datetime) -> None:
    assert verdict("publishing.old_posts_are_looked_at", now)[0] == Verdict.NOT_SET
    assert list(upkeep.old_posts(now + 900 * DAY)) == []


@pytest.mark.usefixtures("six_months")
def test_what_is_out_for_long_comes_up_again(
    out: Post, salma: User, now: datetime
) -> None:
    lever = "publishing.old_posts_are_looked_at"
    half = now + 182 * DAY
    assert list(upkeep.old_posts(now + 170 * DAY)) == []
    assert [each.pk for each in upkeep.old_posts(half)] == [out.pk]
    assert verdict(lever, half) == (Verdict.MET, 1, 0)  # two weeks to look at it
    assert verdict(lever, half + 14 * DAY) == (Verdict.NOT_MET, 1, 1)

    look(out, "keep", salma, half)

    assert verdict(lever, half + 14 * DAY) == (Verdict.MET, 1, 0)
    assert [each.pk for each in upkeep.old_posts(half + 190 * DAY)] == [out.pk]


@pytest.mark.usefixtures("six_months")
def test_what_is_to_be_corrected_comes_up_soon(
    out: Post, salma: User, now: datetime
) -> None:
    half = now + 190 * DAY
    look(out, "correct", salma, half)

    assert list(upkeep.old_posts(half + 13 * DAY)) == []
    assert [each.pk for each in upkeep.old_posts(half + 14 * DAY)] == [out.pk]


@pytest.mark.usefixtures("six_months")
def test_only_what_is_out_is_looked_at_by_who_publishes_there(
    out: Post, write: Write, salma: User, salim: User, now: datetime
) -> None:
    with refused("publishing.old_posts_are_looked_at_by_who_may_publish"):
        look(out, "keep", salim, now)
    with refused("publishing.what_is_looked_at_is_out"):
        look(write(), "keep", salma, now)


@pytest.mark.usefixtures("six_months")
def test_who_publishes_finds_it(
    out: Post, salma: User, salim: User, now: datetime
) -> None:
    lever = "publishing.old_posts_are_looked_at"
    half = now + 182 * DAY

    assert len(owed(lever, half, user=salma)) == 1
    assert owed(lever, half, user=salim) == []
    assert owed(lever, now, user=salma) == []


@pytest.mark.usefixtures("six_months")
def test_an_old_post_is_looked_at_on_its_page(
    out: Post, as_salma: Client, as_salim: Client, now: datetime
) -> None:
    Intent.objects.update(ended_at=now - 400 * DAY)
    page = f"/posts/{out.pk}/old/"
    assert page in as_salma.get("/posts/old/").content.decode()
    assert as_salim.get(page).status_code in (403, 404)

    sent = {"outcome": "keep", "reason": "ما زال صحيحاً"}
    assert as_salma.post(page, sent).status_code == 302

    assert page not in as_salma.get("/posts/old/").content.decode()
    assert "ما زال صحيحاً" in as_salma.get(page).content.decode()


MONTH = date(2026, 11, 1)
END = datetime.fromisoformat("2026-12-02T09:00:00+04:00")


@pytest.fixture
def sealed(out: Post, now: datetime) -> Post:
    while audit.seal(now=now):
        continue
    return out


def draw(now: datetime = END) -> Sample:
    sample = services.draw_sample(MONTH, now=now)
    assert sample
    return sample


def test_a_sample_is_drawn_once_by_what_nobody_could_choose(sealed: Post) -> None:
    sample = draw()
    (intent,) = intents_of(sealed)

    (item,) = upkeep.items(sample)
    assert item.intent == intent
    assert (sample.population, sample.checkpoint) == (1, log.newest_note())
    again = hashlib.sha256(f"2026-11\n{sample.checkpoint}".encode()).hexdigest()
    assert sample.seed == again
    assert services.draw_sample(MONTH, now=END) is None


def test_nothing_is_drawn_before_the_log_is_sealed(out: Post) -> None:
    assert services.draw_sample(MONTH, now=END) is None


def test_only_what_was_published_in_the_month_is_drawn(sealed: Post) -> None:
    (intent,) = intents_of(sealed)
    begin = datetime.fromisoformat("2026-11-01T00:00:00+04:00")
    second = timedelta(seconds=1)

    for at, is_in in (
        (begin - second, False),
        (begin, True),
        (datetime.fromisoformat("2026-12-01T00:00:00+04:00") - second, True),
        (datetime.fromisoformat("2026-12-01T00:00:00+04:00"), False),
    ):
        Intent.objects.filter(pk=intent.pk).update(ended_at=at)
        assert upkeep.published_in(MONTH).exists() is is_in
    Intent.objects.filter(pk=intent.pk).update(ended_at=begin, act="hide")
    assert not upkeep.published_in(MONTH).exists()


def test_the_order_depends_on_the_seed_alone() -> None:
    keys = [f"k{n}" for n in range(500)]

    drawn = upkeep.drawn("a", keys)

    assert drawn == upkeep.drawn("a", reversed(keys))
    assert drawn != upkeep.drawn("b", keys)
    assert sorted(drawn) == sorted(keys)
    first = min(keys, key=lambda key: hashlib.sha256(f"a:{key}".encode()).hexdigest())
    assert drawn[0] == first


@pytest.mark.parametrize(
    ("population", "size"), [(0, 0), (3, 3), (10, 10), (199, 10), (201, 11), (9999, 50)]
)
def test_how_many_are_drawn(population: int, size: int) -> None:
    assert upkeep.size_of(population) == size


def test_it_is_judged_by_who_had_no_part_in_it(
    sealed: Post, salma: User, khalid: User, rania: User, now: datetime
) -> None:
    item = upkeep.items(draw()).get()

    def judge(by: User, outcome: str = "fine", remark: str = "") -> None:
        services.judge_item(item, outcome=outcome, remark=remark, by=by, now=END)

    with refused("people.holds_power"):
        judge(salma)  # she wrote it
    with refused("publishing.sample_is_judged_by_another"):
        judge(khalid)  # he approved it
    judge(rania, "suspect", "رابط لشركة")
    item.refresh_from_db()
    assert item.is_suspect
    with refused("publishing.sample_is_judged_once"):
        judge(rania)


def test_each_sample_is_drawn_and_judged_in_time(
    sealed: Post, rania: User, khalid: User, now: datetime
) -> None:
    lever = "publishing.sample_is_judged"
    january = datetime.fromisoformat("2027-01-01T00:00:00+04:00")
    assert verdict(lever, END)[0] == Verdict.MET  # three days to draw it
    assert verdict(lever, END + 3 * DAY)[0] == Verdict.NOT_MET

    item = upkeep.items(draw()).get()
    assert verdict(lever, january - DAY) == (Verdict.MET, 1, 0)
    assert verdict(lever, january)[::2] == (Verdict.NOT_MET, 1)
    assert len(owed(lever, END, "policy", user=rania)) == 1
    assert owed(lever, END, "approve", user=khalid) == []  # he had a part in all of it
    assert owed(lever, END, user=rania) == []

    services.judge_item(item, outcome="fine", remark="", by=rania, now=END)
    assert verdict(lever, january)[0] == Verdict.MET
    assert owed(lever, END, "policy", user=rania) == []


def test_the_worker_draws_it(sealed: Post) -> None:
    assert tasks.draw_the_sample(END) == 1
    assert tasks.draw_the_sample(END) == 0


def test_anybody_draws_the_same_from_the_list(
    sealed: Post,
    out: Post,
    as_khalid: Client,
    as_salma: Client,
    tmp_path: Path,
) -> None:
    (intent,) = intents_of(sealed)
    keys = [intent.key, *(f"{n:032x}" for n in range(1, 40))]
    for key in keys[1:]:
        intent.pk, intent.key = None, key
        intent.save()
    sample = draw()
    page = f"/posts/samples/{sample.pk}/"
    assert as_salma.get(f"{page}keys/").status_code == 404

    kept = as_khalid.get(f"{page}keys/").getvalue()
    (tmp_path / upkeep.list_of(sample)).write_bytes(kept)
    command = upkeep.command_of(sample, sample.items.count())
    again = subprocess.run(  # noqa: S603 — what the page tells people to type
        ["/bin/sh", "-c", command],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )

    assert sample.items.count() == 10
    assert sorted(kept.decode().split()) == sorted(keys)
    assert again.stdout.split() == [each.intent.key for each in upkeep.items(sample)]
    shown = unescape(as_khalid.get(page).content.decode())
    assert command in shown
    assert sample.keys
    assert sample.keys.digest in shown
    Sample.objects.update(keys=None)  # as earlier versions drew
    assert as_khalid.get(f"{page}keys/").status_code == 404
    assert command not in unescape(as_khalid.get(page).content.decode())


def test_a_sample_is_judged_on_its_pages(
    sealed: Post,
    account: Channel,
    as_rania: Client,
    as_khalid: Client,
    as_salma: Client,
) -> None:
    item = upkeep.items(draw()).get()
    page = f"/posts/samples/{item.sample_id}/"
    judge = f"/posts/samples/items/{item.pk}/"
    assert as_salma.get(page).status_code == 404
    assert judge in as_rania.get(page).content.decode()
    assert judge not in as_khalid.get(page).content.decode()
    assert as_khalid.post(judge, {"outcome": "fine"}).status_code == 403

    assert as_rania.post(judge, {"outcome": "remark"}).status_code == 422
    sent = {"outcome": "remark", "remark": "صياغة طويلة"}
    assert as_rania.post(judge, sent).status_code == 302

    assert "صياغة طويلة" in as_rania.get(page).content.decode()
    assert item.sample.seed in as_khalid.get(page).content.decode()
    assert page in as_khalid.get("/posts/samples/").content.decode()


def test_who_acted_for_its_writer_judges_nothing(
    sealed: Post, salma: User, rania: User, now: datetime
) -> None:
    item = upkeep.items(draw()).get()
    acts_for(rania, salma, now)

    with refused("publishing.sample_is_judged_by_another"):
        services.judge_item(item, outcome="fine", remark="", by=rania, now=END)


def test_who_wrote_or_reviewed_an_earlier_version_has_a_part(
    sealed: Post, rania: User, layla: User, now: datetime
) -> None:
    item = upkeep.items(draw()).get()
    version = sealed.versions.get()
    Review.objects.create(
        version=version, outcome="returned", remark="وضّح", by=rania, at=now
    )
    assert upkeep.had_a_part(rania, item.intent)
    assert not upkeep.for_another(rania, SampleItem.objects.all()).exists()
    assert upkeep.for_another(layla, SampleItem.objects.all()).exists()
    assert owed("publishing.sample_is_judged", END, "policy", user=rania) == []


def test_what_may_be_a_breach_is_followed(
    sealed: Post,
    rania: User,
    khalid: User,
    salma: User,
    basim: User,
    body: Unit,
    now: datetime,
    as_rania: Client,
) -> None:
    lever = "publishing.sample_is_judged"
    item = upkeep.items(draw()).get()
    services.judge_item(item, outcome="suspect", remark="رابط", by=rania, now=END)
    assert verdict(lever, END)[::2] == (Verdict.NOT_MET, 1)
    assert owed(lever, END, "policy", user=rania) == []  # another one says it
    assert len(owed(lever, END, "policy", user=basim)) == 1

    def settle(by: User) -> None:
        services.settle_item(item, settlement="حُذف وسُجّل مخالفة", by=by, now=END)

    with refused("people.two_persons"):
        settle(rania)
    with refused("people.holds_power"):
        settle(salma)
    with refused("publishing.sample_is_judged_by_another"):
        settle(khalid)
    appoint_to(basim, body, "مدير السياسة", [Power.POLICY], now)
    settle(basim)

    assert verdict(lever, END)[0] == Verdict.MET
    assert owed(lever, END, "policy", user=basim) == []
    page = as_rania.get(f"/posts/samples/{item.sample_id}/").content.decode()
    assert "حُذف وسُجّل مخالفة" in page
    with refused("publishing.suspect_is_settled_once"):
        settle(basim)


def test_a_month_that_was_missed_is_found_and_drawn(sealed: Post) -> None:
    lever = "publishing.sample_is_judged"
    january = datetime.fromisoformat("2027-01-10T09:00:00+04:00")
    assert verdict(lever, january)[::2] == (Verdict.NOT_MET, 1)

    assert tasks.draw_the_sample(january) == 1

    assert Sample.objects.get().month == MONTH
    assert verdict(lever, january)[0] == Verdict.MET


@pytest.mark.usefixtures("six_months")
def test_a_first_page_asks_as_much_for_many_posts(
    write: Write, salma: User, khalid: User, salim: User, rania: User, now: datetime
) -> None:
    half = now + 182 * DAY
    found: list[list[int]] = []
    for wanted in (1, 3):
        while Post.objects.count() < wanted:
            text = f"نص مختلف {Post.objects.count()}"
            post = write(text_ar=text)
            publish(approved(submitted(post, salma, now), khalid, now), now)
        while audit.seal(now=now):
            continue
        SampleItem.objects.all().delete()
        Sample.objects.all().delete()
        assert draw().items.count() == wanted
        asked = []
        for lever, user in (
            ("publishing.old_posts_are_looked_at", salma),
            ("publishing.old_posts_are_looked_at", salim),
            ("publishing.sample_is_judged", rania),
        ):
            with CaptureQueriesContext(connection) as queries:
                owed(lever, half, "policy", user=user)
            asked.append(len(queries))
        found.append(asked)
    assert found[0] == found[1]
