"""
Hearing, in Arabic: what citizens write on a real WordPress, a real MediaWiki and the
training platform comes in, is answered, moderated, appealed, and told what became of.
"""

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from urllib.parse import quote
from uuid import uuid4

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import BUILD, WORKER, keep
from tests.journeys.server import Server
from tests.journeys.speaking import Speaking
from tests.peers.start import start

pytestmark = pytest.mark.once

# The sites stay between two runs: each has citizens of its own.
CITIZEN = f"فاطمة المعمرية {uuid4().hex[:4]}"
BLOG, WIKI = "مدونة الوزارة", "ويكي الوزارة"
TRAINING = "الوزارة على منصة التدريب"
QUESTION = "متى يبدأ التسجيل في الإرشاد الأكاديمي لطلبة السنة الأولى؟"
FACT = "يبدأ التسجيل يوم الأحد 6 ديسمبر ويستمر أسبوعين."
ANSWER = f"شكراً لسؤالكم. {FACT}"
INSULT = "أنتم ح م ي ر ولا تفهمون شيئاً"
SUGGESTION = f"اقتراح {uuid4().hex[:4]}: رسالة تذكير قبل إغلاق التسجيل بيومين."
FREE = "وصل مقترحكم إلى دائرة شؤون الطلبة، وهو قيد الدراسة."


@pytest.fixture(scope="module")
def sites() -> dict[str, str]:
    return start("wordpress") | start("mediawiki")


@pytest.fixture(scope="module")
def ministry(sites: dict[str, str]) -> Iterator[Server]:
    may_call = f"{sites['WORDPRESS_URL']} {sites['MEDIAWIKI_URL']}"
    server = Server(
        BUILD / WORKER / "hear", environment={"RASMI_SITES": may_call}, is_filled=True
    )
    server.serve()
    yield server
    server.stop()


def test_hearing(
    ministry: Server,
    sites: dict[str, str],
    page: Page,
    browser: Browser,
    tmp_path: Path,
) -> None:
    story = Story(ministry, page, tmp_path, browser, sites)
    story.connect(BLOG, sites["WORDPRESS_URL"], "editor", sites["WORDPRESS_EDITOR"])
    story.connect(
        WIKI, sites["MEDIAWIKI_URL"], "Editor@peers", sites["MEDIAWIKI_EDITOR"]
    )
    story.a_question_on_wordpress_is_answered_with_a_fact_of_a_unit()
    story.a_suggestion_on_the_wiki_is_answered_and_its_outcome_told()
    story.an_insult_is_hidden_appealed_against_and_shown_again()
    story.what_a_platform_without_a_connection_says_is_entered()
    story.anybody_can_check_whether_an_account_is_official()


