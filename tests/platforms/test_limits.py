import pytest

from rasmi.platforms.catalog import PLATFORMS
from rasmi.platforms.limits import LIMITS, length, too_long

ADDRESS = "https://www.moheri.gov.om/ar/news/0001?lang=ar#top"


def test_limits_are_of_known_platforms() -> None:
    assert set(LIMITS) <= set(PLATFORMS)
    assert all(each.characters > 0 and each.pictures > 0 for each in LIMITS.values())


@pytest.mark.parametrize(
    ("platform", "text", "expected"),
    [
        ("x", "", 0),
        ("x", "abc", 3),
        ("x", "القبول", 6),  # Arabic letters count as one
        ("x", "م" * 280, 280),
        ("x", "日本", 4),  # these count as two
        ("x", "«نص»…", 6),  # the ellipsis stands outside the ranges that count as one
        ("x", "“a”", 3),  # curved quotation marks within them
        ("x", "a\u200cb", 3),
        ("x", ADDRESS, 23),
        ("x", f"انظر {ADDRESS} الآن", 33),
        ("x", f"{ADDRESS} {ADDRESS}", 47),
        ("x", "HTTPS://A.OM", 23),
        ("x", "e\u0301", 1),  # one letter in the composed form
        ("mastodon", "日本", 2),
        ("mastodon", ADDRESS, 23),
        ("facebook", ADDRESS, len(ADDRESS)),
        ("threads", "日本", 2),
        ("instagram", "e\u0301", 1),
        ("unheard-of", "abc", 3),
    ],
)
def test_a_text_is_as_long_as_the_platform_counts(
    platform: str, text: str, expected: int
) -> None:
    assert length(platform, text) == expected


@pytest.mark.parametrize(
    ("platform", "text", "over"),
    [
        ("x", "م" * 280, 0),
        ("x", "م" * 281, 1),
        ("x", "م" * 257 + ADDRESS, 0),
        ("x", "日" * 141, 2),
        ("bluesky", "م" * 300, 0),
        ("bluesky", "م" * 305, 5),
        ("threads", "م" * 501, 1),
        ("mastodon", "م" * 501, 1),
        ("sandbox", "م" * 1001, 1),
        ("instagram", "م" * 2200, 0),
        ("linkedin", "م" * 3001, 1),
        ("telegram", "م" * 99_999, 0),  # not named here: the platform itself will say
    ],
)
def test_a_text_is_too_long_by_so_many_characters(
    platform: str, text: str, over: int
) -> None:
    assert too_long(platform, text) == over


@pytest.mark.parametrize("platform", ["instagram"])
def test_a_platform_of_pictures_needs_one(platform: str) -> None:
    assert LIMITS[platform].needs_picture
    assert not LIMITS["x"].needs_picture
