"""The till's page opens without a server, for the person who is signed in and for nobody else, and what it sells arrives once."""

from __future__ import annotations

import json
import re
import signal
import time
from collections.abc import Callable

import pytest
from playwright.sync_api import Error, Page, Route, expect

from tests.browser.test_offline import at_the_till, sales_of, sell, send_now
from tests.browser.window import NewWindow, Window, hire
from tests.conftest import NewServer
from tests.outlet import MANAGER, PASSWORD, Outlet, Shop

pytestmark = pytest.mark.browser

CASHIER, PIN = "thuha", "135790"
NEXT_ROUND_MS = 60_000
"""As long as a till may take to look for its server again: each time it looked in vain it waits half as long again."""
STORED_PAGE = """async () => {
  for (const name of await caches.keys()) {
    const page = await (await caches.open(name)).match("/sell");
    if (page && name.startsWith("till-")) return await page.text();
  }
  return "";
}"""


def until(condition: Callable[[], bool], what: str) -> None:
    """Waits for what the page cannot show; as long as a till may take to look for its server again."""
    end = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < end, what
        time.sleep(0.05)


def wait_for_stored_page(page: Page, username: str, *texts: str) -> None:
    """Waits until a worker stands ready with a page of the till that is this person's and contains these texts."""
    page.evaluate("async () => { await navigator.serviceWorker.ready }")
    whose = re.compile(rf'"person": {{[^}}]*"username": "{username}"')

    def is_stored() -> bool:
        text: str = page.evaluate(STORED_PAGE)
        return bool(whose.search(text)) and all(part in text for part in texts)

    until(is_stored, f"no page for {username} with {texts}")


def at_a_till_stored_offline(outlet: Outlet, new_window: NewWindow) -> tuple[Window, Shop, str]:
    """A manager at an open till whose page the worker has stored."""
    window, shop, product = at_the_till(outlet, new_window, offline_page=True)
    window.may_lose_server = True
    window.page.on("dialog", lambda dialog: dialog.accept())  # a till with sales that wait asks before it goes
    wait_for_stored_page(window.page, MANAGER, shop.shift)
    return window, shop, product


def sell_online(window: Window, product: str) -> None:
    """One piece; the server answered."""
    sell(window, product, "")
    expect(window.page.locator("#change")).to_be_visible()
    expect(window.queue).to_have_text("Đã gửi hết")


def open_again(window: Window, secret: str = PASSWORD) -> None:
    """Opens /sell anew, types the password or PIN where the stored page asks for it, and sees the goods."""
    window.go("/sell")
    unlock(window, secret)


def unlock(window: Window, secret: str = PASSWORD) -> None:
    """The stored page asks who opens it; the server's own page does not."""
    expect(window.page.locator("#unlock, #tiles .tile").first).to_be_attached()
    if window.page.locator("#unlock").count():
        window.page.locator("#unlock").fill(secret)
        window.enter()
    expect(window.page.locator("#tiles .tile").first).to_be_attached()


def answers(outlet: Outlet) -> bool:
    """Whether a server that was just started is there."""
    try:
        return outlet.api.get("/health").status == 200
    except OSError:
        return False


def fill_in(page: Page, username: str) -> None:
    """The sign-in page."""
    page.get_by_label("Tên đăng nhập").fill(username)
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.get_by_role("button", name="Đăng nhập").click()
    expect(page).not_to_have_url(re.compile("/sign-in"))


def does_not_open(window: Window) -> None:
    """Without a server and without a stored page the browser has nothing to show."""
    with pytest.raises(Error, match="net::ERR_"):
        window.page.goto("/sell")
    expect(window.page.locator("#bar-person")).to_have_count(0)


def test_opens_and_sells_without_the_server(new_server: NewServer, new_window: NewWindow) -> None:
    outlet = new_server()
    window, shop, product = at_a_till_stored_offline(outlet, new_window)
    sell_online(window, product)
    window.enter()
    outlet.stop(signal.SIGKILL)

    open_again(window)
    expect(window.queue).to_contain_text("· vẫn bán được")
    sell(window, product, "Đã giữ đơn trên máy này")
    window.enter()
    window.page.reload()
    unlock(window)
    expect(window.queue).to_contain_text("· 1 đơn chờ gửi")

    outlet.start_again()
    expect(window.queue).to_have_text("Đã gửi hết", timeout=NEXT_ROUND_MS)
    sales = shop.api.all("/api/v1/sales", till=shop.till)
    assert len({sale["number"] for sale in sales}) == 2
    assert shop.on_hand(product=product) == "48"
    outlet.flask("books", "check")


