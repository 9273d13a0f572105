import json
import shutil
import stat
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from django.conf import LazySettings

from rasmi.audit import services as audit
from rasmi.audit.models import Entry, Leaf, Log
from rasmi.channels.models import Channel
from rasmi.notify.models import Message
from rasmi.people.models import User
from rasmi.security import disk, selectors, services
from rasmi.security.models import Epoch, Stop
from rasmi.security.services.stopping import STOPPED
from tests.factories import refused

Why = Epoch.Why


@pytest.fixture
def looked(account: Channel, now: datetime) -> disk.Mark:
    """The mark of a database with an account, looked at for the first time."""
    services.watch_epoch(now=now)
    return mark()


def mark() -> disk.Mark:
    found = disk.read_mark()
    assert found
    return found


def path() -> Path:
    from django.conf import settings

    return Path(settings.EPOCH_FILE)


def reasons() -> list[str]:
    return list(Epoch.objects.values_list("why", flat=True))


def write_entry(now: datetime) -> None:
    audit.record(STOPPED, actor=None, now=now)


def resume(badr: User, khalid: User, now: datetime) -> None:
    stop = selectors.stops().lasting().get()
    services.ask_to_resume(stop, reason="نُظر فيما ينتظر", by=badr, now=now)
    services.resume(stop, by=khalid, now=now)


def test_each_life_of_the_database_has_a_log_of_its_own(
    looked: disk.Mark, now: datetime
) -> None:
    """Under one name nobody is told two different things."""
    audit.seal(now=now)

    services.begin_epoch(
        why=Why.RESTORED, reason="تلف القرص", system_user="root", now=now
    )

    log = Log.objects.latest("number")
    assert (log.number, log.why) == (2, Log.Why.RESTORED)
    told = Leaf.objects.get(log=log, index=0).entry.facts
    assert (told["by"], told["reason"]) == ("root", "تلف القرص")
    assert told["before"] == Log.objects.get(number=1).origin


@pytest.mark.django_db
def test_a_fresh_installation_begins_without_a_stop(now: datetime) -> None:
    epoch = services.watch_epoch(now=now)

    assert (epoch.number, epoch.why, epoch.stop) == (1, Why.FIRST, None)
    assert mark().installation == str(epoch.installation)
    assert stat.S_IMODE(path().stat().st_mode) == 0o600
    assert list(path().parent.glob("epoch-*")) == []


def test_a_database_of_an_earlier_version_begins_without_a_stop(
    account: Channel, now: datetime
) -> None:
    services.watch_epoch(now=now)

    assert reasons() == [Why.FIRST]
    services.require_no_stop(account, now=now)


def test_looking_again_begins_nothing_and_follows_the_log(
    looked: disk.Mark, now: datetime
) -> None:
    write_entry(now)

    services.watch_epoch(now=now)
    services.watch_epoch(now=now)

    assert reasons() == [Why.FIRST]
    assert mark().entries > looked.entries


def test_a_database_without_its_mark_is_elsewhere(
    looked: disk.Mark, account: Channel, badr: User, now: datetime
) -> None:
    path().unlink()

    epoch = services.watch_epoch(now=now)

    assert (epoch.number, epoch.why) == (2, Why.ELSEWHERE)
    with refused("security.no_stop_in_force"):
        services.require_no_stop(account, now=now)
    assert Message.objects.filter(address=badr.email, kind="security").exists()
    assert epoch.stop
    assert epoch.stop.reason


def test_a_copied_folder_is_elsewhere(
    looked: disk.Mark, settings: LazySettings, now: datetime
) -> None:
    copy = shutil.copytree(path().parent, path().parent.with_name("copy"))
    settings.EPOCH_FILE = copy / "epoch.json"

    assert services.watch_epoch(now=now).why == Why.ELSEWHERE


