"""The form of an agreement leaves what it has no fields for as it is."""

from __future__ import annotations

import re
from datetime import date

from core.values.uid import new_uid
from tests.journeys.inside import Inside
from tests.outlet import MANAGER
from tests.pages.office import AGREEMENT
from tests.signed_in import sign_in_as

KEPT = {
    "signed_number": "01/2026/HĐKG",
    "grace_days": 3,
    "cycle": "week",
    "charges": [{"name": "Phí gian hàng", "per": "cycle", "amount_vnd": 50_000}],
    "papers": [{"kind": "food_safety", "without": "warn"}],
    "visibility": "basic",
    "answer_days": 9,
    "allowances": {"sampling": {"per": "month", "value_vnd": 200_000}},
}


def test_saving_the_form_keeps_charges_papers_cycle_and_what_the_producer_sees(inside: Inside) -> None:
    with inside.on(date(2026, 11, 20)):
        shop = inside.shop()
        number = shop.agreement(shop.producer(), **KEPT)
        browser = inside.app.test_client()
        sign_in_as(inside.app, browser, MANAGER)
        token = re.search(r'name="csrf-token" content="([^"]+)"', browser.get(f"/agreements/{number}").text)
        assert token
        form = {**AGREEMENT, "csrf_token": token[1], "uid": new_uid(), "holding_days": "5"}
        saved = browser.post(f"/agreements/{number}", data=form)
        assert saved.status_code == 302
        standing = shop.api.get(f"/api/v1/agreements/{number}").ok()
        assert (standing["version"], standing["holding_days"]) == (2, 5)
        assert {name: standing[name] for name in KEPT} == KEPT
