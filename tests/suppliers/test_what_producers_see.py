"""A producer's programs see their own goods and money, never a sale: its id would open the whole receipt."""

from __future__ import annotations

from typing import Any

from tests.api.inside import House
from tests.outlet import Shop, today, uid


def test_no_answer_to_a_producer_names_a_sale(new_database: Any, tmp_path: Any) -> None:
    from tests.conftest import _application, _close

    app = _application(new_database("sqlite"), tmp_path)
    house = House.set_up(app)
    shop = Shop(house.api)
    shop.open_shift()
    product = shop.stocked()
    producer = shop.producer_of(product)
    sold = shop.sell(shop.line(product, "2"))
    back = {"shift": shop.shift, "sale": sold["uid"], "slip": True, "method": "cash", "reason": "đổi ý"}
    refund = uid()
    house.api.put(f"/api/v1/refunds/{refund}", back | {"lines": [{"line": 1, "quantity": "1", "condition": "spoiled"}]}).ok(201)
    issued = house.api.put(f"/api/v1/statements/{uid()}", {"producer": producer, "until": today()}).ok(201)
    theirs = house.api.as_(house.token("producer", producer))
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
    assert sold["uid"] in str(house.api.get(f"/api/v1/producers/{producer}/book").json), "the manager sees it"
    assert theirs.get("/api/v1/places").status == 403
    _close(app)
