"""Whatever is done to a log is named; a sound one is not."""

import zipfile
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

import pytest

from rasmi.ledger import Sealed, Signer, checkpoints_in, cli, sentence
from rasmi.ledger._bundle import Bundle, Unreadable
from rasmi.ledger._findings import Remark, Report
from rasmi.ledger._verify import verify
from tests.ledger.exports import BATCH, Forge, as_line, checked, line, told, written

Check = Callable[..., Report]


@pytest.fixture
def check(tmp_path: Path) -> Check:
    def check(*forges: Forge, witnessed: Iterable[str] = ()) -> Report:
        return checked(tmp_path / "export.zip", *forges, witnessed=witnessed)

    return check


@pytest.fixture
def forge() -> Forge:
    return Forge().grow(22)


@pytest.fixture
def restored(forge: Forge) -> Forge:
    """The log after a restore that lost the last eight entries, as it should be."""
    following = Forge(number=2, origin="rasmi/two")
    opening = {
        "why": "restored",
        "by": "root",
        "reason": "تلف القرص",
        "before": forge.origin,
        "kept": 12,
        "kept_root": forge.root(12).hex(),
        "size": 22,
        "root": forge.root().hex(),
    }
    cut(forge, 12)
    return following.grow(5, opening)


def cut(forge: Forge, size: int) -> None:
    """Take away the end of a log, and the checkpoints of it."""
    del forge.lines[size:]
    del forge.notes[size // BATCH :]


def test_a_sound_log_is_whole(check: Check, forge: Forge) -> None:
    report = check(forge)

    assert told(report) == []
    assert [(each.size, each.origin) for each in report.logs] == [(22, "rasmi/one")]
    assert {each.kind for each in report.notes} == {Remark.OWN_KEY, Remark.NO_WITNESS}


def test_one_changed_byte_is_named(check: Check, forge: Forge) -> None:
    forge.change(7, action="room.noun.verc")

    assert told(check(forge)) == [("changed", 1, "7")]


def test_who_acted_is_sealed_too(check: Check, forge: Forge) -> None:
    forge.lines[7] = replace(forge.lines[7], particulars={"actor": 8, "facts": {}})

    assert told(check(forge)) == [("changed", 1, "7")]


def test_a_removed_entry_is_named(check: Check, forge: Forge) -> None:
    del forge.lines[9]

    assert told(check(forge)) == [("removed", 1, "9")]


def test_a_gap_is_named_as_one_however_wide(check: Check, forge: Forge) -> None:
    del forge.lines[5:9]
    forge.lines.append(replace(forge.lines[-1], index=10**15))

    found = told(check(forge))

    assert ("removed", 1, "5–8") in found
    assert ("removed", 1, f"22–{10**15 - 1}") in found


def test_an_entry_that_is_gone_from_the_database_is_named(
    check: Check, forge: Forge
) -> None:
    forge.lines[9] = replace(forge.lines[9], leaf=None, particulars=None, salt=None)

    assert told(check(forge)) == [("removed", 1, "9")]


def test_swapped_entries_are_named(check: Check, forge: Forge) -> None:
    forge.lines[5], forge.lines[6] = forge.lines[6], forge.lines[5]

    assert told(check(forge)) == [("swapped", 1, "5, 6")]


def test_entries_that_changed_words_are_named(check: Check, forge: Forge) -> None:
    fifth, ninth = forge.lines[5], forge.lines[9]
    forge.lines[5] = replace(ninth, index=5, hash=fifth.hash)
    forge.lines[9] = replace(fifth, index=9, hash=ninth.hash)

    assert told(check(forge)) == [("swapped", 1, "5, 9")]


def test_an_inserted_entry_is_named(check: Check, forge: Forge) -> None:
    forge.lines.insert(8, replace(line(forge, 50, {}), index=8))

    # Which of the two is the true one, the next checkpoint says.
    assert told(check(forge)) == [("inserted", 1, "8"), ("rewritten", 1, "8–11")]


def test_an_entry_at_the_end_that_nothing_seals_is_named(
    check: Check, forge: Forge
) -> None:
    forge.lines.append(line(forge, 22, {}))

    assert told(check(forge)) == [("unsealed", 1, "22–22")]


def test_a_missing_end_is_named(check: Check, forge: Forge) -> None:
    del forge.lines[19:]

    assert told(check(forge)) == [("cut", 1, "19–21")]


@pytest.mark.parametrize("deed", ["change", "remove", "insert", "swap"])
def test_what_is_hidden_by_reckoning_anew_is_found_between_two_checkpoints(
    check: Check, forge: Forge, deed: str
) -> None:
    lines = forge.lines
    other = replace(line(forge, 50, {}), index=9)
    if deed == "change":
        lines[9] = other
    elif deed == "remove":
        del lines[9]
    elif deed == "insert":
        lines.insert(9, other)
    else:
        lines[9], lines[10] = lines[10], lines[9]
    forge.lines = [replace(each, index=index) for index, each in enumerate(lines)]

    assert told(check(forge)) == [("rewritten", 1, "8–11")]


def test_a_forged_checkpoint_is_named(check: Check, forge: Forge) -> None:
    forge.notes[2] = forge.notes[2].replace("\n12\n", "\n11\n")

    assert told(check(forge)) == [("forged", 1, "3")]


def test_whoever_signs_anew_with_a_stolen_key_is_contradicted_by_the_witness(
    check: Check, forge: Forge
) -> None:
    kept = forge.notes[3]
    forge.lines[9] = replace(line(forge, 50, {}), index=9)
    forge.seal_anew()

    report = check(forge, witnessed=[kept])

    assert told(report) == [("rewritten", 1, "0–15")]


def test_without_a_witness_that_stays_unseen_and_is_said(
    check: Check, forge: Forge
) -> None:
    forge.lines[9] = replace(line(forge, 50, {}), index=9)
    forge.seal_anew()

    report = check(forge)

    assert told(report) == []
    assert Remark.NO_WITNESS in {each.kind for each in report.notes}


def test_another_key_than_the_reader_holds_is_named(
    tmp_path: Path, forge: Forge
) -> None:
    held = forge.log.key
    forge.private = bytes(32)
    forge.seal_anew()
    path = written(tmp_path / "export.zip", forge)

    assert told(verify(Bundle(path), keys=[held])) == [("key", 1, "")]


def test_the_witness_agrees(check: Check, forge: Forge) -> None:
    report = check(forge, witnessed=[forge.notes[0], forge.notes[-1]])

    assert told(report) == []
    kinds = [each.kind for each in report.notes]
    assert kinds.count(Remark.WITNESSED) == 2


def test_what_no_log_has_signed_is_no_witness(check: Check, forge: Forge) -> None:
    text = forge.notes[0].partition("\n\n")[0] + "\n"
    forged = Signer(forge.origin, bytes(32)).sign(text)

    assert told(check(forge, witnessed=[forged])) == [("witness", 1, "4")]


def test_an_older_database_in_its_place_is_named(check: Check, forge: Forge) -> None:
    kept = forge.notes[-1]
    cut(forge, 12)

    assert told(check(forge, witnessed=[kept])) == [("restored", 1, "12–21")]


def test_a_log_that_found_itself_older_is_named(
    check: Check, forge: Forge, restored: Forge
) -> None:
    opening = (restored.lines[0].particulars or {})["facts"]
    restored.lines, restored.notes = [], []
    restored.grow(5, {**opening, "why": "behind"})

    assert told(check(forge, restored)) == [("restored", 2, "12–21")]


def test_a_declared_restore_is_told_and_is_no_fault(
    check: Check, forge: Forge, restored: Forge
) -> None:
    kept = Forge().grow(22).notes[-1]

    report = check(forge, restored, witnessed=[kept])

    assert told(report) == []
    (gap,) = (each for each in report.notes if each.kind == Remark.DECLARED)
    assert gap.facts["reason"] == "تلف القرص"
    assert (gap.facts["by"], gap.facts["lost"]) == ("root", 10)


def test_a_restore_that_declares_less_than_the_witness_knows_is_named(
    check: Check, forge: Forge, restored: Forge
) -> None:
    kept = Forge().grow(30).notes[-1]

    report = check(forge, restored, witnessed=[kept])

    assert told(report) == [("restored", 1, "12–29")]


def test_a_restore_to_another_past_is_named(
    check: Check, forge: Forge, restored: Forge
) -> None:
    other = Forge()
    other.grow(21)
    other.lines.append(line(other, 50, {}))
    other.seal()

    report = check(forge, restored, witnessed=[other.notes[-1]])

    assert told(report) == [("restored", 1, "12–21")]


def test_a_log_that_the_witness_knows_and_the_export_does_not_is_named(
    check: Check, forge: Forge
) -> None:
    other = Forge(origin="rasmi/other").grow(3)

    report = check(forge, witnessed=other.notes)

    assert told(report) == [("restored", 0, "rasmi/other")]


def test_a_restore_may_say_that_it_lost_a_whole_log(check: Check, forge: Forge) -> None:
    lost = Forge(number=2, origin="rasmi/lost").grow(6)
    opening = {
        "why": "restored",
        "before": forge.origin,
        "kept": 22,
        "kept_root": forge.root().hex(),
        "size": 22,
        "root": forge.root().hex(),
        "lost": [f"{lost.origin} 6"],
    }
    following = Forge(number=2, origin="rasmi/two").grow(3, opening)

    assert told(check(forge, following, witnessed=lost.notes)) == []


@pytest.mark.parametrize("why", ["elsewhere", "rekeyed", "behind", "other", None])
def test_nothing_but_a_declared_restore_may_lose_a_log(
    check: Check, forge: Forge, why: str | None
) -> None:
    opening = {
        "why": why,
        "before": forge.origin,
        "kept": 22,
        "kept_root": forge.root().hex(),
        "size": 22,
        "root": forge.root().hex(),
        "lost": ["rasmi/lost 6"],
    }
    following = Forge(number=2, origin="rasmi/two").grow(3, opening)

    assert told(check(forge, following)) == [("restored", 2, "rasmi/lost 6")]


@pytest.mark.parametrize("why", ["elsewhere", "rekeyed", "behind", "other"])
def test_a_first_log_after_others_that_are_gone_is_named(
    check: Check, why: str
) -> None:
    forge = Forge().grow(3, {"why": why, "before": "", "lost": ["rasmi/lost 6"]})

    assert told(check(forge)) == [("restored", 1, "rasmi/lost 6")]


def test_a_restore_covers_nothing_that_is_cut_off_later(
    check: Check, forge: Forge, restored: Forge
) -> None:
    kept = forge.notes[:]
    cut(forge, 4)

    found = told(check(forge, restored, witnessed=kept))

    assert ("cut", 1, "4–11") in found
    assert ("restored", 1, "4–7") in found
    assert ("restored", 1, "4–11") in found


def test_a_restore_covers_nothing_that_is_rewritten_later(
    check: Check, forge: Forge, restored: Forge
) -> None:
    forge.lines[9] = replace(line(forge, 50, {}), index=9)
    forge.seal_anew()

    assert told(check(forge, restored)) == [("rewritten", 1, "0–11")]


def test_one_crude_fault_hides_no_careful_one(check: Check, forge: Forge) -> None:
    forge.change(20, action="x.y.z")
    forge.lines[9] = replace(line(forge, 50, {}), index=9)

    assert told(check(forge)) == [("changed", 1, "20"), ("rewritten", 1, "8–11")]


def test_another_key_is_told_and_loses_nothing(check: Check, forge: Forge) -> None:
    opening = {
        "why": "rekeyed",
        "before": forge.origin,
        "kept": 22,
        "kept_root": forge.root().hex(),
        "size": 22,
        "root": forge.root().hex(),
        "lost": [],
    }
    following = Forge(number=2, origin="rasmi/two", private=bytes(32)).grow(3, opening)

    report = check(forge, following)

    assert told(report) == []
    assert Remark.REKEYED in {each.kind for each in report.notes}


def test_a_log_without_the_one_before_it_is_named(
    check: Check, restored: Forge
) -> None:
    assert told(check(restored)) == [("unchained", 2, "")]


def test_a_log_that_names_another_one_is_named(
    check: Check, forge: Forge, restored: Forge
) -> None:
    forge.origin = "rasmi/three"
    forge.lines, forge.notes = [], []

    assert told(check(forge.grow(12), restored)) == [("unchained", 2, "")]


def test_whoever_takes_out_who_acted_is_found_out(check: Check, forge: Forge) -> None:
    forge.lines[4] = replace(forge.lines[4], particulars=None, salt=None)

    assert told(check(forge)) == [("stripped", 1, "4")]


def test_what_was_written_in_afterwards_says_so_by_its_hour(
    check: Check, forge: Forge
) -> None:
    facts = {"log": forge.origin, "entry": 122, "at": "2026-11-01T09:00:00+00:00"}
    forge.lines.append(as_line(22, Sealed(facts, {"actor": 7}, bytes(16))))
    forge.seal()

    report = check(forge)

    assert told(report) == []
    (late,) = (each for each in report.notes if each.kind == Remark.LATE)
    assert late.facts == {"entries": 1, "first": 22}


def test_any_byte_that_is_changed_on_the_way_is_seen(
    tmp_path: Path, forge: Forge
) -> None:
    whole = written(tmp_path / "export.zip", forge, readme="read me").read_bytes()
    sound = tmp_path / "sound"
    sound.write_bytes(whole)
    expected = verify(Bundle(sound))

    for place in range(0, len(whole), 7):
        other = tmp_path / "other"
        other.write_bytes(
            whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :]
        )
        try:
            report = verify(Bundle(other))
        except Unreadable:
            continue
        # Dates of files in the archive say nothing of the log.
        assert not report.is_sound or report == expected


