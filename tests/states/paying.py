"""Taking money, and the moment after."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.states.counter import Counter, State


def pay(counter: Counter, way: str = "cash") -> None:
    """The pay desk over a cart of two lines."""
    counter.take(counter.goods.piece, counter.goods.other)
    counter.press("F9")
    counter.tap(f"[data-way={way}]")
    expect(counter.page.locator(f"[data-way={way}]")).to_have_attribute("aria-pressed", "true")


def cash(counter: Counter) -> None:
    """More was given than is due."""
    pay(counter)
    counter.touch("500000")
    counter.shows("#panel .change")


def exact(counter: Counter) -> None:
    """Nothing typed: the exact sum."""
    pay(counter)


def vietqr(counter: Counter) -> None:
    """The code to be scanned."""
    pay(counter, "vietqr")
    counter.shows("#panel .qr img")


def card(counter: Counter) -> None:
    """A card machine stands beside the till."""
    pay(counter, "card")


def voucher(counter: Counter) -> None:
    """A voucher's number."""
    pay(counter, "voucher")
    counter.page.locator("#voucher").fill(counter.voucher)


def no_such_voucher(counter: Counter) -> None:
    """A number that the outlet has not given out."""
    counter.window.expected.add(404)
    pay(counter, "voucher")
    counter.page.locator("#voucher").fill("KHONG-CO")
    counter.tap("#finish")
    counter.shows("#panel [role=alert]")


def part(counter: Counter) -> None:
    """The customer pays in two ways."""
    pay(counter)
    counter.touch("20000")
    counter.tap("#finish")
    counter.shows("#panel .taken li")


def end_part(counter: Counter) -> None:
    """What was received is given back."""
    counter.tap("#panel .taken button")
    expect(counter.page.locator("#panel .taken li")).to_have_count(0)
    counter.home()


def absurd(counter: Counter) -> None:
    """A nought too many."""
    pay(counter)
    counter.touch("99000000")
    counter.tap("#finish")
    counter.shows("#ask-yes")


def account(counter: Counter) -> None:
    """On account, for a customer who may."""
    counter.take(counter.goods.piece)
    choose_customer(counter)
    counter.press("F9")
    counter.tap("[data-way=account]")


def choose_customer(counter: Counter) -> None:
    """The customer of this cart, by phone."""
    counter.press("F7")
    counter.touch(counter.phone)
    counter.shows("#panel [role=status]", "Khách quen")
    counter.tap("#customer-go")
    expect(counter.page.locator("#panel")).to_be_hidden()


def sold(counter: Counter) -> None:
    """The sale is done; the next line hides it."""
    pay(counter)
    counter.touch("500000")
    counter.tap("#finish")
    counter.shows("#change")


def slip(counter: Counter) -> None:
    """The slip on the screen."""
    sold(counter)
    counter.tap("#see-slip")
    counter.shows("#panel img, #panel .slip")


def correct(counter: Counter) -> None:
    """It was paid otherwise."""
    sold(counter)
    counter.tap("#correct-payment")
    counter.shows("#correct")


def customer(counter: Counter) -> None:
    """Who is known by phone, and what they bought."""
    counter.take(counter.goods.piece)
    counter.press("F7")
    counter.touch(counter.phone)
    counter.shows("#panel .bought-before")


def new_customer(counter: Counter) -> None:
    """A phone that nobody has."""
    counter.press("F7")
    counter.touch("0987654321")
    counter.shows("#panel", "Số này chưa có.")


def debt(counter: Counter) -> None:
    """What is owed is paid."""
    customer(counter)
    counter.tap_text("Thu nợ")
    counter.shows("#debt-go")


STATES = (
    State("exact", "Exact cash needs no typing; the green button says what it does", exact),
    State("cash", "What was given, what goes back and in which notes", cash),
    State("vietqr", "The code is drawn on the device; Enter never says that money has come", vietqr),
    State("card", "The card machine's last digits", card),
    State("voucher", "A voucher, by number or scan", voucher),
    State("no-such-voucher", "A voucher that nobody gave out pays nothing", no_such_voucher),
    State("part", "Part of the sum is received, the rest is still owed", part, end_part),
    State("absurd", "A sum that nobody hands over is asked about", absurd),
    State("sold", "The last sale stays in sight until the next line", sold),
    State("slip", "The slip, for a customer without paper", slip),
    State("correct", "The way it was paid is put right before the shift closes", correct),
    State("customer", "A customer by phone, with what they bought before", customer),
    State("new-customer", "A new customer: name and consent", new_customer),
    State("account", "On account, within the limit", account),
    State("debt", "What is owed is paid at the till", debt),
)
