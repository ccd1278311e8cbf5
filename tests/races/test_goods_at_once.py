"""Deliveries and counts at the same moment as others of the same goods."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.outlet import Answer, Outlet, Shop, at_once, now, today, uid


@pytest.fixture(scope="module", autouse=True)
def _books_agree(each_server: Outlet) -> Iterator[None]:
    yield
    each_server.flask("books", "check")


def _deliver(shop: Shop, product: str, lines: list[dict[str, str]]) -> Answer:
    body = {"producer": shop.producer_of(product), "place": shop.place, "delivered_on": today(), "lines": lines}
    return shop.api.put(f"/api/v1/deliveries/{uid()}", body)


def test_deliveries_to_the_same_lots_in_any_order_all_arrive(each_shop: Shop) -> None:
    product = each_shop.stocked()
    lots = [each_shop.code("L") for _ in range(4)]

    def deliver(i: int) -> Answer:
        lines = [{"product": product, "lot": lot, "quantity": "1"} for lot in (lots if i % 2 else reversed(lots))]
        return _deliver(each_shop, product, lines)

    for _ in range(3):
        assert {answer.status for answer in at_once(10, deliver)} == {201}
    assert {each_shop.on_hand(lot=lot) for lot in lots} == {"30"}


def test_a_product_stays_what_it_was_when_its_first_lot_came(each_shop: Shop) -> None:
    producer, other = each_shop.producer(), each_shop.producer()
    each_shop.agreement(producer)
    for _ in range(10):
        product = each_shop.product(producer)
        changed = each_shop.api.get(f"/api/v1/products/{product}").ok() | {"producer": other, "unit": "túi", "places": 0}
        del changed["code"]
        body = {"producer": producer, "place": each_shop.place, "delivered_on": today()}
        body |= {"lines": [{"product": product, "quantity": "1.5"}]}

        def act(i: int, product: str = product, changed: Any = changed, body: Any = body) -> Answer:
            if i % 2:
                return each_shop.api.put(f"/api/v1/products/{product}", changed)
            return each_shop.api.put(f"/api/v1/deliveries/{uid()}", body)

        delivered, updated = at_once(2, act)
        assert (delivered.status, updated.status) in {(201, 409), (422, 200)}, (delivered, updated)


def _entry(shop: Shop, session: str, lot: str, counted: int) -> Answer:
    body = {"uid": uid(), "lot": lot, "counted": str(counted), "counted_at": now(), "by_scan": True}
    return shop.api.post(f"{session}/entries", body)


def _session(shop: Shop, lots: int) -> tuple[str, list[str]]:
    """A session that is open, and lots of ten that lie here."""
    product = shop.stocked()
    codes = [shop.code("L") for _lot in range(lots)]
    _deliver(shop, product, [{"product": product, "lot": lot, "quantity": "10"} for lot in codes]).ok(201)
    path = f"/api/v1/count-sessions/{uid()}"
    shop.api.put(path, {"place": shop.place}).ok(201)
    return path, codes


def test_several_phones_count_in_one_session(each_shop: Shop) -> None:
    session, lots = _session(each_shop, 6)
    answers = at_once(12, lambda i: _entry(each_shop, session, lots[i % 6], 9))
    assert {answer.status for answer in answers} == {201}
    lines = each_shop.api.get(session).ok()["lines"]
    assert [(line["entries"], line["difference"]) for line in lines] == [(2, "-1")] * 6
    closes = at_once(4, lambda _i: each_shop.api.post(f"{session}/close", {"uid": uid()}))
    assert sorted(answer.status for answer in closes) == [201, 409, 409, 409]
    assert {answer.code for answer in closes if answer.status == 409} == {"closed"}
    assert {each_shop.on_hand(lot=lot) for lot in lots} == {"9"}


def test_an_entry_beside_a_close_is_in_the_count_or_refused(each_shop: Shop) -> None:
    for _round in range(4):
        session, lots = _session(each_shop, 4)
        _entry(each_shop, session, lots[0], 9).ok(201)

        def act(i: int, session: str = session, lots: list[str] = lots) -> Answer:
            return each_shop.api.post(f"{session}/close", {"uid": uid()}) if i == 0 else _entry(each_shop, session, lots[i], 8)

        closed, *entered = at_once(4, act)
        counted = {line["lot"] for line in closed.ok(201)["lines"]}
        for lot, answer in zip(lots[1:], entered, strict=True):
            assert answer.status == 201 if lot in counted else answer.code == "closed", answer


def test_a_reversal_beside_sales_of_the_lot_takes_back_all_or_nothing(each_shop: Shop) -> None:
    for _round in range(4):
        product = each_shop.stocked()
        lot = each_shop.code("L")
        delivered = _deliver(each_shop, product, [{"product": product, "lot": lot, "quantity": "3"}]).ok(201)["uid"]
        line = {"lot": lot, "quantity": "1", "unit_price_vnd": 10_000, "discount_vnd": 0}

        def act(i: int, delivered: str = delivered, line: Any = line) -> Answer:
            if i == 0:
                return each_shop.api.post(f"/api/v1/deliveries/{delivered}/reverse", {"uid": uid(), "reason": "gõ nhầm"})
            return each_shop.api.put(f"/api/v1/sales/{uid()}", each_shop.sale(line))

        reversal, *sales = at_once(4, act)
        sold = sum(answer.status == 201 for answer in sales)
        assert (reversal.status, sold) == (201, 0) or (reversal.code == "not_reversible" and sold > 0), (reversal, sold)
        assert each_shop.on_hand(lot=lot) == ("0" if reversal.status == 201 else str(3 - sold))


def test_a_transfer_taken_back_beside_sales_where_it_went_moves_all_or_nothing(each_shop: Shop) -> None:
    room = each_shop.code("KHO")
    each_shop.api.put(f"/api/v1/places/{room}", {"name": "Kho", "kind": "store"}).ok()
    for _round in range(3):
        product = each_shop.stocked()
        lot = each_shop.code("L")
        body = {"producer": each_shop.producer_of(product), "place": room, "delivered_on": today()}
        each_shop.api.put(
            f"/api/v1/deliveries/{uid()}", body | {"lines": [{"product": product, "lot": lot, "quantity": "3"}]}
        ).ok(201)
        moved = {"from": room, "to": each_shop.place, "lines": [{"lot": lot, "quantity": "3"}]}
        transfer = each_shop.api.put(f"/api/v1/transfers/{uid()}", moved).ok(201)["uid"]
        line = {"lot": lot, "quantity": "1", "unit_price_vnd": 10_000, "discount_vnd": 0}

        def act(i: int, transfer: str = transfer, line: Any = line) -> Answer:
            if i == 0:
                return each_shop.api.post(f"/api/v1/transfers/{transfer}/reverse", {"uid": uid(), "reason": "nhầm nơi"})
            return each_shop.api.put(f"/api/v1/sales/{uid()}", each_shop.sale(line))

        reversal, *sales = at_once(4, act)
        sold = sum(answer.status == 201 for answer in sales)
        assert (reversal.status, sold) == (201, 0) or (reversal.code == "not_reversible" and sold > 0), (reversal, sold)
        assert each_shop.on_hand(lot=lot, place=room) == ("3" if reversal.status == 201 else "0")


def test_previews_beside_losses_of_the_same_lot_hold_nobody_up(each_shop: Shop) -> None:
    product = each_shop.stocked(quantity="20")
    lot = each_shop.api.all("/api/v1/stock", product=product)[0]["lot"]
    body = {"place": each_shop.place, "lines": [{"lot": lot, "quantity": "1", "cause": "damage"}]}

    def act(i: int) -> Answer:
        if i % 2:
            return each_shop.api.post("/api/v1/losses/preview", body)
        return each_shop.api.put(f"/api/v1/losses/{uid()}", body)

    answers = at_once(12, act)
    assert [answer.status for answer in answers] == [201, 200] * 6
    assert each_shop.on_hand(lot=lot) == "14"


def test_goods_beyond_the_book_are_explained_by_one_delivery_once(each_shop: Shop) -> None:
    product = each_shop.stocked(quantity="1")
    each_shop.sell(each_shop.line(product, "4"), offline=True)
    (found,) = each_shop.api.all("/api/v1/stock/oversold", state="open", product=product)
    late = _deliver(each_shop, product, [{"product": product, "quantity": "10"}]).ok(201)["uid"]
    path = f"/api/v1/stock/oversold/{found['uid']}/decide"
    answers = at_once(4, lambda _i: each_shop.api.post(path, {"uid": uid(), "choice": "delivery", "delivery": late}))
    assert sorted(answer.status for answer in answers) == [201, 409, 409, 409]
    assert each_shop.on_hand(product=product) == "7"


def test_a_close_as_seen_beside_entries_posts_what_was_seen_or_nothing(each_shop: Shop) -> None:
    for _round in range(4):
        session, lots = _session(each_shop, 4)
        _entry(each_shop, session, lots[0], 9).ok(201)
        found = each_shop.api.get(session).ok()
        seen = {"entries": found["entries"], "owed_vnd": found["owed_vnd"]}

        def act(i: int, session: str = session, lots: list[str] = lots, seen: Any = seen) -> Answer:
            if i == 0:
                return each_shop.api.post(f"{session}/close", {"uid": uid(), "seen": seen})
            return _entry(each_shop, session, lots[i], 8)

        closed, *entered = at_once(4, act)
        if closed.status == 201:
            assert [line["lot"] for line in closed.json["lines"]] == [lots[0]]
            assert {answer.code for answer in entered} == {"closed"}
        else:
            assert closed.code == "count_changed" and 201 in {answer.status for answer in entered}
            assert each_shop.on_hand(lot=lots[0]) == "10"


def test_after_an_agreement_to_a_lot_nothing_more_is_said_of_it(each_shop: Shop) -> None:
    for _round in range(3):
        product = each_shop.stocked()
        lot = each_shop.code("L")
        _deliver(each_shop, product, [{"product": product, "lot": lot, "quantity": "10"}]).ok(201)
        path = f"/api/v1/counts/{uid()}"
        each_shop.api.put(path, {"place": each_shop.place, "lines": [{"lot": lot, "counted": "9"}]}).ok(201)

        def act(i: int, path: str = path, lot: str = lot) -> Answer:
            line: dict[str, object] = {"lot": lot, "agreed": bool(i % 2)} | ({} if i % 2 else {"message": "thiếu"})
            return each_shop.api.post(f"{path}/countersign", {"uid": uid(), "lines": [line], "note": "qua điện thoại"})

        answers = at_once(6, act)
        assert {answer.status for answer in answers} <= {201, 409}
        assert {answer.code for answer in answers if answer.status == 409} <= {"closed"}
        (line,) = each_shop.api.get(path).ok()["lines"]
        assert [reply["kind"] for reply in line["replies"]] in (["agreed"], ["asked", "agreed"])
