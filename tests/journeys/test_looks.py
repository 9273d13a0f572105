"""Every page in both languages, light and dark, at a desk and on a phone."""

import os
import re
from collections.abc import Iterator
from http import HTTPStatus
from itertools import product

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, ViewportSize

from tests.journeys.conftest import SIZES, keep
from tests.journeys.server import Server

pytestmark = pytest.mark.once

# axe takes joined Arabic for an icon font and skips its contrast: it draws each text on
# a canvas and looks whether the letters join. A full rectangle never does.
SEE_ARABIC = """() => {
  CanvasRenderingContext2D.prototype.fillText = function () {
    this.fillRect(0, 0, this.canvas.width, this.canvas.height)
  }
}"""
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
}
# What passes is not told one by one: that takes as long as to look.
QUICK = {**RULES, "resultTypes": ["violations"]}
NARROWEST: ViewportSize = {"width": 320, "height": 640}  # WCAG 2.2, 1.4.10
MISSING = ("/nothing/", "/setup/wrong/", "/0000-0000-0000/")  # pages that answer 404
FEWEST_CONTRASTS = 30  # on one page; fewer would mean that axe does not see Arabic
AXE = Axe()

STAFF = {
    "home": "/",
    "me": "/me/",
    "running": "/running/",
    "units": "/units/",
    "unit": "/units/3/",
    "office": "/offices/4/",
    "open-unit": "/units/open/",
    "policy": "/policy/",
    "acknowledge": "/policy/acknowledge/",
    "parameters": "/policy/parameters/",
    "adopt": "/policy/parameters/adopt/",
    "reviews": "/policy/reviews/",
    "review-entered": "/policy/reviews/enter/",
    "review-asked": "/policy/reviews/ask/",
    "issues": "/policy/issues/",
    "issue-draft": "/policy/issues/3/",
    "issue-compared": "/policy/issues/2/compare/",
    "issue-clauses": "/policy/issues/3/clauses/",
    "clause-amended": "/policy/issues/3/clauses/V2.1/",
    "issue-start": "/policy/issues/3/start/",
    "issue-publish": "/policy/issues/2/publish/",
    "issue-review": "/policy/issues/3/review/infosec_section/",
    "readers": "/policy/readers/",
    "personal-links": "/policy/readers/links/",
    "signed-list": "/policy/readers/lists/",
    "annexes": "/policy/annexes/",
    "annex-history": "/policy/annexes/publication_bans/",
    "annex-enter": "/policy/annexes/publication_bans/enter/",
    "annex-words": "/policy/annexes/lexicon/",
    "annex-edition": "/policy/annexes/editions/1/lines/",
    "annex-classes": "/policy/annexes/information_classes/enter/",
    "platform-rules": "/policy/platform-rules/",
    "import-staff": "/people/import/",
    "decisions": "/decisions/",
    "decision": "/decisions/1/",
    "enter-decision": "/decisions/enter/",
    "register": "/accounts/",
    "account-proposed": "/accounts/4/",
    "account-active": "/accounts/1/",
    "propose": "/accounts/propose/",
    "opinion": "/accounts/4/opinion/security/",
    "import": "/accounts/import/",
    "consulted": "/accounts/consulted/security/",
    "describe": "/accounts/1/describe/",
    "waive-opinion": "/accounts/4/waive/cyber/",
    "activate-account": "/accounts/4/activate/",
    "withdraw-account": "/accounts/4/withdraw/",
    "owner": "/accounts/1/owner/",
    "final-approver": "/accounts/1/approver/",
    "close-account": "/accounts/1/close/",
    "badge": "/accounts/1/badge/",
    "settings": "/accounts/1/settings/",
    "procedure": "/accounts/4/procedure/",
    "copyright": "/accounts/copyright/",
    "write-copyright": "/accounts/copyright/write/",
    "page-of-account": "/accounts/2/page/",
    "account-again": "/accounts/1/confirm/",
    "suspects": "/accounts/suspects/",
    "suspect": "/accounts/suspects/1/",
    "report-suspect": "/accounts/suspects/report/",
    "examine-suspect": "/accounts/suspects/3/examine/",
    "confirm-suspect": "/accounts/suspects/1/confirm/",
    "takedown": "/accounts/suspects/1/asked/",
    "suspect-gone": "/accounts/suspects/1/gone/",
    "record-classes": "/records/classes/",
    "record-class": "/records/classes/staff/",
    "ruling": "/records/rulings/6/",
    "ruling-return": "/records/rulings/6/return/",
    "records": "/records/",
    "record": "/records/1/",
    "record-release": "/records/1/release/",
    "record-asked": "/records/releases/1/",
    "holds": "/records/holds/",
    "hold": "/records/holds/2/",
    "hold-record": "/records/1/hold/",
    "topics": "/topics/",
    "course": "/course/",
    "lesson": "/course/lessons/deception/",
    "delegations": "/delegations/",
    "delegation": "/delegations/1/",
    "delegation-waiting": "/delegations/7/",
    "assess": "/delegations/7/assess/",
    "waive": "/delegations/7/waive/",
    "activate": "/delegations/7/activate/",
    "revoke": "/delegations/1/revoke/",
    "nominate": "/delegations/nominate/",
    "letter": "/delegations/letter/3/",
    "delegations-ending": "/delegations/ending/",
    "yearly-lists": "/delegations/yearly/",
    "yearly-list": "/delegations/yearly/2/",
    "yearly-judge": "/delegations/yearly/2/judge/",
    "issued-letter": "/delegations/1/letter/",
    "midnight": "/delegations/16/midnight/",
    "courses": "/courses/",
    "course-phishing": "/courses/phishing/",
    "lesson-phishing": "/courses/phishing/lessons/signs/",
    "campaigns": "/awareness/",
    "campaign": "/awareness/2/",
    "begin-campaign": "/awareness/begin/",
    "rosters": "/roster/",
    "roster": "/roster/2/",
    "give-shifts": "/roster/1/shift/",
    "cover": "/roster/1/cover/",
    "end-shift": "/roster/shifts/1/end/",
    "answer-hours": "/roster/1/hours/",
    "announced": "/roster/announced/",
    "announce-days": "/roster/announced/enter/",
    "withdraw-days": "/roster/announced/2/withdraw/",
    "people": "/people/",
    "person": "/people/2/",
    "add-person": "/people/add/",
    "appoint": "/offices/4/appoint/",
    "deputy": "/offices/4/deputy/",
    "powers": "/offices/4/powers/",
    "release": "/people/2/release/",
    "move-person": "/people/2/move/",
    "compliance": "/compliance/",
    "compliance-not-met": "/compliance/?verdict=not_met",
    "control-not-met": "/compliance/channels.verified/",
    "control-met": "/compliance/records.parts_are_intact/",
    "findings": "/compliance/findings/",
    "finding-waived": "/compliance/findings/1/",
    "correct": "/compliance/findings/1/correct/",
    "due": "/due/",
    "clauses": "/compliance/clauses/",
    "compliance-reports": "/compliance/reports/",
    "compliance-report": "/compliance/reports/1/",
    "report-sign": "/compliance/reports/1/sign/",
    "violations": "/violations/",
    "violation-report": "/violations/report/",
    "violation": "/violations/2/",
    "violation-step": "/violations/2/note/",
    "violation-share": "/violations/2/share/",
    "violation-close": "/violations/2/close/",
    "grievances": "/violations/grievances/",
    "open-log": "/audit/open/",
    "seal": "/audit/seal/",
    "mails": "/demo/mails/",
    "factors": "/account/second-factor/",
    "codes": "/account/second-factor/totp/activate/",
    "key": "/account/second-factor/webauthn/add/",
    "password": "/account/password/change/",
    "sessions": "/account/sessions/",
    "security": "/security/",
    "security-account": "/security/1/",
    "attest": "/security/2/attest/",
    "applications": "/applications/",
    "laws": "/instruments/",
    "law": "/instruments/1/",
    "law-new": "/instruments/new/",
    "law-edit": "/instruments/1/edit/",
    "law-read": "/instruments/1/review/",
    "gap": "/instruments/1/gap/",
    "gap-close": "/gaps/1/close/",
    "measures": "/measures/",
    "measure": "/measures/5/",
    "measure-new": "/measures/new/",
    "measure-seen": "/measures/5/review/",
    "nothing": "/nothing/",
}
OFFICER = {
    "hand-over": "/roster/1/hand-over/",
    "acknowledge-speaking": "/delegations/acknowledge/",
    "posts": "/posts/",
    "write": "/posts/new/",
    "change": "/posts/8/edit/",
    "post-out": "/posts/1/",
    "post-held": "/posts/4/",
    "post-returned": "/posts/7/",
    "post-screened": "/posts/8/",
    "submit": "/posts/8/submit/",
    "urgent": "/posts/8/urgent/",
    "recall": "/posts/4/recall/",
    "add-picture": "/posts/8/pictures/new/",
    "change-picture": "/posts/4/pictures/0/",
    "plan": "/plan/",
    "queue": "/outbox/",
    "by-hand": "/outbox/3/",
    "posted": "/outbox/3/posted/",
    "held": "/outbox/4/",
    "stops": "/stops/",
    "stop-new": "/stops/new/",
    "inbox": "/inbox/",
    "inbox-held": "/inbox/?view=held",
    "inbox-closed": "/inbox/?view=closed",
    "conversation": "/inbox/1/",
    "conversation-answered": "/inbox/4/",
    "conversation-asked": "/inbox/8/",
    "conversation-held": "/inbox/11/",
    "conversation-new": "/inbox/12/",
    "ask": "/inbox/1/ask/",
    "close": "/inbox/10/close/",
    "enter": "/heard/new/",
    "heard": "/heard/11/",
    "moderation": "/moderation/",
    "contribution": "/moderation/11/",
    "contribution-hidden": "/moderation/9/",
    "hide": "/moderation/11/hide/",
    "stand": "/moderation/11/stand/",
    "outcomes": "/outcomes/",
    "outcome": "/outcomes/1/",
    "outcome-new": "/outcomes/new/?object=2",
    "reply-by-hand": "/outbox/6/",
    "hidden-by-hand": "/outbox/8/",
}
REVIEWER = {
    "review": "/posts/6/review/",
    "afterwards": "/posts/2/afterwards/",
    "old-posts": "/posts/old/",
    "old-post": "/posts/1/old/",
    "samples": "/posts/samples/",
    "sample": "/posts/samples/1/",
    "judge": "/posts/samples/items/1/",
    "approve-copyright": "/accounts/copyright/1/approve/",
    "plan-item": "/plan/new/",
    "stop": "/stops/1/",
    "resume": "/stops/1/resume/",
    "reply": "/inbox/8/reply/6/",
    "appeal": "/moderation/appeals/1/",
    "appeal-decide": "/moderation/appeals/1/decide/",
    "outcome-draft": "/outcomes/4/",
    "outcome-publish": "/outcomes/4/publish/",
}
KEEPER = {
    "connections": "/connections/",
    "connection": "/connections/3/",
    "connect": "/connections/3/connect/",
    "connection-wiki": "/connections/6/",
    "connect-wiki": "/connections/6/connect/",
    "application-new": "/security/1/apps/new/",
    "application-ask": "/security/2/apps/2/ask/",
    "application-decide": "/applications/3/decide/",
    "application-removed": "/security/connected/2/remove/",
}
REGISTER = {
    "check-decision": "/decisions/28/check/",
    "adoption": "/policy/parameters/1/",
    "annex": "/policy/annexes/editions/2/",
    "annex-return": "/policy/annexes/editions/2/return/",
    "compare-list": "/policy/readers/lists/2/",
    "return-list": "/policy/readers/lists/2/return/",
}
UNIT = {"approve-nominee": "/delegations/7/approve/"}
AUDITOR = {"grievance-seen": "/violations/4/"}
BY_ROLE = {
    "security": STAFF,
    "officer": OFFICER,
    "communication": REVIEWER,
    "cyber": KEEPER,
    "register": REGISTER,
    "unit": UNIT,
    "auditor": AUDITOR,
}
DOOR = {
    "sign-in": "/sign-in/",
    "forgotten": "/account/password/",
    "setup-ended": "/setup/wrong/",
}
PUBLIC = {
    "public": "/",
    "public-nothing": "/nothing/",
    "public-accounts": "/accounts/",
    "public-account": "/accounts/1/",
    "public-account-in-use": "/accounts/7/",
    "public-check": "/check/",
    "public-check-yes": "/check/?q=@demo_ministry",
    "public-check-no": "/check/?q=@scholarships_fast",
    "public-check-lookalike": "/check/?q=@dem0_ministry",
    "public-check-elsewhere": "/check/?q=tiktok.com/@demo_ministry",
    "public-rules": "/rules/",
    "public-report": "/check/report/",
    "public-reported": "/check/reported/",
    "public-fake": "/check/?q=@demo_rninistry",
    "public-copyright": "/copyright/",
    "public-data": "/accounts/data/",
    "public-policy": "/policy/",
    "public-appeal": "/appeal/",
    "public-follow": "/appeal/follow/",
    "public-hidden": "/moderation/",
    "public-outcomes": "/outcomes/",
    "public-outcome": "/outcomes/1/",
}


