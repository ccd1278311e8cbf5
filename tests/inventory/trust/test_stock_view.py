"""The stock by product and the story of a lot are what the movements say; both ways of a lot, by who asks."""

from __future__ import annotations

import re
from collections import defaultdict
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.people.permits import Role
from core.quantity import Milli, format_quantity
from inventory.stock_view import by_product, charts, lot_story
from inventory.stock_view.choices import Need, StockOrder
from tests.journeys.inside import Inside, TimedShop
from tests.outlet import uid
from tests.schedule import examples

DAY = date(2026, 12, 1)
ACTS = st.lists(
    st.tuples(
        st.sampled_from(("deliver", "sell", "refund", "lose", "move", "count", "back", "aside")),
        st.integers(0, 1),
        st.integers(1, 6),
    ),
    min_size=4,
    max_size=14,
)


@pytest.fixture
def shop(inside: Inside) -> TimedShop:
    with inside.on(DAY - timedelta(days=40), 8):
        return inside.shop()


def _act(shop: TimedShop, act: str, producer: str, product: str, store: str, quantity: str) -> None:
    """Something with goods of a product; what the stock does not allow is refused and leaves no trace."""
    lots = shop.api.all("/api/v1/stock", product=product, place=shop.place)
    if act == "deliver" or not lots:
        shop.deliver(producer, {"product": product, "quantity": quantity, "best_before": "2026-12-20"})
        return
    lot = lots[0]["lot"]
    here = {"place": shop.place, "lines": [{"lot": lot, "quantity": quantity}]}
    if act in {"sell", "refund"}:
        sold = shop.api.put(f"/api/v1/sales/{uid()}", shop.sale({"lot": lot, "quantity": quantity, "unit_price_vnd": 10_000}))
        if sold.status == 201 and act == "refund":
            shop.refund(sold.json["uid"], 1, "1")
    elif act == "lose":
        lines = [{"lot": lot, "quantity": quantity, "cause": "damage"}]
        shop.api.put(f"/api/v1/losses/{uid()}", {"place": shop.place, "lines": lines})
    elif act == "move":
        shop.api.put(f"/api/v1/transfers/{uid()}", {"from": shop.place, "to": store, "lines": here["lines"]})
    elif act == "count":
        shop.api.put(f"/api/v1/counts/{uid()}", {"place": shop.place, "lines": [{"lot": lot, "counted": quantity}]})
    else:
        body = {"producer": producer, **here, "handed_over": act == "back"}
        shop.api.put(f"/api/v1/producer-returns/{uid()}", body)


@settings(max_examples=examples(4), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=ACTS)
def test_the_list_and_the_stories_are_what_the_movements_say(inside: Inside, acts: list[tuple[str, int, int]]) -> None:
    with inside.on(DAY - timedelta(days=9), 8):
        shop = inside.shop()
        producer, store = shop.producer(), shop.code("KHO")
        shop.agreement(producer)
        shop.api.put(f"/api/v1/places/{store}", {"name": "Kho", "kind": "store"}).ok(201)
        products = [shop.product(producer, 9_500), shop.product(producer, 10_000)]
    for n, (act, which, quantity) in enumerate(acts):
        with inside.on(DAY - timedelta(days=8) + timedelta(hours=9 * n), 10, n):
            _act(shop, act, producer, products[which], store, str(quantity))
    with inside.on(DAY + timedelta(days=2)):
        moved = [m for product in products for m in shop.api.all("/api/v1/stock/movements", product=product)]
        for place in (None, shop.place, store):
            _compare(moved, producer, place)
        for lot in {m["lot"] for m in moved}:
            _compare_story([m for m in moved if m["lot"] == lot])


def _compare(moved: list[dict[str, str]], producer: str, place: str | None) -> None:
    """The list at a place against the movements alone."""
    here: dict[tuple[str, str], Fraction] = defaultdict(Fraction)
    for m in moved:
        for end, sign in ((m["to"], 1), (m["from"], -1)):
            if not end.startswith("@") and place in {None, end}:
                here[m["product"], m["lot"]] += sign * Fraction(m["quantity"])
    found = by_product.stock_list(producer=producer, place=place)
    shown = {row.product: row for row in found.items if row.on_hand}
    expected = {product for (product, _lot), quantity in here.items() if quantity}
    assert set(shown) == expected
    for product, row in shown.items():
        lots = {lot: quantity for (of, lot), quantity in here.items() if of == product and quantity}
        assert Fraction(row.on_hand, 1000) == sum(lots.values()) and row.lots == len(lots)
        opened = by_product.lots_of(product, place=place)
        assert {lot.lot: Fraction(lot.on_hand, 1000) for lot in opened} == lots
        assert sum(lot.value_vnd for lot in opened) == row.value_vnd
        assert sum(lot.set_aside for lot in opened) == row.set_aside
        sold = sum(Fraction(m["quantity"]) for m in moved if m["product"] == product and m["kind"] == "sold")
        assert Fraction(row.sold_28d, 1000) == sold
    assert found.totals.value_vnd == sum(row.value_vnd for row in found.items)
    assert found.totals.lots == sum(row.lots for row in found.items)


