"""Customers: one phone each, masked, erased on wish, and no more speed or trouble for a sale without one."""

from __future__ import annotations

import re
import sqlite3
from typing import Any

import pytest
from flask import Flask

from core.people.permits import Role
from core.values.phones import mask, plain_phone
from tests.journeys.inside import Inside
from tests.outlet import uid
from tests.pos.customers.buyers import customer, on_account, pay
from tests.statements import recorded_statements

FULL = {
    "phone": "0912345321", "name": "Nguyễn Thị Hoa", "company": "Công ty An Bình", "tax_code": "0101234567",
    "address": "12 Lý Thái Tổ", "email": "hoa@anbinh.vn", "consent": True, "note": "mua ngày rằm", "credit_limit_vnd": 700_000,
}  # fmt: skip


def test_a_customer_is_replaced_whole_and_reads_back_as_it_was_sent(inside: Inside) -> None:
    path = f"/api/v1/customers/{uid()}"
    assert inside.api.put(path, FULL).status == 201
    shown = inside.api.get(path).ok()
    assert {name: shown[name] for name in FULL} == FULL and (shown["owed_vnd"], shown["erased"]) == (0, False)
    assert inside.api.put(path, shown).ok(200) == shown, "what GET shows may be sent back"
    less = inside.api.put(path, {"phone": "0912345321", "consent": False}).ok(200)
    assert (less["name"], less["email"], less["credit_limit_vnd"], less["consent"]) == (None, None, 0, False)
    assert inside.api.put(path, {**FULL, "uid": uid()}).status == 422


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("0912 345 321", "0912345321"), ("+84 912.345.321", "0912345321"), ("84912345321", "0912345321"),
        ("(0222) 386-5432", "02223865432"), ("+1 415 555 0123", "+14155550123"),
    ],
)  # fmt: skip
def test_a_phone_is_kept_without_what_is_written_between_its_digits(inside: Inside, typed: str, kept: str) -> None:
    assert plain_phone(typed) == kept
    assert inside.api.put(f"/api/v1/customers/{uid()}", {"phone": typed, "consent": True}).ok(201)["phone"] == kept


@pytest.mark.parametrize("wrong", ["", "12", "không có", "0912345321x", "09123453210912345321", "0912••••", "٠٩١٢٣٤٥٣٢١"])
def test_what_is_no_phone_is_refused(inside: Inside, wrong: str) -> None:
    assert inside.api.put(f"/api/v1/customers/{uid()}", {"phone": wrong, "consent": True}).status == 422


def test_a_phone_is_one_customers(each_app: Flask) -> None:
    inside = Inside(each_app)
    shop = inside.shop()
    first = customer(shop, "0912345321")
    assert shop.api.put(f"/api/v1/customers/{uid()}", {"phone": "+84912345321", "consent": True}).code == "phone_used"
    other = customer(shop, "0987654321")
    assert shop.api.put(f"/api/v1/customers/{other}", {"phone": "0912345321", "consent": True}).code == "phone_used"
    shop.api.post(f"/api/v1/customers/{first}/erase", {"uid": uid()}).ok(201)
    shop.api.put(f"/api/v1/customers/{other}", {"phone": "0912345321", "consent": True}).ok(200)
    assert inside.gaps() == []


def test_phones_are_masked_for_all_but_managers_and_a_search_by_the_whole_number(inside: Inside) -> None:
    shop, cashier = inside.shop(), inside.as_role(Role.CASHIER)
    one = customer(shop, name="Nguyễn Thị Hoa")
    masked = "09••••321"
    assert mask("0912345321") == masked
    assert cashier.get(f"/api/v1/customers/{one}").ok()["phone"] == masked
    assert shop.api.get(f"/api/v1/customers/{one}").ok()["phone"] == "0912345321"

    def phones(api: Any, q: str) -> list[str]:
        return [found["phone"] for found in api.all("/api/v1/customers", q=q)]

    assert phones(cashier, "") == phones(cashier, "hoa nguyen") == phones(cashier, "321") == [masked]
    assert phones(cashier, "0912 345 321") == phones(cashier, "+84912345321") == ["0912345321"]
    assert phones(cashier, "09123") == phones(cashier, "21") == phones(cashier, "091234532") == [], "no digit by digit"
    assert phones(shop.api, "09123") == ["0912345321"] and phones(shop.api, "lan") == []


def test_a_cashiers_put_leaves_note_limit_and_a_masked_phone_as_they_were(inside: Inside) -> None:
    cashier = inside.as_role(Role.CASHIER)
    path = f"/api/v1/customers/{uid()}"
    inside.api.put(path, FULL).ok(201)
    seen = cashier.get(path).ok()
    changed = cashier.put(path, {**seen, "name": "Chị Hoa", "note": "x", "credit_limit_vnd": 9_000_000}).ok(200)
    assert (changed["name"], changed["note"], changed["credit_limit_vnd"]) == ("Chị Hoa", "mua ngày rằm", 700_000)
    assert inside.api.get(path).ok()["phone"] == "0912345321"
    assert cashier.put(path, {**seen, "phone": "08••••321"}).status == 422
    new = cashier.put(f"/api/v1/customers/{uid()}", {**FULL, "phone": "0900000001"}).ok(201)
    assert (new["note"], new["credit_limit_vnd"]) == (None, 0)
    assert cashier.post(f"{path}/erase", {"uid": uid()}).status == 403


