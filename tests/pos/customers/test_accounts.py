"""Buying on account: within a limit or with a manager, paid oldest first, and in the drawer when it is cash."""

from __future__ import annotations

import threading
from datetime import date
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text

from core.db import db
from core.people.permits import Role
from pos.customers.choices import AccountKind
from pos.customers.open_items import AccountFact, open_items
from tests.journeys.inside import PIN, Inside, TimedShop
from tests.outlet import uid
from tests.pos.customers.buyers import account, customer, on_account, pay


def codes(sale: Any) -> list[str]:
    """The flags of a sale."""
    return [flag["code"] for flag in sale["flags"]]


@pytest.fixture
def shop(inside: Inside) -> TimedShop:
    return inside.shop()


def test_a_sale_on_account_is_owed_and_counts_as_sold_on_its_day(shop: TimedShop, inside: Inside) -> None:
    one, product = customer(shop, credit_limit_vnd=50_000), shop.stocked()
    sold = on_account(shop, one, shop.line(product, "3"), 20_000).ok(201)
    assert [(p["method"], p["amount_vnd"]) for p in sold["payments"]] == [("account", 20_000), ("cash", 10_000)]
    owed = account(shop, one)
    assert (owed["owed_vnd"], owed["credit_limit_vnd"]) == (20_000, 50_000)
    item = {"sale": sold["uid"], "number": sold["number"], "day": sold["business_day"], "amount_vnd": 20_000, "open_vnd": 20_000}
    assert owed["items"] == [item | {"age_days": 0}]
    report = inside.api.get("/api/v1/reports/sales", by="method", from_=sold["business_day"], to=sold["business_day"]).ok()
    assert {row["key"]: row["net_vnd"] for row in report["items"]} == {"account": 20_000, "cash": 10_000}
    shift = inside.api.get(f"/api/v1/shifts/{shop.shift}").ok()
    assert shift["expected_vnd"] == 510_000, "what is on account is no cash"
    assert {p["method"]: p["amount_vnd"] for p in shift["payments"]} == {"cash": 10_000, "account": 20_000}
    assert inside.gaps() == []


def test_an_account_needs_a_customer(shop: TimedShop) -> None:
    line = shop.line(shop.stocked())
    for offline in (False, True):
        answer = on_account(shop, None, line, offline=offline)
        assert answer.status == 422 and answer.json["errors"][0]["field"] == "customer_uid"


def test_beyond_the_limit_a_manager_approves_and_is_named(shop: TimedShop, inside: Inside) -> None:
    cashier = inside.as_role(Role.CASHIER)
    approval = {"by": inside.manager_with_pin(), "pin": PIN}
    one, product = customer(shop, credit_limit_vnd=20_000), shop.stocked()
    shop.api = cashier
    on_account(shop, one, shop.line(product, "2")).ok(201)
    assert on_account(shop, one, shop.line(product)).code == "credit_refused"
    assert on_account(shop, one, shop.line(product), approval={"by": "duyet", "pin": "000000"}).code == "approval_refused"
    sold = on_account(shop, one, shop.line(product), approval=approval).ok(201)
    assert sold["approved_by"] == "duyet" and codes(sold) == []
    acts = inside.api.get("/api/v1/reports/approvals").ok()["items"]
    assert [(act["what"], act["amount_vnd"], act["by"]) for act in acts] == [("credit", 10_000, "duyet")]
    shop.api = inside.api
    assert on_account(shop, one, shop.line(product)).code == "credit_refused", "a manager says so too"
    on_account(shop, one, shop.line(product), approval={}).ok(201)
    assert account(shop, one)["owed_vnd"] == 40_000


def test_offline_beyond_the_limit_is_recorded_and_flagged(shop: TimedShop, inside: Inside) -> None:
    one = customer(shop)
    sold = on_account(shop, one, shop.line(shop.stocked()), offline=True).ok(201)
    assert codes(sold) == ["credit_refused"] and account(shop, one)["owed_vnd"] == 10_000
    assert inside.gaps() == []


def test_payments_go_to_the_oldest_first_and_never_beyond_what_is_owed(shop: TimedShop, inside: Inside) -> None:
    one, product = customer(shop, credit_limit_vnd=100_000), shop.stocked()
    sales = [on_account(shop, one, shop.line(product, q)).ok(201) for q in ("1", "2", "3")]
    pay(shop, one, 15_000).ok(201)
    assert [item["open_vnd"] for item in account(shop, one)["items"]] == [0, 15_000, 30_000]
    assert pay(shop, one, 45_001).code == "over_payable"
    paid = pay(shop, one, 45_000).ok(201)
    assert paid["owed_vnd"] == 0 and [item["sale"] for item in account(shop, one)["items"]] == [s["uid"] for s in sales]
    assert pay(shop, one, 1).code == "over_payable"
    assert inside.gaps() == []