def test_an_older_copy_that_is_put_back_is_elsewhere(
    looked: disk.Mark, now: datetime
) -> None:
    aside = shutil.copytree(path().parent, path().parent.with_name("aside"))
    numbers = [each.stat().st_ino for each in sorted(path().parent.glob("epoch.*"))]

    shutil.copytree(aside, path().parent, dirs_exist_ok=True)  # as `cp -a` does it

    assert numbers == [
        each.stat().st_ino for each in sorted(path().parent.glob("epoch.*"))
    ]
    assert services.watch_epoch(now=now).why == Why.ELSEWHERE


def test_a_folder_that_only_has_another_name_is_the_same(
    looked: disk.Mark, settings: LazySettings, now: datetime
) -> None:
    renamed = path().parent.rename(path().parent.with_name("renamed"))
    settings.EPOCH_FILE = renamed / "epoch.json"

    services.watch_epoch(now=now)

    assert reasons() == [Why.FIRST]


def test_the_database_of_another_installation_is_elsewhere(
    looked: disk.Mark, now: datetime
) -> None:
    Epoch.objects.update(installation="00000000-0000-4000-8000-000000000000")

    assert services.watch_epoch(now=now).why == Why.ELSEWHERE


@pytest.mark.parametrize("content", ["", "[]", '{"epoch": 1}', "\0\0\0\0"])
def test_a_torn_mark_is_none(looked: disk.Mark, now: datetime, content: str) -> None:
    path().write_text(content)

    assert services.watch_epoch(now=now).why == Why.ELSEWHERE


def test_a_database_that_lacks_an_entry_is_behind(
    looked: disk.Mark, now: datetime
) -> None:
    disk.write_mark(
        replace(looked, entries=looked.entries + 5, trace="0123456789abcdef")
    )

    assert services.watch_epoch(now=now).why == Why.BEHIND


def test_an_older_database_is_behind_though_its_log_has_grown_again(
    looked: disk.Mark, now: datetime
) -> None:
    write_entry(now)
    disk.write_mark(
        replace(looked, entries=looked.entries + 1, trace="0123456789abcdef")
    )
    write_entry(now)

    assert services.watch_epoch(now=now).why == Why.BEHIND


def test_a_database_from_before_a_restore_is_behind(
    looked: disk.Mark, now: datetime
) -> None:
    disk.write_mark(replace(looked, epoch=4))

    epoch = services.watch_epoch(now=now)

    assert (epoch.why, epoch.number) == (Why.BEHIND, 5)


def test_a_database_from_before_epochs_is_behind_where_there_was_a_later_one(
    account: Channel, now: datetime
) -> None:
    disk.write_mark(disk.Mark("aaaa", 1, 3, "0123456789abcdef"))

    assert services.watch_epoch(now=now).why == Why.BEHIND


def test_an_entry_that_commits_late_with_a_lower_key_is_no_alarm(
    looked: disk.Mark, now: datetime
) -> None:
    late = looked.entries + 1
    facts = {"at": now, "action": STOPPED.name}
    Entry.objects.bulk_create([Entry(pk=late + 1, **facts)])
    services.watch_epoch(now=now)

    Entry.objects.bulk_create([Entry(pk=late, **facts)])
    services.watch_epoch(now=now)

    assert reasons() == [Why.FIRST]
    assert mark().entries == late + 1


def test_two_machines_do_not_disturb_each_other(
    looked: disk.Mark, settings: LazySettings, badr: User, khalid: User, now: datetime
) -> None:
    machines = [path(), path().with_name("other.json")]
    settings.EPOCH_FILE = machines[1]
    services.watch_epoch(now=now)  # a new machine is a new place, once
    resume(badr, khalid, now)

    for machine in machines * 3:
        settings.EPOCH_FILE = machine
        write_entry(now)
        services.watch_epoch(now=now)

    assert reasons() == [Why.FIRST, Why.ELSEWHERE]
    assert not selectors.stops().lasting().exists()


