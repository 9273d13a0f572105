"""
The policy governs, in Arabic: a year of a delegation, a report of a violation, a new
employee from the list to the last day, and an issue of the policy itself.

Each story leaves what the next one needs; the issue comes last, as nobody speaks on
before having acknowledged it.
"""

import re
from pathlib import Path

import pyotp
import pytest
from playwright.sync_api import Page, expect

from rasmi.core.language import isolated
from rasmi.people import courses
from tests.journeys.conftest import keep
from tests.journeys.governing import Governing
from tests.journeys.server import Server

pytestmark = pytest.mark.once


@pytest.fixture
def story(demonstration: Server, page: Page, tmp_path: Path) -> Governing:
    return Governing(demonstration, page, tmp_path)


SPEAKER = "زينب بنت محمد اللواتية"
ACCOUNT = "الوزارة على إنستغرام"
COVERING = "يوسف بن علي الكلباني"


def test_a_delegation_ends_in_view_of_everybody(story: Governing) -> None:
    delegation = _what_ends(story)
    _an_hour_without_anybody_is_covered(story)
    address = _a_letter_is_issued(story, delegation)
    _anybody_verifies_it(story, address, "التفويض سارٍ", "governed-4-holds")
    story.be("communication")
    story.open(delegation)
    story.act("revoke")
    story.page.fill("[name=reason]", "انتقال الموظفة إلى دائرة أخرى")
    story.send()

    _anybody_verifies_it(
        story, address, "لم يعد التفويض سارياً", "governed-5-holds-no-more"
    )

    wrong = address[:-2] + ("2" if address[-2] != "2" else "3") + "/"
    answer = story.page.request.get(wrong)
    assert answer.status == 404
    assert "لم يصدر عنا كتاب بهذا الرمز" in answer.text()


def _what_ends(story: Governing) -> str:
    """What ends soon and what stops with it; return the address of the delegation."""
    story.be("communication")
    story.open("/delegations/ending/")
    ending = story.main.locator("section.card", has_text=ACCOUNT)
    ending = ending.filter(has_text=SPEAKER)
    expect(ending).to_contain_text("لم يُجدَّد")
    keep(story.page, "governed-1-what-ends")
    ending.locator("h2 a").click()
    story.says(SPEAKER)
    address = story.page.url.removeprefix(story.server.staff)
    if address.endswith("/midnight/"):
        address = address.removesuffix("midnight/")
    story.open(f"{address}midnight/")
    expect(story.main.locator("section.card li", has_text="مناوبة")).not_to_have_count(
        0
    )
    keep(story.page, "governed-2-midnight")
    return address


def _an_hour_without_anybody_is_covered(story: Governing) -> None:
    story.open("/roster/")
    story.go(f"main a:has-text('{ACCOUNT}')")
    story.go("main a:has-text('الأسبوع التالي')")
    week = story.page.url
    gaps = story.main.locator("a[href*='/cover/']")
    before = gaps.count()
    assert before
    gaps.first.click()
    story.choose("person", COVERING)
    story.send()
    story.page.goto(week)
    expect(gaps).to_have_count(before - 1)
    story.says("لمرة واحدة")
    keep(story.page, "governed-3-covered")


def _a_letter_is_issued(story: Governing, delegation: str) -> str:
    story.open(delegation)
    story.go("main form[action$='/letter/issue/'] button")
    story.page.wait_for_url("**/letter/")
    text = story.main.inner_text()
    found = re.search(rf"{re.escape(story.server.public)}/verify/\S+", text)
    assert found, text
    paper = story.page.request.get(f"{story.page.url}paper/")
    assert paper.body().startswith(b"%PDF-")
    return found[0]


def _anybody_verifies_it(
    story: Governing, address: str, said: str, picture: str
) -> None:
    story.page.context.clear_cookies()
    story.page.goto(address)
    expect(story.page.locator("h1")).to_have_text(said)
    story.says(ACCOUNT)
    keep(story.page, picture)


