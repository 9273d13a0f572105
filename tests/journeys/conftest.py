import os
import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import (
    Browser,
    ConsoleMessage,
    Error,
    Page,
    ViewportSize,
    sync_playwright,
)

from tests.databases import ROOT
from tests.journeys.server import Server

BUILD = ROOT / "build/journeys"
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "alone")
# As pages are looked at: a desk and a phone.
SIZES: dict[int, ViewportSize] = {
    1440: {"width": 1440, "height": 900},
    390: {"width": 390, "height": 844},
}


def chromium() -> str:
    names = ("chromium", "chromium-browser", "google-chrome")
    return next(path for name in names if (path := shutil.which(name)))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    arguments = [
        "--disable-background-networking",
        "--disable-component-update",
        # A small /dev/shm, or no graphics at all, makes Chromium fail to draw.
        "--disable-dev-shm-usage",
        "--disable-gpu",
    ]
    if os.geteuid() == 0:
        arguments.append("--no-sandbox")  # Chromium refuses its sandbox to root
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=arguments)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def installation() -> Iterator[Server]:
    """A real installation on its first start."""
    server = Server(BUILD / WORKER / "installation", is_new=True)
    server.serve()
    yield server
    server.stop()


@pytest.fixture(scope="module")
def demonstration() -> Iterator[Server]:
    server = Server(BUILD / WORKER / "demonstration", is_filled=True)
    server.serve()
    yield server
    server.stop()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A new person at a desk, whose console and policy must stay silent."""
    context = browser.new_context(viewport=SIZES[1440], locale="ar-OM")
    page = context.new_page()
    said: list[str] = []

    def listen(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            said.append(message.text)

    page.on("console", listen)
    page.on("pageerror", lambda error: said.append(str(error)))
    yield page
    context.close()
    # A refused act answers 403 and a wrong form 422; Chromium notes both.
    unexpected = [line for line in said if "403" not in line and "422" not in line]
    assert unexpected == []


def keep(page: Page, name: str) -> None:
    """Keep a picture for people to look at, where RASMI_PICTURES is set."""
    if not os.environ.get("RASMI_PICTURES"):
        return
    folder = BUILD / "screens"
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.png"
    try:
        page.screenshot(path=path, full_page=True)
    except Error:
        # On a busy machine Chromium's compositor sometimes misses one.
        page.wait_for_timeout(1000)
        page.screenshot(path=path, full_page=True)
