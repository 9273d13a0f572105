"""A page as PDF: set on this machine, from our own style sheets and fonts alone."""

from io import BytesIO
from mimetypes import guess_type
from typing import Any
from urllib.parse import unquote

from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from PIL import ImageFile

HERE = "http://here.invalid"  # leads nowhere: what is fetched are files of ours
NEEDED = "apt install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"


class NoPaper(Exception):
    """This machine lacks the libraries that set a page; `NEEDED` installs them."""


def pdf(html: str) -> bytes:
    """
    Set a page as PDF/UA.

    :param html: a whole document; of addresses only static files of ours are fetched
    :raises NoPaper: if Pango is not installed
    """
    html_class, fetcher, response = _setter()

    def fetch(self: Any, url: str, headers: Any = None) -> Any:
        kind = guess_type(url)[0] or "application/octet-stream"
        return response(url, _static_file(url), {"Content-Type": kind})

    own_files = type("OwnFiles", (fetcher,), {"fetch": fetch})
    document = html_class(string=html, base_url=HERE, url_fetcher=own_files())
    written: bytes = document.write_pdf(pdf_variant="pdf/ua-1")
    return written


def is_possible() -> bool:
    """Whether this machine has the libraries that set a page."""
    try:
        _setter()
    except NoPaper:
        return False
    return True


def _setter() -> tuple[Any, Any, Any]:
    """
    WeasyPrint, loaded where a PDF is asked for: it takes half a second.

    :raises NoPaper: if Pango is not installed
    """
    try:
        from weasyprint import HTML
        from weasyprint.urls import URLFetcher, URLFetcherResponse
    except OSError as error:
        raise NoPaper(NEEDED) from error
    # Its import lets pictures that are cut off pass in the whole process; ours are
    # refused (`files.pictures`).
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    return HTML, URLFetcher, URLFetcherResponse


def _static_file(url: str) -> bytes:
    prefix = f"{HERE}{settings.STATIC_URL}"
    if not url.startswith(prefix):
        raise ValueError(f"Not a static file of ours: {url}")
    name = unquote(url.removeprefix(prefix))
    found = finders.find(name)  # under its own name; else as collected, with a hash
    if isinstance(found, str):
        with open(found, "rb") as file:
            return file.read()
    with staticfiles_storage.open(name) as file:
        content: bytes = file.read()
    return content


def pdf_response(
    request: HttpRequest, template: str, context: dict[str, Any], *, name: str
) -> HttpResponse:
    """
    Answer with a template as PDF, or with what the operator must install first.

    :param template: extends ``web/paper.html``
    :param name: of the file, without its ending, in ASCII
    """
    try:
        content = pdf(render_to_string(template, context, request))
    except NoPaper as error:
        words = _("This server cannot make PDF files. Its operator can: %(command)s")
        return HttpResponse(
            words % {"command": error}, status=503, content_type="text/plain"
        )
    response = HttpResponse(BytesIO(content), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return response
