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
    powers: str = ""  # shown to who holds one of them; empty: to everyone
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
        (
            Page(
                _("Due from me"), _("Due"), "list-check", "people:home", is_quick=True
            ),
            Page(_("By month"), _("Months"), "calendar-due", "compliance:due"),
        ),
    ),
    Section(
        _("Hearing"),
        (
            Page(_("Inbox"), _("Inbox"), "inbox", "engagement:inbox", is_quick=True),
            Page(
                _("Moderation"), _("Moderation"), "shield-question", "moderation:queue"
            ),
            Page(
                _("What came of it"),
                _("Outcomes"),
                "message-check",
                "participation:outcomes",
            ),
        ),
    ),
    Section(
        _("Speaking"),
        (
            Page(_("Posts"), _("Posts"), "writing", "publishing:posts", is_quick=True),
            Page(_("The plan"), _("Plan"), "calendar-week", "publishing:plan"),
            Page(_("On its way"), _("On its way"), "send", "outbox:queue"),
            Page(_("Stops"), _("Stops"), "player-stop", "security:stops"),
        ),
    ),
    Section(
        _("Accounts"),
        (
            Page(
                _("Official accounts"),
                _("Accounts"),
                "building-broadcast-tower",
                "channels:register",
            ),
            Page(
                _("Delegations"),
                _("Delegations"),
                "user-shield",
                "delegations:delegations",
            ),
            Page(_("Duty roster"), _("Roster"), "calendar-user", "delegations:rosters"),
            Page(
                _("Connections"),
                _("Connections"),
                "plug-connected",
                "security:connections",
                "secrets audit",
            ),
            Page(
                _("Security of accounts"),
                _("Security"),
                "shield-check",
                "security:posture",
                "secrets audit policy head",
            ),
            Page(
                _("Protection of data"),
                _("Data"),
                "shield-lock",
                "security:measures",
                "secrets audit policy head",
            ),
            Page(_("Topics"), _("Topics"), "tag", "people:topics"),
            Page(_("Courses"), _("Courses"), "school", "people:courses"),
            Page(
                _("Awareness"), _("Awareness"), "speakerphone", "delegations:campaigns"
            ),
        ),
    ),
    Section(
        _("The body"),
        (
            Page(
                _("Units and offices"),
                _("Units"),
                "sitemap",
                "people:units",
            ),
            Page(_("People"), _("People"), "users", "people:staff"),
        ),
    ),
    Section(
        _("Policy and compliance"),
        (
            Page(_("The policy"), _("Policy"), "book", "policy:policy"),
            Page(
                _("Compliance"),
                _("Compliance"),
                "clipboard-check",
                "compliance:overview",
            ),
            Page(
                _("Violations"),
                _("Violations"),
                "shield-exclamation",
                "compliance:violations",
            ),
            Page(
                _("Open parameters"), _("Numbers"), "adjustments", "policy:parameters"
            ),
            Page(_("Laws and policies"), _("Laws"), "gavel", "security:instruments"),
            Page(_("Decisions"), _("Decisions"), "rubber-stamp", "policy:decisions"),
            Page(_("Records"), _("Records"), "archive", "records:classes"),
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
    visible = [
        (section, [page for page in section.pages if _is_open(page, powers)])
        for section in SECTIONS
    ]
    current = _current(
        request.path, [page for _section, pages in visible for page in pages]
    )
    return [
        (section, [Shown(page, page is current) for page in pages])
        for section, pages in visible
        if pages
    ]


def _is_open(page: Page, powers: frozenset[str]) -> bool:
    return not page.powers or bool(powers & set(page.powers.split()))


def _current(path: str, pages: list[Page]) -> Page | None:
    """The page whose address is the longest beginning of this one."""
    found = [page for page in pages if path.startswith(page.url) and page.url != "/"]
    if found:
        return max(found, key=lambda page: len(page.url))
    return next((page for page in pages if page.url == path), None)