OF_STAFF = "1012"  # a person of another section
OF_OWNER = "1001"  # the head of the section that owns the policy
HAPPENED = "نُشرت صورة مذكرة داخلية في حساب الوزارة صباح اليوم"


def test_a_violation_is_reported_without_a_name(story: Governing) -> None:
    code = _report(story, HAPPENED, OF_STAFF)
    _stands(story, code, "استُلم")
    case = _case_for(story, "security")
    story.says(HAPPENED)
    assert COVERING not in story.main.inner_text()  # who made it
    for stranger in ("employee", "communication", "auditor"):
        story.be(stranger)
        assert story.status_of(case) == 404

    story.be("security")
    story.open(case)
    story.go("main form[action$='/take/'] button")
    story.act("note")
    story.page.fill("[name=words]", "حُذفت الصورة، ونُبّه من نشرها")
    story.send()
    keep(story.page, "governed-6-case")
    story.act("close")
    story.page.select_option("[name=outcome]", "corrected")
    story.page.fill("[name=words]", "عولجت المخالفة في يومها")
    story.send()
    story.says("حُذفت الصورة، ونُبّه من نشرها", "مغلق")

    _stands(story, code, "مغلق")
    keep(story.page, "governed-7-followed")


def test_who_owns_the_policy_does_not_judge_itself(story: Governing) -> None:
    words = "عُدّل إعداد حساب رسمي دون قرار"
    _report(story, words, OF_OWNER)
    case = _case_for(story, "auditor")
    story.says(words)
    keep(story.page, "governed-8-case-of-the-owner")

    story.be("security")

    assert story.status_of(case) == 404
    story.open("/violations/")
    expect(story.main.locator(f"a[href='{case}']")).to_have_count(0)


def _report(story: Governing, words: str, number: str) -> str:
    """Report a violation without a name; return the code of the receipt."""
    story.be("officer")
    story.open("/violations/report/")
    story.page.select_option("[name=kind]", "disclosure")
    story.page.fill("[name=what]", words)
    story.page.fill("[name=staff_number]", number)
    story.page.check("[name=is_anonymous]")
    story.send()
    keep(story.page, "governed-0-receipt")
    return str(story.main.locator("code").inner_text()).strip()


def _case_for(story: Governing, role: str) -> str:
    """Open the newest case of whoever handles it; return its path."""
    story.be(role)
    story.open("/violations/")
    story.main.locator("li.case a").first.click()
    story.page.wait_for_url(re.compile(r"/violations/\d+/"))
    return str(story.page.url.removeprefix(story.server.staff))


def _stands(story: Governing, code: str, status: str) -> None:
    """Whoever knows the code sees the status, and nothing else of the case."""
    story.be("employee")
    story.open("/violations/")
    story.page.fill("[name=code]", code)
    story.go("main form[action$='/follow/'] button")
    expect(story.main.locator(".note[role=status] b")).to_have_text(status)
    assert HAPPENED not in story.main.inner_text()


NEW = "ريم بنت خليفة الهاشمية"
ADDRESS = "reem@demo-ministry.example"
PASSWORD = "جملة طويلة لا تُنسى 2026"
HEADINGS = "الرقم الوظيفي,الاسم,البريد الإلكتروني,التقسيم الإداري,المسمى الوظيفي"
RIGHT = f"1201,{NEW},{ADDRESS},مركز القبول,أخصائية قبول"
WRONG = "1202,حمد بن علي,hamad@demo-ministry.example,دائرة لا وجود لها,كاتب"


def test_an_employee_from_the_list_to_the_last_day(story: Governing) -> None:
    _a_list_with_a_wrong_row_enters_nobody(story)
    person = _a_right_list_enters_her(story)
    _she_signs_in(story)
    _she_learns(story)
    _she_acknowledges(story)
    hers = {each["name"]: each["value"] for each in story.page.context.cookies()}
    _come_back(story, hers)
    expect(story.page).to_have_url(re.compile("/me/$"))

    story.be("unit")
    story.open(person)
    story.act("release")
    story.go("main form button.danger")
    story.says("خارج الخدمة")
    keep(story.page, "governed-14-released")

    _come_back(story, hers)
    expect(story.page).to_have_url(re.compile("/sign-in/"))


