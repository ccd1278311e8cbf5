"""Goods come back: slips found, taken back, exchanged."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.states.counter import Counter, State

SLIP = "#panel [data-slip]"


def slips(counter: Counter) -> None:
    """Slips of the last days, the newest first."""
    counter.press("F4")
    counter.shows(SLIP)


def slips_found(counter: Counter) -> None:
    """Slips with goods of this name."""
    slips(counter)
    counter.page.locator("#slip-number").fill("banh")
    expect(counter.page.get_by_text("Đang tìm…")).to_have_count(0)
    counter.shows(SLIP)


def no_slip_found(counter: Counter) -> None:
    """No slip has this amount."""
    slips(counter)
    counter.page.locator("#slip-number").fill("77.701")
    expect(counter.page.locator(SLIP)).to_have_count(0)
    expect(counter.page.get_by_text("Đang tìm…")).to_have_count(0)


def refund(counter: Counter) -> None:
    """Everything on a slip comes back."""
    slips(counter)
    counter.tap(SLIP)
    counter.shows("#take-back")
    counter.tap("[data-focus=all]")
    counter.tap_text("Khách đổi ý")


def no_slip(counter: Counter) -> None:
    """Nobody has shown the slip: a manager says yes."""
    refund(counter)
    counter.tap("#take-back")
    counter.shows("#ask[open]")


def refunded(counter: Counter) -> None:
    """They are back."""
    no_slip(counter)
    counter.approve()
    expect(counter.page.locator("#take-back")).to_have_count(0)
    counter.shows(".verdict")


def end_refunded(counter: Counter) -> None:
    """Enter is the way on."""
    counter.press("Enter")
    counter.home()


def exchange(counter: Counter) -> None:
    """What came back pays for other goods."""
    refund(counter)
    counter.tap("#exchange")
    expect(counter.page.locator("#screen")).to_be_hidden()
    counter.take(counter.goods.piece, counter.goods.piece)


def exchange_pay(counter: Counter) -> None:
    """Only the difference is paid."""
    exchange(counter)
    counter.press("F9")
    counter.shows("#finish")


STATES = (
    State("slips", "Slips are found by scan, number, phone, amount, goods and day, of any till", slips),
    State("slips-found", "By the name of goods, without accents", slips_found),
    State("no-slip-found", "Nothing is found: said in words", no_slip_found),
    State("refund", "What comes back, in which condition, and who may take it", refund),
    State("no-slip", "Without a slip a manager says yes", no_slip),
    State("exchange", "An exchange: what came back is in the cart", exchange),
    State("exchange-pay", "Only the difference is paid", exchange_pay),
    State("refunded", "Taken back: what the customer gets", refunded, end_refunded),
)
