"""HTML that is escaped unless it was made here."""

import re
from html import escape

EMPTY = {"meta", "link", "input", "img"}  # elements that have no end
CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")  # that HTML does not know


class Html(str):
    """Text that is markup already."""

    __slots__ = ()


def el(element: str, *children: str, **attributes: str | bool) -> Html:
    """
    One element; children that are no `Html` are escaped, attributes always.

    :param attributes: a trailing underscore is dropped (`class_`), others are hyphens;
        True stands alone, False is left out
    """
    start = element + "".join(
        _attribute(name.rstrip("_").replace("_", "-"), value)
        for name, value in attributes.items()
    )
    if element in EMPTY:
        return Html(f"<{start}>")
    return Html(f"<{start}>{join(*children)}</{element}>")


def join(*children: str) -> Html:
    return Html(
        "".join(
            child if isinstance(child, Html) else _escaped(child) for child in children
        )
    )


def _escaped(text: str) -> str:
    return escape(CONTROLS.sub("�", text))


def _attribute(name: str, value: str | bool) -> str:
    if isinstance(value, bool):
        return f" {name}" if value else ""
    return f' {name}="{_escaped(value)}"'