def test_cash_of_an_account_is_expected_in_the_drawer_and_on_the_report(shop: TimedShop, inside: Inside) -> None:
    one = customer(shop, credit_limit_vnd=100_000)
    on_account(shop, one, shop.line(shop.stocked(), "5")).ok(201)
    pay(shop, one, 20_000).ok(201)
    pay(shop, one, 10_000, method="bank", shift=None, reference="FT1").ok(201)
    report = inside.api.get(f"/api/v1/shifts/{shop.shift}/report").ok()
    assert (report["customer_payments_vnd"], report["expected_vnd"], report["sales_vnd"]) == (20_000, 520_000, 50_000)
    page = inside.api.get(f"/api/v1/shifts/{shop.shift}/report", format="html").body.decode()
    assert "Khách trả nợ" in page
    closed = inside.api.post(f"/api/v1/shifts/{shop.shift}/close", {"counted": {"500000": 1, "20000": 1}}).ok()
    assert closed["difference_vnd"] == 0
    row = inside.api.get("/api/v1/reports/shifts").ok()["items"][0]
    assert row["customer_payments_vnd"] == 20_000
    assert inside.gaps() == []


def test_a_payment_is_taken_back_once_and_its_cash_leaves_the_open_drawer(shop: TimedShop, inside: Inside) -> None:
    one = customer(shop, credit_limit_vnd=100_000)
    on_account(shop, one, shop.line(shop.stocked(), "5")).ok(201)
    paid = pay(shop, one, 20_000).ok(201)
    path = f"/api/v1/customer-payments/{paid['uid']}/reverse"
    act = {"uid": uid(), "reason": "ghi nhầm khách"}
    back = inside.api.post(path, act).ok(201)
    assert (back["reversed_by"], back["reason"], back["owed_vnd"]) == (act["uid"], "ghi nhầm khách", 50_000)
    assert inside.api.post(path, act).ok(200) == back
    assert inside.api.post(path, {"uid": uid(), "reason": "x"}).code == "already_reversed"
    assert inside.api.get(f"/api/v1/shifts/{shop.shift}").ok()["expected_vnd"] == 500_000
    kept = pay(shop, one, 50_000).ok(201)
    shift = shop.shift
    inside.api.post(f"/api/v1/shifts/{shift}/close", {"counted": {"500000": 1, "50000": 1}}).ok()
    inside.api.post(f"/api/v1/customer-payments/{kept['uid']}/reverse", {"uid": uid(), "reason": "x"}).ok(201)
    assert inside.api.get(f"/api/v1/shifts/{shift}").ok()["late_vnd"] == 0, "a counted drawer keeps its figures"
    assert [p["reversed_by"] is None for p in inside.api.all("/api/v1/customer-payments", customer=one)] == [False, False]
    assert inside.gaps() == []


def test_a_payment_that_cannot_be_is_refused(shop: TimedShop, inside: Inside) -> None:
    one, cashier = customer(shop, credit_limit_vnd=100_000), inside.as_role(Role.CASHIER)
    on_account(shop, one, shop.line(shop.stocked(), "5")).ok(201)
    assert pay(shop, uid(), 1_000).json["errors"][0]["field"] == "customer"
    assert pay(shop, one, 1_000, method="card").json["errors"][0]["field"] == "shift"
    assert pay(shop, one, 1_000, shift=uid()).code == "unknown_shift"
    body = {"customer": one, "amount_vnd": 1_000, "method": "cash"}
    assert cashier.put(f"/api/v1/customer-payments/{uid()}", body).status == 422, "a cashier's cash goes into a drawer"
    cashier.put(f"/api/v1/customer-payments/{uid()}", body | {"shift": shop.shift}).ok(201)
    inside.api.put(f"/api/v1/customer-payments/{uid()}", body).ok(201)
    assert inside.api.post(f"/api/v1/customer-payments/{uid()}/reverse", {"uid": uid(), "reason": "x"}).status == 404