@pytest.mark.parametrize("content", [b"", b"PK", b"not a zip" * 100])
def test_what_is_no_export_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "export.zip"
    path.write_bytes(content)

    with pytest.raises(Unreadable):
        verify(Bundle(path))


def test_what_unpacks_to_any_size_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "export.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_BZIP2) as archive:
        archive.writestr("logs.json", b"0" * 1_000_000)

    with pytest.raises(Unreadable):
        Bundle(path)


@pytest.mark.parametrize(
    "logs",
    [
        b"{",
        b"[]",
        b'{"format": 1, "logs": [1]}',
        b'{"format": 1, "logs": [{"number": 1, "origin": 2, "key": ""}]}',
        b'{"format": 9, "logs": []}',
        b"[" * 100_000,
    ],
)
def test_a_list_that_is_none_is_refused(tmp_path: Path, logs: bytes) -> None:
    path = tmp_path / "export.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("logs.json", logs)

    with pytest.raises(Unreadable):
        verify(Bundle(path))


def test_many_faults_are_counted_and_not_listed(check: Check) -> None:
    forge = Forge().grow(300)
    for index in range(300):
        forge.change(index, action="x.y.z")

    found = told(check(forge))

    assert len(found) == 101
    assert found[-1] == ("changed", 1, "+200")
    assert sentence(*found[-1], "en") == "Log 1: And 200 more of this kind."


