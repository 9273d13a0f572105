"""
Really speaking, in Arabic: accounts on a real WordPress and a real MediaWiki are
connected, and what was approved appears there with its picture.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from rasmi.demo import pictures
from tests.journeys.conftest import BUILD, WORKER, keep
from tests.journeys.server import Server
from tests.journeys.speaking import AR, EN, Speaking
from tests.peers.start import start

pytestmark = pytest.mark.once

BLOG, WIKI = "مدونة الوزارة", "ويكي الوزارة"
ALT_AR = "بطاقة خضراء عليها نجمة: الإرشاد الأكاديمي"
ALT_EN = "A green card with a star: academic advising"


@pytest.fixture(scope="module")
def sites() -> dict[str, str]:
    return start("wordpress") | start("mediawiki")


@pytest.fixture(scope="module")
def ministry(sites: dict[str, str]) -> Iterator[Server]:
    """The demonstration, which may call the two sites of this machine."""
    may_call = f"{sites['WORDPRESS_URL']} {sites['MEDIAWIKI_URL']}"
    server = Server(
        BUILD / WORKER / "real", environment={"RASMI_SITES": may_call}, is_filled=True
    )
    server.serve()
    yield server
    server.stop()


def test_really_speaking(
    ministry: Server, sites: dict[str, str], page: Page, tmp_path: Path
) -> None:
    story = Story(ministry, page, tmp_path)
    story.a_wrong_password_is_told()
    story.connect(BLOG, sites["WORDPRESS_URL"], "author", sites["WORDPRESS_AUTHOR"])
    keep(page, "real-2-connected")
    story.connect(
        WIKI, sites["MEDIAWIKI_URL"], "Editor@peers", sites["MEDIAWIKI_EDITOR"]
    )
    story.a_post_with_a_picture_appears_on(BLOG, "real-3-on-wordpress")
    story.a_post_with_a_picture_appears_on(WIKI, "real-4-on-mediawiki")
    story.what_cannot_sign_in_is_held_and_goes_out_later(sites)


class Story(Speaking):
    def a_wrong_password_is_told(self) -> None:
        self.be("cyber")
        self.open("/connections/")
        self.go(f"main a:has-text('{BLOG}')")
        self.go("main a[href$='/connect/']")
        self.choose("site", "127.0.0.1")
        self.page.fill("[name=login]", "author")
        self.page.fill("[name=password]", "قصيرة")
        self.go("main form button.primary")
        self.is_refused("S1.1")
        self.page.fill("[name=password]", "wrong wrong wrong wrong")
        self.send()
        self.reload_until(".badge.bad")
        keep(self.page, "real-1-refused")

    def connect(self, account: str, site: str, login: str, password: str) -> None:
        self.open("/connections/")
        self.go(f"main a:has-text('{account}')")
        self.go("main a[href$='/connect/']")
        self.choose("site", site)
        self.page.fill("[name=login]", login)
        self.page.fill("[name=password]", password)
        self.send()
        self.reload_until(".badge.ok")
        assert password not in self.page.content()

    def a_post_with_a_picture_appears_on(self, account: str, name: str) -> None:
        self.be("officer")
        self.open("/posts/new/")
        self.fill(account, AR, EN)
        self.send()
        self.post = self.page.url
        self.add_picture()
        self.act("submit")
        self.send()
        self.be("communication")
        self.open_post("review/")
        self.approve()
        address = self.wait_until_out()
        self.page.goto(address)
        expect(self.page.locator("body")).to_contain_text(AR)
        shown = self.page.locator(f"img[alt*='{ALT_AR}']").first
        expect(shown).to_be_visible()
        assert shown.evaluate("img => img.naturalWidth") > 0
        keep(self.page, name)

    def add_picture(self) -> None:
        card = self.folder / "card.png"
        card.write_bytes(pictures.card("card.png").read())
        self.act("pictures/new")
        self.page.set_input_files("[name=picture]", card)
        self.page.fill("[name=alt_ar]", ALT_AR)
        self.page.fill("[name=alt_en]", ALT_EN)
        self.page.fill("[name=holder]", "دائرة التواصل والإعلام")
        self.page.select_option("[name=licence]", "own")
        self.page.select_option("[name=people]", "none")
        self.send()

    def what_cannot_sign_in_is_held_and_goes_out_later(
        self, sites: dict[str, str]
    ) -> None:
        """The password is changed on the way, and the post waits for the new one."""
        self.be("cyber")
        self.change(BLOG, "not the right one at all")
        self.reload_until(".badge.bad")
        self.write_and_approve(BLOG)
        self.open_post()
        self.reload_until("main details[open] .gates .no")
        keep(self.page, "real-5-held")
        self.be("cyber")
        self.change(BLOG, sites["WORDPRESS_AUTHOR"])
        self.reload_until(".badge.ok")
        self.be("officer")
        self.wait_until_out()
        keep(self.page, "real-6-out-after-all")

    def change(self, account: str, password: str) -> None:
        self.open("/connections/")
        self.go(f"main a:has-text('{account}')")
        self.go("main a[href$='/connect/']")
        self.page.check("[name=reason][value=suspicion]")
        self.page.fill("[name=password]", password)
        self.send()
