import logging
import re
import sys
import zlib

import pytest
from django.http import HttpRequest
from django.template import engines
from django.utils import translation
from PIL import ImageFile

from rasmi.web import paper
from rasmi.web.paper import pdf, pdf_response

PAGE = """{% extends "web/paper.html" %}
{% block content %}<p>قرار تفويض</p>{% endblock %}"""
STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)


def rendered(extra: str = "") -> str:
    with translation.override("ar"):
        return engines["django"].from_string(PAGE).render() + extra


def unpacked(stream: bytes) -> bytes:
    try:
        return zlib.decompress(stream)
    except zlib.error:
        return b""


def test_a_page_is_set_with_our_own_fonts() -> None:
    content = pdf(rendered())

    assert content.startswith(b"%PDF-")
    inside = b"".join(map(unpacked, STREAM.findall(content)))
    assert re.search(rb"/FontName\s*/\w+\+IBM-Plex-Sans-Arabic", inside)


def test_pictures_that_are_cut_off_are_refused_as_before() -> None:
    pdf(rendered())
    assert not ImageFile.LOAD_TRUNCATED_IMAGES

    ImageFile.LOAD_TRUNCATED_IMAGES = True  # as the import of WeasyPrint leaves it
    assert paper.is_possible()
    assert not ImageFile.LOAD_TRUNCATED_IMAGES


@pytest.mark.logs_errors
@pytest.mark.parametrize(
    "address", ["https://example.com/a.png", "file:///etc/passwd", "../../etc/passwd"]
)
def test_nothing_but_our_own_files_is_fetched(
    address: str, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR, "weasyprint"):
        pdf(rendered(f'<img src="{address}" alt="">'))

    assert "Not a static file of ours" in caplog.text


def test_what_the_server_lacks_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    class Missing:
        def __getattr__(self, name: str) -> None:
            raise OSError("cannot load library libpango")

    monkeypatch.setitem(sys.modules, "weasyprint", Missing())

    assert not paper.is_possible()
    response = pdf_response(HttpRequest(), "web/paper.html", {}, name="a")

    assert response.status_code == 503
    assert b"apt install" in response.content
