"""Questions about the lines of a statement: asked once, never out of sight, answered on the line they are about."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from sqlalchemy import insert

from core.db import execute, transaction
from core.models import Counter
from core.people.permits import Role
from tests.journeys.inside import Inside
from tests.outlet import uid
from tests.suppliers.settling import pay, settle, state, stocked

Owing = tuple[Any, Any, dict[str, Any]]


@pytest.fixture
def owing(inside: Inside) -> Iterator[Owing]:
    """A shop, the producer's own client and an issued statement, on the day after it was issued."""
    shop, producer, product = stocked(inside, date(2026, 10, 1))
    with inside.on(date(2026, 10, 2)):
        shop.sell(shop.line(product, "10"))
        made = settle(shop, producer, "2026-10-02").ok(201)
    with inside.on(date(2026, 10, 3)):
        yield shop, inside.as_role(Role.PRODUCER, producer), made


def questions(shop: Any, made: dict[str, Any]) -> list[dict[str, Any]]:
    return list(shop.api.get(f"/api/v1/statements/{made['uid']}").ok()["questions"])


def test_the_same_question_while_it_is_open_is_one_question(owing: Owing) -> None:
    shop, own, made = owing
    path, line = f"/api/v1/statements/{made['uid']}", made["lines"][0]["uid"]
    body = {"line": line, "message": "Sao thiếu?"}
    assert [own.post(f"{path}/query", body).status for _ in range(2)] == [200, 200]
    assert [q["message"] for q in questions(shop, made)] == ["Sao thiếu?"]
    own.post(f"{path}/query", {"line": line, "message": "Còn hôm nào nữa?"}).ok()
    own.post(f"{path}/query", body).ok()
    assert [q["message"] for q in questions(shop, made)] == ["Sao thiếu?", "Còn hôm nào nữa?"]
    reply = {"line": line, "message": "Đã kiểm lại."}
    assert [shop.api.post(f"{path}/answer", reply).status for _ in range(2)] == [200, 200]
    assert [len(q["answers"]) for q in questions(shop, made)] == [0, 1]
    assert state(shop, made) == "issued"
    own.post(f"{path}/query", body).ok()
    assert state(shop, made) == "queried", "asked again after the answer it is a question again"


def test_a_question_with_an_id_is_asked_once(owing: Owing) -> None:
    shop, own, made = owing
    path, (first, second) = f"/api/v1/statements/{made['uid']}", [line["uid"] for line in made["lines"]]
    body = {"uid": uid(), "line": first, "message": "Sao thiếu?"}
    created = own.post(f"{path}/query", body)
    assert created.status == 201 and created.json["state"] == "queried"
    again = own.post(f"{path}/query", {**body, "uid": body["uid"].upper()})
    assert again.status == 200 and again.body == created.body
    assert own.post(f"{path}/query", {**body, "line": second}).code == "uid_reused"
    (question,) = questions(shop, made)
    assert (question["uid"], question["line"]) == (body["uid"], first)
    reply = {"uid": body["uid"], "line": first, "message": "Đã kiểm lại."}
    assert [shop.api.post(f"{path}/answer", reply).status for _ in range(2)] == [201, 200], "answers have ids of their own"
    (answer,) = questions(shop, made)[0]["answers"]
    assert (answer["uid"], answer["message"]) == (reply["uid"], reply["message"])
    assert own.post(f"{path}/query", body).body == created.body, "the first answer, whatever happened since"


