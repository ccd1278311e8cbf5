"""Before money: goods, cart, line, search, prices."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.states.counter import Counter, State


def empty(counter: Counter) -> None:
    """Nothing is sold yet."""
    counter.shows("#tiles .tile")


def cart(counter: Counter) -> None:
    """A basket, pieces, goods by weight, something off a line."""
    goods = counter.goods
    counter.tap(f"[data-basket={goods.basket}]")
    counter.take(goods.other, goods.piece, goods.piece)
    counter.tap_text("Giảm")
    counter.tap("[data-focus=rate-1000]")
    weighed(counter, "1,25")
    expect(counter.window.lines).to_have_count(4)


def weighed(counter: Counter, kilograms: str) -> None:
    """Goods by weight, in the cart."""
    counter.take(counter.goods.weighed)
    counter.touch(kilograms)
    counter.tap("#go")
    expect(counter.page.locator("#panel")).to_be_hidden()


def held(counter: Counter) -> None:
    """Two customers at once."""
    counter.take(counter.goods.piece, counter.goods.other)
    counter.press("F6")
    counter.take(counter.goods.other)
    expect(counter.page.locator("#tabs .carts button")).to_have_count(2)


def end_held(counter: Counter) -> None:
    """The held cart comes back to be emptied."""
    counter.home()
    counter.press("F6")
    expect(counter.page.locator("#tabs .carts button")).to_have_count(1)


def taken_out(counter: Counter) -> None:
    """What was taken out can be put back."""
    counter.take(counter.goods.piece, counter.goods.other)
    counter.press("Delete")
    counter.shows("#put-back")


def found(counter: Counter) -> None:
    """A name without accents."""
    counter.page.locator("#search").fill("gom")
    counter.shows("#tiles .tile")


def nothing_found(counter: Counter) -> None:
    """A name that nothing has."""
    counter.page.locator("#search").fill("xyzq")
    expect(counter.page.locator("#tiles .tile")).to_have_count(0)


def end_search(counter: Counter) -> None:
    """The field is empty again."""
    counter.page.locator("#search").fill("")
    counter.home()


def price_check(counter: Counter) -> None:
    """Prices are asked for."""
    counter.press("F3")
    expect(counter.page.locator("#price-check")).to_have_attribute("aria-pressed", "true")


def product(counter: Counter) -> None:
    """What is known of goods."""
    price_check(counter)
    counter.take(counter.goods.piece)
    counter.shows("#favourite")


def end_price_check(counter: Counter) -> None:
    """Touching sells again."""
    counter.home()
    if counter.page.locator("#price-check[aria-pressed=true]").count():
        counter.press("F3")


def quantity(counter: Counter) -> None:
    """How many of a line."""
    counter.take(counter.goods.piece)
    counter.tap("#lines .amount")
    counter.touch("12")


def weighing(counter: Counter) -> None:
    """Goods by weight, on the scale."""
    counter.take(counter.goods.weighed)
    counter.touch("1,25")


def not_weighed(counter: Counter) -> None:
    """Goods by weight, before a weight."""
    counter.take(counter.goods.weighed)
    counter.shows("#panel .entry")


def line_discount(counter: Counter) -> None:
    """Something off one line."""
    counter.take(counter.goods.piece)
    counter.tap_text("Giảm")
    counter.touch("5000")


def sale_discount(counter: Counter) -> None:
    """Something off everything."""
    counter.take(counter.goods.piece, counter.goods.other)
    counter.press("F8")
    counter.shows("#panel .desk")


def approval(counter: Counter) -> None:
    """More off than a cashier may give."""
    counter.take(counter.goods.piece)
    counter.tap_text("Giảm")
    counter.tap("[data-focus=rate-2000]")
    counter.shows("#ask[open]")
    counter.touch("24")


def given_away(counter: Counter) -> None:
    """Everything off: asked about first."""
    counter.take(counter.goods.piece)
    counter.press("F8")
    counter.touch("99999999")
    counter.tap("#go")
    counter.shows("#ask-yes")


STATES = (
    State("empty", "Goods with their offers, marked-down lots and baskets as tiles", empty),
    State("cart", "The line in hand has the stepper; a basket shows what is in it", cart),
    State("held", "A held cart waits beside the open one", held, end_held),
    State("taken-out", "What was taken out comes back with one touch", taken_out),
    State("found", "Search finds names without accents, codes, lots, producers", found, end_search),
    State("nothing-found", "Nothing has this name", nothing_found, end_search),
    State("price-check", "Price check: a touch or a scan shows and sells nothing", price_check, end_price_check),
    State("product", "What is known of goods: price, lots, producer, what is left", product, end_price_check),
    State("quantity", "How many, by keypad or keyboard", quantity),
    State("not-weighed", "Goods by weight are no line before they have a weight", not_weighed),
    State("weighing", "A weight, and what it costs", weighing),
    State("line-discount", "Something off one line", line_discount),
    State("sale-discount", "Something off the whole cart", sale_discount),
    State("approval", "More than a cashier may give: a manager's PIN, then and there", approval),
    State("given-away", "A discount that makes a sale free is asked about", given_away),
)
