"""A producer's programs see their own goods and money, never a sale: its id would open the whole receipt."""

from __future__ import annotations

from datetime import timedelta

from core import clock
from core.people.permits import Role
from suppliers.portal.queries import sold_goods
from tests.journeys.inside import Inside
from tests.outlet import today, uid


def test_no_answer_to_a_producer_names_a_sale(inside: Inside) -> None:
    shop = inside.shop()
    product = shop.stocked()
    producer = shop.producer_of(product)
    sold = shop.sell(shop.line(product, "2"))
    refund = shop.refund(sold["uid"], 1, "1", "spoiled").ok(201)["uid"]
    issued = shop.api.put(f"/api/v1/statements/{uid()}", {"producer": producer, "until": today()}).ok(201)
    theirs = inside.as_role(Role.PRODUCER, producer)
    statement = f"/api/v1/statements/{issued['uid']}"
    question = {"line": issued["lines"][0]["uid"], "message": "Sao thiếu?"}
    answers = [
        theirs.get(f"/api/v1/producers/{producer}/book"),
        theirs.get(f"/api/v1/producers/{producer}/statement-preview"),
        theirs.get("/api/v1/stock/movements"),
        theirs.get(statement),
        theirs.post(f"{statement}/query", question),
        theirs.get("/api/v1/reports/sales", by="day"),
    ]
    for answer in answers:
        assert answer.status == 200, answer
        assert sold["uid"] not in str(answer.json) and refund not in str(answer.json), answer
    assert {line["document"] for line in answers[0].json["items"]} >= {"sale", "refund"}
    assert sold["uid"] in str(shop.api.get(f"/api/v1/producers/{producer}/book").json), "the manager sees it"
    assert theirs.get("/api/v1/places").status == 403


def test_a_list_asked_for_another_producer_is_not_found(inside: Inside) -> None:
    shop = inside.shop()
    stranger = shop.producer_of(shop.stocked())
    producer = shop.producer_of(shop.stocked())
    theirs = inside.as_role(Role.PRODUCER, producer)
    for path in ("products", "agreements", "statements", "stock"):
        assert theirs.get(f"/api/v1/{path}", producer=stranger).status == 404
        assert {x["producer"] for x in theirs.get(f"/api/v1/{path}").ok()["items"]} <= {producer}
    assert len(shop.api.get("/api/v1/agreements").ok()["items"]) == 2
    assert [x["producer"] for x in theirs.get("/api/v1/agreements").ok()["items"]] == [producer]


def test_what_was_sold_stands_by_price_with_what_came_back(inside: Inside) -> None:
    shop = inside.shop()
    product = shop.stocked()
    producer = shop.producer_of(product)
    sold = shop.sell(shop.line(product, "3"))
    shop.refund(sold["uid"], 1, "1").ok(201)
    known = shop.api.get(f"/api/v1/products/{product}").ok()
    shop.api.put(f"/api/v1/products/{product}", {k: v for k, v in known.items() if k != "code"} | {"price_vnd": 20_000}).ok(200)
    shop.sell(shop.line(product, "2", 20_000))
    day = clock.today()
    with inside.app.app_context():
        dearer, cheaper = sold_goods(producer, day, day)
        assert sold_goods(producer, day - timedelta(days=9), day - timedelta(days=1)) == []
    assert (dearer.unit_price_vnd, dearer.sold, dearer.refunded, dearer.gross_vnd, dearer.owed_vnd) == (
        20_000, 2_000, 0, 40_000, 34_000,
    )  # fmt: skip
    assert (cheaper.unit_price_vnd, cheaper.sold, cheaper.refunded, cheaper.gross_vnd, cheaper.owed_vnd) == (
        10_000, 3_000, 1_000, 20_000, 17_000,
    )  # fmt: skip
