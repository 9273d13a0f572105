"""Links as people paste them, and as others write them to deceive."""

import pytest

from rasmi.platforms.addresses import Form, is_of_site, read, same_handle

HANDLE, ACCOUNT, UNNAMED, SHORT, SITE, CROOKED = Form


@pytest.mark.parametrize(
    ("text", "platform", "handle"),
    [
        ("https://x.com/demo_ministry", "x", "demo_ministry"),
        ("HTTPS://X.COM/Demo_Ministry", "x", "Demo_Ministry"),
        ("x.com/demo_ministry", "x", "demo_ministry"),
        ("//x.com/demo_ministry", "x", "demo_ministry"),
        ("https://www.twitter.com/demo_ministry/", "x", "demo_ministry"),
        ("https://mobile.twitter.com/demo_ministry", "x", "demo_ministry"),
        ("https://m.x.com/demo_ministry?s=20&t=abc", "x", "demo_ministry"),
        ("https://x.com/demo_ministry/status/17321?s=46", "x", "demo_ministry"),
        ("https://x.com/@demo_ministry", "x", "demo_ministry"),
        ("https://x.com:443/demo_ministry#top", "x", "demo_ministry"),
        ("https://x.com/demo%5Fministry", "x", "demo_ministry"),
        ("https://x.com/intent/user?screen_name=demo_ministry", "x", "demo_ministry"),
        ("https://www.instagram.com/demo.ministry/", "instagram", "demo.ministry"),
        ("instagram.com/demo.ministry/p/C1/", "instagram", "demo.ministry"),
        (
            "https://instagram.com/stories/demo.ministry/1/",
            "instagram",
            "demo.ministry",
        ),
        ("https://m.facebook.com/demo.ministry/posts/1", "facebook", "demo.ministry"),
        ("https://ar-ar.facebook.com/demo.ministry", "facebook", "demo.ministry"),
        ("https://facebook.com/profile.php?id=1000123", "facebook", "1000123"),
        ("https://om.linkedin.com/company/demo-centre/", "linkedin", "demo-centre"),
        ("https://www.threads.net/@demo.ministry/post/1", "threads", "demo.ministry"),
        ("https://bsky.app/profile/a.example/post/1", "bluesky", "a.example"),
        ("https://wa.me/96824340000", "whatsapp", "96824340000"),
        ("https://api.whatsapp.com/send?phone=96824340000", "whatsapp", "96824340000"),
        ("https://t.me/demo_ministry/12", "telegram", "demo_ministry"),
        ("https://t.me/s/demo_ministry", "telegram", "demo_ministry"),
        ("https://www.snapchat.com/add/demo_ministry", "snapchat", "demo_ministry"),
        ("https://www.tiktok.com/@demo_ministry/video/1", "tiktok", "demo_ministry"),
        ("https://youtube.com/@demo-ministry/videos", "youtube", "demo-ministry"),
        ("https://www.youtube.com/c/demo-ministry", "youtube", "demo-ministry"),
        ("https://flickr.com/photos/demo/1", "flickr", "demo"),
        ("«https://x.com/demo_ministry»", "x", "demo_ministry"),
        ("\u200fhttps://x.com/demo_ministry\u200e", "x", "demo_ministry"),
        ("تابعونا: https://x.com/demo_ministry", "x", "demo_ministry"),
    ],
)
def test_a_link_names_an_account(text: str, platform: str, handle: str) -> None:
    found = read(text)

    assert (found.form, found.platform, found.handle) == (ACCOUNT, platform, handle)


