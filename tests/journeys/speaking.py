"""What people of the demonstration do in every story of speaking."""

import time
from datetime import timedelta
from pathlib import Path

from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from tests.journeys.server import Server

AR = "تفتح الوزارة باب التسجيل في برنامج الإرشاد الأكاديمي يوم الأحد."
EN = "Registration for academic advising opens on Sunday."
PATIENCE = 60  # seconds until the worker has done what is due


class Speaking:
    """
    One browser in which people take turns.

    :ivar post: the address of the post that the story is about
    """

    def __init__(self, server: Server, page: Page, folder: Path) -> None:
        self.server, self.page, self.folder = server, page, folder
        self.post = ""

    @property
    def main(self) -> Locator:
        return self.page.locator("main")

    def be(self, role: str) -> None:
        self.page.context.clear_cookies()
        self.page.goto(f"{self.server.staff}/sign-in/")
        self.go(f"button[value={role}]")
        expect(self.page).to_have_url(f"{self.server.staff}/")

    def go(self, selector: str) -> None:
        """Click what leads to a page, and wait until all of that is there."""
        with self.page.expect_navigation():
            self.page.click(selector)

    def open(self, path: str) -> None:
        self.page.goto(f"{self.server.staff}{path}")

    def open_post(self, path: str = "") -> None:
        self.page.goto(f"{self.post}{path}")

    def act(self, name: str) -> None:
        self.go(f"main a[href$='/{name}/']")

    def send(self) -> None:
        self.go("main form button.primary")
        wrong = self.page.locator("main .errors, main .refusal")
        assert wrong.all_inner_texts() == []

    def choose(self, field: str, part: str) -> None:
        option = self.page.locator(f"[name={field}] option", has_text=part).first
        self.page.select_option(f"[name={field}]", option.get_attribute("value"))

    def is_refused(self, clause: str) -> None:
        expect(self.page.locator("main .refusal")).to_contain_text(clause)

    def fill(self, account: str, arabic: str, english: str, minutes: int = 0) -> None:
        at = timezone.localtime() + timedelta(minutes=minutes)
        if minutes and at.second > 15:
            at += timedelta(minutes=1)  # the form knows no seconds: never much too soon
        self.page.fill("[name=text_ar]", arabic)
        self.page.fill("[name=text_en]", english)
        self.page.check(f"label:has-text('{account}') input")
        self.page.fill("[name=publish_at]", at.strftime("%Y-%m-%dT%H:%M"))
        self.choose("topic", "خدمات الطلبة")
        self.page.select_option("[name=purpose]", "awareness")
        self.page.fill("[name=audience]", "طلبة مؤسسات التعليم العالي")
        self.page.select_option("[name=information_class]", "public_announcement")
        self.page.fill("[name=unplanned_reason]", "طلبته الجهة هذا الصباح")
        self.page.fill("[name=source]", "إفادة دائرة شؤون الطلبة")

    def rewrite(self, arabic: str, english: str) -> None:
        self.open_post("edit/")
        self.page.fill("[name=text_ar]", arabic)
        self.page.fill("[name=text_en]", english)
        self.send()

    def approve(self) -> None:
        self.page.check("[name=outcome][value=approve]")
        self.page.check("[name=has_read]")
        self.send()

    def write_and_approve(self, account: str, minutes: int = 0) -> None:
        self.be("officer")
        self.open("/posts/new/")
        self.fill(account, AR, EN, minutes)
        self.send()
        self.post = self.page.url
        self.act("submit")
        self.send()
        self.be("communication")
        self.open_post("review/")
        self.approve()

    def wait_until_out(self) -> str:
        self.open_post()
        self.reload_until("main a.address")
        return str(self.page.locator("main a.address").first.get_attribute("href"))

    def wait_for(self, selector: str, path: str) -> None:
        self.open_post(path)
        self.reload_until(selector)

    def reload_until(self, selector: str, patience: int = PATIENCE) -> None:
        until = time.monotonic() + patience
        while not self.page.locator(selector).count():
            assert time.monotonic() < until, f"{selector} never came"
            time.sleep(1)
            self.page.reload()
