"""Shifts: one per till, the cash expected in the drawer, and a difference that never changes."""

from __future__ import annotations

import threading
import time

import pytest
from flask import Flask

from core.db import db, transaction
from core.errors import DomainError
from core.people.actor import SYSTEM
from pos import shifts, tills
from pos.requests import ShiftRequest, TillRequest
from tests.journeys.inside import Inside
from tests.outlet import uid


def test_one_open_shift_per_till(inside: Inside) -> None:
    shop = inside.shop()
    body = {"till": shop.till, "opening_float_vnd": 0}
    assert shop.api.put(f"/api/v1/shifts/{uid()}", body).code == "shift_open"
    shop.api.post(f"/api/v1/shifts/{shop.shift}/close", {"counted": {}}).ok()
    assert shop.api.put(f"/api/v1/shifts/{uid()}", body).status == 201
    assert shop.api.put(f"/api/v1/shifts/{uid()}", body | {"till": "NONE"}).status == 422


def test_a_till_does_not_move_while_a_shift_opens_on_it(each_app: Flask) -> None:
    shop = Inside(each_app).shop()
    shop.api.post(f"/api/v1/shifts/{shop.shift}/close", {"counted": {}}).ok()
    moved = TillRequest(name="Máy 1", place="KHO")
    codes: list[str] = []

    def move() -> None:
        with each_app.app_context():
            try:
                transaction(lambda: tills.put_till(shop.till, moved, SYSTEM))
            except DomainError as error:
                codes.append(error.code)
            db.session.remove()

    mover = threading.Thread(target=move)

    def open_slowly() -> None:
        shifts.open_shift(uid(), ShiftRequest(till=shop.till, opening_float_vnd=0), SYSTEM)
        mover.start()
        time.sleep(0.3)

    transaction(open_slowly)
    mover.join()
    assert codes == ["shift_open"]


def test_the_drawer_is_float_plus_cash_less_refunds_and_what_was_taken_out(inside: Inside) -> None:
    shop = inside.shop()
    product = shop.stocked()
    sold = shop.sell(shop.line(product, "3"))
    shop.sell(shop.line(product), payments=[{"method": "card", "amount_vnd": 10_000}])
    shop.refund(sold["uid"], 1, "1").ok(201)
    shop.refund(sold["uid"], 1, "1", method="card").ok(201)
    moves = f"/api/v1/shifts/{shop.shift}/cash-moves"
    move = {"uid": uid(), "kind": "in", "amount_vnd": 200_000, "reason": "thêm tiền lẻ"}
    assert shop.api.post(moves, move).status == 201
    assert shop.api.post(moves, move).status == 200
    assert shop.api.post(moves, move | {"amount_vnd": 1}).code == "uid_reused"
    shop.api.post(moves, {"uid": uid(), "kind": "out", "amount_vnd": 50_000, "reason": "nộp quỹ"}).ok(201)
    report = shop.api.get(f"/api/v1/shifts/{shop.shift}").ok()
    assert report["expected_vnd"] == 500_000 + 30_000 - 10_000 + 200_000 - 50_000
    assert report["state"] == "open" and report["difference_vnd"] is None


def test_the_same_close_again_answers_the_same_and_another_is_refused(inside: Inside) -> None:
    shop = inside.shop()
    path = f"/api/v1/shifts/{shop.shift}/close"
    first = shop.api.post(path, {"counted": {"200000": 2, "50000": 1, "500": 0}})
    assert (first.json["expected_vnd"], first.json["counted_vnd"], first.json["difference_vnd"]) == (500_000, 450_000, -50_000)
    assert shop.api.post(path, {"counted": {"50000": 1, "200000": 2, "500": 0}}).body == first.body
    assert shop.api.post(path, {"counted": {"500000": 1}}).code == "shift_closed"
    moves = {"uid": uid(), "kind": "in", "amount_vnd": 1, "reason": "muộn"}
    assert shop.api.post(f"/api/v1/shifts/{shop.shift}/cash-moves", moves).code == "shift_closed"
    assert shop.api.get(f"/api/v1/shifts/{shop.shift}").ok()["difference_vnd"] == -50_000
    assert shop.api.post(f"/api/v1/shifts/{uid()}/close", {"counted": {}}).status == 404


