"""Statements, questions, payouts and corrections, as producers and managers meet them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select, update

from core.db import execute, fetch_all, transaction
from core.people.permits import Role
from suppliers import statement_queries
from suppliers.agreements.models import AgreementVersion
from suppliers.agreements.standing import terms_of
from suppliers.choices import Bearer, LossCause, StatementState
from suppliers.models import Statement
from tests.journeys.inside import Inside
from tests.outlet import today, uid
from tests.suppliers.settling import pay, settle, state, stocked

D = date


def test_a_statement_claims_every_line_up_to_its_day_once(inside: Inside) -> None:
    shop, producer, product = stocked(inside, D(2026, 10, 1))
    with inside.on(D(2026, 10, 31)):
        shop.sell(shop.line(product, "2"))
        first = settle(shop, producer, "2026-10-31").ok(201)
        assert settle(shop, producer, "2026-10-31").code == "nothing_to_claim"
    with inside.on(D(2026, 11, 10)):
        late = shop.sale(shop.line(product), offline=True, sold_at="2026-10-30T10:00:00+07:00")
        shop.api.put(f"/api/v1/sales/{uid()}", late).ok(201)
        second = settle(shop, producer, "2026-11-10").ok(201)
    assert [x["kind"] for x in first["lines"]] == ["received", "sold"]
    assert [x["day"] for x in second["lines"]] == ["2026-10-30"], "what arrives late waits for the next one"
    assert second["money"]["opening_vnd"] == first["money"]["closing_vnd"] == 17_000
    assert second["money"]["closing_vnd"] == 25_500
    (row,) = second["goods"]
    assert (row["opening"], row["sold"], row["closing"]) == ("48", "1", "47")
    assert shop.api.get(f"/api/v1/statements/{first['uid']}").ok()["lines"] == first["lines"]
    assert [x["statement"] for x in shop.book(producer)] == [first["uid"], first["uid"], second["uid"]]
    assert inside.gaps() == []


def test_a_second_statement_of_a_day_is_of_that_day(inside: Inside) -> None:
    shop, producer, product = stocked(inside, D(2026, 10, 1))
    with inside.on(D(2026, 10, 31)):
        shop.sell(shop.line(product))
        first = settle(shop, producer, "2026-10-31").ok(201)
        shop.sell(shop.line(product))
        previewed = shop.api.get(f"/api/v1/producers/{producer}/statement-preview", until="2026-10-31").ok()
        second = settle(shop, producer, "2026-10-31").ok(201)
    with inside.on(D(2026, 11, 2)):
        shop.sell(shop.line(product))
        third = settle(shop, producer, "2026-11-02").ok(201)
    spans = [(s["from"], s["until"]) for s in (first, second, previewed, third)]
    same_day = ("2026-10-31", "2026-10-31")
    assert spans == [("2026-10-01", "2026-10-31"), same_day, same_day, ("2026-11-01", "2026-11-02")]


def test_until_is_neither_to_come_nor_before_the_last_one(inside: Inside) -> None:
    shop, producer, product = stocked(inside, D(2026, 10, 1))
    with inside.on(D(2026, 10, 20)):
        assert settle(shop, producer, "2026-10-21").status == 422
        assert settle(shop, "NOBODY", "2026-10-20").status == 422
        assert settle(shop, producer, "2026-09-30").code == "nothing_to_claim"
        settle(shop, producer, "2026-10-20").ok(201)
        shop.sell(shop.line(product))
        assert settle(shop, producer, "2026-10-19").status == 422
        assert settle(shop, producer, "2026-10-20").status == 201, "the same day again, for what came since"


def test_the_preview_is_the_statement_that_would_be_made(inside: Inside) -> None:
    shop, producer, product = stocked(inside, D(2026, 10, 1))
    with inside.on(D(2026, 10, 20)):
        sold = shop.sell(shop.line(product, "3"))
        shop.refund(sold["uid"], 1, "1", "spoiled").ok(201)
        preview = shop.api.get(f"/api/v1/producers/{producer}/statement-preview", until="2026-10-20").ok()
        assert all(x["statement"] is None for x in shop.book(producer))
        made = settle(shop, producer, "2026-10-20").ok(201)
    for part in ("goods", "money", "lines", "from", "until", "producer"):
        assert preview[part] == made[part]
    (row,) = made["goods"]
    assert row["prices"] == [{"unit_price_vnd": 10_000, "quantity": "3", "gross_vnd": 30_000}], "before refunds"
    assert {k: row[k] for k in ("opening", "received", "sold", "refunded", "returned", "lost", "counted", "closing")} == {
        "opening": "0",
        "received": "50",
        "sold": "3",
        "refunded": "1",
        "returned": "0",
        "lost": "1",
        "counted": "0",
        "closing": "47",
    }
    assert made["money"]["sold_owed_vnd"] == 25_500 and made["money"]["refunded_owed_vnd"] == 8_500
    assert made["money"]["loss_owed_vnd"] == 8_500 and made["money"]["closing_vnd"] == 25_500


def test_a_negative_balance_carries_over(inside: Inside) -> None:
    shop, producer, product = stocked(inside, D(2026, 10, 1))
    with inside.on(D(2026, 10, 2)):
        charge = {"uid": uid(), "amount_vnd": 30_000, "memo": "phí gian hàng"}
        shop.api.post(f"/api/v1/producers/{producer}/charges", charge).ok(201)
        first = settle(shop, producer, "2026-10-02").ok(201)
        assert (first["money"]["closing_vnd"], first["money"]["payable_vnd"]) == (-30_000, 0)
        assert "phí gian hàng" in {x["memo"] for x in first["lines"]}
        shop.sell(shop.line(product, "10"))
        second = settle(shop, producer, "2026-10-02").ok(201)
        assert (second["money"]["opening_vnd"], second["money"]["payable_vnd"]) == (-30_000, 55_000)


def test_only_the_newest_statement_is_paid_in_parts_up_to_payable(inside: Inside) -> None:
    shop, producer, product = stocked(inside, D(2026, 10, 1))
    with inside.on(D(2026, 10, 2)):
        shop.sell(shop.line(product, "10"))
        first = settle(shop, producer, "2026-10-02").ok(201)
        pay(shop, first, 40_000).ok(201)
        assert state(shop, first) == "issued"
        second = settle(shop, producer, "2026-10-02").ok(201)
        assert pay(shop, first, 1).code == "superseded"
        assert second["money"]["paid_vnd"] == 40_000 and second["money"]["payable_vnd"] == 45_000
        assert pay(shop, second, 45_001).code == "over_payable"
        pay(shop, second, 44_999).ok(201)
        pay(shop, second, 1).ok(201)
        assert state(shop, second) == "paid"
        assert pay(shop, second, 1).code == "over_payable"
        assert pay(shop, second, 1, producer="NOBODY").status == 422
    assert shop.book(producer)[-1]["balance_vnd"] == 0 and inside.gaps() == []


def test_what_was_paid_is_not_paid_again_by_a_statement_of_the_past(inside: Inside) -> None:
    shop, producer, product = stocked(inside, D(2026, 10, 1))
    with inside.on(D(2026, 10, 2)):
        shop.sell(shop.line(product, "10"))
    with inside.on(D(2026, 10, 5)):
        first = settle(shop, producer, "2026-10-03").ok(201)
        pay(shop, first, 85_000).ok(201)
        late = shop.sale(shop.line(product), offline=True, sold_at="2026-10-03T10:00:00+07:00")
        shop.api.put(f"/api/v1/sales/{uid()}", late).ok(201)
        second = settle(shop, producer, "2026-10-03").ok(201)
        assert second["money"]["closing_vnd"] == 93_500, "the payout's line is younger than the statement"
        assert pay(shop, second, 8_501).code == "over_payable"
        pay(shop, second, 8_500).ok(201)
    assert shop.book(producer)[-1]["balance_vnd"] == 0


def test_a_payout_taken_back_may_be_paid_again_on_a_later_statement_of_the_same_day(inside: Inside) -> None:
    shop, producer, product = stocked(inside, D(2026, 10, 1))
    with inside.on(D(2026, 10, 2)):
        shop.sell(shop.line(product, "10"))
    with inside.on(D(2026, 10, 5)):
        first = settle(shop, producer, "2026-10-02").ok(201)
        payout = pay(shop, first, 85_000).ok(201)
        late = shop.sale(shop.line(product), offline=True, sold_at="2026-10-02T10:00:00+07:00")
        shop.api.put(f"/api/v1/sales/{uid()}", late).ok(201)
        second = settle(shop, producer, "2026-10-02").ok(201)
        assert pay(shop, second, 8_501).code == "over_payable"
        shop.api.post(f"/api/v1/payouts/{payout['uid']}/reverse", {"uid": uid(), "reason": "sai tài khoản"}).ok(201)
        assert shop.api.get(f"/api/v1/statements/{second['uid']}").ok()["money"] == second["money"], "frozen"
        assert pay(shop, second, 93_501).code == "over_payable"
        pay(shop, second, 93_500).ok(201)
        assert (state(shop, first), state(shop, second)) == ("issued", "paid")
    assert shop.book(producer)[-1]["balance_vnd"] == 0 and inside.gaps() == []


def test_a_payout_on_an_older_statement_taken_back_waits_for_the_next_one(inside: Inside) -> None:
    shop, producer, product = stocked(inside, D(2026, 10, 1))
    with inside.on(D(2026, 10, 2)):
        shop.sell(shop.line(product, "10"))
        payout = pay(shop, settle(shop, producer, "2026-10-02").ok(201), 40_000).ok(201)
        second = settle(shop, producer, "2026-10-02").ok(201)
        assert second["money"]["paid_vnd"] == 40_000, "this one has the payout in its closing"
        shop.api.post(f"/api/v1/payouts/{payout['uid']}/reverse", {"uid": uid(), "reason": "nhầm"}).ok(201)
        assert pay(shop, second, 45_001).code == "over_payable"
        pay(shop, second, 45_000).ok(201)
        third = settle(shop, producer, "2026-10-02").ok(201)
        assert third["money"]["paid_vnd"] == 45_000 - 40_000 and third["money"]["payable_vnd"] == 40_000
        pay(shop, third, 40_000).ok(201)
    assert shop.book(producer)[-1]["balance_vnd"] == 0 and inside.gaps() == []


def test_a_reversal_is_a_line_of_the_opposite_sign(inside: Inside) -> None:
    shop, producer, product = stocked(inside, D(2026, 10, 1))
    with inside.on(D(2026, 10, 2)):
        shop.sell(shop.line(product, "10"))
        made = settle(shop, producer, "2026-10-02").ok(201)
        payout = pay(shop, made, 85_000).ok(201)
        assert state(shop, made) == "paid"
        path, body = f"/api/v1/payouts/{payout['uid']}/reverse", {"uid": uid(), "reason": "sai tài khoản"}
        first = shop.api.post(path, body)
        assert first.status == 201
        assert shop.api.post(path, body).body == first.body
        assert shop.api.post(path, {"uid": uid(), "reason": "lần nữa"}).status == 409
        assert shop.api.post(f"/api/v1/payouts/{uid()}/reverse", body | {"uid": uid()}).status == 404
        assert state(shop, made) == "issued"
        lines = [(x["kind"], x["owed_vnd"], x["balance_vnd"]) for x in shop.book(producer)[-2:]]
        assert lines == [("payout", -85_000, 0), ("payout", 85_000, 85_000)]
        pay(shop, made, 85_000).ok(201)
        assert state(shop, made) == "paid"
    assert inside.gaps() == []


@pytest.fixture
def owing(inside: Inside) -> Iterator[tuple[Any, Any, Any]]:
    """A shop, the producer's own client and an issued statement of 85.000 ₫, on the day after it was issued."""
    shop, producer, product = stocked(inside, D(2026, 10, 1))
    with inside.on(D(2026, 10, 2)):
        shop.sell(shop.line(product, "10"))
        made = settle(shop, producer, "2026-10-02").ok(201)
    with inside.on(D(2026, 10, 3)):
        yield shop, inside.as_role(Role.PRODUCER, producer), made


