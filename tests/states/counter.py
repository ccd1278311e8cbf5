"""A till with goods and people, and the steps from one of its states to the next."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from playwright.sync_api import BrowserContext, Page, Route, expect

from tests.browser.window import Window
from tests.outlet import Api

PHONE, LOW = (390, 844), (844, 390)
"""A phone, and one that lies."""
TOUCH = """figure => [...figure].find((one) => {
  const place = ["#ask[open]", "#screen:not([hidden])", "#panel:not([hidden])"].find((open) => document.querySelector(open));
  const keys = document.querySelectorAll(`${place} .keys button`);
  const key = [...keys].find((button) => button.textContent.trim() === one);
  key?.click();
  return !key;
})"""


@dataclass(frozen=True)
class Goods:
    """Codes of what can be sold at the counter."""

    piece: str
    other: str
    weighed: str
    basket: str
    barcode: str
    """Of `piece`."""


@dataclass(frozen=True)
class Someone:
    """Who may sign in."""

    username: str
    password: str
    pin: str


@dataclass
class Counter:
    """One window at one till. `voucher`: a code that is worth something; `phone`: of a customer who buys on account.

    `office`: what a manager does elsewhere; `another_device` makes one more, which nobody has signed in at.
    """

    window: Window
    office: Api
    another_device: Callable[[], BrowserContext]
    till: str
    goods: Goods
    cashier: Someone
    manager: Someone
    phone: str
    voucher: str

    @property
    def page(self) -> Page:
        """The page of the till."""
        return self.window.page

    def settle(self) -> None:
        """The screen that has just changed hears at once; that it is deaf for a moment is tried elsewhere."""
        self.page.evaluate("document.body.classList.remove('deaf')")

    def press(self, *keys: str) -> None:
        """Keys, one after the other."""
        for key in keys:
            self.settle()
            self.page.keyboard.press(key)

    def touch(self, figure: str) -> None:
        """Touches the keys of the open screen or question."""
        self.settle()
        missing = self.page.evaluate(TOUCH, figure)
        assert not missing, f"no key {missing}"

    def take(self, *products: str) -> None:
        """Touches tiles."""
        for product in products:
            self.tap(f"#tiles [data-code={product}]")

    def tap(self, selector: str) -> None:
        """Touches what a selector finds first."""
        place = self.page.locator(selector).first
        expect(place).to_be_enabled()
        self.settle()
        place.click()

    def tap_text(self, label: str) -> None:
        """Touches the button that says so."""
        self.settle()
        self.page.locator("#screen, #panel, #cart").get_by_role("button", name=label).first.click()

    def approve(self) -> None:
        """The manager says yes to what the till asks."""
        self.tap(f"#ask [data-manager='{self.manager.username}']")
        self.touch(self.manager.pin)
        self.tap("#ask-go")
        expect(self.page.locator("#ask[open]")).to_have_count(0)

    def menu(self, label: str) -> None:
        """Opens a screen from the menu."""
        self.press("F2")
        self.tap_text(label)

    def shows(self, selector: str, text: str | None = None) -> None:
        """Waits until it is in sight."""
        place = self.page.locator(selector).first
        expect(place).to_be_visible()
        if text is not None:
            expect(place).to_contain_text(text)

    def home(self) -> None:
        """Back to the goods with an empty cart, whatever is open."""
        page = self.page
        for _ in range(12):
            if not page.locator("#ask[open], #screen:not([hidden]), #panel:not([hidden])").count():
                break
            self.press("Escape")
        expect(page.locator("#ask[open], #screen:not([hidden]), #panel:not([hidden])")).to_have_count(0)
        page.evaluate("document.activeElement?.blur()")
        if page.locator("[data-focus=drop-exchange]").count():
            self.tap("[data-focus=drop-exchange]")
        if page.locator("#lines .line").count():
            self.press("Control+Delete")
            expect(page.locator("#lines .line")).to_have_count(0)

    def open(self) -> None:
        """The till, with its goods."""
        self.window.go(f"/sell?till={self.till}")
        expect(self.page.locator("#tiles .tile").first).to_be_attached()

    def lose_server(self) -> None:
        """Every request of the till finds nobody from now on."""
        self.window.may_lose_server = True
        self.page.route("**/*", _nobody)

    def find_server(self) -> None:
        """It is there again."""
        self.page.unroute("**/*")


def _nobody(route: Route) -> None:
    route.abort("connectionrefused")


Reach = Callable[[Counter], Page | None]


@dataclass(frozen=True)
class State:
    """One state of the till. `shows` is what docs say under its picture.

    `reach` begins with goods and an empty cart, and answers the page to look at when it is not the till's. `ends` brings the
    till back when Escape alone does not.
    """

    name: str
    shows: str
    reach: Reach
    ends: Callable[[Counter], None] | None = None
    size: tuple[int, int] = (1280, 800)
    large: bool = False
    """In large type."""

    @contextmanager
    def reached(self, counter: Counter) -> Iterator[Page]:
        """The page in this state; afterwards the till shows its goods and an empty cart again."""
        width, height = self.size
        counter.page.set_viewport_size({"width": width, "height": height})
        try:
            page = self.reach(counter) or counter.page
        except Exception:
            counter.find_server()
            counter.open()
            counter.home()
            raise
        page.set_viewport_size({"width": width, "height": height})
        page.evaluate("type => document.documentElement.dataset.type = type", "large" if self.large else "normal")
        yield page
        page.evaluate("document.documentElement.dataset.type = 'normal'")
        if page.context is not counter.page.context:
            page.context.close()
        elif page is not counter.page:
            page.close()
        (self.ends or Counter.home)(counter)
