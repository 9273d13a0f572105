"""
The right to speak, in Arabic: an account from its proposal to active, a person from the
nomination to a delegation in force, the accounts in use, and the open numbers.

One story in one browser, in which people of the demonstration take turns.
"""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from rasmi.people import courses
from tests.journeys.conftest import keep
from tests.journeys.governing import Governing
from tests.journeys.server import Server

pytestmark = pytest.mark.once

ACCOUNT = "مركز القبول على لينكدإن"
PERSON = "نورة بنت سالم المعمرية"


def test_the_right_to_speak(demonstration: Server, page: Page, tmp_path: Path) -> None:
    story = Story(demonstration, page, tmp_path)
    story.an_opening_is_decided_on_paper()
    story.no_account_opens_before_all_is_there()
    story.the_account_opens()
    story.a_person_is_nominated()
    story.the_person_learns_and_acknowledges()
    story.the_delegation_is_approved_and_signed()
    story.the_right_holds_until_it_is_revoked()
    story.accounts_in_use_are_imported()
    story.open_numbers_are_approved()


class Story(Governing):
    # What people do

    def an_opening_is_decided_on_paper(self) -> None:
        self.enter_decision("2026/301", "opening", "فتح حساب مركز القبول على لينكدإن")
        self.open("/decisions/")
        self.go("main a.item:has-text('2026/301')")
        expect(self.main).to_contain_text("يتولى المطابقة شخص آخر")
        keep(self.page, "right-1-decision-entered")
        self.check_decision("2026/301")

    def no_account_opens_before_all_is_there(self) -> None:
        self.be("register")
        self.activate_account()
        self.is_refused("A1.3")
        keep(self.page, "right-2-refused-without-opinion")

        self.be("cyber")
        self.open("/")
        self.go(f"main a:has-text('{ACCOUNT}')")
        self.go("main a:has-text('رأي')[href*='/opinion/cyber/']")
        for answer in self.page.locator("input[type=radio][value=yes]").all():
            answer.check()
        self.page.check("[name=stance][value=conditions]")
        self.page.fill("[name=words]", "لا مانع، بشرط عزل الأجهزة المستعملة.")
        self.page.fill("[name=conditions]", "استعمال جهاز مخصص للحساب")
        self.send()
        keep(self.page, "right-3-opinion-with-condition")

        self.be("register")
        self.activate_account()
        expect(self.main).to_contain_text("استعمال جهاز مخصص للحساب")
        self.is_refused("A1.2")

        self.be("cyber")
        self.account()
        self.go("main a[href*='/conditions/']")
        self.page.fill("[name=how]", "عاينّا الجهاز")
        self.send()

        self.be("register")
        self.activate_account()
        self.is_refused("A10.1")

    def the_account_opens(self) -> None:
        self.be("unit")
        self.account()
        self.go("main a[href$='/procedure/']")
        expect(self.page.locator("[name=text_ar]")).to_have_value(
            re.compile("طلب إفادة")
        )
        self.send()
        self.be("communication")
        self.account()
        self.go("main a[href*='/procedures/']")
        keep(self.page, "right-4-procedure")
        self.send()
        self.be("register")
        self.activate_account()
        expect(self.main).to_contain_text("نشط")
        expect(self.main).to_contain_text("2026/301")
        keep(self.page, "right-5-account-active")

    def a_person_is_nominated(self) -> None:
        self.be("officer")
        self.open("/delegations/nominate/")
        self.is_refused("A2.1")
        self.be("head")  # of the ministry, and of no unit below it
        self.open("/delegations/nominate/")
        self.nominate()
        self.is_refused("A2.1")
        self.be("unit")
        self.open("/delegations/nominate/")
        self.nominate(days=500)
        self.is_refused("A7.1")
        self.nominate()
        keep(self.page, "right-6-nominated")

    def the_person_learns_and_acknowledges(self) -> None:
        self.be("employee")
        self.open("/")
        keep(self.page, "right-7-due-from-the-nominee")
        self.open("/course/")
        course = courses.speaking()
        lessons = [f"/course/lessons/{each.key}/" for each in course.lessons]
        for path in lessons:
            self.open(path)
            self.go("main form button.primary")
        keep(self.page, "right-8-course")
        self.go("main form button.primary")
        for box in self.page.locator("main input[type=radio]").all():
            name, value = box.get_attribute("name"), box.get_attribute("value")
            if str(course.questions[str(name)].right) == value:
                box.check()
        keep(self.page, "right-9-quiz")
        self.send()
        expect(self.main).to_contain_text("100%")
        self.open("/delegations/acknowledge/")
        for clause in ("A2.2", "A2.3", "A5.2"):
            expect(self.main).to_contain_text(clause)
        self.page.check("[name=has_read]")
        keep(self.page, "right-10-acknowledge")
        self.send()

    def the_delegation_is_approved_and_signed(self) -> None:
        self.be("unit")
        self.delegation()
        self.go("main a[href$='/assess/']")
        for name in ("topics", "language", "technical", "availability"):
            self.page.check(f"[name={name}-level][value=met]")
            self.page.fill(f"[name={name}-shown_by]", "ملف الموظفة ومقابلة")
        self.send()
        keep(self.page, "right-11-assessed")
        self.be("head")
        self.delegation()
        self.go("main a[href$='/approve/']")
        self.send()
        self.be("register")
        self.delegation()
        self.go("main a[href*='/letter/']")
        expect(self.page.locator(".letter")).to_contain_text(PERSON)
        keep(self.page, "right-12-letter")
        self.enter_decision("2026/302", "delegation", "تفويض بإدارة حساب مركز القبول")
        self.delegation()
        self.go("main a[href$='/activate/']")
        options = self.page.locator("[name=decision] option").all_inner_texts()
        assert not any("2026/302" in each for each in options)  # nobody checked it yet
        self.check_decision("2026/302")
        self.be("register")
        self.delegation()
        self.go("main a[href$='/activate/']")
        self.choose("decision", "2026/302")
        self.send()
        expect(self.main).to_contain_text("سارٍ")
        keep(self.page, "right-13-in-force")

    def the_right_holds_until_it_is_revoked(self) -> None:
        self.be("unit")
        self.delegation()
        self.go("main a[href$='/revoke/']")
        self.page.fill("[name=reason]", "انتهاء الحملة")
        self.send()
        expect(self.main).to_contain_text("انتهاء الحملة")
        self.be("employee")
        self.open("/delegations/")
        keep(self.page, "right-14-revoked")

    def accounts_in_use_are_imported(self) -> None:
        self.be("register")
        head = "المنصة,معرّف الحساب,الاسم بالعربية,الجهة المالكة"
        right = "فيسبوك,demo.ministry,الوزارة على فيسبوك,دائرة التواصل والإعلام"
        self.import_list(head, right, "إكس,a b c,حساب,دائرة لا وجود لها")
        expect(self.page.locator("main .errors")).to_contain_text("3")
        keep(self.page, "right-15-import-refused")
        self.import_list(head, right)
        self.go("main a:has-text('الوزارة على فيسبوك')")
        expect(self.main).to_contain_text("بانتظار القرار")
        keep(self.page, "right-16-in-use")

    def open_numbers_are_approved(self) -> None:
        self.enter_decision("2026/303", "parameters", "استكمال معايير السياسة")
        self.check_decision("2026/303")
        self.open("/policy/parameters/adopt/")
        self.choose("decision", "2026/303")
        self.page.fill("[name=retention_schedule-reference]", "موافقة 12 لسنة 2026")
        self.send()
        self.be("register")
        self.open("/policy/parameters/")
        self.go("main .note a")
        expect(self.main).to_contain_text("موافقة 12 لسنة 2026")
        self.send()
        expect(self.main).not_to_contain_text("غير محدّد")
        keep(self.page, "right-17-all-approved")

    # How they do it

    def is_refused(self, clause: str) -> None:
        super().is_refused(clause)
        expect(self.main.locator(".refusal")).to_contain_text("الخطوة التالية")

    def account(self) -> None:
        self.open("/accounts/")
        self.go(f"main a.item:has-text('{ACCOUNT}')")

    def activate_account(self) -> None:
        self.account()
        self.go("main a[href$='/activate/']")
        self.choose("decision", "2026/301")
        self.go("main form button.primary")

    def nominate(self, days: int = 200) -> None:
        self.choose("person", PERSON)
        self.page.check(f"label:has-text('{ACCOUNT}') input")
        self.page.check("[name=tasks][value=reply]")
        self.page.check("label:has-text('القبول والتسجيل') input")
        last = timezone.localdate() + timedelta(days=days)
        self.page.fill("[name=ends_at]", last.isoformat())
        self.go("main form button.primary")

    def delegation(self) -> None:
        self.open("/delegations/")
        self.go(f"main a.item:has-text('{PERSON}'):has-text('{ACCOUNT}')")

    def import_list(self, *lines: str) -> None:
        self.open("/accounts/import/")
        path = self.folder / "accounts.csv"
        path.write_text("\r\n".join(lines), "utf-8")
        self.page.set_input_files("[name=original]", path)
        self.go("main form button.primary")
