"""
Speaking, in Arabic: from a draft with a forbidden word to a post that the public sees,
by hand where no connection posts, held where a rule asks for it.

One story in one browser, in which people of the demonstration take turns.
"""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from rasmi.demo import pictures
from tests.journeys.conftest import keep
from tests.journeys.server import Server
from tests.journeys.speaking import AR, EN, Speaking

pytestmark = pytest.mark.once

SANDBOX = "الوزارة على منصة التدريب"
X = "الوزارة على إكس"


def test_speaking(demonstration: Server, page: Page, tmp_path: Path) -> None:
    story = Story(demonstration, page, tmp_path)
    story.a_draft_is_screened()
    story.a_picture_says_what_it_shows_and_whose_it_is()
    story.another_person_reviews()
    story.the_public_sees_it_and_answers()
    story.by_hand_where_no_connection_posts()
    story.a_stop_holds_it_until_two_resume()
    story.urgent_is_looked_at_afterwards()
    story.an_ended_right_holds_it()


class Story(Speaking):
    def a_draft_is_screened(self) -> None:
        self.be("officer")
        self.open("/posts/new/")
        self.fill(SANDBOX, AR + " لا تصدقوا المكاتب النصابة.", EN)
        self.go("main button[name=check]")
        expect(self.main.locator("mark.f")).to_contain_text("النصابة")
        expect(self.main).to_contain_text("X6")
        keep(self.page, "speak-1-underlined")
        self.send()
        self.post = self.page.url
        self.act("submit")
        self.go("main form button.primary")
        self.is_refused("X6")
        keep(self.page, "speak-2-refused")
        self.rewrite(AR + " جميع الطلبات مقبولة.", EN)

    def a_picture_says_what_it_shows_and_whose_it_is(self) -> None:
        card = self.folder / "card.png"
        card.write_bytes(pictures.card("card.png").read())
        self.act("pictures/new")
        self.page.set_input_files("[name=picture]", card)
        self.page.fill("[name=alt_ar]", "بطاقة خضراء عليها نجمة: الإرشاد الأكاديمي")
        self.page.fill("[name=alt_en]", "A green card with a star: academic advising")
        self.page.fill("[name=holder]", "دائرة التواصل والإعلام")
        self.page.select_option("[name=licence]", "own")
        self.page.select_option("[name=people]", "consent")
        self.go("main form button.primary")
        self.is_refused("X4.1")
        self.page.set_input_files("[name=picture]", card)
        self.page.select_option("[name=people]", "none")
        self.send()
        keep(self.page, "speak-3-draft-with-picture")

    def another_person_reviews(self) -> None:
        self.act("submit")
        self.send()
        self.open_post("review/")
        self.is_refused("A5.1")  # who writes has no right to review
        self.be("communication")
        self.open_post("review/")
        expect(self.main.locator("mark.f")).to_contain_text("جميع الطلبات مقبولة")
        keep(self.page, "speak-4-review")
        self.page.check("[name=outcome][value=return]")
        self.page.fill("[name=remark]", "تُطلب إفادة من الجهة، أو تُحذف العبارة.")
        self.send()
        self.be("officer")
        self.open("/")
        expect(self.main).to_contain_text("تُطلب إفادة من الجهة")
        self.open_post()
        self.rewrite(AR, EN)
        self.act("submit")
        self.send()
        self.be("communication")
        self.open_post("review/")
        expect(self.main.locator("del")).to_contain_text("مقبولة")
        keep(self.page, "speak-5-what-changed")
        self.approve()

    def the_public_sees_it_and_answers(self) -> None:
        address = self.wait_until_out()
        keep(self.page, "speak-6-life-of-the-post")
        self.page.goto(address)
        expect(self.page.locator("main")).to_contain_text(AR)
        expect(self.page.locator("main img").first).to_have_attribute(
            "alt",
            "بطاقة خضراء عليها نجمة: الإرشاد الأكاديمي\n\n"
            "A green card with a star: academic advising",
        )
        self.page.locator("form input:not([type=hidden])").first.fill("سالم")
        self.page.locator("form textarea").fill("هل يشمل البرنامج طلبة السنة الأولى؟")
        self.go("form button")
        expect(self.page.locator("main")).to_contain_text("السنة الأولى")
        keep(self.page, "speak-7-on-the-platform")

    def by_hand_where_no_connection_posts(self) -> None:
        self.write_and_approve(X)
        self.be("officer")
        self.wait_for("a[href*='/outbox/']", "")
        self.go("main .account-line a[href*='/outbox/']")
        self.reload_until(".to-copy")
        expect(self.page.locator(".to-copy")).to_contain_text(AR)
        self.page.set_viewport_size({"width": 390, "height": 844})
        keep(self.page, "speak-8-by-hand-on-a-phone")
        self.page.set_viewport_size({"width": 1440, "height": 900})
        self.go("main a[href$='/posted/']")
        self.page.fill("[name=address]", "https://example.com/1")
        self.go("main form button.primary")
        expect(self.page.locator("main .refusal")).to_contain_text("x.com")
        self.page.fill("[name=address]", "https://x.com/demo_ministry/status/77")
        self.send()
        expect(self.main).to_contain_text("status/77")
        keep(self.page, "speak-9-posted")

    def a_stop_holds_it_until_two_resume(self) -> None:
        self.be("cyber")
        self.open("/stops/new/")
        self.page.check("[name=kind][value=incident]")
        self.page.check("[name=scope][value=account]")
        self.choose("channel", SANDBOX)
        self.page.fill("[name=reason]", "دخول من جهاز غير معروف")
        self.send()
        link = self.page.locator(f"main a[href*='/stops/']:has-text('{SANDBOX}')").first
        stop = f"{self.server.staff}{link.get_attribute('href')}"
        self.write_and_approve(SANDBOX)
        self.be("officer")
        self.open_post()
        self.reload_until("main details[open] .gates .no")
        keep(self.page, "speak-10-held")
        self.be("cyber")
        self.page.goto(f"{stop}resume/")
        self.page.fill("[name=reason]", "أُغلق الجهاز وغُيّرت كلمة المرور")
        self.page.check("main form input[type=checkbox]")
        self.send()
        self.page.goto(f"{stop}confirm/")
        self.page.check("main form input[type=checkbox]")
        self.go("main form button.primary")
        expect(self.page.locator("main .refusal")).to_be_visible()
        self.be("communication")
        self.page.goto(f"{stop}confirm/")
        self.page.check("main form input[type=checkbox]")
        self.send()
        self.be("officer")
        self.wait_until_out()

    def urgent_is_looked_at_afterwards(self) -> None:
        self.be("officer")
        self.open("/posts/new/")
        self.fill(SANDBOX, AR, EN)
        self.send()
        self.post = self.page.url
        self.act("urgent")
        self.page.fill("[name=reason]", "ينتهي التسجيل بعد ساعة والموقع متوقف")
        self.send()
        self.wait_until_out()
        self.be("communication")
        self.open("/")
        self.go("main a[href*='/afterwards/']")
        self.open_post("afterwards/")
        self.page.check("[name=outcome][value=upheld]")
        keep(self.page, "speak-11-looked-at-afterwards")
        self.send()

    def an_ended_right_holds_it(self) -> None:
        self.write_and_approve(SANDBOX, minutes=1)
        self.be("register")
        self.open("/delegations/")
        row = "main a.item:has-text('يوسف'):has-text('منصة التدريب')"
        self.go(row)
        self.go("main a[href$='/revoke/']")
        self.page.fill("[name=reason]", "انتقل إلى دائرة أخرى")
        self.send()
        self.be("communication")
        self.open_post()
        self.reload_until("main details[open] .gates .no", patience=120)
        expect(self.main.locator(".gates .no").first).to_contain_text("A5.1")
        keep(self.page, "speak-12-held-without-a-right")