class Story(Speaking):
    def __init__(
        self,
        server: Server,
        page: Page,
        folder: Path,
        browser: Browser,
        sites: dict[str, str],
    ) -> None:
        super().__init__(server, page, folder)
        self.browser, self.sites = browser, sites

    def connect(self, account: str, site: str, login: str, password: str) -> None:
        self.be("cyber")
        self.open("/connections/")
        self.go(f"main a:has-text('{account}')")
        self.go("main a[href$='/connect/']")
        self.choose("site", site)
        self.page.fill("[name=login]", login)
        self.page.fill("[name=password]", password)
        self.send()
        self.reload_until(".badge.ok")

    def a_question_on_wordpress_is_answered_with_a_fact_of_a_unit(self) -> None:
        self.write_and_approve(BLOG)
        address = self.wait_until_out()
        self.comment_on_wordpress(address)
        self.be("officer")
        self.find_in_inbox(CITIZEN)
        keep(self.page, "hear-1-conversation")
        self.sort("question")
        self.ask_a_unit()
        self.answer_without_an_account()
        self.be("officer")
        self.find_in_inbox(CITIZEN)
        expect(self.main).to_contain_text(FACT)
        self.page.fill("[name=text]", ANSWER)
        self.go("#reply form button.primary")
        self.is_on_its_way()
        self.reload_until("main [data-state=answered]")
        keep(self.page, "hear-2-answered")
        self.page.goto(address)
        expect(self.page.locator("body")).to_contain_text(FACT)
        expect(self.page.locator("body")).to_contain_text("دائرة التواصل والإعلام")
        keep(self.page, "hear-3-on-wordpress")

    def comment_on_wordpress(self, address: str) -> None:
        self.page.goto(address)
        self.page.fill("#comment", QUESTION)
        self.page.fill("#author", CITIZEN)
        self.page.fill("#email", "fatma@citizens.example")
        self.go("#commentform [type=submit]")
        expect(self.page.locator("body")).to_contain_text(QUESTION)

    def find_in_inbox(self, author: str, view: str = "open") -> None:
        self.open(f"/inbox/?view={view}")
        self.page.fill("[name=q]", author)
        self.page.press("[name=q]", "Enter")
        self.reload_until(f"main a:has-text('{author}')")
        self.go(f"main a:has-text('{author}') >> nth=0")

    def sort(self, kind: str, topic: str = "") -> None:
        self.page.select_option("[name=kind]", kind)
        if topic:
            self.choose("topic", topic)
        self.go("form[action$='/sort/'] button")

    def ask_a_unit(self) -> None:
        self.act("ask")
        self.choose("recipient", "نورة")
        self.page.fill("[name=question]", "ما موعد بدء التسجيل في الإرشاد الأكاديمي؟")
        self.send()
        expect(self.main).to_contain_text("ما موعد بدء التسجيل")

    def answer_without_an_account(self) -> None:
        """A colleague opens the link of the mail in a browser of one's own."""
        self.be("officer")
        self.open("/demo/mails/")
        found = re.findall(r"/asked/[^\s\"'<]+", self.page.content())
        with self.browser.new_context(locale="ar") as stranger:
            page = stranger.new_page()
            page.goto(f"{self.server.staff}{found[0]}")
            assert "فاطمة" not in page.content()
            page.fill("[name=answer-answer]", FACT)
            page.check("[name=answer-publishable][value=all]")
            page.fill("[name=answer-answered_by]", "نورة المعمرية، باحثة شؤون طلبة")
            keep(page, "hear-4-unit")
            page.click("form:has([value=answer]) button.primary")
            expect(page.locator("main")).to_contain_text(FACT)
            expect(page.locator("main form")).to_have_count(0)

    def is_on_its_way(self) -> None:
        wrong = self.page.locator("main .errors, main .refusal")
        assert wrong.all_inner_texts() == []

    def a_suggestion_on_the_wiki_is_answered_and_its_outcome_told(self) -> None:
        self.write_and_approve(WIKI)
        address = self.wait_until_out()
        talk = self.write_on_the_talk_page(address)
        self.be("officer")
        self.open("/inbox/?view=unsorted")
        self.page.fill("[name=q]", SUGGESTION[:30])
        self.page.press("[name=q]", "Enter")
        self.reload_until(f"main a:has-text('{SUGGESTION[:30]}')")
        self.go(f"main a:has-text('{SUGGESTION[:30]}')")
        conversation = self.page.url
        self.sort("suggestion")
        self.page.fill("[name=text]", FREE)
        self.go("#reply form button.primary")
        self.is_on_its_way()
        self.be("communication")
        self.page.goto(conversation)
        self.go("main a[href*='/reply/']")
        self.page.check("[name=outcome][value=approve]")
        self.send()
        self.reload_until("main [data-state=answered]")
        self.page.goto(talk)
        expect(self.page.locator("body")).to_contain_text(FREE)
        keep(self.page, "hear-5-on-the-wiki")
        self.tell_what_became_of_it(conversation)

    def write_on_the_talk_page(self, address: str) -> str:
        title = re.sub(r".*/wiki/", "", address)
        self.page.goto(address)
        talk = self.page.locator("#ca-talk a").get_attribute("href")
        assert talk, title
        site = self.sites["MEDIAWIKI_URL"]
        name = re.search(r"title=([^&]+)", talk) or re.search(r"/wiki/(.+)", talk)
        assert name
        wanted = f"{site}/index.php?title={name[1]}&action=edit&section=new"
        self.page.goto(wanted)
        self.page.fill("#wpSummary", "مقترح")
        self.page.fill("#wpTextbox1", f"{SUGGESTION} ~~~~")
        self.page.click("#wpSave")
        expect(self.page.locator("body")).to_contain_text(SUGGESTION)
        return f"{site}/index.php?title={name[1]}"

    def tell_what_became_of_it(self, conversation: str) -> None:
        self.be("officer")
        self.page.goto(conversation)
        self.go("main a[href*='/outcomes/new/']")
        self.choose("topic", "خدمات الطلبة")
        self.page.check("[name=decision][value=partly]")
        self.page.fill("[name=decided_on]", timezone.localdate().isoformat())
        texts = {
            "title": ("نذكّر برسالة قبل إغلاق التسجيل", "We remind you by message"),
            "said": (SUGGESTION, "Please remind us before registration closes."),
            "did": ("نرسل تذكيراً قبل يومين", "We send a reminder two days before."),
            "why": ("الرسائل النصية تحتاج إلى اتفاق", "Texts need an agreement."),
        }
        for name, (arabic, english) in texts.items():
            self.page.fill(f"[name={name}_ar]", arabic)
            self.page.fill(f"[name={name}_en]", english)
        self.send()
        outcome = self.page.url
        self.be("communication")
        self.page.goto(outcome)
        self.act("publish")
        self.send()
        self.page.goto(f"{self.server.public}/outcomes/")
        self.go("main a:has-text('نذكّر برسالة')")
        expect(self.main).to_contain_text("أُخذ به جزئياً")
        expect(self.main).to_contain_text("الرسائل النصية تحتاج إلى اتفاق")
        keep(self.page, "hear-6-outcome")

    def an_insult_is_hidden_appealed_against_and_shown_again(self) -> None:
        self.write_and_approve(TRAINING)
        address = self.wait_until_out()
        self.page.goto(address)
        self.page.fill("[name=name]", "مواطن غاضب")
        self.page.fill("[name=text]", INSULT)
        self.go("#say button")
        self.be("officer")
        self.open("/moderation/")
        self.reload_until("main a:has-text('مواطن غاضب')")
        keep(self.page, "hear-7-queue")
        self.go("main a:has-text('مواطن غاضب')")
        contribution = self.page.url
        expect(self.main).to_contain_text("X6")
        self.act("hide")
        self.page.check("[name=rule][value=insult]")
        self.page.fill("[name=reason]", "شتم الموظفين بوصفهم حميراً.")
        self.send()
        keep(self.page, "hear-8-hidden")
        self.page.goto(address)
        self.reload_until("a[href*='/appeal/']")
        body = self.page.locator("body")
        expect(body).not_to_contain_text("ولا تفهمون")
        expect(body).to_contain_text("C3.2")
        keep(self.page, "hear-9-note")
        self.go("a[href*='/appeal/'] >> nth=0")
        self.appeal_and_be_heard(contribution)
        self.page.goto(address)
        self.reload_until("text=ولا تفهمون")

    def appeal_and_be_heard(self, contribution: str) -> None:
        expect(self.main).to_contain_text("C3.2")
        expect(self.main).not_to_contain_text("ولا تفهمون")
        self.page.fill("[name=text]", "كتبتها وأنا غاضب، وأعتذر عن الكلمة.")
        self.go("main form button")
        code = self.page.locator("main .code").first.inner_text().strip()
        keep(self.page, "hear-10-receipt")
        self.be("officer")
        self.open("/moderation/")
        self.page.goto(contribution)
        self.go("main a[href*='/moderation/appeals/']")
        appeal = self.page.url
        # Who hid it does not decide on the appeal, whatever address one types.
        assert self.page.locator("main a[href$='/decide/']").count() == 0
        self.page.goto(f"{appeal}decide/")
        self.decide()
        assert self.page.locator("main .refusal").count() == 1
        self.be("communication")
        self.page.goto(f"{appeal}decide/")
        self.decide()
        self.page.goto(f"{self.server.public}/appeal/follow/")
        self.page.fill("[name=code]", code)
        self.go("main form button")
        expect(self.main).to_contain_text("نقبل اعتذاركم")
        keep(self.page, "hear-11-followed")

    def decide(self) -> None:
        self.page.check("[name=is_granted][value=yes]")
        self.page.fill("[name=answer]", "نقبل اعتذاركم، ونعيد إظهار التعليق.")
        self.go("main form button.primary")

    def what_a_platform_without_a_connection_says_is_entered(self) -> None:
        self.be("officer")
        self.open("/heard/new/")
        self.choose("channel", "الوزارة على إكس")
        self.page.fill("[name=author]", "@rashid_om")
        self.page.fill("[name=text]", "هل يشمل الإرشاد طلبة الانتساب؟")
        said = timezone.localtime() - timedelta(minutes=2)
        self.page.fill("[name=said_at]", said.strftime("%Y-%m-%dT%H:%M"))
        self.page.fill("[name=url]", "https://evil.example/1")
        self.go("main form button.primary")
        expect(self.page.locator("main .refusal")).to_be_visible()
        self.page.fill("[name=url]", "https://x.com/rashid_om/status/77")
        self.send()
        self.find_in_inbox("@rashid_om")
        expect(self.main).to_contain_text("هل يشمل الإرشاد")
        keep(self.page, "hear-12-by-hand")

    def anybody_can_check_whether_an_account_is_official(self) -> None:
        self.page.context.clear_cookies()
        for asked, verdict in (
            ("@demo_ministry", "نعم"),
            ("https://x.com/demo_ministry", "نعم"),
            ("https://x.com/demo_m1nistry", "ليس"),
            ("@unknown_account_77", "لا"),
        ):
            self.page.goto(f"{self.server.public}/check/?q={quote(asked)}")
            expect(self.page.locator("main h1")).to_contain_text(verdict)
        keep(self.page, "hear-13-check")
        for path in ("accounts", "rules", "policy"):
            self.page.goto(f"{self.server.public}/{path}/")
            keep(self.page, f"hear-14-{path}")
        expect(self.main).to_contain_text("السياسة وثيقة داخلية")
