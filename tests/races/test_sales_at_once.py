"""Tills that send requests at the same moment, over HTTP, on each database."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from multiprocessing import get_context
from typing import Any

import pytest

from tests.outlet import Api, Outlet, Shop, at_once, uid


@pytest.fixture(autouse=True, scope="module")
def _books_agree(each_server: Outlet) -> Iterator[None]:
    """When all is done on a server, its books agree and its log has no traceback."""
    yield
    each_server.flask("books", "check")
    assert "Traceback" not in each_server.log()


def statuses(answers: list[Any]) -> Counter[int]:
    return Counter(a.status for a in answers)


def test_the_same_sale_from_eight_clients_happens_once(each_shop: Shop) -> None:
    product = each_shop.stocked()
    for _ in range(3):
        path, body = f"/api/v1/sales/{uid()}", each_shop.sale(each_shop.line(product))
        answers = at_once(8, lambda _, p=path, b=body: each_shop.api.put(p, b))
        assert statuses(answers) == {201: 1, 200: 7}, [str(a) for a in answers]
        assert len({a.body for a in answers}) == 1
    assert each_shop.on_hand(product=product) == "47"


def test_eight_different_bodies_under_one_id_are_one_sale_and_seven_refusals(each_shop: Shop) -> None:
    product = each_shop.stocked()
    path = f"/api/v1/sales/{uid()}"
    answers = at_once(8, lambda i: each_shop.api.put(path, each_shop.sale(each_shop.line(product, str(i + 1)))))
    assert statuses(answers) == {201: 1, 409: 7}
    assert {a.code for a in answers if a.status == 409} == {"uid_reused"}


def test_the_last_jar_under_one_id_is_sold_once_and_every_client_gets_the_same_answer(each_shop: Shop) -> None:
    product = each_shop.stocked(quantity="1")
    path, body = f"/api/v1/sales/{uid()}", each_shop.sale(each_shop.line(product))
    answers = at_once(8, lambda _: each_shop.api.put(path, body))
    assert statuses(answers) == {201: 1, 200: 7}, [str(a) for a in answers]
    assert len({a.body for a in answers}) == 1 and each_shop.on_hand(product=product) == "0"


def test_of_eight_sales_of_the_last_jar_one_is_made(each_shop: Shop) -> None:
    product = each_shop.stocked(quantity="1")
    answers = at_once(8, lambda _: each_shop.api.put(f"/api/v1/sales/{uid()}", each_shop.sale(each_shop.line(product))))
    assert statuses(answers) == {201: 1, 409: 7}, [str(a) for a in answers]
    assert {a.code for a in answers if a.status == 409} == {"out_of_stock"}
    assert each_shop.on_hand(product=product) == "0"


def _sell(port: int, token: str, jobs: list[tuple[str, Any]]) -> list[tuple[int, bytes]]:
    api = Api(port, token)
    return [(a.status, a.body) for a in (api.put(path, body) for path, body in jobs)]


def test_processes_that_send_the_same_queue_sell_it_once(each_server: Outlet, each_shop: Shop) -> None:
    product = each_shop.stocked()
    jobs = [(f"/api/v1/sales/{uid()}", each_shop.sale(each_shop.line(product), offline=True)) for _ in range(6)]
    with get_context("spawn").Pool(3) as pool:
        answers_by_process = pool.starmap(_sell, [(each_server.port, each_server.token, jobs)] * 3)
    for answers in zip(*answers_by_process, strict=True):
        assert Counter(status for status, _ in answers) == {201: 1, 200: 2}
        assert len({body for _, body in answers}) == 1
    assert each_shop.on_hand(product=product) == "44"


def test_two_tills_that_want_the_same_lots_in_opposite_order_both_sell(each_shop: Shop) -> None:
    other = Shop(each_shop.api)
    other.place = each_shop.place
    till = {"name": "Máy hai", "place": each_shop.place, "printer": "none:", "paper_mm": 80}
    other.api.put(f"/api/v1/tills/{other.till}", till).ok()
    other.open_shift()
    products = [each_shop.stocked(quantity="100") for _ in range(4)]

    def sell(i: int) -> Any:
        shop, order = (each_shop, products) if i % 2 else (other, products[::-1])
        return [shop.api.put(f"/api/v1/sales/{uid()}", shop.sale(*(shop.line(p) for p in order))) for _ in range(6)]

    answers = [a for many in at_once(4, sell) for a in many]
    assert statuses(answers) == {201: 24}, [str(a) for a in answers if a.status != 201]
    numbers = sorted(a.json["number"] for a in answers)
    assert len(set(numbers)) == 24
    assert [each_shop.on_hand(product=p) for p in products] == ["76"] * 4


def test_named_lots_in_opposite_order_do_not_deadlock(each_shop: Shop) -> None:
    shops = [each_shop, Shop(each_shop.api)]
    shops[1].place = each_shop.place
    till = {"name": "Máy hai", "place": each_shop.place, "printer": "none:", "paper_mm": 80}
    each_shop.api.put(f"/api/v1/tills/{shops[1].till}", till).ok()
    shops[1].open_shift()
    products = [each_shop.stocked() for _ in range(3)]
    lots = [each_shop.api.all("/api/v1/stock", product=p)[0]["lot"] for p in products]

    def sell(i: int) -> Any:
        order = lots if i % 2 else lots[::-1]
        lines = [{"lot": lot, "quantity": "1", "unit_price_vnd": 10_000, "discount_vnd": 0} for lot in order]
        return [shops[i % 2].api.put(f"/api/v1/sales/{uid()}", shops[i % 2].sale(*lines)) for _ in range(6)]

    answers = [a for many in at_once(4, sell) for a in many]
    assert statuses(answers) == {201: 24}, [str(a) for a in answers if a.status != 201]


def test_refunds_that_race_never_give_back_more_than_was_sold(each_shop: Shop) -> None:
    product = each_shop.stocked()
    sold = each_shop.sell(each_shop.line(product, "3"))
    answers = at_once(8, lambda _: each_shop.refund(sold["uid"], 1, "1"))
    assert statuses(answers) == {201: 3, 409: 5}, [str(a) for a in answers]
    assert {a.code for a in answers if a.status == 409} == {"over_refund"}
    assert each_shop.on_hand(product=product) == "50"
    assert sum(x["owed_vnd"] for x in each_shop.book(each_shop.producer_of(product))) == 0


def test_sales_while_the_shift_closes_are_in_the_drawer_or_refused(each_shop: Shop) -> None:
    product = each_shop.stocked()

    def act(i: int) -> Any:
        if i == 3:
            return each_shop.api.post(f"/api/v1/shifts/{each_shop.shift}/close", {"counted": {"500000": 1}})
        return each_shop.api.put(f"/api/v1/sales/{uid()}", each_shop.sale(each_shop.line(product)))

    answers = at_once(7, act)
    sold = sum(a.status == 201 for i, a in enumerate(answers) if i != 3)
    assert {a.code for i, a in enumerate(answers) if i != 3 and a.status != 201} <= {"shift_closed"}
    assert answers[3].ok(200)["expected_vnd"] == 500_000 + 10_000 * sold
