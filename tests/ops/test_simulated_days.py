"""The days that the simulator posts are the days that the API posts: the test requests the same acts on a second outlet."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

from flask import Flask
from sqlalchemy import select

from core import clock
from core.db import Model, Row, db, fetch_all, transaction
from core.models import AuditLine
from core.people import people
from core.people.actor import SYSTEM
from core.people.permits import Role
from core.quantity import format_quantity
from inventory.models import DeliveryLine, GoodsDocument, Lot, Movement, StockLevel
from ops.simulate.goods import SIMULATOR, set_up
from ops.simulate.history import simulate
from pos.models import (
    Payment,
    PaymentConfirmation,
    Refund,
    RefundLine,
    Sale,
    SaleLine,
    SaleLineAdjustment,
    Shift,
    ShiftCount,
)
from suppliers.models import BookLine
from tests.conftest import AppOn
from tests.journeys.inside import Inside, InsideApi
from tests.outlet import ZONE

NOW = datetime(2026, 12, 6, 10, tzinfo=ZONE)
DAYS, SALES, PRODUCTS, PRODUCERS, SEED = 13, 14, 9, 3, 5
Call = tuple[datetime, str, str, dict[str, Any]]
COMPARED = (
    Movement, BookLine, Sale, SaleLine, SaleLineAdjustment, Payment, PaymentConfirmation, Refund, RefundLine, Shift, ShiftCount,
    GoodsDocument, DeliveryLine, Lot, StockLevel,
)  # fmt: skip
MADE_ANEW = {Movement: {"uid"}, BookLine: {"uid"}}
"""Identities that the server gives."""


def outlet(app: Flask) -> InsideApi:
    """An outlet where a person of the simulator's name works."""
    inside = Inside(app)
    transaction(lambda: people.add(SIMULATOR.name, "Mô phỏng", Role.MANAGER, password="mo-phong-ocop", actor=SYSTEM))
    return InsideApi(app, inside.token(Role.MANAGER, SIMULATOR.name))


def rows(table: type[Model]) -> list[Row]:
    return list(fetch_all(select(table.__table__).order_by(*table.__table__.primary_key)))


def posted() -> dict[str, list[dict[str, Any]]]:
    """Everything that the days left behind."""
    tables = {t.__tablename__: [{k: v for k, v in r.items() if k not in MADE_ANEW.get(t, ())} for r in rows(t)] for t in COMPARED}
    audit = [{k: v for k, v in line.items() if k != "id"} for line in rows(AuditLine) if line["actor"] == SIMULATOR.name]
    tables["audit_line"] = sorted(audit, key=lambda line: (line["at"], line["action"], line["subject"]))
    db.session.rollback()
    return tables


def calls() -> list[Call]:
    """The requests to the API that repeat the days, in the order of time."""
    return sorted([*goods(), *shifts(), *sales(), *refunds()], key=lambda call: call[0])


def goods() -> Iterator[Call]:
    delivered = {uid: list(lines) for uid, lines in groupby(rows(DeliveryLine), key=lambda line: line["delivery_uid"])}
    for document in rows(GoodsDocument):
        uid, at, body = document["uid"], document["recorded_at"], {"place": document["place_code"]}
        if document["kind"] == "loss":
            lost = [m for m in rows(Movement) if m["source_kind"] == "loss" and m["source_uid"] == uid]
            lines = [{"lot": m["lot"], "quantity": format_quantity(m["quantity"]), "cause": m["cause"]} for m in lost]
            yield at, "PUT", f"losses/{uid}", {**body, "lines": lines}
            continue
        lines = [
            {
                "product": line["product_code"],
                "lot": line["lot"],
                "quantity": format_quantity(line["quantity"]),
                "made_on": line["made_on"] and line["made_on"].isoformat(),
                "best_before": line["best_before"] and line["best_before"].isoformat(),
            }
            for line in delivered[uid]
        ]
        head = {"producer": document["producer_code"], "delivered_on": document["day"].isoformat()}
        yield at, "PUT", f"deliveries/{uid}", {**body, **head, "lines": lines}