@pytest.fixture(params=["ar", "en"])
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(params=["light", "dark"])
def theme(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(params=[1440, 390])
def width(request: pytest.FixtureRequest) -> int:
    return int(request.param)


@pytest.fixture
def visitor(
    browser: Browser, demonstration: Server, language: str, theme: str, width: int
) -> Iterator[Page]:
    context = browser.new_context(
        viewport=SIZES[width],
        color_scheme="dark" if theme == "dark" else "light",
    )
    context.add_cookies(
        [{"name": "rasmi-language", "value": language, "url": demonstration.staff}]
    )
    page = context.new_page()
    blocked: list[str] = []
    page.on(
        "console",
        lambda message: (
            blocked.append(message.text)
            if "Content Security Policy" in message.text
            else None
        ),
    )
    yield page
    context.close()
    assert blocked == []


def look(page: Page, address: str, picture: str) -> list[str]:
    """Open a page, keep its picture, and return what is wrong with it."""
    wrong = glance(page, address)
    keep(page, picture)
    page.evaluate(SEE_ARABIC)
    found = AXE.run(page, options=QUICK).response
    wrong += [
        f"{address}: {each['id']} {each['nodes'][0]['target']}"
        for each in found["violations"]
    ]
    if "color-contrast" not in {each["id"] for each in found["passes"]}:
        wrong.append(f"{address}: axe saw no text")
    return wrong


def glance(page: Page, address: str) -> list[str]:
    """Open a page and return whether it is not there, or wider than the screen."""
    answer = page.goto(address)
    assert answer
    wrong = []
    if (answer.status == HTTPStatus.OK) == address.endswith(MISSING):
        wrong.append(f"{address}: answers {answer.status}")
    if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
        wrong.append(f"{address}: wider than the screen")
    return wrong


def be(role: str, page: Page, server: Server) -> None:
    """Sign in by the button of a role, keeping language and colours."""
    page.goto(f"{server.staff}/sign-in/")
    if page.locator("form[action*='sign-out'] button").count():
        page.locator("form[action*='sign-out'] button").first.click()
        page.goto(f"{server.staff}/sign-in/")
    page.click(f"button[value={role}]")


def test_the_door(
    visitor: Page, demonstration: Server, language: str, theme: str, width: int
) -> None:
    wrong = []
    for name, path in DOOR.items():
        picture = f"{name}-{language}-{theme}-{width}"
        wrong += look(visitor, demonstration.staff + path, picture)

    assert "\n".join(wrong) == ""


def test_axe_sees_the_contrast_of_arabic(
    browser: Browser, demonstration: Server
) -> None:
    context = browser.new_context(viewport=SIZES[1440])
    page = context.new_page()
    be("officer", page, demonstration)
    page.goto(f"{demonstration.staff}/inbox/")
    page.evaluate(SEE_ARABIC)

    passes = AXE.run(page, options=RULES).response["passes"]
    context.close()

    (seen,) = (each for each in passes if each["id"] == "color-contrast")
    assert len(seen["nodes"]) > FEWEST_CONTRASTS


# Four ways, of which each page is looked at in one, its neighbours in the others, and
# glanced at in the opposite one, on the narrowest screen. All pages in all eight with
# RASMI_LOOKS=all.
FOUR = [
    ("ar", "light", 1440),
    ("ar", "dark", 390),
    ("en", "dark", 390),
    ("en", "light", 1440),
]
ALL = list(product(("ar", "en"), ("light", "dark"), (1440, 390)))
IN_ALL = os.environ.get("RASMI_LOOKS") == "all"


WAYS = pytest.mark.parametrize(
    ("language", "theme", "width"),
    ALL if IN_ALL else FOUR,
)


def see(
    page: Page, origin: str, pages: dict[str, str], way: tuple[str, str, int]
) -> list[str]:
    """Look at the pages whose turn it is in a way, and glance at others."""
    wrong = []
    for place, (name, path) in enumerate(pages.items()):
        if IN_ALL or FOUR[place % 4] == way:
            page.set_viewport_size(SIZES[way[2]])
            picture = "-".join(map(str, (name, *way)))
            wrong += look(page, origin + path, picture)
        if FOUR[(place + 2) % 4] == way:
            page.set_viewport_size(NARROWEST)
            wrong += glance(page, origin + path)
    page.set_viewport_size(SIZES[way[2]])
    return wrong


@WAYS
def test_the_staff_pages(
    visitor: Page, demonstration: Server, language: str, theme: str, width: int
) -> None:
    way = (language, theme, width)
    wrong = []
    for role, pages in reversed(BY_ROLE.items()):
        be(role, visitor, demonstration)
        wrong += see(visitor, demonstration.staff, pages, way)
    visitor.goto(f"{demonstration.staff}/audit/open/")
    visitor.fill("[name=reason]", "مراجعة شكل الصفحة")
    visitor.click("main form.card button.primary")
    picture = f"log-{language}-{theme}-{width}"
    wrong += look(visitor, f"{demonstration.staff}/audit/", picture)

    assert "\n".join(wrong) == ""


@WAYS
def test_the_public_pages(
    visitor: Page, demonstration: Server, language: str, theme: str, width: int
) -> None:
    origin = demonstration.public + ("/en" if language == "en" else "")

    wrong = see(visitor, origin, PUBLIC, (language, theme, width))

    assert "\n".join(wrong) == ""


@WAYS
def test_the_pages_of_a_secret_address(
    visitor: Page, demonstration: Server, language: str, theme: str, width: int
) -> None:
    way = f"{language}-{theme}-{width}"
    be("security", visitor, demonstration)
    visitor.goto(f"{demonstration.staff}/delegations/1/letter/")
    letter = re.search(r"/verify/\S+", visitor.locator("main").inner_text())
    visitor.goto(f"{demonstration.staff}/demo/mails/")
    mailed = visitor.locator("pre.mail", has_text="/policy/read/").first
    link = re.search(r"/policy/read/\S+", str(mailed.text_content()))
    assert letter
    assert link

    english = "/en" if language == "en" else ""
    origin = f"{demonstration.public}{english}"
    wrong = look(visitor, origin + letter[0], f"public-verify-{way}")
    wrong += glance(visitor, f"{origin}/verify/0000-0000-0000/")
    wrong += look(visitor, demonstration.staff + link[0], f"read-by-link-{way}")

    assert "\n".join(wrong) == ""


@pytest.mark.parametrize("path", ["/policy/", "/compliance/", "/delegations/letter/3/"])
def test_on_paper_there_is_what_was_written_and_nothing_to_click(
    browser: Browser, demonstration: Server, path: str
) -> None:
    context = browser.new_context(viewport=SIZES[1440])
    page = context.new_page()
    be("security", page, demonstration)
    page.goto(demonstration.staff + path)
    page.emulate_media(media="print")

    seen = page.locator("button:visible, .side:visible, .top:visible").count()
    title = page.locator("main h1:visible, main h2:visible").count()
    keep(page, f"paper{path.replace('/', '-')}".rstrip("-"))
    context.close()

    assert title
    assert seen == 0


def test_the_keyboard_reaches_the_act_of_a_page(
    browser: Browser, demonstration: Server
) -> None:
    context = browser.new_context(viewport=SIZES[1440])
    page = context.new_page()
    page.goto(f"{demonstration.staff}/sign-in/")
    page.click("button[value=security]")
    page.goto(f"{demonstration.staff}/units/open/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    reached = []
    for _ in range(6):
        page.keyboard.press("Tab")
        reached.append(
            page.evaluate("document.activeElement.name || document.activeElement.type")
        )
    context.close()

    assert reached[:4] == ["name_ar", "name_en", "parent", "submit"]
