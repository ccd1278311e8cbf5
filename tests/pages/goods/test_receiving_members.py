"""Receiving says whose goods come, where a producer has member households."""

from __future__ import annotations

from tests.outlet import uid
from tests.pages.office import Browser, today


def test_the_receiving_form_asks_whose_goods_come_only_where_there_are_members(office: Browser) -> None:
    page = "/stock/receive?producer=NSX1&goods=GAO"
    assert "Hộ thành viên" not in office.get(page).text
    assert office.post("/producers/NSX1/members", {"name": "Hộ Soi"}).status_code == 302
    assert '<option value="H1">Hộ Soi</option>' in office.get(page).text
    form = {
        "uid": uid(), "producer": "NSX1", "place": "QUAY", "delivered_on": today().isoformat(), "product": "GAO", "quantity": "5",
        "made_on": "", "best_before": "", "filled": "", "lot": "LO-SOI", "unit_cost_vnd": "", "member": "H1",
    }  # fmt: skip
    answer = office.post("/stock/receive", form)
    assert answer.status_code == 302, answer.text
    received = office.get(answer.headers["Location"]).text
    assert "Hộ Soi" in received
