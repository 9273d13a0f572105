import ast
from dataclasses import dataclass, field

from tests.architecture.sources import modules, short

WRITES = {
    *("create", "bulk_create", "get_or_create", "update_or_create"),
    *("update", "delete", "save", "settle", "move"),
}

# Services that change rows and leave no entry of their own, each with the reason.
SILENT = {
    "files.services.keep": "a file is told of by the act that it is evidence of",
    "files.services.make_publishable": "told of by the act that publishes the picture",
    "notify.services.send": "a message is told of by the act that it is about",
    "notify.services.queue": "a message is told of by the act that it is about",
    "notify.services.deliver": "carrying a message is not an act of a person",
    "notify.services.try_again": "part of notify.message.retry, which is audited",
    "audit.services.append": "the place of an entry in the tree is no act",
    "audit.services.sign": "a checkpoint tells of entries, and is none",
    "records.services.open_record": "a part of a record tells of an act with an entry",
    "records.services.keep": "a part of a record tells of an act with an entry",
    "intake.services.put_aside": "only when it comes back changes, after a defect",
    "intake.services.try_again": "only when it is looked at again changes",
    "engagement.services.begin_wait": "part of engagement.conversation.open and grow",
    "publishing.services.write_version": "part of each publishing.post and .medium act",
    "publishing.services.back_to_draft": "part of each publishing.post and .medium act",
    "channels.services.new_channel": "part of channels.channel.propose and import",
    "outbox.services.bring_forward": "only when it is looked at changes",
    "outbox.services.put_aside": "only when it comes back changes, after a defect",
    "outbox.services.tell_if_late": "that a mail was sent; the mail is the trace",
    "people.services.begin_quiz": "an attempt counts when it is finished",
    "people.services.end_offices": "part of people.user.move, return and release",
    "people.services.forget_factors": "part of people.factor.reset and user.release",
    "people.services.new_user": "part of people.user.add and people.setup.finish",
    "people.services.place": "part of people.user.add and people.user.move",
    "people.services.new_office": "part of people.office.open and people.setup.finish",
}


@dataclass
class Function:
    calls: set[str] = field(default_factory=set)
    writes: bool = False
    records: bool = False


def functions() -> dict[str, dict[str, Function]]:
    """The functions of the services of each room, by room and name."""
    rooms: dict[str, dict[str, Function]] = {}
    for path, tree in modules():
        room, *inside = short(path).split("/")
        if not inside or not inside[0].startswith("services"):
            continue
        for node in tree.body:
            if isinstance(node, ast.FunctionDef):
                rooms.setdefault(room, {})[node.name] = read(node)
    return rooms


def read(node: ast.FunctionDef) -> Function:
    found = Function()
    for call in (each for each in ast.walk(node) if isinstance(each, ast.Call)):
        if isinstance(call.func, ast.Name):
            found.calls.add(call.func.id)
            found.records |= call.func.id == "record"  # in the room of the log itself
        elif isinstance(call.func, ast.Attribute):
            owner = ast.unparse(call.func.value)
            found.writes |= call.func.attr in WRITES and owner != "Entry.objects"
            found.records |= (owner, call.func.attr) == ("audit", "record")
    return found


def reaches(name: str, room: dict[str, Function], what: str) -> bool:
    seen, waiting = set[str](), [name]
    while waiting:
        current = waiting.pop()
        if current in room and current not in seen:
            seen.add(current)
            waiting.extend(room[current].calls)
    return any(getattr(room[each], what) for each in seen)


def silent_services() -> set[str]:
    return {
        f"{room}.services.{name}"
        for room, found in functions().items()
        for name in found
        if not name.startswith("_")
        and reaches(name, found, "writes")
        and not reaches(name, found, "records")
    }


def test_every_service_that_changes_something_leaves_an_entry() -> None:
    assert silent_services() == set(SILENT)


def test_most_services_are_looked_at() -> None:
    # If the reading of the sources broke, the test above would pass on nothing.
    people = functions()["people"]

    assert sum(reaches(name, people, "records") for name in people) >= 12
