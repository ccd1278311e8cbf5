"""Storekeepers and managers who send requests at the same moment, over HTTP, on each database."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pytest

from tests.outlet import Outlet, Shop, at_once, today, uid


@pytest.fixture(autouse=True, scope="module")
def _books_agree(each_server: Outlet) -> Iterator[None]:
    """When all is done on a server, its books agree and its log has no traceback."""
    yield
    each_server.flask("books", "check")
    assert "Traceback" not in each_server.log()


def owing(shop: Shop) -> str:
    """A producer whom we owe 85.000 ₫."""
    product = shop.stocked()
    shop.sell(shop.line(product, "10"))
    return shop.producer_of(product)


def test_payouts_that_race_never_pay_more_than_is_payable(each_shop: Shop) -> None:
    producer, statement = owing(each_shop), uid()
    each_shop.api.put(f"/api/v1/statements/{statement}", {"producer": producer, "until": today()}).ok(201)
    body = {"producer": producer, "statement": statement, "amount_vnd": 30_000, "method": "bank"}
    answers = at_once(6, lambda _: each_shop.api.put(f"/api/v1/payouts/{uid()}", body))
    assert Counter(a.status for a in answers) == {201: 2, 409: 4}, [str(a) for a in answers]
    assert {a.code for a in answers if a.status == 409} == {"over_payable"}
    assert each_shop.book(producer)[-1]["balance_vnd"] == 25_000


def test_a_payout_that_is_reversed_by_many_is_reversed_once(each_shop: Shop) -> None:
    producer, statement, payout = owing(each_shop), uid(), uid()
    each_shop.api.put(f"/api/v1/statements/{statement}", {"producer": producer, "until": today()}).ok(201)
    body = {"producer": producer, "statement": statement, "amount_vnd": 85_000, "method": "cash"}
    each_shop.api.put(f"/api/v1/payouts/{payout}", body).ok(201)
    answers = at_once(6, lambda _: each_shop.api.post(f"/api/v1/payouts/{payout}/reverse", {"uid": uid(), "reason": "nhầm"}))
    assert Counter(a.status for a in answers) == {201: 1, 409: 5}, [str(a) for a in answers]
    assert each_shop.book(producer)[-1]["balance_vnd"] == 85_000


def test_statements_that_race_claim_each_line_once(each_shop: Shop) -> None:
    producer = owing(each_shop)
    answers = at_once(6, lambda _: each_shop.api.put(f"/api/v1/statements/{uid()}", {"producer": producer, "until": today()}))
    assert Counter(a.status for a in answers) == {201: 1, 409: 5}, [str(a) for a in answers]
    assert {a.code for a in answers if a.status == 409} == {"nothing_to_claim"}


def test_a_statement_while_sales_go_on_misses_and_doubles_nothing(each_shop: Shop) -> None:
    product = each_shop.stocked()
    producer = each_shop.producer_of(product)

    def act(i: int) -> None:
        for _ in range(4):
            if i < 2:
                answer = each_shop.api.put(f"/api/v1/statements/{uid()}", {"producer": producer, "until": today()})
                assert answer.status == 201 or answer.code == "nothing_to_claim", str(answer)
            else:
                each_shop.api.put(f"/api/v1/sales/{uid()}", each_shop.sale(each_shop.line(product))).ok(201)

    at_once(5, act)
    each_shop.sell(each_shop.line(product))
    each_shop.api.put(f"/api/v1/statements/{uid()}", {"producer": producer, "until": today()}).ok(201)
    made = each_shop.api.all("/api/v1/statements", producer=producer)
    newest = each_shop.api.get(f"/api/v1/statements/{made[0]['uid']}").ok()
    assert newest["money"]["closing_vnd"] == 13 * 8_500 == each_shop.book(producer)[-1]["balance_vnd"]
    assert newest["goods"][0]["closing"] == "37"


def test_one_shift_opens_on_a_till_however_many_ask(each_shop: Shop) -> None:
    each_shop.api.post(f"/api/v1/shifts/{each_shop.shift}/close", {"counted": {}}).ok()
    body = {"till": each_shop.till, "opening_float_vnd": 0}
    answers = at_once(6, lambda _: each_shop.api.put(f"/api/v1/shifts/{uid()}", body))
    assert Counter(a.status for a in answers) == {201: 1, 409: 5}, [str(a) for a in answers]
    assert {a.code for a in answers if a.status == 409} == {"shift_open"}


def test_the_same_delivery_from_eight_clients_comes_once(each_shop: Shop) -> None:
    producer = each_shop.producer()
    product = each_shop.product(producer)
    each_shop.agreement(producer)
    body = {
        "producer": producer,
        "place": each_shop.place,
        "delivered_on": today(),
        "lines": [{"product": product, "quantity": "2"}],
    }
    path = f"/api/v1/deliveries/{uid()}"
    answers = at_once(8, lambda _: each_shop.api.put(path, body))
    assert Counter(a.status for a in answers) == {201: 1, 200: 7}, [str(a) for a in answers]
    assert len({a.body for a in answers}) == 1 and each_shop.on_hand(product=product) == "2"


def test_deliveries_to_one_new_lot_at_once_all_add_to_it(each_shop: Shop) -> None:
    producer = each_shop.producer()
    product = each_shop.product(producer)
    each_shop.agreement(producer)
    lot = each_shop.code("L")
    body = {
        "producer": producer,
        "place": each_shop.place,
        "delivered_on": today(),
        "lines": [{"product": product, "lot": lot, "quantity": "2"}],
    }
    answers = at_once(6, lambda _: each_shop.api.put(f"/api/v1/deliveries/{uid()}", body))
    assert Counter(a.status for a in answers) == {201: 6}, [str(a) for a in answers]
    assert each_shop.on_hand(lot=lot) == "12"


def test_losses_that_race_use_the_allowance_once(each_shop: Shop) -> None:
    term = {"basis": "commission", "rate_bp": 1500, "discount_bearer": "outlet", "loss_allowance_bp": 400}
    product = each_shop.stocked(term=term)
    lot = each_shop.api.all("/api/v1/stock", product=product)[0]["lot"]
    body = {"place": each_shop.place, "lines": [{"lot": lot, "quantity": "1", "cause": "damage"}]}
    answers = at_once(5, lambda _: each_shop.api.put(f"/api/v1/losses/{uid()}", body))
    assert Counter(a.status for a in answers) == {201: 5}, [str(a) for a in answers]
    owed = sorted(x["owed_vnd"] for a in answers for x in a.json["lines"])
    assert owed == [0, 0, 8_500, 8_500, 8_500], "2 of 50 kg are the producer's"


def test_counts_that_race_end_at_what_was_counted(each_shop: Shop) -> None:
    product = each_shop.stocked()
    lot = each_shop.api.all("/api/v1/stock", product=product)[0]["lot"]
    body = {"place": each_shop.place, "lines": [{"lot": lot, "counted": "48"}]}
    answers = at_once(5, lambda _: each_shop.api.put(f"/api/v1/counts/{uid()}", body))
    assert {a.status for a in answers} == {201}, [str(a) for a in answers]
    assert each_shop.on_hand(lot=lot) == "48"


def test_transfers_that_cross_do_not_deadlock(each_shop: Shop) -> None:
    other = Shop(each_shop.api)
    products = [each_shop.stocked() for _ in range(2)]
    lots = [each_shop.api.all("/api/v1/stock", product=p)[0]["lot"] for p in products]
    half = {"from": each_shop.place, "to": other.place, "lines": [{"lot": lot, "quantity": "25"} for lot in lots]}
    each_shop.api.put(f"/api/v1/transfers/{uid()}", half).ok(201)

    def move(i: int) -> list[int]:
        places = [each_shop.place, other.place][:: 1 if i % 2 else -1]
        body = {
            "from": places[0],
            "to": places[1],
            "lines": [{"lot": lot, "quantity": "1"} for lot in lots[:: 1 if i < 2 else -1]],
        }
        return [each_shop.api.put(f"/api/v1/transfers/{uid()}", body).status for _ in range(5)]

    assert {s for many in at_once(4, move) for s in many} == {201}
    assert [each_shop.on_hand(lot=lot) for lot in lots] == ["50", "50"]
