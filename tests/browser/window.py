"""A person's window: signing in, the scanner in their hand, and what the browser had to complain about."""

from __future__ import annotations

import asyncio
import re
import time
from typing import Any, Protocol
from urllib.parse import urlencode

from playwright.sync_api import BrowserContext, ConsoleMessage, Locator, Request, Response, expect

from tests.outlet import Outlet

SIZES = ((1280, 800), (390, 844))
"""Of a desk and of a telephone; the suite takes a journey on one of them, `make soak` on both (`tests.schedule.some`)."""
REASONS = "FAILED|INTERNET_DISCONNECTED|CONNECTION_(REFUSED|RESET|CLOSED)|EMPTY_RESPONSE|NETWORK_CHANGED"
TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')
SALE = re.compile("/api/v1/sales/[0-9a-f-]{36}$")
WORKER_BLOCKED = "Service Worker registration blocked by Playwright"
NO_SERVER = re.compile(f"net::ERR_({REASONS})")
WIDER = """width => {
  const room = Math.min(width, document.documentElement.clientWidth);  // a phone widens its page to what sticks out
  if (document.scrollingElement.scrollWidth <= room) return [];
  const wide = [...document.body.querySelectorAll("*")].filter((node) => node.getBoundingClientRect().right > room + 0.5);
  return [`${document.scrollingElement.scrollWidth} > ${room}`, ...wide.slice(0, 5).map((node) => node.outerHTML.slice(0, 160))];
}"""

SLOW_TIMERS = """() => {
  const own = window.setTimeout;
  window.setTimeout = (act, ms = 0, ...more) => own(act, 10 * ms, ...more);
  window.timersAsBefore = () => (window.setTimeout = own);
}"""
INSIDE = """() => {
  for (const fold of document.querySelectorAll("details")) fold.open = true;
  const excerpt = (node) => node.outerHTML.slice(0, 120);
  const scrolls = [...document.querySelectorAll("body *")].filter((node) =>
    ["auto", "scroll"].includes(getComputedStyle(node).overflowX) && node.scrollWidth > node.clientWidth + 1);
  const fields = [...document.querySelectorAll("input:not([type=hidden]), select, textarea")];
  const nameless = fields.filter((node) => !node.labels.length && !node.ariaLabel);
  const ids = [...document.querySelectorAll("[id]")].map((node) => node.id);
  return [
    ...scrolls.map((node) => `scrolls sideways, ${node.scrollWidth} > ${node.clientWidth}: ${excerpt(node)}`),
    ...nameless.map((node) => `has no label: ${excerpt(node)}`),
    ...ids.filter((id, i) => ids.indexOf(id) !== i).map((id) => `two things are called ${id}`),
  ];
}"""


class NewWindow(Protocol):
    """Opens a window of a size."""

    def __call__(self, url: str, width: int = 1280, height: int = 800, *, offline_page: bool = False, **more: Any) -> Window: ...


