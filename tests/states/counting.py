"""Shift, drawer, slips, people, the device, and a server that is gone."""

from __future__ import annotations

from playwright.sync_api import Route, expect

from tests.states.counter import LOW, PHONE, Counter, State
from tests.states.paying import sold


def menu(counter: Counter) -> None:
    """What is seldom needed."""
    counter.press("F2")
    counter.shows("#panel .menu-grid")


def cash_move(counter: Counter) -> None:
    """Money leaves the drawer."""
    counter.menu("Nộp, rút tiền")
    counter.touch("200000")


def drawer(counter: Counter) -> None:
    """The drawer is opened without a sale."""
    counter.menu("Mở két")
    counter.tap_text("Đổi tiền lẻ cho khách")


def x_report(counter: Counter) -> None:
    """What was sold in this shift so far."""
    counter.menu("Báo cáo ca (X)")
    counter.shows("#panel .tally")


def people(counter: Counter) -> None:
    """Another cashier takes over."""
    counter.menu("Đổi thu ngân")
    counter.shows("#pin")


def settings(counter: Counter) -> None:
    """How this device shows itself."""
    counter.menu("Màn hình của tôi")


def keys(counter: Counter) -> None:
    """The sheet of keys."""
    counter.menu("Phím tắt")


def displays(counter: Counter) -> None:
    """A display for customers is paired."""
    counter.menu("Màn hình khách")
    counter.tap("#display-pair")
    counter.shows("#display-code")


def queue(counter: Counter) -> None:
    """Everything is sent."""
    counter.menu("Đơn chờ gửi")


def lock(counter: Counter) -> None:
    """The till is locked."""
    counter.menu("Khóa máy")
    counter.touch("24")


def unlock(counter: Counter) -> None:
    """Its cashier opens it."""
    counter.press("Backspace", "Backspace")
    counter.touch(counter.cashier.pin)
    counter.tap("#unlock-till")
    expect(counter.page.locator("#screen")).to_be_hidden()


def stored_page(counter: Counter) -> None:
    """The till is opened without a server: by its person alone."""

    def stored(route: Route) -> None:
        answer = route.fetch()
        body = answer.text().replace('id="boot"', 'id="boot" data-kept="2026-11-27T10:00:00+07:00"')
        route.fulfill(response=answer, body=body)

    counter.page.route("**/sell?till=*", stored)
    counter.window.go(f"/sell?till={counter.till}")
    counter.shows("#unlock")


def end_stored_page(counter: Counter) -> None:
    """The server's own page."""
    counter.page.unroute("**/sell?till=*")
    counter.open()


def offline_sold(counter: Counter) -> None:
    """Sold while the server is gone."""
    counter.lose_server()
    sold(counter)
    counter.shows("#bar-queue")


def offline_queue(counter: Counter) -> None:
    """What waits on the device."""
    offline_sold(counter)
    counter.tap("#bar-queue")
    counter.shows("#panel .rows")


def offline_slip(counter: Counter) -> None:
    """The slip bears the code that brings the sale back."""
    offline_sold(counter)
    counter.tap("#see-slip")
    counter.shows("[data-recovery]")


def offline_code(counter: Counter) -> None:
    """A manager approves by a code while the server is gone."""
    offline_sold(counter)
    counter.take(counter.goods.piece)
    counter.tap_text("Giảm")
    counter.tap("[data-focus=rate-2000]")
    counter.tap("#exact")
    counter.shows("#ask-code")


def end_offline(counter: Counter) -> None:
    """The server is back and everything is sent."""
    counter.home()
    counter.find_server()
    counter.open()
    expect(counter.window.queue).to_be_hidden(timeout=20_000)


def count(counter: Counter, fifties: str = "14") -> None:
    """The drawer is counted."""
    counter.menu("Đếm két và đóng ca")
    for note, pieces in ((500_000, "2"), (200_000, "3"), (50_000, fifties)):
        counter.tap(f"[data-note='{note}']")
        counter.press("Backspace", "Backspace")  # what was typed before is kept
        counter.touch(pieces)