def test_a_queried_statement_is_issued_again_when_every_question_is_answered(owing: tuple[Any, Any, Any]) -> None:
    shop, own, made = owing
    path = f"/api/v1/statements/{made['uid']}"
    one, two = (x["uid"] for x in made["lines"])
    assert own.post(f"{path}/query", {"line": uid(), "message": "?"}).status == 422
    for line in (one, two):
        assert own.post(f"{path}/query", {"line": line, "message": "Sao ít thế?"}).ok()["state"] == "queried"
    assert pay(shop, made, 1).status == 409
    assert own.post(f"{path}/accept").status == 409
    assert own.post(f"{path}/answer", {"line": one, "message": "…"}).status == 403
    assert shop.api.post(f"{path}/answer", {"line": one, "message": "Đúng giá"}).ok()["state"] == "queried"
    assert shop.api.post(f"{path}/answer", {"line": one, "message": "Nữa"}).status == 409
    assert shop.api.post(f"{path}/answer", {"line": two, "message": "Đúng số"}).ok()["state"] == "issued"
    assert own.call("POST", f"{path}/accept").ok()["state"] == "accepted"  # there is nothing a producer must say with it
    assert own.post(f"{path}/accept").ok()["state"] == "accepted"
    pay(shop, made, 85_000).ok(201)
    assert state(shop, made) == "paid"


