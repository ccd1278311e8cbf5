"""A real Chromium, and windows in it that remember every complaint of the browser."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Playwright, expect, sync_playwright

from tests.browser.window import NewWindow, Window
from tests.outlet import ZONE

expect.set_options(timeout=10_000)

NO_FEATURES = (
    "AimEnabled,AvoidUnnecessaryBeforeUnloadCheckSync,DestroyProfileOnBrowserClose,HttpsFirstBalancedModeAutoEnable,"
    "HttpsUpgrades,LensOverlay,MediaRouter,NetworkTimeServiceQuerying,OptimizationHints,PaintHolding,PreconnectToSearch,"
    "ThirdPartyStoragePartitioning,WebUIOmniboxAimPopup,WebUIOmniboxPopup"
)
"""What Playwright switches off, and the pages of the address bar: Chromium makes them for each window, at a third of its cost."""
ARGUMENTS = ["--no-sandbox", "--disable-dev-shm-usage", f"--disable-features={NO_FEATURES}"]
FEW_ROUNDS = """
  const derive = globalThis.SubtleCrypto?.prototype.deriveBits;  // an error page has none
  if (derive) SubtleCrypto.prototype.deriveBits = function (how, ...more) {
    return derive.call(this, { ...how, iterations: 1000 }, ...more);
  };
"""
"""A check of a password that a till keeps costs a third of a second, there for a thief; a test types many."""


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """The driver of browsers, one per test process."""
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="session")
def chrome(playwright: Playwright, browser_binary: str) -> Iterator[Browser]:
    """One browser per test process; each window is a profile of its own."""
    browser = playwright.chromium.launch(executable_path=browser_binary, args=ARGUMENTS)
    yield browser
    browser.close()


@pytest.fixture
def new_window(chrome: Browser) -> Iterator[NewWindow]:
    """Opens windows, each a device of its own. A window the browser complained about fails the test.

    Only a window with `offline_page` has the worker that stores the till's page: installing it fetches every script again.
    """
    made: list[Window] = []

    def make(url: str, width: int = 1280, height: int = 800, *, offline_page: bool = False, **more: Any) -> Window:
        context = chrome.new_context(
            base_url=url, viewport={"width": width, "height": height}, locale="vi-VN", timezone_id=ZONE.key,
            service_workers="allow" if offline_page else "block", **more,
        )  # fmt: skip
        context.set_default_timeout(10_000)
        if offline_page:
            context.add_init_script(FEW_ROUNDS)
        made.append(Window(context))
        return made[-1]

    yield make
    complaints = [window.complaints() for window in made]
    for window in made:
        window.context.close()
    assert not any(complaints), complaints