def test_what_strangers_wrote_moves_no_cursor(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    forge = Forge(origin="rasmi/x\x1b[2J\u202e\n✓").grow(3)
    path = written(tmp_path / "export.zip", forge)

    assert cli.main([str(path), "--language", "en"]) == 1

    said = capsys.readouterr().out
    assert "\x1b" not in said
    assert "\u202e" not in said
    assert not said.startswith("✓")
    assert "\n✓" not in said


@pytest.mark.parametrize(
    "mail",
    [
        b"MIME-Version: 1.0\nContent-Type: text/plain; charset=nothing\n\nx",
        b"Content-Type: multipart/mixed; boundary=a\n\n" + b"--a\n" * 3000,
        bytes(range(256)) * 10,
        b"a\n1\n" * 20_000,
    ],
)
def test_a_mail_that_is_none_is_said_in_one_line(
    tmp_path: Path, forge: Forge, mail: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    path = written(tmp_path / "export.zip", forge)
    (tmp_path / "mail").write_bytes(mail)

    words = [str(path), "--witness", str(tmp_path / "mail"), "--language", "en"]
    assert cli.main(words) == 2
    assert "There is no checkpoint" in capsys.readouterr().err


def test_a_mail_that_was_quoted_is_heard(check: Check, forge: Forge) -> None:
    quoted = "\n".join(f"> {each}" for each in forge.notes[1].splitlines())

    assert checkpoints_in(f"> مرحباً\n>\n{quoted}\n") == [forge.notes[1]]
