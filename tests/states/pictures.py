"""`python -m tests.states.pictures [state …]`: a picture of every state of the till for docs/states.md, and that page itself.

Always of the same outlet at the same moment; a picture that shows nothing new is left as it is.
"""

from __future__ import annotations

import io
import sys
import tempfile
from collections.abc import Iterator
from functools import partial
from itertools import zip_longest
from pathlib import Path

from PIL import Image, ImageChops
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.browser.conftest import ARGUMENTS
from tests.browser.window import Window
from tests.browser_path import browser_path
from tests.outlet import ROOT, ZONE, Outlet
from tests.states import STATES
from tests.states.counter import Counter, Goods, Someone, State
from tests.states.demonstration import demonstration, device_script
from tests.states.devices import DEVICES

FOLDER = ROOT / "docs/pictures/states"
PAGE = ROOT / "docs/states.md"
GOODS = Goods(piece="GOM-CHEN", other="BANH-DA", weighed="KHOAI-TAY", basket="GIO-QUE-VO", barcode="")
CASHIER, MANAGER = Someone("thuha", "thuha-ocop", "135790"), Someone("quanly", "quanly-ocop", "246810")
DARK = {"cart", "cash", "letters", "printer"}
"""Taken in dark, too."""
COLOURS = 128
NOTICED, PIXELS = 40, 400
"""A shade that is seen, and how many pixels of it make another picture: more than a minute on a clock."""
HEAD = """# Every state of the till

The demonstration outlet at 1280 × 800, one forenoon, as a cashier sees it. Three zones never change place: goods, cart, bar. What
is opened slides over the goods; the cart stays. The keys stand on a sheet that the till prints (F10, Phím tắt). On phones
(390 × 844) the cart is a sheet over the goods.

`make pictures` takes these pictures; the steps to each state stand in `tests/states/`, and the tests look at each with axe.
"""


def names() -> list[tuple[str, State]]:
    """Each picture's name and its state, in the order of the page."""
    both = [[(state.name, state)] + [(f"{state.name}-dark", state)] * (state.name in DARK) for state in STATES]
    return [picture for pictures in both for picture in pictures]


def page() -> str:
    """docs/states.md."""
    cells = [f"![{name}](pictures/states/{name}.png) {_shows(name, state)}" for name, state in names()]
    rows = [f"| {left} | {right} |" for left, right in zip_longest(cells[::2], cells[1::2], fillvalue="")]
    return "\n".join([HEAD, "| | |", "|---|---|", *rows, ""])


def _shows(name: str, state: State) -> str:
    return f"{state.shows}; dark" if name != state.name else state.shows


def compressed(png: bytes) -> Image.Image:
    """Few colours: what a screen has of them is little more."""
    return Image.open(io.BytesIO(png)).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)


def is_new(picture: Image.Image, file: Path) -> bool:
    """Whether it shows something that the stored one does not."""
    if not file.exists():
        return True
    old = Image.open(file).convert("RGB")
    if old.size != picture.size:
        return True
    apart = ImageChops.difference(old, picture.convert("RGB")).convert("L").point(lambda level: 255 * (level > NOTICED))
    return apart.histogram()[255] > PIXELS


def take(page: Page, name: str, theme: str) -> None:
    """Stores a picture of the page as it stands."""
    page.evaluate("theme => document.documentElement.dataset.theme = theme", theme)
    page.evaluate("() => document.fonts.ready.then(() => true)")
    page.wait_for_timeout(400)
    picture, file = compressed(page.screenshot()), FOLDER / f"{name}.png"
    if is_new(picture, file):
        picture.save(file, optimize=True)
        print(f"{name} {file.stat().st_size}", flush=True)


def device(browser: Browser, address: str, seed: int) -> BrowserContext:
    """A device at the counter."""
    context = browser.new_context(base_url=address, locale="vi-VN", timezone_id=ZONE.key, service_workers="block")
    context.set_default_timeout(10_000)
    context.add_init_script(device_script(seed))
    context.add_init_script(DEVICES)
    return context


def counter_at(browser: Browser, outlet: Outlet) -> Iterator[Counter]:
    """The cashier's window at the demonstration's first till."""
    context = device(browser, outlet.url, seed=27)
    window = Window(context)
    window.sign_in(CASHIER.username, CASHIER.password)
    office = outlet.api.as_(outlet.issue("manager", "--username", MANAGER.username))
    another = partial(device, browser, outlet.url, seed=28)
    counter = Counter(window, office, another, "Q1", GOODS, CASHIER, MANAGER, phone="0900000004", voucher="PM-TANG-2026")
    counter.open()
    yield counter
    context.close()


def main(chosen: list[str]) -> int:
    """Takes the pictures of these states, or of all."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    PAGE.write_text(page(), "utf-8")
    for old in FOLDER.glob("*.png"):
        if old.stem not in dict(names()):
            old.unlink()
    with tempfile.TemporaryDirectory() as folder, demonstration(Path(folder)) as outlet, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path(), args=ARGUMENTS)
        for counter in counter_at(browser, outlet):
            for state in STATES:
                if chosen and state.name not in chosen:
                    continue
                with state.reached(counter) as page_of_state:
                    take(page_of_state, state.name, "light")
                    if state.name in DARK:
                        take(page_of_state, f"{state.name}-dark", "dark")
                        page_of_state.evaluate("document.documentElement.dataset.theme = 'light'")
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