def test_a_close_answers_the_same_when_a_sale_came_in_late(inside: Inside) -> None:
    shop = inside.shop()
    product = shop.stocked()
    path = f"/api/v1/shifts/{shop.shift}"
    first = shop.api.post(f"{path}/close", {"counted": {"500000": 1}})
    late = shop.sale(shop.line(product), offline=True)
    shop.api.put(f"/api/v1/sales/{uid()}", late).ok(201)
    assert shop.api.post(f"{path}/close", {"counted": {"500000": 1}}).body == first.body
    now = shop.api.get(path).ok()
    assert (now["sales"], now["late_vnd"], now["difference_vnd"]) == (1, 10_000, 0)


def test_the_report_has_every_shift_with_its_own_figures(inside: Inside, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shifts, "_AT_ONCE", 2)
    shop = inside.shop()
    product = shop.stocked()
    expected: dict[str, tuple[int, int, int]] = {}
    for n in range(5):
        sold = shop.sell(shop.line(product, str(n + 1)))
        if n % 2:
            shop.refund(sold["uid"], 1, "1").ok(201)
        own = shop.api.get(f"/api/v1/shifts/{shop.shift}").ok()
        expected[shop.shift] = (own["sales_vnd"], own["expected_vnd"], -own["expected_vnd"])
        shop.api.post(f"/api/v1/shifts/{shop.shift}/close", {"counted": {}}).ok()
        shop.open_shift()
    report = shop.api.get("/api/v1/reports/shifts").ok()
    figures = {
        r["uid"]: (r["sales_vnd"], r["expected_vnd"], r["difference_vnd"]) for r in report["items"] if r["state"] == "closed"
    }
    assert figures == expected
    assert sorted(sold for sold, _, _ in figures.values()) == [10_000, 20_000, 30_000, 40_000, 50_000]
    assert report["totals"]["difference_vnd"] == sum(difference for _, _, difference in expected.values())


def test_a_cash_payout_leaves_the_drawer_and_a_reversal_returns(inside: Inside) -> None:
    shop = inside.shop()
    product = shop.stocked()
    producer = shop.producer_of(product)
    shop.sell(shop.line(product, "10"))
    statement = uid()
    shop.api.put(f"/api/v1/statements/{statement}", {"producer": producer, "until": shop.sale()["sold_at"][:10]}).ok(201)
    payout = {"producer": producer, "statement": statement, "amount_vnd": 40_000, "method": "cash", "shift": shop.shift}
    path = f"/api/v1/payouts/{uid()}"
    assert shop.api.put(path, payout | {"method": "bank"}).status == 422
    shop.api.put(path, payout).ok(201)
    drawer = f"/api/v1/shifts/{shop.shift}"
    assert shop.api.get(drawer).ok()["expected_vnd"] == 500_000 + 100_000 - 40_000
    shop.api.post(f"{path}/reverse", {"uid": uid(), "reason": "nhầm"}).ok(201)
    assert shop.api.get(drawer).ok()["expected_vnd"] == 600_000
    assert inside.gaps() == []


def test_cash_comes_back_after_the_shift_was_closed_without_touching_its_count(inside: Inside) -> None:
    shop = inside.shop()
    product = shop.stocked()
    producer = shop.producer_of(product)
    shop.sell(shop.line(product, "10"))
    statement = uid()
    shop.api.put(f"/api/v1/statements/{statement}", {"producer": producer, "until": shop.sale()["sold_at"][:10]}).ok(201)
    payout = {"producer": producer, "statement": statement, "amount_vnd": 40_000, "method": "cash", "shift": shop.shift}
    path = f"/api/v1/payouts/{uid()}"
    shop.api.put(path, payout).ok(201)
    shop.api.post(f"/api/v1/shifts/{shop.shift}/close", {"counted": {"500000": 1}}).ok()
    closed = shop.api.get(f"/api/v1/shifts/{shop.shift}").ok()
    shop.api.post(f"{path}/reverse", {"uid": uid(), "reason": "nhầm"}).ok(201)
    assert shop.api.get(f"/api/v1/shifts/{shop.shift}").ok() == closed
    assert shop.book(producer)[-1]["balance_vnd"] == 85_000 and inside.gaps() == []
