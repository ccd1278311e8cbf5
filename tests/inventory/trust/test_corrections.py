"""A delivery that was typed wrong is taken back and written anew in one act; both stay readable and name each other."""

from __future__ import annotations

from core.people.permits import Role
from tests.journeys.inside import Inside
from tests.outlet import Shop, today, uid


def _stall(inside: Inside) -> tuple[Shop, str, str]:
    shop = Shop(inside.api)
    producer = shop.producer()
    shop.agreement(producer)
    return shop, producer, shop.product(producer, unit="kg", places=3)


def test_255_becomes_25_5_under_the_same_lot_and_both_are_linked(inside: Inside) -> None:
    shop, producer, product = _stall(inside)
    announcement = uid()
    expected = {"producer": producer, "expected_on": today(), "lines": [{"product": product, "quantity": "25.5"}]}
    shop.api.put(f"/api/v1/announcements/{announcement}", expected).ok(201)
    head = {"producer": producer, "place": shop.place, "delivered_on": today(), "announcement": announcement}
    wrong, right = uid(), uid()
    first = shop.api.put(f"/api/v1/deliveries/{wrong}", {**head, "lines": [{"product": product, "quantity": "255"}]}).ok(201)
    lot = first["lots"][0]
    body = {
        **head,
        "lines": [{"product": product, "quantity": "25.5", "lot": lot}],
        "corrects": {"delivery": wrong, "reason": "thiếu dấu phẩy"},
    }
    second = shop.api.put(f"/api/v1/deliveries/{right}", body).ok(201)
    assert second["corrects"] == wrong and second["lots"] == [lot] and second["differences"] == []
    assert shop.api.put(f"/api/v1/deliveries/{right}", body).ok(200) == second, "sent again it is the same answer"
    old = shop.api.get(f"/api/v1/deliveries/{wrong}").ok()
    assert old["corrected_by"] == right and old["reversal"]["reason"] == "thiếu dấu phẩy" and old["lines"][0]["quantity"] == "255"
    assert [row["on_hand"] for row in shop.api.get("/api/v1/stock", lot=lot).ok()["items"]] == ["25.5"]
    assert shop.api.get(f"/api/v1/announcements/{announcement}").ok()["delivery"] == right
    again = shop.api.put(f"/api/v1/deliveries/{uid()}", body)
    assert (again.status, again.code) == (409, "reversed")
    assert inside.gaps() == []


def test_what_was_sold_since_and_what_is_anothers_is_not_corrected(inside: Inside) -> None:
    shop, producer, product = _stall(inside)
    head = {"producer": producer, "place": shop.place, "delivered_on": today()}
    wrong = uid()
    lines = [{"product": product, "quantity": "10"}]
    lot = shop.api.put(f"/api/v1/deliveries/{wrong}", {**head, "lines": lines}).ok(201)["lots"][0]
    corrects = {"delivery": wrong, "reason": "nhầm"}
    other = shop.producer()
    shop.agreement(other)
    theirs = {**head, "producer": other, "lines": [{"product": shop.product(other), "quantity": "1"}], "corrects": corrects}
    assert shop.api.put(f"/api/v1/deliveries/{uid()}", theirs).status == 422
    unknown = {**head, "lines": lines, "corrects": {**corrects, "delivery": uid()}}
    assert shop.api.put(f"/api/v1/deliveries/{uid()}", unknown).status == 422
    keeper = inside.as_role(Role.STOREKEEPER)
    assert keeper.put(f"/api/v1/deliveries/{uid()}", {**head, "lines": lines, "corrects": corrects}).status == 403
    loss = {"place": shop.place, "lines": [{"lot": lot, "quantity": "1", "cause": "damage"}]}
    shop.api.put(f"/api/v1/losses/{uid()}", loss).ok(201)
    gone = shop.api.put(f"/api/v1/deliveries/{uid()}", {**head, "lines": lines, "corrects": corrects})
    assert (gone.status, gone.code) == (409, "not_reversible")
    assert [row["on_hand"] for row in shop.api.get("/api/v1/stock", lot=lot).ok()["items"]] == ["9"]
