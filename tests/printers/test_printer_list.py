"""Printers and their settings: put, shown, listed, removed, and what the audit trail says of it."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

import pytest
from sqlalchemy import select

from core.db import fetch_all
from core.models import AuditLine
from tests.api.inside import LocalOutlet

URI = "tcp://192.168.7.50:9100"
USUAL = {
    "use": "receipt", "paper_mm": 58, "dots": 384, "mode": "raster", "code_page": None, "code_page_number": None,
    "cut": "partial", "drawer_pin": 2, "density": 0, "strip_rows": 248, "pause_ms": 0, "shows_logo": True,
    "header": None, "footer": None,
}  # fmt: skip


def trail(outlet: LocalOutlet, uri: str) -> list[tuple[str, Any, Any]]:
    with outlet.app.app_context():
        found = fetch_all(select(AuditLine.__table__).where(AuditLine.subject == uri).order_by(AuditLine.id))
        return [(r["action"], r["before"] and json.loads(r["before"]), r["after"] and json.loads(r["after"])) for r in found]


def test_a_printer_is_put_shown_changed_and_removed_with_a_trail(each_local_outlet: LocalOutlet) -> None:
    api, asked = each_local_outlet.api, f"/api/v1/printers?uri={quote(URI, safe='')}"
    first = api.put("/api/v1/printers", {"uri": URI, "name": "Máy in quầy", "paper_mm": 58}).ok(201)
    assert first == {"uri": URI, "name": "Máy in quầy", "added_at": first["added_at"], **USUAL}
    assert api.get(asked).ok()["items"] == [first]
    assert api.put("/api/v1/printers", first).ok(200) == first, "what GET shows may be sent back"
    second = api.put("/api/v1/printers", {**first, "paper_mm": 80, "dots": None}).ok(200)
    assert (second["paper_mm"], second["dots"], second["added_at"]) == (80, 576, first["added_at"])
    for _ in range(2):
        assert api.call("DELETE", asked).status == 204
    assert api.get(asked).ok() == {"items": [], "next": None}
    recorded, changed, removed = trail(each_local_outlet, URI)
    assert recorded == ("printer.recorded", None, {name: value for name, value in first.items() if value is not None})
    assert changed == ("printer.recorded", {"paper_mm": 58, "dots": 384}, {"paper_mm": 80, "dots": 576})
    assert removed[0] == "printer.removed" and removed[1]["uri"] == URI and removed[2] is None


def test_printers_are_listed_by_address_page_by_page(local_outlet: LocalOutlet) -> None:
    uris = [f"cups://may-{n}" for n in range(5)]
    for uri in reversed(uris):
        local_outlet.api.put("/api/v1/printers", {"uri": uri, "name": "Máy", "paper_mm": 80}).ok(201)
    listed, after = [], ""
    while after is not None:
        page = local_outlet.api.get(f"/api/v1/printers?limit=2&after={quote(after, safe='')}").ok()
        listed, after = listed + page["items"], page["next"]
    assert [printer["uri"] for printer in listed if printer["uri"] in uris] == uris


@pytest.mark.parametrize(("change", "field"), [
    ({"uri": "none:"}, "uri"),
    ({"uri": "tcp://8.8.8.8:9100"}, "uri"),
    ({"uri": "file:///etc/hostname"}, "uri"),
    ({"dots": 576}, "dots"),
    ({"paper_mm": 40}, "dots"),
    ({"mode": "text"}, "code_page"),
    ({"code_page": "VISCII"}, "code_page_number"),
    ({"code_page_number": 27}, "code_page"),
    ({"code_page": "TCVN-3", "code_page_number": 255}, "code_page_number"),
    ({"drawer_pin": 3}, "drawer_pin"),
    ({"strip_rows": 0}, "strip_rows"),
    ({"pause_ms": 2001}, "pause_ms"),
])  # fmt: skip
def test_settings_that_no_printer_has_are_refused_at_their_field(
    local_outlet: LocalOutlet, change: dict[str, Any], field: str
) -> None:
    answer = local_outlet.api.put("/api/v1/printers", {"uri": URI, "name": "Máy in", "paper_mm": 58, **change})
    assert answer.status == 422 and [error["field"] for error in answer.json["errors"]] == [field]


def test_a_roll_of_labels_may_be_narrower_than_the_head(local_outlet: LocalOutlet) -> None:
    body = {"uri": "usb://0416:5011", "name": "Máy in tem", "paper_mm": 35, "use": "label"}
    assert local_outlet.api.put("/api/v1/printers", body).ok(201)["dots"] == 384


def test_only_a_manager_sees_printers(local_outlet: LocalOutlet) -> None:
    for role in ("cashier", "storekeeper"):
        assert local_outlet.api.as_(local_outlet.token(role)).get("/api/v1/printers").status == 403