def test_statements_are_listed_by_the_state_they_show(inside: Inside) -> None:
    made: dict[str, Any] = {}
    shop = inside.shop()
    for kind in ("issued", "queried", "accepted", "paid", "answered", "asked twice"):
        producer = shop.producer()
        owed = {"uid": uid(), "amount_vnd": 1_000, "memo": "bù"}
        shop.api.post(f"/api/v1/producers/{producer}/adjustments", owed).ok(201)
        made[kind] = settle(shop, producer, today()).ok(201)
    path = {kind: f"/api/v1/statements/{s['uid']}" for kind, s in made.items()}
    ask = {kind: {"line": s["lines"][0]["uid"], "message": "?"} for kind, s in made.items()}
    shop.api.post(f"{path['accepted']}/accept", {"note": "đã ký"}).ok()
    pay(shop, made["paid"], 1_000).ok(201)
    for kind in ("queried", "answered", "asked twice"):
        shop.api.post(f"{path[kind]}/query", ask[kind]).ok()
    for kind in ("answered", "asked twice"):
        shop.api.post(f"{path[kind]}/answer", ask[kind]).ok()
    shop.api.post(f"{path['asked twice']}/query", ask["asked twice"]).ok()
    states = [s for s in StatementState if s is not StatementState.PREVIEW]
    listed = {s.value: {x.uid for x in statement_queries.list_statements(None, None, 100, [s])} for s in states}
    for s in made.values():
        assert {name for name, uids in listed.items() if s["uid"] in uids} == {state(shop, s)}
    assert {name: len(uids) for name, uids in listed.items()} == {"issued": 2, "queried": 2, "accepted": 1, "paid": 1}


