"""Forms with many lots, and sheets of labels."""

from __future__ import annotations

import re
from typing import Any

from flask import Flask

from core.people.permits import Role
from core.values.uid import new_uid
from tests.pages.office import PASSWORD, Browser, add, row_of, today


def receive(office: Browser, lots: list[str], **more: Any) -> None:
    """One delivery of 12,5 kg of each lot."""
    n = len(lots)
    columns = {"product": ["GAO"] * n, "quantity": ["12,5"] * n, "made_on": [""] * n, "best_before": [""] * n, "lot": lots}
    head = {"uid": new_uid(), "producer": "NSX1", "place": "QUAY", "delivered_on": today().isoformat()}
    answer = office.post("/stock/receive", {**head, **columns, **more})
    assert answer.status_code == 302, answer.text


def test_a_count_with_many_differences_lists_some_and_how_many_more(office: Browser) -> None:
    lots = [f"LO-DAI-TEN-{n:03d}" for n in range(60)]
    receive(office, lots)
    form = {"uid": new_uid(), "place": "QUAY", "lot": lots, "figure": ["1011,25"] * 60, "cause": [""] * 60}
    counted = office.post("/stock/count", form)
    assert counted.status_code == 302
    assert all(len(cookie) < 4_000 for cookie in counted.headers.getlist("Set-Cookie"))
    page = office.get("/stock/count").text
    assert re.search(r"Đã ghi phiếu KK-\d{4}-0001\.", page)
    listed = re.findall(r"Lô (LO-DAI-TEN-\d+): đếm được 1\.011,25, trong sổ 12,5\.", page)
    assert listed == lots[:10]
    assert "Còn 50 lô nữa có chênh lệch." in page


def test_each_goods_form_asks_what_its_act_needs(office: Browser) -> None:
    receive(office, ["A1"])
    assert 'data-label="Đếm được"' in office.get("/stock/count?place=QUAY").text
    assert 'name="cause_all" value="damage"' in office.get("/stock/losses?goods=A1").text
    assert 'id="f-to"' in office.get("/stock/transfers").text
    assert 'name="handed_over" value="0"' in office.get("/stock/returns").text


def test_the_count_and_the_loss_form_ask_a_manager_beyond_the_limit(office: Browser, site: Flask) -> None:
    receive(office, ["A1"])
    add(site, "kho", Role.STOREKEEPER, password=PASSWORD)
    add(site, "sep", Role.MANAGER, password=PASSWORD, pin="735291")
    keeper = Browser(site, "kho")
    for path, figure in (("/stock/count", "99"), ("/stock/losses", "60")):
        figures = {"figure": [figure], "quantity": [figure]}
        form = {"uid": new_uid(), "place": "QUAY", "lot": ["A1"], **figures, "cause": ["damage"]}
        asked = keeper.post(path, form)
        assert asked.status_code == 409 and 'name="approval_pin"' in asked.text and form["uid"] in asked.text
        assert f'value="{figure}"' in asked.text, "what was typed stays"
        assert 'name="approval_pin"' not in keeper.get(path).text
        wrong = keeper.post(path, {**form, "approval_by": "sep", "approval_pin": "735292"})
        assert wrong.status_code == 409 and 'name="approval_pin"' in wrong.text and "735292" not in wrong.text
        done = keeper.post(path, {**form, "approval_by": "sep", "approval_pin": "735291"})
        assert done.status_code == 302, done.text
        document = row_of(site, f"SELECT approved_by FROM goods_document WHERE uid = '{form['uid']}'")
        assert document["approved_by"] == "sep"
