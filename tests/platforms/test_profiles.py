import pytest

from rasmi.platforms.profiles import difference, shown

SHORT = "حقوق النشر محفوظة (المرسوم السلطاني 65/2008): https://example.om/copyright/"


@pytest.mark.parametrize(
    ("platform", "page"),
    [
        ("youtube", SHORT),
        ("youtube", f"الحساب الرسمي\r\n{SHORT}\r\n"),
        ("youtube", SHORT.replace(" ", "\u00a0")),
        ("x", f"الحساب الرسمي {SHORT}".replace("https://", "")),
        ("x", SHORT.replace("https://example.om/copyright/", "example.om/copyright")),
        ("x", SHORT.replace(": ", ":\n")),
        ("other", SHORT),
    ],
)
def test_what_a_platform_changes_is_no_difference(platform: str, page: str) -> None:
    assert difference(platform, SHORT, page) is None


@pytest.mark.parametrize(
    ("platform", "page"),
    [
        ("youtube", SHORT.replace("https://", "")),  # it shows addresses whole
        ("youtube", SHORT.replace(": ", ":\n")),  # it keeps lines
        ("x", SHORT.replace("محفوظة", "محفوظه")),
        ("x", SHORT.replace("65/2008", "65/2080")),
        ("x", SHORT.replace("example", "exampIe")),
        ("x", SHORT[:-3]),
        ("x", ""),
    ],
)
def test_one_letter_is_a_difference(platform: str, page: str) -> None:
    assert difference(platform, SHORT, page)


def test_the_part_that_differs_is_named() -> None:
    found = difference("youtube", SHORT, SHORT.replace("65/2008", "65/2080"))

    assert found
    assert "65/20" in found
    assert "حقوق النشر" not in found
    assert difference("youtube", SHORT, "لا شيء") == shown("youtube", SHORT)
