import pytest

from rasmi.screening import Decision, Direction, Lists, screen

NONE = Lists()


def rules(text: str, lists: Lists = NONE) -> list[str]:
    return [each.rule for each in screen(text, lists=lists).findings]


@pytest.mark.parametrize(
    ("link", "rule"),
    [
        ("https://mоheri.gov.om", "link.mixed_script"),  # a Cyrillic о
        ("https://xn--mheri-jye.gov.om", "link.mixed_script"),
        ("https://moheri.gov.om.evil.com", "link.suffix_trick"),
        ("https://moheri-gov-om.com/login", "link.suffix_trick"),
        ("https://rnoheri.gov.om", "link.look_alike"),
        ("https://m0heri.gov.om", "link.look_alike"),
        ("https://moherl.gov.om", "link.look_alike"),
        ("https://mohehri.com", "link.look_alike"),
        ("https://moheri.com", "link.look_alike"),
        ("https://portal-heac.net", "link.look_alike"),
        ("https://moheri.gov.om@evil.com", "link.userinfo"),
        ("https://3232235777/", "link.address_literal"),
        ("http://0xC0A80101/", "link.address_literal"),
        ("https://192.168.1.1/x", "link.address_literal"),
        ("https://[::1]/", "link.address_literal"),
        ("https://moheri.gov.om:8443/", "link.malformed"),
        ("https://moheri.gov.om\\@evil.com/", "link.malformed"),
        ("javascript:void", "link.malformed"),
        ("ftp://moheri.gov.om/file", "link.malformed"),
        ("bit.ly/x", "link.shortener"),
        ("https://BIT.LY/abc", "link.shortener"),
        ("tinyurl.com/abc", "link.shortener"),
    ],
)
def test_a_link_that_hides_where_it_leads_is_blocked(link: str, rule: str) -> None:
    verdict = screen(f"سجلوا عبر {link} الآن")

    assert verdict.decision is Decision.BLOCK
    assert [(each.rule, each.text) for each in verdict.findings] == [(rule, link)]


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("https://example.com/page", "link.not_approved"),
        ("www.example.org", "link.not_approved"),
        ("الرابط:https://example.com.", "link.not_approved"),
        ("http://moheri.gov.om/", "link.not_https"),
    ],
)
def test_a_link_elsewhere_is_held(text: str, rule: str) -> None:
    assert rules(text) == [rule]
    assert screen(text).decision is Decision.HOLD


@pytest.mark.parametrize(
    "text",
    [
        "https://www.moheri.gov.om/ar/news?id=5#top",
        "زوروا moheri.gov.om.",
        "(https://www.squ.edu.om)",
        "heac.gov.om:443/login",
        "انتهى.وبعد ذلك",
        "3.75 من 4.00",
        "report.pdf",
        "e.g. this",
        "U.S.A.",
    ],
)
def test_approved_links_and_plain_points_pass(text: str) -> None:
    assert rules(text) == []


def test_an_approved_host_in_arabic_is_approved_in_both_its_forms() -> None:
    lists = Lists(approved_hosts=frozenset({"مثال.عمان"}))

    assert rules("https://مثال.عمان/خبر", lists) == []
    assert rules("https://xn--mgbh0fb.xn--mgb9awbf/", lists) == []
    assert rules("https://آخر.عمان/", lists) == ["link.not_approved"]


def test_a_strange_link_of_the_public_waits_for_a_look() -> None:
    verdict = screen("https://rnoheri.gov.om", direction=Direction.IN)

    assert verdict.decision is Decision.HOLD
