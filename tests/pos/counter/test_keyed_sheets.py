"""Sheets of the paper pad, keyed in later: offline sales under the sheet's number, once, held against the printed numbers."""

from __future__ import annotations

from typing import Any

from flask import Flask

from core.db import transaction
from core.people.actor import SYSTEM
from core.people.permits import Role
from pos.counter import keyed_sheets
from pos.pads import pad_numbers
from pos.pads.pad_numbers import PadRequest
from tests.journeys.inside import Inside
from tests.outlet import Answer, Shop


def key_in(shop: Shop, number: str, body: dict[str, Any]) -> Answer:
    """Keys a sheet in."""
    return shop.api.put(f"/api/v1/pad-sheets/{number}", body)


def codes(answer: Answer) -> list[str]:
    """The codes of what does not fit."""
    return [flag["code"] for flag in answer.ok()["flags"]]


def test_a_sheet_is_an_offline_sale_under_its_number(each_app: Flask) -> None:
    inside = Inside(each_app)
    shop = inside.shop()
    number = transaction(lambda: pad_numbers.number_pad(PadRequest(sheets=2), SYSTEM)).numbers[0]
    product = shop.stocked(quantity="1")
    shop.api = inside.as_role(Role.CASHIER)
    body = shop.sale(shop.line(product, "2"))
    first = key_in(shop, number, body)
    assert first.status == 201 and codes(first) == ["stock_short"] and first.json["offline"]
    assert key_in(shop, number.lower(), body).body == first.body
    assert key_in(shop, number, shop.sale(shop.line(product, "1"))).code == "uid_reused"
    assert shop.api.get(f"/api/v1/pad-sheets/{number}").ok() == shop.api.get(f"/api/v1/sales/{first.json['uid']}").ok()
    listed = shop.api.get("/api/v1/pad-sheets").ok()["items"]
    assert listed == [{"number": number, "sale": first.json["uid"], "sale_number": first.json["number"]}]
    assert inside.gaps() == []


def test_a_number_that_was_never_printed_is_flagged(inside: Inside) -> None:
    shop = inside.shop()
    pad = transaction(lambda: pad_numbers.number_pad(PadRequest(sheets=2), SYSTEM))
    product = shop.stocked()
    printed, beyond = pad.numbers[1], pad_numbers.sheet_number(pad.year, pad.first + 2)
    assert codes(key_in(shop, printed, shop.sale(shop.line(product)))) == []
    assert codes(key_in(shop, beyond, shop.sale(shop.line(product)))) == ["unprinted_sheet"]
    assert codes(key_in(shop, "SO-TAY-17", shop.sale(shop.line(product)))) == ["unprinted_sheet"]
    assert shop.api.get("/api/v1/pad-sheets/VT-2020-0001").status == 404
    assert key_in(shop, "co dau", shop.sale(shop.line(product))).status == 422


def test_the_cashier_on_the_sheet_is_named(inside: Inside) -> None:
    shop = inside.shop()
    inside.manager_with_pin()
    body = shop.sale(shop.line(shop.stocked()), cashier="duyet")
    done = key_in(shop, "VT-9", body).ok(201)
    assert (done["cashier"], done["sent_by"]) == ("duyet", "quanly")


def test_a_spoiled_sheet_is_no_gap_and_says_who_and_why(each_app: Flask) -> None:
    inside = Inside(each_app)
    shop = inside.shop()
    pad = transaction(lambda: pad_numbers.number_pad(PadRequest(sheets=3), SYSTEM))
    torn, sold, left = pad.numbers
    product = shop.stocked()
    shop.api = inside.as_role(Role.CASHIER)
    key_in(shop, sold, shop.sale(shop.line(product))).ok(201)
    first = shop.api.put(f"/api/v1/spoiled-sheets/{torn}", {"reason": "rách"})
    assert first.status == 201 and first.json["reason"] == "rách"
    assert shop.api.put(f"/api/v1/spoiled-sheets/{torn.lower()}", {"reason": "rách"}).body == first.body
    assert shop.api.put(f"/api/v1/spoiled-sheets/{torn}", {"reason": "mất"}).code == "uid_reused"
    assert shop.api.get("/api/v1/spoiled-sheets").ok()["items"] == [first.json]
    with each_app.app_context():
        year = keyed_sheets.pad_of(pad.year)
        assert [one.number for one in year.spoiled] == [torn] and torn not in year.missing and left in year.missing


def test_only_a_printed_sheet_that_is_no_sale_is_spoiled(inside: Inside) -> None:
    shop = inside.shop()
    pad = transaction(lambda: pad_numbers.number_pad(PadRequest(sheets=2), SYSTEM))
    sold, mistaken = pad.numbers
    product = shop.stocked()
    key_in(shop, sold, shop.sale(shop.line(product))).ok(201)
    assert shop.api.put(f"/api/v1/spoiled-sheets/{sold}", {"reason": "rách"}).code == "sheet_keyed"
    beyond = pad_numbers.sheet_number(pad.year, pad.first + 2)
    assert shop.api.put(f"/api/v1/spoiled-sheets/{beyond}", {"reason": "rách"}).status == 404
    # What was sold counts, also on a sheet that somebody took for spoiled.
    shop.api.put(f"/api/v1/spoiled-sheets/{mistaken}", {"reason": "viết sai"}).ok(201)
    key_in(shop, mistaken, shop.sale(shop.line(product))).ok(201)
    year = keyed_sheets.pad_of(pad.year)
    assert {sold, mistaken} <= {one.number for one in year.keyed} and not year.spoiled
