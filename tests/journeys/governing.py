"""What people of the demonstration do in every story of governing."""

import re

from django.utils import timezone
from playwright.sync_api import expect

from rasmi.demo.papers import paper
from tests.journeys.speaking import Speaking

HEAD = "هلال بن سعيد الرواحي"


class Governing(Speaking):
    """A browser in which decisions of paper are entered and checked, and mails read."""

    def enter_decision(self, number: str, kind: str, subject: str) -> None:
        self.be("register")
        self.open("/decisions/enter/")
        self.page.fill("[name=number]", number)
        self.page.fill("[name=decided_on]", timezone.localdate().isoformat())
        self.page.select_option("[name=kind]", kind)
        self.page.fill("[name=subject]", subject)
        self.choose("signed_by", HEAD)
        scan = self.folder / "scan.pdf"
        scan.write_bytes(paper(number, subject).read())
        self.page.set_input_files("[name=original]", scan)
        self.send()

    def check_decision(self, number: str) -> None:
        self.be("security")
        self.open("/decisions/")
        self.go(f"main a.item:has-text('{number}')")
        self.go("main a[href$='/check/']")
        self.page.wait_for_url("**/check/")
        for box in self.page.locator("main input[type=checkbox]").all():
            box.check()
        self.send()

    def link_mailed_to(self, address: str, subject: str) -> str:
        """The address in the newest mail of a subject that the demonstration kept."""
        self.be("security")
        self.open("/demo/mails/")
        letter = f"main details:has-text('{address}'):has-text('{subject}')"
        self.reload_until(letter)
        self.page.locator(letter).first.locator("summary").click()
        text = self.page.locator(f"{letter} pre").first.inner_text()
        found = re.search(rf"{re.escape(self.server.staff)}\S+", text)
        assert found, text
        return found[0]

    def status_of(self, path: str) -> int:
        """What a page answers to whoever is signed in."""
        return self.page.request.get(f"{self.server.staff}{path}").status

    def says(self, *texts: str) -> None:
        for text in texts:
            expect(self.main).to_contain_text(text)