def _come_back(story: Governing, cookies: dict[str, str]) -> None:
    """Open a page of one's own in a session that was begun before."""
    story.page.context.clear_cookies()
    for name, value in cookies.items():
        story.page.context.add_cookies(
            [{"name": name, "value": value, "url": story.server.staff}]
        )
    story.open("/me/")


def _a_list_with_a_wrong_row_enters_nobody(story: Governing) -> None:
    _bring(story, RIGHT, WRONG)
    story.says("دائرة لا وجود لها", "لا يُدخل من القائمة شيء")
    expect(story.main.locator("form button.primary")).to_have_count(0)
    keep(story.page, "governed-9-wrong-row")
    story.open("/people/?q=1201")
    expect(story.main.locator("a.item")).to_have_count(0)


def _a_right_list_enters_her(story: Governing) -> str:
    _bring(story, RIGHT)
    story.says(NEW)
    keep(story.page, "governed-10-what-it-changes")
    story.page.check("[name=sends_links]")
    story.send()
    story.open("/people/?q=1201")
    story.go(f"main a.item:has-text('{NEW}')")
    story.says(NEW)
    return str(story.page.url.removeprefix(story.server.staff))


def _bring(story: Governing, *lines: str) -> None:
    story.be("security")
    story.open("/people/import/")
    path = story.folder / "staff.csv"
    path.write_text("\r\n".join((HEADINGS, *lines)), "utf-8")
    story.page.set_input_files("[name=original]", path)
    story.send()


def _she_signs_in(story: Governing) -> None:
    link = story.link_mailed_to(ADDRESS, "الدخول إلى نظام «رسمي»")
    page = story.page
    page.context.clear_cookies()
    page.goto(link)
    for field in page.locator("main input[type=password]").all():
        field.fill(PASSWORD)
    page.click("main form button.primary")
    page.wait_for_load_state()
    story.open("/sign-in/")
    if page.locator("[name=login]").count():
        page.fill("[name=login]", ADDRESS)
        page.fill("[name=password]", PASSWORD)
        page.locator("main form:has([name=login]) button.primary").click()
    story.open("/account/second-factor/totp/activate/")
    if page.locator("[name=password]").count():
        page.fill("[name=password]", PASSWORD)
        page.click("main form button.primary")
    secret = page.locator("main code").inner_text().strip()
    page.fill("[name=code]", pyotp.TOTP(secret).now())
    page.click("main form.card button.primary")
    story.open("/")
    expect(story.main.locator("h1")).to_contain_text("ريم")
    keep(page, "governed-11-her-first-day")


def _she_learns(story: Governing) -> None:
    course = next(each for each in courses.catalogue() if each.key == "phishing")
    for lesson in course.lessons:
        story.open(f"/courses/{course.key}/lessons/{lesson.key}/")
        story.go("main form button.primary")
    story.open(f"/courses/{course.key}/")
    story.go("main form button.primary")
    for box in story.page.locator("main input[type=radio]").all():
        name, value = box.get_attribute("name"), box.get_attribute("value")
        if str(course.questions[str(name)].right) == value:
            box.check()
    story.send()
    story.says("100%")
    story.open(f"/courses/{course.key}/")
    story.go("main a[href*='/certificates/']")
    story.says("شهادة إتمام", NEW, "1201")
    keep(story.page, "governed-12-certificate")
    paper = story.page.request.get(f"{story.page.url}paper/")
    assert paper.body().startswith(b"%PDF-")


def _she_acknowledges(story: Governing) -> None:
    story.open("/policy/acknowledge/")
    story.page.check("[name=has_read]")
    story.send()
    story.open("/policy/acknowledge/")
    keep(story.page, "governed-13-acknowledged")


