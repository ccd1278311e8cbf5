"""The manager's list of sales: the ones to look at, page after page."""

from __future__ import annotations

import re

import pytest
from flask import Flask

from core.people import tokens
from core.people.actor import SYSTEM
from core.people.permits import Role
from office import home
from tests.journeys.inside import InsideApi
from tests.outlet import Shop, uid
from tests.pages.office import Browser, inside


@pytest.mark.parametrize("show", ["", "unconfirmed", "flagged"])
def test_every_sale_of_a_list_is_on_one_of_its_pages(
    office: Browser, site: Flask, show: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(home, "RECEIPTS", 2)
    token = inside(site, lambda: tokens.issue_token(Role.MANAGER, None, None, None, SYSTEM))
    numbers: dict[str, list[str]] = {"": [], "unconfirmed": [], "flagged": []}
    with site.app_context():
        shop = Shop(InsideApi(site, token))
        shop.open_shift()
        product = shop.stocked()
        for n in range(11):
            waits, odd = n % 2 == 0, n % 3 == 0
            body = shop.sale(shop.line(product, "1", 9_000 if odd else 10_000), offline=odd)
            method = {"method": "vietqr", "reference": f"HD {n}"} if waits else {"method": "card"}
            body["payments"] = [{**method, "amount_vnd": body["total_vnd"]}]
            number = shop.api.put(f"/api/v1/sales/{uid()}", body).ok(201)["number"]
            for which in ("", *(["unconfirmed"] if waits else []), *(["flagged"] if odd else [])):
                numbers[which].append(number)
    listed: list[str] = []
    path: str | None = f"/reports/receipts?show={show}" if show else "/reports/receipts"
    while path:
        page = office.get(path).text
        here = re.findall(r'<a href="/r/[^"]+">([^<]+)</a>', page)
        assert 1 <= len(here) <= 2
        listed += here
        following = re.search(r'class="btn" href="(/reports/receipts\?[^"]+)"', page)
        path = following[1].replace("&amp;", "&") if following else None
    assert listed == numbers[show][::-1]


def test_the_list_shows_what_was_written_to_a_sale_and_its_lines(office: Browser, site: Flask) -> None:
    token = inside(site, lambda: tokens.issue_token(Role.MANAGER, None, None, None, SYSTEM))
    with site.app_context():
        shop = Shop(InsideApi(site, token))
        shop.open_shift()
        lines = [{**shop.line(shop.stocked()), "note": "gói <quà>"}]
        shop.api.put(f"/api/v1/sales/{uid()}", {**shop.sale(*lines), "note": "giao chiều"}).ok(201)
    page = office.get("/reports/receipts").text
    assert "Ghi chú: gói &lt;quà&gt;" in page and "Ghi chú: giao chiều" in page