def test_opens_while_the_server_hangs(new_server: NewServer, new_window: NewWindow) -> None:
    outlet = new_server()
    window, _shop, _product = at_a_till_stored_offline(outlet, new_window)
    assert outlet.process is not None
    outlet.process.send_signal(signal.SIGSTOP)
    try:
        open_again(window)
        expect(window.page.locator("#boot")).to_have_attribute("data-kept", re.compile("^20"))
    finally:
        outlet.process.send_signal(signal.SIGCONT)


def test_a_sale_whose_answer_was_lost_is_one_sale(new_server: NewServer, new_window: NewWindow) -> None:
    outlet = new_server()
    window, shop, product = at_a_till_stored_offline(outlet, new_window)
    window.expected = {409}  # the second time the id is taken, by this very sale

    def lose_the_answer(route: Route) -> None:
        route.fetch()
        outlet.stop(signal.SIGKILL)
        route.abort("connectionreset")

    window.context.route("**/api/v1/sales/*", lose_the_answer, times=1)
    sell(window, product, "Đã giữ đơn trên máy này")
    open_again(window)
    expect(window.queue).to_contain_text("· 1 đơn chờ gửi")
    outlet.start_again()
    expect(window.queue).to_have_text("Đã gửi hết", timeout=NEXT_ROUND_MS)
    assert len(sales_of(shop)) == 1
    assert shop.on_hand(product=product) == "49"


@pytest.mark.parametrize("where", ["the till", "the office"])
def test_signing_out_takes_the_page_away(new_server: NewServer, new_window: NewWindow, where: str) -> None:
    outlet = new_server()
    window, _shop, _product = at_a_till_stored_offline(outlet, new_window)
    if where == "the till":
        window.page.locator("#bar-menu").click()
    else:
        window.go("/stock")
    window.page.get_by_role("button", name="Đăng xuất").click()
    expect(window.page).to_have_url(re.compile("/sign-in"))
    until(lambda: window.page.evaluate(STORED_PAGE) == "", "the page is still stored")
    outlet.stop(signal.SIGKILL)
    does_not_open(window)


def test_no_signing_out_without_the_server(new_server: NewServer, new_window: NewWindow) -> None:
    outlet = new_server()
    window, _shop, _product = at_a_till_stored_offline(outlet, new_window)
    outlet.stop(signal.SIGKILL)
    window.page.locator("#bar-menu").click()
    window.page.get_by_role("button", name="Đăng xuất").click()
    expect(window.page.locator("#toast")).to_contain_text("chưa đăng xuất được")
    open_again(window)


def test_another_cashier_by_pin_finds_a_page_of_their_own(new_server: NewServer, new_window: NewWindow) -> None:
    outlet = new_server()
    hire(outlet, "cashier", CASHIER, PASSWORD, "--pin", PIN)
    window, shop, product = at_a_till_stored_offline(outlet, new_window)
    window.page.locator("#bar-person").click()
    window.page.get_by_role("button", name=CASHIER.title()).click()
    window.page.locator("#pin").fill(PIN)
    window.page.get_by_role("button", name="Vào bán").click()
    wait_for_stored_page(window.page, CASHIER, shop.shift)
    outlet.stop(signal.SIGKILL)
    open_again(window, PIN)
    expect(window.page.locator("#bar-person")).to_contain_text(CASHIER.title())
    sell(window, product, "Đã giữ đơn trên máy này")
    outlet.start_again()
    expect(window.queue).to_have_text("Đã gửi hết", timeout=NEXT_ROUND_MS)
    (sale,) = shop.api.all("/api/v1/sales", till=shop.till)
    assert shop.api.get(f"/api/v1/sales/{sale['uid']}").ok()["cashier"] == CASHIER


def test_a_shift_closed_meanwhile_is_seen(new_server: NewServer, new_window: NewWindow) -> None:
    outlet = new_server()
    window, shop, product = at_a_till_stored_offline(outlet, new_window)
    outlet.stop(signal.SIGKILL)
    open_again(window)
    sell(window, product, "Đã giữ đơn trên máy này")
    window.enter()
    window.context.set_offline(True)
    outlet.start_again()
    until(lambda: answers(outlet), "no server")
    shop.api.post(f"/api/v1/shifts/{shop.shift}/close", {"counted": {"500000": 1}}).ok()
    window.context.set_offline(False)
    send_now(window)
    expect(window.queue).to_have_text("Đã gửi hết", timeout=NEXT_ROUND_MS)
    window.page.keyboard.press("Escape")
    expect(window.page.locator("#open-shift")).to_be_visible()
    (sale,) = shop.api.all("/api/v1/sales", till=shop.till)
    flags = shop.api.get(f"/api/v1/sales/{sale['uid']}").ok()["flags"]
    assert "shift_closed" in {flag["code"] for flag in flags}


