import ast
import re
from typing import Any

from babel.messages.catalog import Message

from rasmi.config import catalog
from tests.architecture.sources import modules, short

PLACEHOLDER = re.compile(r"%\(\w+\)s|</?\w+")


def messages() -> list[Message]:
    return [each for each in catalog.kept() if each.id]


def forms(text: Any) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text)


def test_the_catalog_holds_what_the_sources_say() -> None:
    wanted = {(each.id, each.context) for each in catalog.gathered() if each.id}

    assert {(each.id, each.context) for each in messages()} == wanted


def test_every_message_is_translated_and_none_is_a_guess() -> None:
    open_ones = [
        each.id
        for each in messages()
        if each.fuzzy or not all(forms(each.string)) or not forms(each.string)
    ]

    assert open_ones == []


def test_counted_messages_have_the_six_arabic_forms() -> None:
    counted = [each for each in messages() if each.pluralizable]

    assert [each.id for each in counted if len(forms(each.string)) != 6] == []
    assert "nplurals=6" in catalog.kept().plural_forms


def test_placeholders_are_the_same_on_both_sides() -> None:
    wrong = []
    for each in messages():
        known = set(PLACEHOLDER.findall(" ".join(forms(each.id))))
        used = set(PLACEHOLDER.findall(" ".join(forms(each.string))))
        # A counted form may leave the number out, as «شخصان» does.
        if used - known or (known - used and not each.pluralizable):
            wrong.append(each.id)

    assert wrong == []


def test_no_message_is_asked_for_by_a_name_that_nobody_gathers() -> None:
    known = {*catalog.KEYWORDS, "_"}

    unheard = [
        f"{short(path)}: {each.asname}"
        for path, tree in modules()
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        and node.module == "django.utils.translation"
        for each in node.names
        if "gettext" in each.name and each.asname and each.asname not in known
    ]

    assert unheard == []
