from datetime import datetime

import grimp
import pytest

from rasmi.notify.models import Message
from rasmi.people.models import Unit
from tests.architecture.walls import PACKAGE, WallBroken

DOORS = {
    *("services", "selectors", "models", "actions", "letters"),
    *("kinds", "pages", "fields", "pack", "courses"),
}
OPEN = {"core", "web", "rules", "arabic", "screening", "platforms", "ledger", "config"}


def test_rooms_are_entered_through_their_doors() -> None:
    graph = grimp.build_graph("rasmi", exclude_type_checking_imports=True)
    burglaries = []
    for importer in graph.modules:
        for imported in graph.find_modules_directly_imported_by(importer):
            _, room, *inside = imported.split(".")
            same_room = importer.split(".")[1:2] == [room]
            at_door = not inside or inside[0] in DOORS
            composing = importer.startswith("rasmi.config")
            if not (same_room or room in OPEN or at_door or composing):
                burglaries.append(f"{importer} -> {imported}")
    assert burglaries == []


def test_the_guard_sees_a_room_that_writes_another_rooms_table(
    body: Unit, now: datetime
) -> None:
    code = compile(
        "Message.objects.create(address='a@b.om', made_at=now)",
        f"{PACKAGE}/portal/services.py",
        "exec",
    )

    with pytest.raises(WallBroken, match="portal writes a table of notify"):
        exec(code, {"Message": Message, "now": now})  # noqa: S102 — code of this test


def test_the_guard_lets_a_room_write_its_own_table(body: Unit, now: datetime) -> None:
    code = compile(
        "Message.objects.create(address='a@b.om', made_at=now)",
        f"{PACKAGE}/notify/services.py",
        "exec",
    )

    exec(code, {"Message": Message, "now": now})  # noqa: S102 — code of this test

    assert Message.objects.count() == 1