@pytest.mark.parametrize("about", ["day", "product"])
def test_a_day_or_a_product_is_asked_about_and_answered_as_a_line_is(owing: Owing, about: str) -> None:
    shop, own, made = owing
    path, line = f"/api/v1/statements/{made['uid']}", made["lines"][-1]
    body = {about: line[about], "message": "Sao thiếu?"}
    assert [own.post(f"{path}/query", body).status for _ in range(2)] == [200, 200]
    (question,) = questions(shop, made)
    assert [question[name] for name in ("line", "day", "product")] == [
        line[name] if name == about else None for name in ("line", "day", "product")
    ]
    assert state(shop, made) == "queried"
    assert [s["state"] for s in shop.api.get("/api/v1/statements").ok()["items"]] == ["queried"]
    assert shop.api.post(f"{path}/answer", {"line": line["uid"], "message": "Đủ ạ."}).code == "no_question"
    reply = {"uid": uid(), about: line[about], "message": "Đã kiểm lại."}
    assert [shop.api.post(f"{path}/answer", reply).status for _ in range(2)] == [201, 200]
    assert [len(q["answers"]) for q in questions(shop, made)] == [1]
    assert state(shop, made) == "issued"


def test_a_question_names_one_thing_that_is_on_the_statement(owing: Owing) -> None:
    shop, own, made = owing
    line, other = made["lines"][-1], shop.product(made["producer"])
    wrong = [
        ({}, "line"),
        ({"day": line["day"], "product": line["product"]}, "line"),
        ({"line": line["uid"], "day": line["day"]}, "line"),
        ({"day": "2026-10-03"}, "day"),
        ({"product": other}, "product"),
    ]
    for about, field in wrong:
        refused = own.post(f"/api/v1/statements/{made['uid']}/query", {**about, "message": "?"})
        assert (refused.status, [e["field"] for e in refused.json["errors"]]) == (422, [field]), about
    assert questions(shop, made) == []


def test_the_answer_to_a_producer_hides_which_sale_it_was(owing: Owing) -> None:
    _, own, made = owing
    body = {"uid": uid(), "line": made["lines"][0]["uid"], "message": "Sao thiếu?"}
    statement = own.post(f"/api/v1/statements/{made['uid']}/query", body).ok(201)
    assert {line["document"] for line in statement["lines"]} & {"sale", "refund"}
    assert not any(line["document"].startswith("sale/") for line in statement["lines"])


def test_a_statement_says_its_terms_payments_and_what_is_held(owing: Owing) -> None:
    shop, _, made = owing
    payout = pay(shop, made, 40_000, reference="CK 1").ok(201)
    pay(shop, made, 1_000).ok(201)
    shop.api.post(f"/api/v1/payouts/{payout['uid']}/reverse", {"uid": uid(), "reason": "sai tài khoản"}).ok(201)
    statement = shop.api.get(f"/api/v1/statements/{made['uid']}").ok()
    payments = [(p["method"], p["amount_vnd"], p["reference"], p["reversed"]) for p in statement["payments"]]
    assert payments == [("bank", 40_000, "CK 1", True), ("bank", 1_000, None, False)]
    (term,) = statement["terms"]
    assert (term["basis"], term["rate_bp"], "15" in term["text"]) == ("commission", 1500, True)
    assert statement["held_vnd"] == statement["money"]["closing_vnd"] - statement["money"]["payable_vnd"]


def test_statements_are_in_the_order_of_their_integers_beyond_four_places(inside: Inside) -> None:
    with inside.on(date(2026, 10, 1)):
        shop = inside.shop()
        producer = shop.producer()
        transaction(lambda: execute(insert(Counter), {"series": "statement", "year": 2026, "value": 9_998}))
        made = []
        for n in range(1, 4):
            owed = {"uid": uid(), "amount_vnd": n, "memo": "bù"}
            shop.api.post(f"/api/v1/producers/{producer}/adjustments", owed).ok(201)
            made.append(settle(shop, producer, "2026-10-01").ok(201)["number"])
        assert made == ["ĐS-2026-9999", "ĐS-2026-10000", "ĐS-2026-10001"]
        seen, after = [], None
        while True:
            page = shop.api.get("/api/v1/statements", limit=1, **({"after": after} if after else {})).ok()
            seen += [s["number"] for s in page["items"]]
            after = page["next"]
            if after is None:
                break
        assert seen == made[::-1]
        assert shop.api.get("/api/v1/statements", after="x").status == 422