class Window:
    """One device with one page open. `may_lose_server`: the test stops the server. `expected`: statuses of its refusals."""

    def __init__(self, context: BrowserContext) -> None:
        self.context, self.page = context, context.new_page()
        self.may_lose_server = False
        self.expected: set[int] = set()
        self._messages: list[str] = []
        self._refused: list[tuple[int, str]] = []
        self.sent: list[Request] = []
        self.page.on("console", self._console)
        self.page.on("pageerror", lambda error: self._messages.append(f"{self.page.url}: {error}"))
        self.page.on("response", self._response)
        self.page.on("request", lambda request: self.sent.append(request))

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"} and "Failed to load resource: the server responded" not in message.text:
            self._messages.append(f"{self.page.url}: {message.text}")

    def _response(self, response: Response) -> None:
        # A page that opens with a cart asks whether it was sold since; usually it was not.
        is_question = response.status == 404 and response.request.method == "GET" and SALE.search(response.url)
        if response.status >= 400 and not is_question:
            self._refused.append((response.status, f"{response.request.method} {response.url}"))

    def complaints(self) -> list[str]:
        """Every message of the browser, and every refused request that the test does not expect."""
        messages = [text for text in self._messages if not (self.may_lose_server and NO_SERVER.search(text))]
        messages = [text for text in messages if WORKER_BLOCKED not in text]
        return messages + [f"{status} {what}" for status, what in self._refused if status not in self.expected]

    def go(self, path: str) -> int:
        """Opens a page; answers its status."""
        answer = self.page.goto(path)
        assert answer is not None
        return answer.status

    def sign_in(self, username: str, password: str) -> None:
        """By password, with the two requests of the sign-in page; the page itself is opened by `sign_in_by_hand` alone."""
        begin_session(self.context, username, password)

    def sign_in_beside(self, username: str, password: str) -> None:
        """Somebody begins a session in another window of this browser: its cookies take the place of those before at once."""
        assert self.context.browser
        other = self.context.browser.new_context(base_url=self.page.url)
        begin_session(other, username, password)
        self.context.add_cookies(other.cookies())  # type: ignore[arg-type]  # one type reads them, another sets them
        other.close()

    def sign_in_by_hand(self, username: str, password: str, then: str = "/") -> None:
        """Through the page, by password, and on to another page."""
        self.go(f"/sign-in?{urlencode({'next': then})}")
        self.page.get_by_label("Tên đăng nhập").fill(username)
        self.page.get_by_label("Mật khẩu").fill(password)
        self.page.get_by_role("button", name="Đăng nhập").click()
        expect(self.page).not_to_have_url(re.compile("/sign-in"))

    def wider_than_the_screen(self) -> list[str]:
        """What makes the page scroll sideways; empty when it does not."""
        size = self.page.viewport_size
        self.page.wait_for_load_state()  # after a click the new page may stand without its style sheets
        self.page.evaluate("() => document.fonts.ready.then(() => true)")
        elements: list[str] = self.page.evaluate(WIDER, size["width"] if size else 0)
        return elements

    def wrong_inside(self) -> list[str]:
        """Every fold opened: tables that scroll sideways in their card, fields without a label, ids used twice."""
        faults: list[str] = self.page.evaluate(INSIDE)
        return faults

    def open_till(self, till: str) -> None:
        """The till, ready: its goods are there."""
        self.go(f"/sell?till={till}")
        self.wait_for_till()

    def wait_for_till(self) -> None:
        """Waits until the goods of the till are there and nothing is to be sent."""
        expect(self.page.locator("#tiles .tile").first).to_be_attached()
        expect(self.page.locator("#bar-queue")).to_have_text("Đã gửi hết")

    def settle(self) -> None:
        """Waits until the screen that has just changed hears Enter again; a finger waits by itself."""
        self.page.locator("body:not(.deaf)").wait_for()

    def enter(self) -> None:
        """Enter, once the screen hears it."""
        self.settle()
        self.page.keyboard.press("Enter")

    def approve(self, manager: str, pin: str) -> None:
        """A manager approves what the till asks for, by touch alone."""
        ask = self.page.locator("#ask")
        ask.locator(f"[data-manager='{manager}']").click()
        for digit in pin:
            ask.locator(".keys").get_by_role("button", name=digit, exact=True).click()
        ask.locator("#ask-go").click()
        expect(ask).to_be_hidden()

    def count(self, pieces: dict[int, int]) -> None:
        """Types how many notes of each kind lie in the drawer, on the screen that counts it, and ends the count."""
        for note, number in pieces.items():
            self.page.locator(f"[data-note='{note}']").click()
            for digit in str(number):
                self.page.locator("#screen .keys").get_by_role("button", name=digit, exact=True).click()
        self.page.locator("#count-done").click()

    def scan(self, code: str, *, is_timed: bool = False) -> None:
        """What a scanner's keyboard does: real keys, eight milliseconds apart, and Enter.

        Only what goes down is sent. A busy machine may pause between two messages for longer than a scanner ever does, so the
        timers that the page sets meanwhile last ten times as long; the keys bear the times of a scanner. Where a scan
        `is_timed`, its Enter bears the time at which it came to the browser.
        """
        self.page.evaluate(SLOW_TIMERS)
        session = self.context.new_cdp_session(self.page)
        at = time.time()
        strokes: list[dict[str, Any]] = []
        for character in [*code, "\r"]:
            at += 0.008
            enter = character == "\r"
            key = {"key": "Enter", "code": "Enter", "windowsVirtualKeyCode": 13} if enter else {"key": character}
            strokes.append({"type": "keyDown", "text": character, "timestamp": at, **key})
        if is_timed:
            del strokes[-1]["timestamp"]

        async def press() -> None:
            # A scanner does not wait for the page between two keys; on a busy machine waiting makes it as slow as fingers.
            send = session._impl_obj.send
            await asyncio.gather(*(send("Input.dispatchKeyEvent", stroke, timeout=None) for stroke in strokes))

        try:
            session._sync(press())
        except (AttributeError, TypeError):  # another Playwright inside: then one key after the other
            for stroke in strokes:
                session.send("Input.dispatchKeyEvent", stroke)
        session.detach()
        self.page.evaluate("() => void window.timersAsBefore?.()")

    @property
    def lines(self) -> Locator:
        """The lines of the cart."""
        return self.page.locator("#lines .line")

    @property
    def queue(self) -> Locator:
        """The chip with the number of sales to be sent."""
        return self.page.locator("#bar-queue")

    def sales_sent(self) -> list[str]:
        """The address of every sale this window sent."""
        return [r.url for r in self.sent if r.method == "PUT" and "/api/v1/sales/" in r.url]


def begin_session(context: BrowserContext, username: str, password: str) -> None:
    """By the two requests of the sign-in page."""
    token = TOKEN.search(context.request.get("/sign-in").text())
    assert token
    answer = context.request.post("/sign-in", form={"csrf_token": token[1], "username": username, "password": password})
    assert answer.ok and "/sign-in" not in answer.url, f"{answer.status} {answer.url}"


def hire(outlet: Outlet, role: str, username: str, password: str, *more: str) -> None:
    """Adds a person by the command."""
    outlet.flask(
        "people", "add", "--role", role, "--username", username, "--name", username.title(), "--password", password, *more
    )