def test_a_manager_accepts_only_with_a_note(owing: tuple[Any, Any, Any]) -> None:
    shop, _, made = owing
    path = f"/api/v1/statements/{made['uid']}/accept"
    assert shop.api.post(path).status == 422
    assert shop.api.post(path, {"note": "  "}).status == 422
    assert shop.api.post(path, {"note": "Bà Thơm ký bản giấy 03/10"}).ok()["state"] == "accepted"


def test_a_producer_sees_only_their_own(inside: Inside, owing: tuple[Any, Any, Any]) -> None:
    shop, own, made = owing
    stranger = inside.as_role(Role.PRODUCER, shop.producer())
    path = f"/api/v1/statements/{made['uid']}"
    assert own.get(path).status == 200
    for answer in (
        stranger.get(path),
        stranger.post(f"{path}/accept"),
        stranger.get(f"/api/v1/producers/{made['producer']}/book"),
        stranger.post(f"{path}/query", {"line": made["lines"][0]["uid"], "message": "?"}),
    ):
        assert answer.status == 404
    assert own.get("/api/v1/sales").status == 403


def test_adjustments_and_charges_are_signed_and_their_sums_are_columns(owing: tuple[Any, Any, Any], inside: Inside) -> None:
    shop, _, made = owing
    producer = made["producer"]
    with inside.on(D(2026, 10, 3)):
        for kind, amount in (("adjustments", 7_000), ("adjustments", -2_000), ("charges", 3_000), ("charges", -500)):
            body = {"uid": uid(), "amount_vnd": amount, "memo": "sửa"}
            assert shop.api.post(f"/api/v1/producers/{producer}/{kind}", body).status == 201
            assert shop.api.post(f"/api/v1/producers/{producer}/{kind}", body).status == 200
            assert shop.api.post(f"/api/v1/producers/{producer}/{kind}", body | {"memo": "khác"}).code == "uid_reused"
        money = settle(shop, producer, "2026-10-03").ok(201)["money"]
    assert (money["adjustments_vnd"], money["charges_vnd"], money["closing_vnd"]) == (5_000, 2_500, 87_500)
    assert inside.gaps() == []