def test_a_machine_hears_of_a_restore_on_another(
    looked: disk.Mark, settings: LazySettings, badr: User, khalid: User, now: datetime
) -> None:
    here = path()
    disk.write_mark(replace(looked, entries=looked.entries + 9, trace="lost"))
    settings.EPOCH_FILE = here.with_name("other.json")
    services.begin_epoch(why=Why.RESTORED, reason="القرص تلف", now=now)
    resume(badr, khalid, now)

    settings.EPOCH_FILE = here
    services.watch_epoch(now=now)

    assert reasons() == [Why.FIRST, Why.RESTORED]
    assert mark().epoch == 2


@pytest.mark.django_db
def test_machines_that_start_before_there_is_an_account_stop_nothing(
    settings: LazySettings, now: datetime
) -> None:
    services.watch_epoch(now=now)
    settings.EPOCH_FILE = path().with_name("other.json")

    services.watch_epoch(now=now)

    assert reasons() == [Why.FIRST]
    assert mark().epoch == 1


def test_speaking_that_two_persons_resumed_is_not_stopped_again(
    looked: disk.Mark, badr: User, khalid: User, account: Channel, now: datetime
) -> None:
    path().unlink()
    services.watch_epoch(now=now)
    resume(badr, khalid, now)

    services.watch_epoch(now=now)

    assert reasons() == [Why.FIRST, Why.ELSEWHERE]
    services.require_no_stop(account, now=now)


def test_a_look_from_before_another_restore_does_not_count(
    looked: disk.Mark, badr: User, now: datetime
) -> None:
    first = services.begin_epoch(why=Why.RESTORED, reason="القرص تلف", now=now)
    assert first.stop
    services.ask_to_resume(first.stop, reason="نُظر", by=badr, now=now)

    again = services.begin_epoch(why=Why.RESTORED, reason="تلف مرة أخرى", now=now)

    assert again.stop == first.stop
    assert not Stop.objects.get().is_asked


def test_an_unreadable_mark_is_an_error_and_no_stop(
    looked: disk.Mark, now: datetime
) -> None:
    path().unlink()
    path().mkdir()

    with pytest.raises(OSError, match="directory"):
        services.watch_epoch(now=now)
    assert reasons() == [Why.FIRST]


def test_where_no_mark_can_be_written_no_look_begins_another_epoch(
    looked: disk.Mark, settings: LazySettings, now: datetime
) -> None:
    settings.EPOCH_FILE = path().parent / "nowhere/epoch.json"

    with pytest.raises(OSError, match="nowhere"):
        services.watch_epoch(now=now)
    assert reasons() == [Why.FIRST]


def test_a_void_mark_fits_no_database(looked: disk.Mark, now: datetime) -> None:
    disk.void_mark()

    epoch = services.watch_epoch(now=now)

    assert (epoch.why, epoch.number) == (Why.ELSEWHERE, 2)


def test_the_log_tells_who_restored(looked: disk.Mark, now: datetime) -> None:
    services.begin_epoch(
        why=Why.RESTORED, reason="القرص تلف", system_user="operator", now=now
    )

    entry = Entry.objects.get(action="security.epoch.begin", facts__why="restored")
    assert entry.facts["by"] == "operator"
    assert "القرص" not in json.dumps(entry.facts)
    assert Epoch.objects.last() == selectors.epoch()
    stop = Stop.objects.get()
    assert (stop.reason, stop.stopped_by) == ("القرص تلف", None)


def test_a_twin_that_went_on_elsewhere_and_is_brought_back_is_behind(
    looked: disk.Mark, now: datetime
) -> None:
    services.begin_epoch(why=Why.ELSEWHERE, now=now)  # on the other machine
    disk.write_mark(replace(looked, entries=looked.entries + 100, trace="other"))

    assert services.watch_epoch(now=now).why == Why.BEHIND


def test_a_machine_that_knows_more_than_a_backup_hears_of_the_restore(
    looked: disk.Mark, now: datetime
) -> None:
    restored = services.begin_epoch(why=Why.RESTORED, now=now)
    disk.write_mark(replace(looked, entries=looked.entries + 100, trace="other"))

    assert services.watch_epoch(now=now) == restored