def counted(counter: Counter, fifties: str = "14") -> None:
    """The count is done, and is confirmed elsewhere."""
    count(counter, fifties)
    counter.tap("#count-done")
    counter.shows("#close-shift")


def closed(counter: Counter, fifties: str = "14") -> None:
    """The shift is closed, with a manager where somebody else opened it: what differs, and what may be the cause."""
    counted(counter, fifties)
    counter.tap("#close-shift")
    counter.page.wait_for_function("() => document.querySelector('#ask[open]') || !document.querySelector('#close-shift')")
    if counter.page.locator("#ask[open]").count():
        counter.approve()
    expect(counter.page.locator("#close-shift")).to_have_count(0)
    counter.shows(".verdict")


def recount(counter: Counter, fifties: str = "13") -> None:
    """The drawer is counted once more: it had not come out even."""
    closed(counter, fifties)
    counter.tap("#recount")
    counter.shows(".count")
    for note, pieces in ((500_000, "2"), (200_000, "3"), (50_000, "16")):
        counter.tap(f"[data-note='{note}']")
        counter.touch(pieces)
    counter.tap("#count-done")
    counter.shows("#close-shift")


def recounted(counter: Counter) -> None:
    """Both counts stand in the report; a manager was there."""
    recount(counter, "12")
    counter.tap("#close-shift")
    counter.approve()
    expect(counter.page.locator("#close-shift")).to_have_count(0)
    counter.shows(".verdict")


def open_shift(counter: Counter) -> None:
    """The next shift begins with what was counted."""
    counter.open()
    counter.shows("#open-shift")


def choose_till(counter: Counter) -> None:
    """This device does not know yet which till it is."""
    counter.page.goto("about:blank")
    counter.page.context.clear_cookies()
    counter.window.sign_in(counter.cashier.username, counter.cashier.password)
    counter.window.go("/sell")
    counter.shows("#screen .menu-grid")


def begin(counter: Counter) -> None:
    """The shift is open."""
    counter.open()
    counter.tap("#as-last")
    counter.tap("#open-shift")
    expect(counter.page.locator("#screen")).to_be_hidden()


STATES = (
    State("menu", "What is seldom needed", menu),
    State("cash-move", "Money goes into the drawer or leaves it, with a reason", cash_move),
    State("drawer", "The drawer opened without a sale, with a reason", drawer),
    State("x-report", "The shift so far, by every way to pay", x_report),
    State("people", "Another cashier takes over by PIN", people),
    State("settings", "Theme, size of type, sound, lock: of this device", settings),
    State("keys", "The keys, on a sheet that the till prints", keys),
    State("displays", "A display for customers: second window, or a paired phone", displays),
    State("queue", "Nothing lies on this device alone", queue),
    State("lock", "Locked: cart, shift and queue stay", lock, unlock),
    State("stored-page", "Opened without a server: its person types their PIN", stored_page, end_stored_page),
    State("offline-sold", "Sold without a server: said in words, and sold on", offline_sold, end_offline),
    State("offline-queue", "What waits on this device", offline_queue, end_offline),
    State("offline-slip", "The slip of an unsent sale bears a code that brings it back", offline_slip, end_offline),
    State("offline-code", "A manager approves by a one-time code while the server is gone", offline_code, end_offline),
    State("count", "The count is blind and kept as typed", count),
    State("counted", "Confirmed elsewhere than under the finger that counted", counted),
    State("count-low", "The count on a phone that lies, in large type", count, size=LOW, large=True),
    State("closed", "What differs, and what may be the cause", closed, open_shift),
    State("open-shift", "The float, from the last count", open_shift, open_shift),
    State("open-shift-phone", "The float on a phone", open_shift, begin, PHONE),
    State("recount", "Counted once more, with a manager: the first count stays in the book", recount, open_shift),
    State("open-shift-low", "The float on a phone that lies", open_shift, begin, LOW),
    State("recounted", "Both counts, and what differs", recounted, begin),
    State("choose-till", "Which till this device is", choose_till, Counter.open),
)
