import pytest

from rasmi.platforms import catalog


@pytest.mark.parametrize(
    ("platform", "handle", "fits"),
    [
        ("x", "demo_ministry", True),
        ("x", "much_too_long_for_x", False),
        ("x", "with space", False),
        ("instagram", "demo.ministry", True),
        ("bluesky", "demo.gov.om", True),
        ("bluesky", "no-domain", False),
        ("mastodon", "demo@social.example", True),
        ("whatsapp", "+968 2434 0000", True),
        ("youtube", "وزارة-المعرفة", True),
        ("wordpress", "blog", True),
        ("x", "", False),
        ("other", "a/b", False),
    ],
)
def test_handles_are_those_of_their_platform(
    platform: str, handle: str, fits: bool
) -> None:
    assert catalog.PLATFORMS[platform].has_handle(handle) is fits


@pytest.mark.parametrize("said", ["X", "إكس", " twitter ", "تويتر", "x"])
def test_platforms_are_found_as_people_name_them(said: str) -> None:
    found = catalog.find(said)

    assert found
    assert found.key == "x"


def test_an_unknown_platform_is_not_guessed() -> None:
    assert catalog.find("orkut") is None


def test_a_handle_tells_its_address_where_the_platform_has_one() -> None:
    assert catalog.PLATFORMS["x"].address_of("demo") == "https://x.com/demo"
    assert catalog.PLATFORMS["wordpress"].address_of("blog") == ""
