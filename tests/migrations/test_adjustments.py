"""The discounts of the first schema, listed by kind and bearer in the second one."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text

from core.db import db
from core.db.append_only import Guards, ensure, lift
from migrations.second.adjustments import fill, sale_shares
from ops import books
from pos.pricing import AdjustmentKind, Cart, CartLine, price
from tests.api.inside import LocalOutlet
from tests.conftest import BOTH, NewDatabase, _application, _close
from tests.outlet import Shop

LISTED = text("SELECT sale_uid, line, n, kind, amount_vnd, bearer FROM sale_line_adjustment ORDER BY sale_uid, line, n")


@pytest.fixture(params=BOTH)
def local_outlet(
    request: pytest.FixtureRequest, new_database: NewDatabase, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[LocalOutlet]:
    """An outlet of its own, on each kind of database."""
    app = _application(new_database(request.param), tmp_path_factory.mktemp("data"))
    yield LocalOutlet.set_up(app)
    _close(app)


def test_the_discounts_of_earlier_sales_are_listed_as_if_they_were_sold_today(local_outlet: LocalOutlet) -> None:
    shop = Shop(local_outlet.api)
    shop.open_shift()
    goods = {bearer: shop.stocked(term={**shop.TERM, "discount_bearer": bearer}) for bearer in ("outlet", "producer", "shared")}
    split = shop.stocked(quantity="2")
    shop.deliver(shop.producer_of(split), {"product": split, "quantity": "5", "best_before": "2099-02-01"})
    without_agreement = shop.product(shop.producer())
    # With equal nets there is one answer only to how much of a discount was on the whole sale.
    shop.sell(*(shop.line(product, "3", discount_vnd=1_000) for product in (*goods.values(), split)), discount_vnd=4_000)
    shop.sell(shop.line(split, "1.5", discount_vnd=1), shop.line(goods["shared"]))
    shop.sell(shop.line(goods["outlet"]), discount_vnd=1_000)
    shop.sell(shop.line(without_agreement, discount_vnd=500), shop.line(goods["producer"]), offline=True)
    shop.sell(shop.line(goods["outlet"]))
    with local_outlet.app.app_context():
        sold = db.session.execute(LISTED).all()
        db.session.rollback()
        with db.engine.begin() as connection:
            lift(connection, ["sale_line_adjustment"])
            connection.execute(text("DELETE FROM sale_line_adjustment"))
            fill(connection)
            ensure(connection, Guards(("sale_line_adjustment",)))
        assert db.session.execute(LISTED).all() == sold
        assert {row.bearer for row in sold} == {"outlet", "producer", "shared"} and len(sold) > 10
        assert books.check()[0] == []


lines = st.tuples(st.integers(1, 50_000), st.integers(0, 10**6), st.integers(0, 100))


@given(st.lists(lines, min_size=1, max_size=8), st.integers(0, 100))
def test_the_shares_of_a_discount_on_the_whole_sale_are_found_again(cart: list[tuple[int, int, int]], percent: int) -> None:
    cart_lines = [CartLine(q, unit, (q * unit // 1000) * part // 100) for q, unit, part in cart]
    left = sum(line.net_vnd for line in price(Cart(cart_lines, 0)))
    sold = price(Cart(cart_lines, left * percent // 100))
    discounts, nets = [line.discount_vnd for line in sold], [line.net_vnd for line in sold]
    shares = sale_shares(left * percent // 100, discounts, nets)
    assert sum(shares) == left * percent // 100
    assert all(0 <= share <= discount for share, discount in zip(shares, discounts, strict=True))
    had = [sum(a.amount_vnd for a in line.adjustments if a.kind is AdjustmentKind.SALE) for line in sold]
    if percent <= 20:
        assert all(abs(share - before) <= 3 for share, before in zip(shares, had, strict=True))
