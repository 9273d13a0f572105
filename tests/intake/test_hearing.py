"""What somebody said: kept in versions, captured, screened."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from rasmi.channels.models import Channel
from rasmi.intake import selectors, services
from rasmi.intake.models import RemoteObject, Shown
from rasmi.platforms.connector import Heard
from rasmi.platforms.connector import Shown as ShownThere
from rasmi.records.models import Part
from rasmi.records.selectors import parts
from tests.speaking import acts_on

ASKED = Heard(
    remote_id="c1",
    thread="p1",
    reply_to="",
    author="سالم",
    author_id="",
    is_ours=False,
    text="متى يبدأ التقديم؟",
    shown=ShownThere.VISIBLE,
    said_at=datetime(2026, 11, 23, 4, 0, tzinfo=UTC),
    url="https://training.example/@admission/p1#c-c1",
)
INSULTS = (
    "يا حمار",
    "يا حـــمـــار",
    "يا حِمَارٌ",
    "يا ح م ا ر",
    "يا ح.م.ا.ر",
    "يا حمااااار",
    "انتم حمير والله",
    "you idiots",
)
CRITICISM = (
    "الموقع بطيء ولم يرد علينا أحد منذ أسبوع، وهذا تقصير منكم.",
    "قراركم خاطئ وأضر بأبنائنا، ونطالب بمراجعته.",
    "Your answer came too late. This is not acceptable.",
)


def stages(said: RemoteObject) -> list[str]:
    return [each.stage for each in parts(said.record)]


def test_it_is_kept_with_its_capture_and_an_entry(
    account: Channel, now: datetime
) -> None:
    said = services.hear(account, ASKED, now=now)

    (part,) = parts(said.record)
    assert part.content["text"] == ASKED.text
    assert part.content["author"] == ASKED.author
    assert said.said_at == ASKED.said_at
    assert acts_on(said) == ["intake.object.hear"]


def test_the_same_again_changes_nothing(account: Channel, now: datetime) -> None:
    said = services.hear(account, ASKED, now=now)

    assert services.hear(account, ASKED, now=now + timedelta(minutes=1)) == said
    assert said.versions.count() == 1
    assert stages(said) == [Part.Stage.HEARD]


def test_a_change_is_a_version_beside_the_first(
    account: Channel, now: datetime
) -> None:
    said = services.hear(account, ASKED, now=now)
    services.hear(account, replace(ASKED, text="متى ينتهي التقديم؟"), now=now)

    assert [each.text for each in said.versions.all()] == [
        "متى ينتهي التقديم؟",
        ASKED.text,
    ]
    assert stages(said) == [Part.Stage.HEARD, Part.Stage.CHANGED]


def test_what_was_deleted_leaves_its_words_and_a_tombstone(
    account: Channel, now: datetime
) -> None:
    services.hear(account, ASKED, now=now)
    gone = replace(ASKED, text="", shown=ShownThere.DELETED)
    said = services.hear(account, gone, now=now)
    services.hear(account, gone, now=now)

    assert said.is_deleted
    assert [each.text for each in said.versions.all()] == ["", ASKED.text]
    assert stages(said) == [Part.Stage.HEARD, Part.Stage.GONE]


@pytest.mark.parametrize("text", INSULTS)
def test_an_insult_waits_for_a_person_however_it_is_written(
    account: Channel, now: datetime, text: str
) -> None:
    said = services.hear(account, replace(ASKED, text=text), now=now)

    assert said.is_held
    (found, *_more) = selectors.findings_of(said.version)
    assert found.lever in ("screening.insult", "screening.improper")
    assert text[found.start : found.end] == found.text


def test_what_a_rule_of_an_older_lexicon_found_is_still_shown(
    account: Channel, now: datetime
) -> None:
    said = services.hear(account, replace(ASKED, text=INSULTS[0]), now=now)
    version = said.version
    version.findings = [{**each, "rule": "gone"} for each in version.findings]

    (found, *_more) = selectors.findings_of(version)

    assert found.says == found.category
    assert any(each.found for each in selectors.marked(version))


@pytest.mark.parametrize("text", CRITICISM)
def test_criticism_waits_for_nobody(account: Channel, now: datetime, text: str) -> None:
    assert not services.hear(account, replace(ASKED, text=text), now=now).is_held


def test_what_we_said_ourselves_is_not_screened(
    account: Channel, now: datetime
) -> None:
    ours = replace(ASKED, text=INSULTS[0], is_ours=True)

    assert not services.hear(account, ours, now=now).is_held


def test_a_clock_that_is_ahead_is_not_believed(account: Channel, now: datetime) -> None:
    ahead = replace(ASKED, said_at=now + timedelta(days=400))

    assert services.hear(account, ahead, now=now).said_at == now


@pytest.mark.parametrize(
    "strange",
    [
        {"text": "ا" * 5_000_000},
        {"text": "a\x00b\ud800c"},
        {"author": "<script>alert(1)</script>" * 100},
        {"author": "\u202eمحمد"},
        {"url": "javascript:alert(1)"},
        {"url": "https://x.example/" + "a" * 1000},
        {"thread": "t" * 5000},
    ],
)
def test_what_is_strange_does_no_harm(
    account: Channel, now: datetime, strange: dict[str, str]
) -> None:
    said = services.hear(account, replace(ASKED, **strange), now=now)  # type: ignore[arg-type]

    assert len(said.version.text) <= 100_000
    assert "\x00" not in said.version.text
    assert not said.url or said.url.startswith("https://")


def test_what_we_hide_ourselves_is_known_at_once(
    account: Channel, now: datetime
) -> None:
    said = services.hear(account, ASKED, now=now)

    services.note_shown(said, Shown.HIDDEN, now=now)
    services.note_shown(said, Shown.HIDDEN, now=now)
    services.hear(account, replace(ASKED, shown=ShownThere.HIDDEN), now=now)

    said.refresh_from_db()
    assert said.is_hidden
    assert [each.text for each in said.versions.all()] == [ASKED.text, ASKED.text]
