"""The side bar: rooms are known here by the names of their addresses only."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Page:
    label: str | Promise
    short: str | Promise
    icon: str
    url_name: str
    power: str = ""  # shown to who holds it; empty: to everyone
    is_quick: bool = False  # also at the foot of a phone

    @property
    def url(self) -> str:
        return reverse(self.url_name)


@dataclass(frozen=True)
class Section:
    label: str | Promise
    pages: tuple[Page, ...]


SECTIONS = (
    Section(
        "",
        (Page(_("Due from me"), _("Due"), "list-check", "people:home", is_quick=True),),
    ),
    Section(
        _("The body"),
        (
            Page(
                _("Units and offices"),
                _("Units"),
                "sitemap",
                "people:units",
                is_quick=True,
            ),
            Page(_("People"), _("People"), "users", "people:staff", is_quick=True),
        ),
    ),
    Section(
        _("Compliance"),
        (
            Page(_("Audit log"), _("Log"), "history", "audit:log", "audit"),
            Page(
                _("The running of the system"),
                _("Server"),
                "server",
                "people:running",
                "operate",
            ),
        ),
    ),
)


@dataclass(frozen=True)
class Shown:
    """A page in the side bar of one reader."""

    page: Page
    is_current: bool


def sections(request: HttpRequest) -> list[tuple[Section, list[Shown]]]:
    """The sections with the pages that this reader has, the current one marked."""
    powers: frozenset[str] = getattr(request, "powers", frozenset())
    found = []
    for section in SECTIONS:
        pages = [
            Shown(page, request.path.startswith(page.url) and _exact(page, request))
            for page in section.pages
            if not page.power or page.power in powers
        ]
        if pages:
            found.append((section, pages))
    return found


def _exact(page: Page, request: HttpRequest) -> bool:
    return page.url != "/" or request.path == "/"