def test_the_balance_runs_in_order_of_posting_whatever_the_filter(inside: Inside) -> None:
    shop, producer, product = stocked(inside, D(2026, 10, 1))
    for day in (2, 3, 4):
        with inside.on(D(2026, 10, day)):
            shop.sell(shop.line(product))
    with inside.on(D(2026, 10, 5)):
        late = shop.sale(shop.line(product), offline=True, sold_at="2026-10-02T20:00:00+07:00")
        shop.api.put(f"/api/v1/sales/{uid()}", late).ok(201)
    path = f"/api/v1/producers/{producer}/book"
    assert [x["balance_vnd"] for x in shop.book(producer)] == [0, 8_500, 17_000, 25_500, 34_000]
    some = shop.api.get(path, from_="2026-10-02", to="2026-10-02").ok()["items"]
    assert [(x["day"], x["balance_vnd"]) for x in some] == [("2026-10-02", 8_500), ("2026-10-02", 34_000)]


def test_an_agreement_put_again_is_a_new_version_and_sold_lines_keep_theirs(inside: Inside) -> None:
    shop, producer, product = stocked(inside, D(2026, 10, 1))
    number = shop.api.all("/api/v1/agreements", producer=producer)[0]["number"]
    body = {
        "producer": producer,
        "starts_on": "2020-01-01",
        "holding_days": 0,
        "minimum_payout_vnd": 0,
        "terms": [{"basis": "fixed_price", "owed_per_unit_vnd": 6_000, "discount_bearer": "outlet"}],
    }
    with inside.on(D(2026, 10, 2)):
        old = shop.sell(shop.line(product))
    with inside.on(D(2026, 10, 3)):
        shop.api.put(f"/api/v1/agreements/{number}", body).ok(200)
        assert shop.sell(shop.line(product))["lines"][0]["owed_vnd"] == 6_000
        assert shop.refund(old["uid"], 1, "1").ok(201)["lines"][0]["owed_vnd"] == 8_500
        other = shop.producer()
        assert shop.api.put(f"/api/v1/agreements/{number}", body | {"producer": other}).status == 409
    assert inside.gaps() == []


@pytest.mark.parametrize("loss", [{}, {"damage": "outlet"}, {"damage": None, "expiry": "outlet"}])
def test_an_agreement_that_says_the_same_is_no_new_version(inside: Inside, loss: dict[str, Any]) -> None:
    shop = inside.shop()
    producer = shop.producer()
    term = {"basis": "commission", "rate_bp": 1_500, "discount_bearer": "outlet"}
    path = f"/api/v1/agreements/{shop.code('HD')}"
    body = {"producer": producer, "starts_on": "2020-01-01", "terms": [term]}
    first = shop.api.put(path, body).ok(201)
    again = shop.api.put(path, body | {"terms": [term | {"loss": loss}]}).ok(200)
    assert again == first and set(again["terms"][0]["loss"].values()) == {"outlet"}
    with inside.app.app_context():
        versions = fetch_all(select(AgreementVersion.id).where(AgreementVersion.agreement_number == first["number"]))
    assert len(versions) == 1
    shop.api.put(path, body | {"terms": [term | {"loss": {"damage": "shared"}}]}).ok(200)
    with inside.app.app_context():
        assert {t.loss[LossCause.DAMAGE] for t in terms_of([producer])[producer]} == {Bearer.SHARED}


def test_product_beats_set_beats_default_over_all_agreements(inside: Inside) -> None:
    shop = inside.shop()
    producer = shop.producer()
    plain, in_set, named = shop.product(producer), shop.product(producer, set=4), shop.product(producer, set=4)

    def term(rate: int, **scope: Any) -> dict[str, Any]:
        return {"basis": "commission", "rate_bp": rate, "discount_bearer": "outlet", **scope}

    shop.agreement(producer, term(1000), term(2000, set=4), term(3000, product=named))
    shop.agreement(producer, term(4000), starts_on="2026-01-01")
    for product in (plain, in_set, named):
        shop.deliver(producer, {"product": product, "quantity": "5"})
    owed = [shop.sell(shop.line(p))["lines"][0]["owed_vnd"] for p in (plain, in_set, named)]
    assert owed == [6_000, 8_000, 7_000]


def test_the_check_of_the_books_counts_payouts_on_statements_again(owing: tuple[Any, Any, Any], inside: Inside) -> None:
    shop, _, made = owing
    pay(shop, made, 40_000).ok(201)
    assert inside.gaps() == []
    change = update(Statement).where(Statement.uid == made["uid"]).values(paid_vnd=10_000)
    transaction(lambda: execute(change))
    assert inside.gaps() == [f"statement {made['number']}: paid 10000, payouts 40000"]