ISSUE = "/policy/issues/3/"
CLAUSE = "R4"
MORE = "ويُنشر ما تغيّر منها في صفحة السياسة."
READER = "noora@demo-ministry.example"


def test_an_issue_from_its_draft_to_its_first_reader(story: Governing) -> None:
    _one_issue_is_drafted_at_a_time(story)
    _a_clause_is_amended(story, "قبل الإعادة")
    _review(story, "media_dept", remarks="تُبيَّن الصفحة المقصودة")
    _nothing_is_brought_into_force_yet(story)
    _a_clause_is_amended(story, MORE)
    _review(story, "media_dept")
    _review(story, "infosec_section")
    _it_is_decided_and_holds(story)
    assert _acknowledged(story) == 0

    _somebody_reads_it_by_a_link(story)

    assert _acknowledged(story) == 1
    keep(story.page, "governed-19-readers")


def _one_issue_is_drafted_at_a_time(story: Governing) -> None:
    story.be("security")
    story.open("/policy/issues/draft/")
    story.page.fill("[name=issue]", "4")
    story.page.fill("[name=reason]", "تعديل لاحق")
    story.go("main form button.primary")
    expect(story.main.locator(".refusal")).to_contain_text("قيد الإعداد")


def _a_clause_is_amended(story: Governing, more: str) -> None:
    story.be("security")
    story.open(f"{ISSUE}clauses/{CLAUSE}/")
    box = story.page.locator("[name=ar]")
    box.fill(f"{box.input_value()} {more}")
    story.send()
    story.open(ISSUE)
    story.says(more, "تغيرت النصوص بعد إبداء رأيها.")


PARTIES = {
    "media_dept": ("communication", "دائرة التواصل والإعلام"),
    "infosec_section": ("security", "قسم أمن المعلومات"),
}


def _review(story: Governing, key: str, *, remarks: str = "") -> None:
    role, party = PARTIES[key]
    story.be(role)
    story.open(f"{ISSUE}review/{key}/")
    story.page.check(f"[name=agrees][value={'no' if remarks else 'yes'}]")
    story.page.fill("[name=remarks]", remarks)
    keep(story.page, f"governed-15-review-{key}")
    story.send()
    story.says(remarks)
    agreed = story.main.locator(".timeline li.done", has_text=party)
    expect(agreed).to_have_count(0 if remarks else 1)


def _nothing_is_brought_into_force_yet(story: Governing) -> None:
    story.be("security")
    story.open(ISSUE)
    story.says("مع ملاحظات")
    expect(story.main.locator("a[href$='/start/']")).to_have_count(0)


def _it_is_decided_and_holds(story: Governing) -> None:
    story.enter_decision("2026/410", "policy", "اعتماد الإصدار الثالث من السياسة")
    story.check_decision("2026/410")
    story.open(ISSUE)
    story.act("start")
    story.choose("decision", "2026/410")
    story.send()
    story.says("2026/410", HELD)
    keep(story.page, "governed-16-in-force")
    story.open("/policy/")
    story.says(MORE)


HELD = "سارٍ"


def _somebody_reads_it_by_a_link(story: Governing) -> None:
    story.be("security")
    story.open("/policy/readers/links/")
    story.send()
    link = story.link_mailed_to(READER, f"الإصدار {isolated('3')}")
    story.page.context.clear_cookies()
    story.page.goto(link)
    story.says(MORE)
    story.page.check("[name=has_read]")
    keep(story.page, "governed-17-read-without-sign-in")
    story.send()
    story.says("لا يلزم شيء آخر.")
    keep(story.page, "governed-18-nothing-more")
    assert "/sign-in/" in story.page.request.get(f"{story.server.staff}/me/").url


def _acknowledged(story: Governing) -> int:
    """How many have acknowledged the issue in force, as the page of readers says."""
    story.be("security")
    story.open("/policy/readers/")
    said = story.main.locator(".head p").inner_text()
    found = re.search(r"اطّلع\D*(\d+)\D+\d+\D+3\b", said)
    assert found, said
    return int(found[1])