def _compare_story(moved: list[dict[str, str]]) -> None:
    """A lot's story against its movements alone."""
    story = lot_story.story(moved[0]["lot"], None, with_sales=True)
    change = {m["uid"]: Fraction(m["quantity"]) * (m["from"].startswith("@") - m["to"].startswith("@")) for m in moved}
    assert Fraction(story.left, 1000) == sum(change.values())
    gone = sum(part.quantity for part in story.parts)
    assert story.came == gone + story.left
    assert story.events[0].balance == story.left and sum(event.change for event in story.events) == story.left
    sold = -sum(change[m["uid"]] for m in moved if m["kind"] in {"sold", "refunded"})
    assert Fraction(sum(quantity for _month, quantity in story.sold_by_month), 1000) == sold
    evenings = {}
    for m in sorted(moved, key=lambda m: m["at"]):
        day = m["at"][:10]
        evenings[day] = sum(change[each["uid"]] for each in moved if each["at"][:10] <= day)
    assert {day.isoformat(): Fraction(left, 1000) for day, left in story.days} == evenings
    assert all(event.number for event in story.events if event.document)


def test_chips_orders_and_searches_of_the_list(inside: Inside, shop: TimedShop) -> None:
    producer = shop.producer(name="HTX Bồng Lai")
    with inside.on(DAY - timedelta(days=39)):
        shop.agreement(producer)
        old = shop.product(producer, name="Gốm cũ", unit="cái", places=0)
        shop.deliver(producer, {"product": old, "lot": "CU/1", "quantity": "3"}, delivered_on="2026-09-01")
        cucumber = shop.product(producer, name="Dưa leo", minimum="5")
        shop.deliver(producer, {"product": cucumber, "lot": "DL1", "quantity": "10", "best_before": "2026-12-04"})
        rice = shop.product(producer, name="Gạo tẻ", minimum="2")
        shop.deliver(producer, {"product": rice, "lot": "G1", "quantity": "4"})
    with inside.on(DAY - timedelta(days=1)):
        shop.sell(shop.line(cucumber, "8"), shop.line(rice, "4"))
    with inside.on(DAY):
        found = by_product.stock_list(producer=producer)
        needs = {row.product: set(row.needs) for row in found.items}
        assert needs == {old: {Need.OLD}, cucumber: {Need.LOW, Need.EXPIRING}, rice: {Need.LOW}}
        assert found.counts == {None: 3, Need.LOW: 2, Need.EXPIRING: 1, Need.OLD: 1}
        assert [row.product for row in found.items] == [rice, cucumber, old], "sold out, then near its day, then the rest"
        assert [row.lots for row in found.items] == [0, 1, 1]
        (dated,) = by_product.stock_list(producer=producer, need=Need.EXPIRING).items
        assert (dated.days_of_cover, format_quantity(dated.sold_per_day)) == (7, "0.3")
        for order, first in ((StockOrder.NAME, cucumber), (StockOrder.ON_HAND, old), (StockOrder.SOLD, cucumber)):
            names = [row.product for row in by_product.stock_list(producer=producer, order=order).items]
            assert names[0] == first, order
            turned = by_product.stock_list(producer=producer, order=order, descending=True)
            assert [row.product for row in turned.items] == names[::-1], order
        for q, expected in (("dua leo", {cucumber}), ("cu/1", {old}), ("bong lai gao", {rice}), ("khong co", set())):
            assert {row.product for row in by_product.stock_list(producer=producer, q=q).items} == expected, q
        assert by_product.stock_list(producer=producer, q="dl1").by_lot == {cucumber}
        assert by_product.stock_list(producer=producer, place="KHONG-CO").items == []