def test_a_refund_by_account_lowers_what_is_owed_its_own_sale_first(shop: TimedShop, inside: Inside) -> None:
    one, product = customer(shop, credit_limit_vnd=100_000), shop.stocked()
    first, second = (on_account(shop, one, shop.line(product, q)).ok(201) for q in ("2", "3"))
    shop.refund(second["uid"], 1, "1", method="account").ok(201)
    assert [item["open_vnd"] for item in account(shop, one)["items"]] == [20_000, 20_000]
    pay(shop, one, 30_000).ok(201)
    shop.refund(first["uid"], 1, "1", method="account").ok(201)
    assert account(shop, one)["owed_vnd"] == 0
    assert shop.refund(first["uid"], 1, "1", method="account").code == "over_payable"
    assert shop.refund(first["uid"], 1, "1", method="account", offline=True).code == "over_payable"
    nobodys = shop.sell(shop.line(product))
    assert shop.refund(nobodys["uid"], 1, "1", method="account").status == 422
    assert inside.gaps() == []


def test_two_sales_at_once_do_not_both_fit_into_one_limit(each_app: Flask) -> None:
    inside = Inside(each_app)
    shop, other = inside.shop(), inside.shop()
    one = customer(shop, credit_limit_vnd=10_000)
    lines = [(s, s.line(s.stocked())) for s in (shop, other)]
    answers: list[str | None] = []
    gate = threading.Barrier(2)

    def sell(at: TimedShop, line: Any) -> None:
        with each_app.app_context():
            gate.wait()
            answers.append(on_account(at, one, line).code)
            db.session.remove()

    threads = [threading.Thread(target=sell, args=pair) for pair in lines]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers, key=str) == [None, "credit_refused"]
    assert inside.gaps() == []


def test_the_books_check_names_an_account_that_was_changed_by_hand(shop: TimedShop, inside: Inside) -> None:
    one = customer(shop, credit_limit_vnd=100_000)
    on_account(shop, one, shop.line(shop.stocked(), "5")).ok(201)
    db.session.execute(text("DROP TRIGGER account_entry_no_update"))
    db.session.execute(text("UPDATE account_entry SET owed_vnd = 1, amount_vnd = 1"))
    db.session.commit()
    assert any(f"account of {one}: sold/" in gap for gap in inside.gaps())


def test_debtors_are_listed_by_how_old_their_debt_is(inside: Inside) -> None:
    with inside.on(date(2026, 9, 1)):
        shop = inside.shop()
        one, two = customer(shop, credit_limit_vnd=90_000), customer(shop, "0987654321", credit_limit_vnd=90_000)
        product = shop.stocked()
        on_account(shop, one, shop.line(product)).ok(201)
    with inside.on(date(2026, 10, 10)):
        on_account(shop, one, shop.line(product, "2")).ok(201)
        on_account(shop, two, shop.line(product, "3")).ok(201)
    with inside.on(date(2026, 11, 15)):
        on_account(shop, two, shop.line(product)).ok(201)
        listed = inside.api.get("/api/v1/debtors").ok()
    assert [(d["customer"]["uid"], d["up_to_30_vnd"], d["up_to_60_vnd"], d["older_vnd"], d["oldest_days"]) for d in listed] == [
        (one, 0, 20_000, 10_000, 75),
        (two, 10_000, 30_000, 0, 36),
    ]


def test_what_is_open_of_an_account() -> None:
    days = [date(2026, 11, day) for day in (1, 2, 3)]
    sold = [AccountFact(AccountKind.SOLD, 100, day, name) for day, name in zip(days, "abc", strict=True)]

    def open_after(*facts: AccountFact) -> list[int]:
        return [item.open_vnd for item in open_items([*sold, *facts])]

    assert open_after() == [100, 100, 100]
    assert open_after(AccountFact(AccountKind.PAID, -150, days[2])) == [0, 50, 100]
    assert open_after(AccountFact(AccountKind.REFUNDED, -40, days[2], "c")) == [100, 100, 60]
    more = AccountFact(AccountKind.REFUNDED, -140, days[2], "c")
    assert open_after(more) == [60, 100, 0], "what is over goes to the oldest"
    assert open_after(AccountFact(AccountKind.PAID, -150, days[2]), AccountFact(AccountKind.REVERSED, 150, days[2])) == [100] * 3
    late = AccountFact(AccountKind.SOLD, 10, date(2026, 10, 31), "late")
    assert [(item.sale, item.open_vnd) for item in open_items([*sold, AccountFact(AccountKind.PAID, -20, days[2]), late])] == [
        ("late", 0),
        ("a", 90),
        ("b", 100),
        ("c", 100),
    ]
