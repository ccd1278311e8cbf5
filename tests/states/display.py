"""What customers see on their own display, and the till on a phone."""

from __future__ import annotations

from playwright.sync_api import Page

from tests.states.counter import PHONE, Counter, State
from tests.states.paying import pay, sold, vietqr
from tests.states.selling import cart, weighed


def display(counter: Counter, shows: str) -> Page:
    """The second window, once it shows something."""
    page = counter.page.context.new_page()
    page.goto(f"/display?till={counter.till}")
    page.locator(shows).first.wait_for()
    return page


def welcome(counter: Counter) -> Page:
    """Nobody is served."""
    return display(counter, "h1")


def bill(counter: Counter) -> Page:
    """The lines as they come."""
    cart(counter)
    return display(counter, ".bill li")


def transfer(counter: Counter) -> Page:
    """The code to be paid by."""
    vietqr(counter)
    return display(counter, ".at-transfer img")


def thanks(counter: Counter) -> Page:
    """The change, and the slip's code."""
    sold(counter)
    return display(counter, ".bye")


def phone(counter: Counter) -> None:
    """Goods, and what the cart costs."""
    counter.take(counter.goods.other, counter.goods.piece, counter.goods.piece)
    weighed(counter, "1,25")


def phone_cart(counter: Counter) -> None:
    """The cart as a sheet."""
    phone(counter)
    counter.tap("#cart-open")
    counter.shows("#lines .line")


def close_sheet(counter: Counter) -> None:
    """Back to the goods."""
    counter.tap("[data-focus=sheet]")
    counter.home()


def phone_cash(counter: Counter) -> None:
    """Cash on a phone."""
    pay(counter)
    counter.touch("500000")


BEFORE = (State("display-welcome", "The customers' display between two customers", welcome),)
"""As long as nothing was sold."""
STATES = (
    State("display-bill", "Lines as they come", bill),
    State("display-transfer", "The transfer's code, with its amount", transfer),
    State("display-thanks", "What goes back, thanks, and the slip to take along", thanks),
    State("phone", "On a phone everything lies in reach of a thumb", phone, size=PHONE),
    State("phone-cart", "The cart is a sheet with the same foot", phone_cart, close_sheet, PHONE),
    State("phone-cash", "Cash on a phone", phone_cash, size=PHONE),
)