@pytest.mark.parametrize(
    ("text", "form", "host"),
    [
        ("x.com", UNNAMED, "x.com"),
        ("https://x.com/", UNNAMED, "x.com"),
        ("https://x.com/i/status/1", UNNAMED, "x.com"),
        ("https://www.youtube.com/watch?v=1", UNNAMED, "www.youtube.com"),
        ("https://www.instagram.com/p/C1/", UNNAMED, "www.instagram.com"),
        ("https://t.co/abc", SHORT, "t.co"),
        ("bit.ly/abc", SHORT, "bit.ly"),
        ("https://x.com.evil.om/demo_ministry", SITE, "x.com.evil.om"),
        ("https://x.com./demo_ministry", SITE, "x.com."),
        ("https://x.com:8443/demo_ministry", SITE, "x.com:8443"),
        ("https://ⅹ.com/demo_ministry", SITE, "ⅹ.com"),
        ("https://X.com/demo_ministry", ACCOUNT, "x.com"),
        ("https://x.com@evil.om/demo_ministry", CROOKED, "evil.om"),
        ("https://evil.om\\@x.com/demo_ministry", CROOKED, "x.com"),
        ("https://x.com\\.evil.om/demo_ministry", CROOKED, "x.com\\.evil.om"),
        ("https://x.com/demo_ministry/../evil", CROOKED, "x.com"),
        ("https://x.com/demo_ministry/%2e%2E/evil", CROOKED, "x.com"),
        ("javascript://x.com/demo_ministry", CROOKED, "x.com"),
        ("https://x.com/redirect?u=https://evil.om", ACCOUNT, "x.com"),
        ("blog.wizara.example", HANDLE, "blog.wizara.example"),
        ("@blog.wizara.example", HANDLE, ""),
        ("demo.ministry", HANDLE, "demo.ministry"),
        ("demo_ministry", HANDLE, ""),
        ("@ministry@social.example", HANDLE, ""),
        ("https://x.com/a https://x.com/b", HANDLE, ""),
        ("@demo_ministry https://x.com/evil", HANDLE, ""),
        ("", HANDLE, ""),
        ("@", HANDLE, ""),
        ("https://", SITE, ""),
        ("\x00\x01", HANDLE, ""),
    ],
)
def test_a_link_is_read_as_a_browser_would(text: str, form: Form, host: str) -> None:
    found = read(text)

    assert (found.form, found.host) == (form, host)


@pytest.mark.parametrize(
    ("platform", "one", "other", "same"),
    [
        ("x", "Demo_Ministry", "demo_ministry", True),
        ("x", "@demo_ministry", "demo_ministry", False),
        ("x", "demo_ministry ", "demo_ministry", False),
        ("x", "demo_ministry", "demoministry", False),
        ("x", "ｄemo_ministry", "demo_ministry", False),
        ("x", "dеmo_ministry", "demo_ministry", False),
        ("youtube", "\u212aids", "kids", False),  # the sign of Kelvin, not a k
        ("youtube", "\u017fchool", "school", False),  # a long s
        ("linkedin", "شو\u0654ون", "شؤون", False),  # hamza written apart
        ("facebook", "demo.ministry", "demoministry", True),
        ("instagram", "demo.ministry", "demoministry", False),
        ("whatsapp", "+968 2434 0000", "96824340000", True),
        ("whatsapp", "٠٠٩٦٨٢٤٣٤٠٠٠٠", "+96824340000", True),
        ("whatsapp", "+968 2434 0001", "96824340000", False),
        ("whatsapp", "", "+", False),
    ],
)
def test_a_handle_is_the_same_to_the_letter(
    platform: str, one: str, other: str, same: bool
) -> None:
    assert same_handle(platform, one, other) is same


@pytest.mark.parametrize(
    ("page", "address", "is_wiki", "is_ours"),
    [
        ("https://blog.om/2026/11/news/?p=1", "https://blog.om/", False, True),
        ("blog.om", "https://blog.om", False, True),
        ("http://www.blog.om/about", "https://blog.om/", False, True),
        ("https://blog.om:8443/", "https://blog.om/", False, False),
        ("https://blog.om.evil.om/", "https://blog.om/", False, False),
        ("https://evil.om/blog.om/", "https://blog.om/", False, False),
        ("https://blog.om@evil.om/", "https://blog.om/", False, False),
        ("https://blog.om/", "", False, False),
        ("https://media.om/ministry/post", "https://media.om/ministry", False, True),
        ("https://media.om/ministry2/post", "https://media.om/ministry", False, False),
        (
            "https://media.om/ministry/../evil",
            "https://media.om/ministry",
            False,
            False,
        ),
        (
            "https://media.om/ministry%2f..%2fevil",
            "https://media.om/ministry/",
            False,
            0,
        ),
        ("https://media.om/", "https://media.om/@ministry", False, False),
        ("https://apps.om/app?id=evil", "https://apps.om/app?id=ours", False, False),
        ("https://apps.om/app?id=ours", "https://apps.om/app?id=ours", False, True),
        ("https://wiki.om/wiki/دليل", "https://wiki.om/wiki/Main_Page", True, True),
        (
            "https://wiki.om/index.php?title=A",
            "https://wiki.om/wiki/Main_Page",
            True,
            True,
        ),
        ("https://wiki.om/wiki/Evil", "https://wiki.om/wiki/User:Ours", True, False),
        ("https://wiki.om/wiki/User:Ours", "https://wiki.om/wiki/User:Ours", True, 1),
        ("https://wiki.om/evil/index.php", "https://wiki.om/ours/", True, False),
    ],
)
def test_a_page_of_the_site_is_ours(
    page: str, address: str, is_wiki: bool, is_ours: bool
) -> None:
    assert is_of_site(read(page), address, is_wiki=is_wiki) == is_ours
