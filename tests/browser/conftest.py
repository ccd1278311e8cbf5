"""A real Chromium, and windows in it that remember every complaint of the browser."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from tests.browser.window import NewWindow, Window
from tests.outlet import ZONE

expect.set_options(timeout=10_000)


@pytest.fixture(scope="module")
def chrome(browser_binary: str) -> Iterator[Browser]:
    """One browser per file."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_binary, args=["--no-sandbox", "--disable-dev-shm-usage"])
        yield browser
        browser.close()


@pytest.fixture
def new_window(chrome: Browser) -> Iterator[NewWindow]:
    """Opens windows, each a device of its own. A window the browser complained about fails the test."""
    made: list[Window] = []

    def make(url: str, width: int = 1280, height: int = 800, **more: Any) -> Window:
        context = chrome.new_context(
            base_url=url, viewport={"width": width, "height": height}, locale="vi-VN", timezone_id=ZONE.key, **more
        )
        context.set_default_timeout(10_000)
        made.append(Window(context))
        return made[-1]

    yield make
    complaints = [window.complaints() for window in made]
    for window in made:
        window.context.close()
    assert not any(complaints), complaints
