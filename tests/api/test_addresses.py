"""Addresses on a real server: lot codes with slashes and percent signs, and bodies larger than the server takes."""

from __future__ import annotations

from html import escape
from urllib.parse import quote, urlsplit

import pytest

from tests.outlet import Outlet, Shop, now, uid

ODD = ("MY/26-11", "A/label", "A/recall", "/A", "a%2Fb", "50%", "x/y/z", "a?b", "..", "+A&b")


@pytest.mark.parametrize("code", ODD)
def test_a_lot_code_of_any_letters_gs1_allows_has_an_address(server: Outlet, shop: Shop, code: str) -> None:
    product = shop.product(shop.producer())
    shop.agreement(shop.producer_of(product))
    line = {"product": product, "lot": code, "quantity": "2"}
    body = {"producer": shop.producer_of(product), "place": shop.place, "delivered_on": now()[:10], "lines": [line]}
    server.api.put(f"/api/v1/deliveries/{uid()}", body).ok(201)
    path = f"/api/v1/lots/{quote(code, safe='')}"
    answer = server.api.get(path).ok()
    assert (answer["lot"], answer["places"]) == (code, [{"place": shop.place, "on_hand": "2", "set_aside": "0"}])
    assert server.api.get(f"{path}/label").body.startswith(b"\x89PNG")
    link = urlsplit(answer["link"])
    page = server.api.as_(None).get(link.path)
    assert page.status == 200 and escape(code) in page.body.decode()
    assert server.api.get("/api/v1/scan", code=answer["link"]).ok()["lot"] == code
    assert server.api.post(f"{path}/recall", {"uid": uid(), "reason": "mốc"}).ok(201)["lot"] == code


def test_a_body_too_large_is_answered_as_too_large(server: Outlet) -> None:
    lines = b",".join([b'{"product":"x","quantity":"1"}'] * 1_000_000)
    answer = server.api.call("PUT", f"/api/v1/deliveries/{uid()}", raw=b'{"lines":[' + lines + b"]}")
    assert (answer.status, answer.code) == (413, "too_large")
    assert server.api.get("/health").status == 200
