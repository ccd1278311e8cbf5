"""The page on which a manager gets codes for a cut-off till, and withdraws them."""

from __future__ import annotations

import re

from flask import Flask

from core.db import transaction
from core.people import people
from core.people.actor import SYSTEM
from core.people.permits import Role
from tests.journeys.inside import Inside
from tests.outlet import MANAGER
from tests.signed_in import sign_in_as


def test_a_manager_gets_twenty_codes_once_and_withdraws_them(app: Flask, inside: Inside) -> None:
    client = app.test_client()
    sign_in_as(app, client, MANAGER)
    page = client.get("/account").get_data(as_text=True)
    key = re.search(r'name="uid" value="([^"]+)"', page)
    assert key is not None
    csrf = page.partition('name="csrf-token" content="')[2].partition('"')[0]
    form = {"uid": key[1], "csrf_token": csrf}
    shown = client.post("/account/offline-codes", data=form)
    codes = re.findall(r"<code class=\"secret\">(\w{4} \w{4})</code>", shown.get_data(as_text=True))
    assert len(set(codes)) == 20 and shown.headers["Cache-Control"] == "no-store"
    again = client.post("/account/offline-codes", data=form).get_data(as_text=True)
    assert codes[0] in again, "a page that is loaded again shows the same ones"
    assert "Còn 20 mã" in client.get("/account").get_data(as_text=True)
    client.post("/account/offline-codes/withdraw", data={"csrf_token": csrf})
    assert "Còn 20 mã" not in client.get("/account").get_data(as_text=True)
    assert client.post("/account/offline-codes", data=form | {"uid": "x"}).status_code == 404


def test_a_cashier_gets_none(app: Flask, inside: Inside) -> None:
    transaction(lambda: people.add("ha", "Hà", Role.CASHIER, pin="58371", actor=SYSTEM))
    client = app.test_client()
    sign_in_as(app, client, "ha")
    page = client.get("/account").get_data(as_text=True)
    csrf = page.partition('name="csrf-token" content="')[2].partition('"')[0]
    assert "/account/offline-codes" not in page
    assert client.post("/account/offline-codes", data={"uid": "x", "csrf_token": csrf}).status_code == 403