def shifts() -> Iterator[Call]:
    counted: dict[str, dict[str, int]] = {}
    for note in rows(ShiftCount):
        counted.setdefault(note["shift_uid"], {})[str(note["note_vnd"])] = note["pieces"]
    for shift in sorted(rows(Shift), key=lambda shift: (shift["opened_at"], shift["till_code"])):
        body = {"till": shift["till_code"], "opening_float_vnd": shift["opening_float_vnd"]}
        yield shift["opened_at"], "PUT", f"shifts/{shift['uid']}", body
        yield shift["closed_at"], "POST", f"shifts/{shift['uid']}/close", {"counted": counted[shift["uid"]]}


def sales() -> Iterator[Call]:
    lines = {uid: list(of) for uid, of in groupby(rows(SaleLine), key=lambda line: line["sale_uid"])}
    payments: dict[str, list[Row]] = {}
    for payment in rows(Payment):
        payments.setdefault(payment["sale_uid"], []).append(payment)
    for sale in sorted(rows(Sale), key=lambda sale: sale["sequence"]):
        requested = [list(of) for _, of in groupby(lines[sale["uid"]], key=lambda line: line["request_line"])]
        body = {
            "shift": sale["shift_uid"], "sold_at": clock.rfc3339(sale["sold_at"]),
            "discount_vnd": sale["discount_vnd"], "total_vnd": sale["total_vnd"],
            "lines": [
                {"product": of[0]["product_code"], "quantity": format_quantity(sum(line["quantity"] for line in of)),
                 "unit_price_vnd": of[0]["unit_price_vnd"]}
                for of in requested
            ],
            "payments": [{k: p[k] for k in ("method", "amount_vnd", "tendered_vnd", "reference")} for p in payments[sale["uid"]]],
        }  # fmt: skip
        yield sale["sold_at"], "PUT", f"sales/{sale['uid']}", body
        for p in payments[sale["uid"]]:
            if p["method"] == "vietqr":
                confirmed = sale["sold_at"] + timedelta(seconds=40)
                yield confirmed, "POST", f"sales/{sale['uid']}/payments/{p['n']}/confirm", {}


def refunds() -> Iterator[Call]:
    for refund in sorted(rows(Refund), key=lambda refund: refund["sequence"]):
        lines = [
            {"line": line["line"], "quantity": format_quantity(line["quantity"]), "condition": line["condition"]}
            for line in rows(RefundLine)
            if line["refund_uid"] == refund["uid"]
        ]
        body = {"shift": refund["shift_uid"], "sale": refund["sale_uid"], "lines": lines}
        body |= {"method": refund["method"], "reason": refund["reason"]}
        yield refund["refunded_at"], "PUT", f"refunds/{refund['uid']}", body


def test_simulated_days_are_posted_as_the_api_posts_them(app_on: AppOn) -> None:
    simulated, posted_by_api = app_on("sqlite"), app_on("sqlite")
    with simulated.app_context(), clock.time_travel(NOW):
        outlet(simulated)
        simulate(DAYS, SALES, PRODUCTS, PRODUCERS, SEED)
        expected, ordered = posted(), calls()
    with posted_by_api.app_context(), clock.time_travel(NOW):
        api = outlet(posted_by_api)
        first = clock.today() - timedelta(days=DAYS)
        transaction(lambda: set_up("SIM", PRODUCTS, PRODUCERS, SEED, first, SALES))
        for at, method, path, body in ordered:
            with clock.time_travel(at):
                api.call(method, f"/api/v1/{path}", body).ok(200, 201)
        answered = posted()
    for table, rows_of_table in expected.items():
        assert answered[table] == rows_of_table, table
    kinds = {(m["kind"], m["source_kind"]) for m in expected["movement"]}
    assert kinds == {("received", "delivery"), ("sold", "sale"), ("lost", "loss"), ("refunded", "refund")}
    assert expected["sale_line_adjustment"] and len({line["term_id"] for line in expected["book_line"]}) == PRODUCERS + 1
