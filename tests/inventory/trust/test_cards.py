"""Stock cards, and goods in and out by the columns of a statement."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.people.permits import Role
from tests.journeys.inside import Inside, TimedShop
from tests.outlet import uid
from tests.schedule import examples

BEFORE, DAY, AFTER = date(2026, 11, 20), date(2026, 12, 1), date(2026, 12, 9)


@pytest.fixture
def shop(inside: Inside) -> TimedShop:
    with inside.on(BEFORE, 8):
        return inside.shop()


def _live(inside: Inside, shop: TimedShop) -> tuple[str, str]:
    """A producer and a product whose lots L1 and L2 came, went, moved and were counted."""
    producer = shop.producer()
    product = shop.product(producer)
    shop.agreement(producer)
    store = shop.code("KHO")
    shop.api.put(f"/api/v1/places/{store}", {"name": "Kho", "kind": "store"}).ok(201)
    with inside.on(BEFORE):
        shop.deliver(producer, {"product": product, "lot": "L1", "quantity": "30"})
    with inside.on(DAY, 9):
        shop.deliver(producer, {"product": product, "lot": "L2", "quantity": "10"})
        moved = {"from": shop.place, "to": store, "lines": [{"lot": "L1", "quantity": "5"}]}
        shop.api.put(f"/api/v1/transfers/{uid()}", moved).ok(201)
    with inside.on(DAY, 10):
        sold = shop.sell({"lot": "L1", "quantity": "4", "unit_price_vnd": 10_000, "discount_vnd": 0})
        shop.refund(sold["uid"], 1, "1").ok(201)
        lost = {"place": shop.place, "lines": [{"lot": "L2", "quantity": "2", "cause": "damage"}]}
        shop.api.put(f"/api/v1/losses/{uid()}", lost).ok(201)
        counted = {"place": shop.place, "lines": [{"lot": "L2", "counted": "9"}]}
        shop.api.put(f"/api/v1/counts/{uid()}", counted).ok(201)
    with inside.on(AFTER):
        back = {"producer": producer, "place": shop.place, "lines": [{"lot": "L1", "quantity": "3"}]}
        shop.api.put(f"/api/v1/producer-returns/{uid()}", back).ok(201)
    return producer, product


def test_a_card_goes_from_opening_to_closing_by_numbered_documents(inside: Inside, shop: TimedShop) -> None:
    _producer, product = _live(inside, shop)
    card = shop.api.get("/api/v1/stock/card", product=product, from_="2026-12-01", to="2026-12-08").ok()
    assert (card["opening"], card["came"], card["left"], card["closing"]) == ("30", "17", "11", "36")
    assert [(x["kind"], x["came"], x["left"], x["balance"]) for x in card["lines"]] == [
        ("received", "10", "0", "40"),
        ("transfer", "5", "5", "40"),
        ("sold", "0", "4", "36"),
        ("refunded", "1", "0", "37"),
        ("lost", "0", "2", "35"),
        ("count", "1", "0", "36"),
    ]
    numbers = [x["number"] for x in card["lines"]]
    assert numbers[0] == "PN-2026-0002" and numbers[1] == "CK-2026-0001" and all(numbers)
    lot = shop.api.get("/api/v1/stock/card", lot="L1", from_="2026-12-01", to="2026-12-31").ok()
    assert (lot["product"], lot["opening"], lot["closing"]) == (product, "30", "24")
    assert shop.on_hand(lot="L1") == lot["closing"]


def test_a_card_is_of_one_thing_and_of_ones_own(inside: Inside, shop: TimedShop) -> None:
    producer, product = _live(inside, shop)
    for query in ({}, {"product": product, "lot": "L1"}):
        assert shop.api.get("/api/v1/stock/card", **query).status == 422
    assert shop.api.get("/api/v1/stock/card", product="KHONG-CO").status == 404
    own, stranger = inside.as_role(Role.PRODUCER, producer), inside.as_role(Role.PRODUCER, shop.producer())
    lines = own.get("/api/v1/stock/card", product=product, from_="2026-12-01", to="2026-12-08").ok()["lines"]
    assert [(x["document"], x["number"]) for x in lines if x["kind"] == "sold"] == [("sale", None)]
    assert stranger.get("/api/v1/stock/card", product=product).status == 404
    assert stranger.get("/api/v1/stock/card", lot="L1").status == 404


def test_goods_in_and_out_are_the_columns_of_a_statement(inside: Inside, shop: TimedShop) -> None:
    producer, product = _live(inside, shop)
    span = {"from_": "2026-12-01", "to": "2026-12-31"}
    report = shop.api.get("/api/v1/reports/stock-movement", by="product", **span).ok()
    (row,) = report["items"]
    figures = {name: row[name] for name in ("opening", "received", "sold", "refunded", "returned", "lost", "counted", "closing")}
    assert figures == {
        "opening": "30", "received": "10", "sold": "4", "refunded": "1", "returned": "3", "lost": "2", "counted": "1",
        "closing": "33",
    }  # fmt: skip
    assert (row["key"], row["value_vnd"], report["totals"]["value_vnd"]) == (product, 330_000, 330_000)
    with inside.on(date(2026, 12, 31)):
        shop.api.put(f"/api/v1/statements/{uid()}", {"producer": producer, "until": "2026-11-30"}).ok(201)
        made = shop.api.put(f"/api/v1/statements/{uid()}", {"producer": producer, "until": "2026-12-31"}).ok(201)
    (goods,) = made["goods"]
    assert {name: goods[name] for name in figures} == figures
    (by_producer,) = shop.api.get("/api/v1/reports/stock-movement", by="producer", **span).ok()["items"]
    assert (by_producer["key"], by_producer["closing"], by_producer["unit"]) == (producer, "33", "kg")
    own = inside.as_role(Role.PRODUCER, producer).get("/api/v1/reports/stock-movement", **span).ok()
    assert own["items"] == report["items"]
    stranger = inside.as_role(Role.PRODUCER, shop.producer()).get("/api/v1/reports/stock-movement", **span).ok()
    assert stranger["items"] == []
    csv = shop.api.get("/api/v1/reports/stock-movement", format="csv", **span)
    assert csv.status == 200 and product in csv.body.decode("utf-8-sig")
    closing = sum(Fraction(r["on_hand"]) for r in shop.api.all("/api/v1/stock", product=product))
    assert str(closing) == row["closing"]


def test_pages_of_a_card_are_the_card(inside: Inside, shop: TimedShop) -> None:
    _producer, product = _live(inside, shop)
    span = {"product": product, "from_": "2026-12-01", "to": "2026-12-08"}
    whole = shop.api.get("/api/v1/stock/card", **span).ok()
    assert whole["next"] is None
    for limit in (1, 4, 6):
        lines, after, pages = [], {}, 0
        while pages == 0 or after:
            page = shop.api.get("/api/v1/stock/card", limit=limit, **span, **after).ok()
            assert [page[name] for name in ("opening", "came", "left", "closing")] == ["30", "17", "11", "36"]
            lines += page["lines"]
            pages += 1
            after = {"after": page["next"]} if page["next"] else {}
        assert lines == whole["lines"] and pages == -(-len(lines) // limit)
    for after in ("x", "999999999"):
        assert shop.api.get("/api/v1/stock/card", after=after, **span).json["errors"][0]["field"] == "after"


def test_a_card_says_who_recorded_each_line_to_the_outlets_people(inside: Inside, shop: TimedShop) -> None:
    producer, product = _live(inside, shop)
    span = {"product": product, "from_": "2026-12-01", "to": "2026-12-08"}
    assert all(line["by"] for line in shop.api.get("/api/v1/stock/card", **span).ok()["lines"])
    own = inside.as_role(Role.PRODUCER, producer).get("/api/v1/stock/card", **span).ok()["lines"]
    assert {line["by"] for line in own} == {None}


ACTS = st.lists(
    st.tuples(st.sampled_from(("deliver", "sell", "lose", "move", "count", "back")), st.integers(0, 2), st.integers(1, 5)),
    min_size=3,
    max_size=12,
)


@settings(max_examples=examples(4), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=ACTS)
def test_cards_are_what_the_movements_say(inside: Inside, acts: list[tuple[str, int, int]]) -> None:
    with inside.on(BEFORE, 8):
        shop = inside.shop()
    producer, store = shop.producer(), shop.code("KHO")
    product = shop.product(producer)
    with inside.on(BEFORE, 9):
        shop.agreement(producer)
        shop.api.put(f"/api/v1/places/{store}", {"name": "Kho", "kind": "store"}).ok(201)
        lot = shop.code("L")
        shop.deliver(producer, {"product": product, "lot": lot, "quantity": "40"})
    for n, (act, days, quantity) in enumerate(acts):
        with inside.on(DAY + timedelta(days=days), 10, n):
            _act(shop, act, producer, product, lot, store, str(quantity))
    moved = shop.api.all("/api/v1/stock/movements", product=product)
    signs = [
        (x["at"][:10], Fraction(x["quantity"]) * (x["from"].startswith("@") - x["to"].startswith("@")), x["lot"]) for x in moved
    ]
    for first, last in ((DAY, DAY), (DAY, DAY + timedelta(days=1)), (BEFORE, DAY + timedelta(days=2))):
        span = {"from_": first.isoformat(), "to": last.isoformat()}
        for goods in ({"product": product}, {"lot": lot}):
            card = shop.api.get("/api/v1/stock/card", limit=1000, **goods, **span).ok()
            of = [(day, q) for day, q, its_lot in signs if goods.get("lot", its_lot) == its_lot]
            assert Fraction(card["opening"]) == sum(q for day, q in of if day < first.isoformat())
            assert Fraction(card["closing"]) == sum(q for day, q in of if day <= last.isoformat())
            assert len(card["lines"]) == sum(first.isoformat() <= day <= last.isoformat() for day, _q in of)
            balance = Fraction(card["opening"])
            for line in card["lines"]:
                balance += Fraction(line["came"]) - Fraction(line["left"])
                assert Fraction(line["balance"]) == balance
            assert balance == Fraction(card["closing"])


def _act(shop: TimedShop, act: str, producer: str, product: str, lot: str, store: str, quantity: str) -> None:
    """Something with goods; what the stock does not allow is refused and leaves no trace."""
    here = {"place": shop.place, "lines": [{"lot": lot, "quantity": quantity}]}
    if act == "deliver":
        shop.deliver(producer, {"product": product, "quantity": quantity})
    elif act == "sell":
        shop.api.put(f"/api/v1/sales/{uid()}", shop.sale(shop.line(product, quantity)))
    elif act == "lose":
        lines = [{"lot": lot, "quantity": quantity, "cause": "damage"}]
        shop.api.put(f"/api/v1/losses/{uid()}", {"place": shop.place, "lines": lines})
    elif act == "move":
        shop.api.put(f"/api/v1/transfers/{uid()}", {"from": shop.place, "to": store, "lines": here["lines"]})
    elif act == "count":
        shop.api.put(f"/api/v1/counts/{uid()}", {"place": shop.place, "lines": [{"lot": lot, "counted": quantity}]})
    else:
        shop.api.put(f"/api/v1/producer-returns/{uid()}", {"producer": producer, **here})
