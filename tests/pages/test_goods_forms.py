"""Forms with many lots, and sheets of labels."""

from __future__ import annotations

from typing import Any

from flask import Flask

from core.people.permits import Role
from core.values.uid import new_uid
from tests.pages.office import PASSWORD, Browser, add, count_lot, row_of, today


def receive(office: Browser, lots: list[str], **more: Any) -> None:
    """One delivery of 12,5 kg of each lot."""
    n = len(lots)
    columns = {"product": ["GAO"] * n, "quantity": ["12,5"] * n, "made_on": [""] * n, "best_before": [""] * n, "lot": lots}
    head = {"uid": new_uid(), "producer": "NSX1", "place": "QUAY", "delivered_on": today().isoformat()}
    answer = office.post("/stock/receive", {**head, **columns, **more})
    assert answer.status_code == 302, answer.text


def test_each_goods_form_asks_what_its_act_needs(office: Browser) -> None:
    receive(office, ["A1"])
    assert 'name="cause_all" value="damage"' in office.get("/stock/losses?goods=A1").text
    assert 'id="f-to"' in office.get("/stock/transfers").text
    assert 'name="handed_over" value="0"' in office.get("/stock/returns").text


def test_the_loss_form_asks_a_manager_beyond_the_limit(office: Browser, site: Flask) -> None:
    receive(office, ["A1"])
    assert count_lot(office, "A1", "99").status_code == 302
    add(site, "kho", Role.STOREKEEPER, password=PASSWORD)
    add(site, "sep", Role.MANAGER, password=PASSWORD, pin="735291")
    keeper = Browser(site, "kho")
    form = {"uid": new_uid(), "place": "QUAY", "lot": ["A1"], "quantity": ["60"], "cause": ["damage"]}
    asked = keeper.post("/stock/losses", form)
    assert asked.status_code == 409 and 'name="approval_pin"' in asked.text and form["uid"] in asked.text
    assert 'value="60"' in asked.text, "what was typed stays"
    assert 'name="approval_pin"' not in keeper.get("/stock/losses").text
    wrong = keeper.post("/stock/losses", {**form, "approval_by": "sep", "approval_pin": "735292"})
    assert wrong.status_code == 409 and 'name="approval_pin"' in wrong.text and "735292" not in wrong.text
    done = keeper.post("/stock/losses", {**form, "approval_by": "sep", "approval_pin": "735291"})
    assert done.status_code == 302, done.text
    document = row_of(site, f"SELECT approved_by FROM goods_document WHERE uid = '{form['uid']}'")
    assert document["approved_by"] == "sep"