def test_an_old_token_is_renewed_and_the_sale_is_made(server: Outlet, new_window: NewWindow) -> None:
    window, shop, product = at_a_till_stored_offline(server, new_window)
    window.expected = {400}  # the token of the session before
    window.sign_in_beside(MANAGER, PASSWORD)
    sell_online(window, product)
    assert len(sales_of(shop)) == 1


def test_an_old_token_does_not_hold_up_what_waits(server: Outlet, new_window: NewWindow) -> None:
    window, shop, product = at_a_till_stored_offline(server, new_window)
    window.expected = {400}
    window.page.route("**/api/v1/sales/*", lambda route: route.abort("connectionreset"))
    sell(window, product, "Đã giữ đơn trên máy này")
    window.enter()
    window.sign_in_beside(MANAGER, PASSWORD)
    window.page.unroute("**/api/v1/sales/*")
    expect(window.queue).to_have_text("Đã gửi hết", timeout=NEXT_ROUND_MS)
    assert len(sales_of(shop)) == 1


def test_nothing_is_sold_for_somebody_else_unseen(server: Outlet, new_window: NewWindow) -> None:
    hire(server, "cashier", CASHIER, PASSWORD)
    window, shop, product = at_a_till_stored_offline(server, new_window)
    window.expected = {400}
    window.sign_in_beside(CASHIER, PASSWORD)
    sell(window, product, "Trang đã cũ")
    expect(window.page.locator("#bar-person")).to_contain_text(CASHIER.title())
    assert sales_of(shop) == []
    window.page.locator("#finish").click()
    expect(window.page.locator("#change")).to_be_visible()
    assert len(sales_of(shop)) == 1


def test_a_lost_session_asks_for_the_password_and_loses_no_sale(new_server: NewServer, new_window: NewWindow) -> None:
    outlet = new_server()
    window, shop, product = at_a_till_stored_offline(outlet, new_window)
    window.expected = {401}
    outlet.stop(signal.SIGKILL)
    open_again(window)
    sell(window, product, "Đã giữ đơn trên máy này")
    window.enter()
    window.context.clear_cookies()
    outlet.start_again()
    window.page.get_by_role("link", name="Đăng nhập").click(timeout=NEXT_ROUND_MS)
    fill_in(window.page, MANAGER)
    expect(window.queue).to_have_text("Đã gửi hết")
    expect(window.page).to_have_url(re.compile(f"/sell.till={shop.till}"))
    assert len(sales_of(shop)) == 1


def test_exactly_what_the_page_is_made_of_is_stored(server: Outlet, new_window: NewWindow) -> None:
    window, shop, _product = at_a_till_stored_offline(server, new_window)
    first_line = server.api.get("/sell-worker.js").body.decode().splitlines()[0]
    assets = set(json.loads(first_line.removeprefix("const SHELL = ").removesuffix(";"))["assets"])
    window.sent.clear()
    window.page.reload()
    expect(window.page.locator("#tiles .tile").first).to_be_attached()
    loaded = {request.url.removeprefix(server.url) for request in window.sent if "/static/" in request.url}
    assert loaded - assets == set(), "the page needs them and the worker does not store them"
    others = {path.partition("?")[0] for path in assets - loaded}
    assert others <= {"/static/icon.svg"}, "stored, and never requested by the page"
    window.go("/stock")
    window.open_till(shop.till)
    stored = window.page.evaluate("""async () => {
      const lists = (await caches.keys()).map(async (name) => (await caches.open(name)).keys());
      return (await Promise.all(lists)).flat().map(({ url }) => url.replace(location.origin, ""));
    }""")
    assert set(stored) == assets | {"/sell"} and len(stored) == len(set(stored))


def test_another_till_is_not_mistaken_for_this_one(new_server: NewServer, new_window: NewWindow) -> None:
    outlet = new_server()
    window, shop, _product = at_a_till_stored_offline(outlet, new_window)
    other = Shop(outlet.api)
    outlet.stop(signal.SIGKILL)
    assert window.go(f"/sell?till={shop.till}") == 200
    with pytest.raises(Error, match="net::ERR_"):
        window.page.goto(f"/sell?till={other.till}")