def test_erasing_keeps_the_sales_and_leaves_nothing_of_the_person_in_the_database(inside: Inside) -> None:
    shop = inside.shop()
    path = f"/api/v1/customers/{uid()}"
    one = path.rpartition("/")[2]
    inside.api.put(path, FULL).ok(201)
    inside.api.put(path, {**FULL, "name": "Nguyễn Thị Hoa Mai"}).ok(200)
    product = shop.stocked()
    sold = on_account(shop, one, shop.line(product), customer_on_slip=True).ok(201)
    assert inside.api.post(f"{path}/erase", {"uid": uid()}).code == "account_open"
    pay(shop, one, 10_000).ok(201)
    act = {"uid": uid()}
    erased = inside.api.post(f"{path}/erase", act).ok(201)
    assert inside.api.post(f"{path}/erase", act).ok(200) == erased
    assert inside.api.post(f"{path}/erase", {"uid": uid()}).code == "closed"
    assert erased["erased"] and not any(erased[name] for name in FULL)
    assert inside.api.put(path, FULL).code == "closed"
    assert on_account(shop, one, shop.line(product), 0).code == "closed"
    assert inside.api.all("/api/v1/customers", q="0912345321") == []
    assert inside.api.get(f"/api/v1/sales/{sold['uid']}").ok()["customer_uid"] == one
    assert inside.gaps() == []
    with sqlite3.connect(inside.app.config["SQLALCHEMY_DATABASE_URI"].removeprefix("sqlite:///")) as database:
        everything = "\n".join(database.iterdump())
    assert [
        text for text in ("0912345321", "Hoa", "hoa@anbinh.vn", "An Bình", "Lý Thái Tổ", "ngày rằm") if text in everything
    ] == []


def test_the_trail_says_what_changed_and_not_who_it_is(inside: Inside) -> None:
    path = f"/api/v1/customers/{uid()}"
    one = path.rpartition("/")[2]
    inside.api.put(path, FULL).ok(201)
    inside.api.put(path, FULL | {"phone": "0987654321", "credit_limit_vnd": 900_000}).ok(200)
    inside.api.put(path, FULL | {"phone": "0987654321", "credit_limit_vnd": 900_000}).ok(200)
    made, changed = inside.api.all("/api/v1/audit", subject=one)
    assert (made["action"], made["before"], made["after"]["credit_limit_vnd"]) == ("customer.recorded", None, 700_000)
    assert set(changed["after"]) == {"phone", "credit_limit_vnd"} and changed["before"]["credit_limit_vnd"] == 700_000
    assert changed["before"]["phone"] != changed["after"]["phone"] and changed["after"]["phone"].startswith("•••")


def test_history_and_the_buyers_of_a_recalled_lot(inside: Inside) -> None:
    shop, cashier = inside.shop(), inside.as_role(Role.CASHIER)
    one = customer(shop)
    product = shop.stocked(unit="kg", places=3)
    sales = [shop.sell(shop.line(product, quantity), customer_uid=one) for quantity in ("2", "1.5")]
    shop.sell(shop.line(product))
    shop.refund(sales[0]["uid"], 1, "0.5").ok(201)
    bought = cashier.get(f"/api/v1/customers/{one}/sales").ok()["items"]
    assert [(sale["number"], sale["total_vnd"], sale["refunded_vnd"]) for sale in bought] == [
        (sales[1]["number"], 15_000, 0),
        (sales[0]["number"], 20_000, 5_000),
    ]
    assert bought[1]["goods"] == [
        {"product": product, "name": bought[1]["goods"][0]["name"], "quantity": "2", "refunded": "0.5", "unit": "kg"}
    ]
    page = cashier.get(f"/api/v1/customers/{one}/sales", limit=1).ok()
    assert cashier.get(f"/api/v1/customers/{one}/sales", after=page["next"]).ok()["items"] == bought[1:]
    assert [sale["uid"] for sale in inside.api.all("/api/v1/sales", customer_uid=one)] == [sale["uid"] for sale in sales]
    buyers = inside.api.get(f"/api/v1/lots/{sales[0]['lines'][0]['lot']}/buyers").ok()
    assert [(buyer["customer"], buyer["phone"], buyer["quantity"]) for buyer in buyers] == [
        (one, "0912345321", "1.5"),
        (one, "0912345321", "1.5"),
    ]
    assert cashier.get(f"/api/v1/lots/{sales[0]['lines'][0]['lot']}/buyers").status == 403


def test_an_unknown_customer_is_named_before_anything_else_of_the_outlet(inside: Inside) -> None:
    shop = inside.shop()
    answer = shop.api.put(f"/api/v1/sales/{uid()}", shop.sale(shop.line(shop.stocked()), customer_uid=uid(), shift=uid()))
    assert answer.status == 422 and answer.json["errors"][0]["field"] == "customer_uid"
    offline = shop.api.put(f"/api/v1/sales/{uid()}", shop.sale(shop.line(shop.stocked()), customer_uid=uid(), offline=True))
    assert offline.status == 422


def test_a_sale_without_a_customer_asks_nothing_about_customers(inside: Inside) -> None:
    shop = inside.shop()
    product = shop.stocked()
    one = customer(shop)
    ours = re.compile(
        r"FROM customer |INTO (customer_sale|account_entry|voucher_entry)|FROM (customer_\w+|account_entry|voucher)"
    )
    with recorded_statements() as plain:
        shop.sell(shop.line(product))
    assert [text for text, _ in plain if ours.search(text)] == []
    with recorded_statements() as named:
        shop.sell(shop.line(product), customer_uid=one)
    assert [text for text, _ in named if ours.search(text)]
