"""
The files of a pack, read strictly: what is odd is refused with its file and line.

A pack is data. Anchors, aliases and tags are refused, so that a small file never grows
large and never makes an object; a key stands once; a file and its nesting are bounded.
"""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import yaml

LARGEST = 1024 * 1024  # bytes of one file
DEEPEST = 20  # levels of nesting


class PackError(Exception):
    """The pack cannot be read; the sentence names the file, the line and the field."""


class Entry(dict[str, Any]):
    """A mapping of a file that knows where it stands."""

    file = ""
    line = 0
    lines: dict[str, int]

    def place(self, key: str = "") -> str:
        return f"{self.file}:{self.lines.get(key, self.line)}"


class _Loader(yaml.SafeLoader):
    file = ""
    depth = 0

    def compose_node(self, parent: Any, index: Any) -> Any:
        event = self.peek_event()  # type: ignore[no-untyped-call]
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            self._refuse(event.start_mark, "anchors and aliases are not taken")
        if getattr(event, "tag", None):
            self._refuse(event.start_mark, f"the tag {event.tag} is not taken")
        self.depth += 1
        if self.depth > DEEPEST:
            self._refuse(event.start_mark, f"nested more than {DEEPEST} deep")
        node = super().compose_node(parent, index)
        self.depth -= 1
        return node

    def entry(self, node: yaml.MappingNode) -> Entry:
        found = Entry()
        found.file, found.line = self.file, node.start_mark.line + 1
        found.lines = {}
        for key_node, value_node in node.value:
            key = self.construct_object(key_node, deep=True)
            if not isinstance(key, str):
                self._refuse(key_node.start_mark, f"the key {key} is no text")
            if key in found:
                self._refuse(key_node.start_mark, f"the key {key} stands twice")
            found[key] = self.construct_object(value_node, deep=True)
            found.lines[key] = key_node.start_mark.line + 1
        return found

    def _refuse(self, mark: yaml.Mark, why: str) -> None:
        raise PackError(f"{self.file}:{mark.line + 1}: {why}")


_Loader.add_constructor("tag:yaml.org,2002:map", _Loader.entry)


def read(folder: Path, name: str) -> Any:
    """
    The content of a file of a pack: entries, lists, texts, numbers, yes and no.

    :raises PackError: if it is missing, no YAML, too large, or holds what is refused
    """
    try:
        content = (folder / name).read_bytes()
        if len(content) > LARGEST:
            raise PackError(f"{name}:1: larger than {LARGEST // 1024} kilobytes")
        loader = _Loader(content.decode("utf-8"))
        loader.file = name
        return loader.get_single_data()
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise PackError(f"{name}:{line}: {error.problem}") from None
    except (OSError, UnicodeDecodeError, yaml.YAMLError, ValueError) as error:
        raise PackError(f"{name}:1: {error}") from None


Check = Callable[[Any, str], None]


def text(value: Any, at: str) -> None:
    if not isinstance(value, str) or not value.strip():
        raise PackError(f"{at}: a text is needed, in quotes where it is a number")


def number(value: Any, at: str) -> None:
    if type(value) is not int or value < 0:
        raise PackError(f"{at}: a whole number is needed")


def flag(value: Any, at: str) -> None:
    if type(value) is not bool:
        raise PackError(f"{at}: true or false is needed")


def anything(value: Any, at: str) -> None:
    """A proposal or a stated value: its type is that of its field."""


def one_of(names: Iterable[str]) -> Check:
    known = tuple(names)

    def check(value: Any, at: str) -> None:
        if value not in known:
            raise PackError(f"{at}: «{value}» is none of: {', '.join(known)}")

    return check


def list_of(each: Check) -> Check:
    def check(value: Any, at: str) -> None:
        if not isinstance(value, list):
            raise PackError(f"{at}: a list is needed")
        for one in value:
            each(one, at)

    return check


def entries_of(each: Check, keys: Check = anything) -> Check:
    """A mapping of any keys to values of one form."""

    def check(value: Any, at: str) -> None:
        entry = _entry(value, at)
        for key, one in entry.items():
            keys(key, entry.place(key))
            each(one, f"{entry.place(key)}: {key}")

    return check


def entry(needed: Mapping[str, Check], allowed: Mapping[str, Check] = {}) -> Check:
    """A mapping with these keys and no other."""
    known = {**needed, **allowed}

    def check(value: Any, at: str) -> None:
        found = _entry(value, at)
        for key in found:
            if key not in known:
                raise PackError(f"{found.place(key)}: the key {key} is unknown")
        for key in needed:
            if key not in found:
                raise PackError(f"{found.place()}: the key {key} is missing")
        for key, one in found.items():
            known[key](one, f"{found.place(key)}: {key}")

    return check


def _entry(value: Any, at: str) -> Entry:
    if not isinstance(value, Entry):
        raise PackError(f"{at}: keys with values are needed")
    return value


both = entry({"ar": text, "en": text})  # a text in both languages