def test_a_lot_is_traced_both_ways_and_each_reads_what_is_theirs(inside: Inside, shop: TimedShop) -> None:
    producer = shop.producer()
    certificate = {"number": "OCOP-1", "issuer": "UBND", "issued_on": "2025-01-01", "valid_until": "2027-12-31"}
    product = shop.product(producer, stars=4, certificate=certificate)
    customer = uid()
    shop.api.put(f"/api/v1/customers/{customer}", {"phone": "0912345678", "name": "Cô Hai", "consent": True}).ok(201)
    with inside.on(DAY, 8):
        shop.agreement(producer)
        delivered = shop.deliver(producer, {"product": product, "lot": "L1", "quantity": "20"})
    line = {"lot": "L1", "quantity": "3", "unit_price_vnd": 10_000}
    with inside.on(DAY, 9):
        sold = shop.sell(line, customer_uid=customer)
        shop.refund(sold["uid"], 1, "1").ok(201)
        shop.sell(line | {"quantity": "2"})
        lost = {"place": shop.place, "lines": [{"lot": "L1", "quantity": "1", "cause": "damage"}]}
        shop.api.put(f"/api/v1/losses/{uid()}", lost).ok(201)
    path = "/api/v1/lots/L1/trace"
    trace = shop.api.get(path).ok()
    back, forward = trace["back"], trace["forward"]
    assert [(x["uid"], x["quantity"], x["reversed"]) for x in back["deliveries"]] == [(delivered["uid"], "20", False)]
    assert back["producer"]["code"] == producer and back["member"] is None
    assert [(x["kind"], x["number"], x["stars"]) for x in back["papers"]] == [("ocop", "OCOP-1", 4)]
    first, _second = forward["sales"]
    assert (first["number"], first["quantity"], first["returned"]) == (sold["number"], "3", "1")
    assert (forward["sold"], forward["lost"]) == ("4", [{"cause": "damage", "quantity": "1"}])
    assert forward["places"] == [{"place": shop.place, "on_hand": "15", "set_aside": "0"}]
    assert [(x["customer"], x["name"], x["quantity"]) for x in forward["customers"]] == [(customer, "Cô Hai", "2")]
    assert sum(Fraction(x["quantity"]) - Fraction(x["returned"]) for x in forward["sales"]) == Fraction(forward["sold"])
    pages = [shop.api.get(path, limit=1).ok()["forward"]]
    pages.append(shop.api.get(path, limit=1, after=pages[0]["next"]).ok()["forward"])
    assert [x for page in pages for x in page["sales"]] == forward["sales"] and pages[1]["next"] is None
    assert shop.api.get(path, after="x").status == 422
    keeper = inside.as_role(Role.STOREKEEPER).get(path).ok()["forward"]
    assert "customers" not in keeper and keeper["sales"] == forward["sales"]
    own = inside.as_role(Role.PRODUCER, producer).get(path).ok()["forward"]
    assert "customers" not in own and {(x["sale"], x["number"]) for x in own["sales"]} == {(None, None)}
    assert inside.as_role(Role.PRODUCER, shop.producer()).get(path).status == 404
    assert inside.as_role(Role.CASHIER).get(path).status == 403
    assert inside.as_role(Role.OFFICER).get(path).status == 403


def test_who_may_not_see_sales_reads_a_story_without_receipts_and_names(inside: Inside, shop: TimedShop) -> None:
    producer = shop.producer()
    product = shop.product(producer)
    with inside.on(DAY, 8):
        shop.agreement(producer)
        shop.deliver(producer, {"product": product, "lot": "L1", "quantity": "20"})
        shop.sell(shop.line(product, "2"))
    whole, hidden = (lot_story.story("L1", None, with_sales=seen) for seen in (True, False))
    assert whole.events[0].receipts and whole.events[0].people and whole.events[0].documents == 1
    assert not hidden.events[0].receipts and not hidden.events[0].people and hidden.events[0].documents == 0
    assert hidden.events[1].number == "PN-2026-0001" and hidden.left == whole.left == Milli(18_000)


@pytest.mark.parametrize(
    ("left", "week", "days", "expected"), [(14_000, 14_000, 3, 6_000), (14_000, 0, 3, None), (2_000, 14_000, 3, 0)]
)
def test_the_pace_of_the_week_says_what_will_not_sell(left: int, week: int, days: int, expected: int | None) -> None:
    assert lot_story._left_over(left, week, DAY + timedelta(days=days), DAY) == expected


@given(st.lists(st.integers(1, 10**12), min_size=1, max_size=8), st.integers(300, 1200))
def test_a_bar_is_cut_into_pieces_that_fill_it_and_can_all_be_seen(quantities: list[int], width: int) -> None:
    cut = charts.pieces(quantities, width)
    assert len(cut) == len(quantities) and all(piece.width >= 2.9 for piece in cut)
    assert cut[0].x == 0 and abs(cut[-1].x + cut[-1].width - width) < 0.2
    for one, other in pairwise(cut):
        assert abs(one.x + one.width + 3 - other.x) < 0.2


@given(st.lists(st.integers(0, 10**12), min_size=1, max_size=40), st.integers(0, 400), st.integers(-3, 500))
def test_a_drawing_of_what_was_left_stays_inside_itself(left: list[int], quiet: int, ahead: int) -> None:
    evenings = [(DAY + timedelta(days=n), quantity) for n, quantity in enumerate(left)]
    today = evenings[-1][0] + timedelta(days=quiet)
    drawn = charts.steps(evenings, today, today + timedelta(days=ahead), 7_000, width=330)
    assert drawn
    figures = [float(figure) for figure in re.findall(r"[MLHV ](\d+(?:\.\d+)?)", drawn.area + (drawn.ahead or ""))]
    assert all(0 <= figure <= 330 for figure in figures)
    assert [tick.value for tick in drawn.figures] == sorted({tick.value for tick in drawn.figures}) and len(drawn.figures) <= 5
    assert drawn.figures[-1].value >= max(left) and all(charts.LEFT <= tick.at <= 330 for tick in drawn.days)
    assert all(other.at - one.at >= 40 for one, other in pairwise(drawn.days))
