"""An office of one manager, and the browser session that fills its forms."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text

from core.db import fetch_one, transaction
from core.people import people
from core.people.actor import SYSTEM
from core.people.permits import Role
from core.values.uid import new_uid
from tests.outlet import ZONE

PASSWORD = "mat-khau-dai"
PRODUCT = {
    "code": "GAO", "name": "Gạo tẻ", "producer": "NSX1", "unit": "kg", "places": "3", "price_vnd": "22.000", "vat": "KCT",
    "barcodes": "8938500000010",
}  # fmt: skip
AGREEMENT = {
    "number": "HD1", "starts_on": "2020-01-01", "holding_days": "0", "minimum_payout_vnd": "0", "scope": "",
    "basis": "commission", "figure": "12,5", "discount_bearer": "outlet", "allowance": "0", "commission_base": "with_vat",
    "vat_kept_by": "producer",
    **{f"loss_{cause}": "outlet" for cause in ("damage", "expiry", "theft", "count", "sampling", "recall")},
}  # fmt: skip


def inside(site: Flask, act: Callable[[], Any]) -> Any:
    """Does something in the application's context, in a transaction."""
    with site.app_context():
        return transaction(act)


def row_of(site: Flask, query: str) -> Any:
    """The first row of a query."""
    return inside(site, lambda: fetch_one(text(query)))


def add(site: Flask, username: str, role: Role, **more: Any) -> None:
    """Adds a person."""
    inside(site, lambda: people.add(username, username, role, actor=SYSTEM, **more))


def today() -> date:
    """The outlet's day."""
    return datetime.now(ZONE).date()


class Browser:
    """A signed-in session that fills forms the way a page does."""

    def __init__(self, app: Flask, username: str | None = "quanly") -> None:
        self.client: FlaskClient = app.test_client()
        if username:
            answer = self.post("/sign-in", {"username": username, "password": PASSWORD})
            assert answer.status_code == 302, answer.text

    def get(self, path: str) -> Any:
        return self.client.get(path)

    def post(self, path: str, form: dict[str, Any], page: str = "/sign-in") -> Any:
        token = re.search(r'name="csrf-token" content="([^"]+)"', self.client.get(page, follow_redirects=True).text)
        assert token
        return self.client.post(path, data={"csrf_token": token[1], **form})


def begin_count(office: Browser, **more: Any) -> str:
    """Begins a count session of the counter; the address of its page."""
    begun = office.post("/stock/count", {"uid": new_uid(), "place": "QUAY", "blind": "1", **more})
    assert begun.status_code == 302, begun.text
    return str(begun.headers["Location"])


def close_count(office: Browser, session: str, **more: Any) -> Any:
    """Posts a session as its page of differences shows it."""
    page = office.get(f"{session}/differences").text
    seen = dict(re.findall(r'name="(seen_\w+)" value="(\d+)"', page))
    return office.post(f"{session}/close", {"uid": new_uid(), **seen, **more})


def count_lot(office: Browser, lot: str, figure: str) -> Any:
    """Counts a lot in a session of its own and posts it; the answer of the form that refuses, else the last one."""
    session = begin_count(office)
    entered = office.post(f"{session}/entries", {"uid": new_uid(), "lot": lot, "counted": figure})
    return close_count(office, session) if entered.status_code == 302 else entered
