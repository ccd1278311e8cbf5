"""Pages of recalls: what would be stopped, stopping it, what is left where, and the paper."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from core.people.permits import Role
from core.values.uid import new_uid
from tests.pages.office import PASSWORD, Browser, add, row_of, today
from tests.paper.sheets.reading import overlaps, pages


def receive(office: Browser, lot: str, **more: str) -> str:
    """A lot of rice; answers the address of its delivery."""
    form = {"uid": new_uid(), "producer": "NSX1", "place": "QUAY", "delivered_on": today().isoformat(), "product": "GAO"}
    answer = office.post("/stock/receive", {**form, "quantity": "12,5", "made_on": "", "best_before": "", "lot": lot, **more})
    return str(answer.headers["Location"])


def recall(office: Browser, what: str, **more: str) -> Any:
    return office.post("/stock/recalls", {"uid": new_uid(), "what": what, "reason": "lẫn sạn"} | more)


@pytest.mark.parametrize("what", ["A/1", "GAO", "8938500000010", "PN", "the id of the delivery"])
def test_a_lot_a_product_or_a_delivery_is_shown_and_then_stopped(office: Browser, site: Flask, what: str) -> None:
    assert "Chưa thu hồi lô nào" in office.get("/stock/recalls").text
    delivery = receive(office, "A/1").rpartition("/")[2]
    if what == "PN":
        what = f"pn-{today().year}-0001"
    what = delivery if what.startswith("the id") else what
    before = office.get(f"/stock/recalls/new?what={what}").text
    assert "Dừng bán 1 lô ngay ở mọi máy." in before and "lô A/1" in before
    assert row_of(site, "SELECT recalled_at FROM lot")["recalled_at"] is None
    empty = recall(office, what, reason=" ")
    assert empty.status_code == 422 and 'class="field wrong' in empty.text
    form = {"uid": new_uid()}
    done = recall(office, what, **form)
    assert done.status_code == 302 and recall(office, what, **form).headers["Location"] == done.headers["Location"]
    shown = office.get(done.headers["Location"]).text
    assert "lẫn sạn" in shown and "Còn 12,5 kg phải xử lý." in shown and "Quầy" in shown
    assert "BBTH-" in office.get("/stock/recalls").text and "còn hàng" in office.get("/stock/recalls").text
    assert "Không còn lô nào để dừng bán" in office.get(f"/stock/recalls/new?what={what}").text
    assert done.headers["Location"] in office.get("/stock/lots/A/1").text


def test_a_code_nobody_knows_is_refused_in_words_and_kept(office: Browser) -> None:
    for what in ("KHONG-CO", "PN-2026-9999", "PN-x-1", "", new_uid()):
        refused = office.get(f"/stock/recalls/new?what={what}")
        assert refused.status_code == 422 and "Không biết mã này." in refused.text and f'value="{what}"' in refused.text
        assert recall(office, what).status_code == 404
    assert office.get(f"/stock/recalls/{new_uid()}").status_code == office.get("/stock/recalls/x").status_code == 404


def test_what_is_left_is_set_aside_in_one_act_and_the_paper_says_so(office: Browser, site: Flask) -> None:
    receive(office, "A/1")
    address = recall(office, "A/1").headers["Location"]
    form = {"uid": new_uid()}
    assert office.post(f"{address}/set-aside", form).status_code == 302
    assert office.post(f"{address}/set-aside", form).status_code == 302, "a second press changes nothing"
    assert row_of(site, "SELECT set_aside FROM shelf")["set_aside"] == 12_500
    assert row_of(site, "SELECT count(*) AS n FROM goods_document WHERE kind = 'return'")["n"] == 1
    assert "Để riêng hết" not in office.get(address).text
    office.post(f"{address}/set-aside", {"uid": new_uid()})
    assert "Không còn hàng nào để trả HTX." in office.get(address).text
    paper = office.get(f"{address}/paper.pdf")
    assert paper.mimetype == "application/pdf" and overlaps(paper.data) == []
    (said,) = pages(paper.data)
    for part in ("Biên bản thu hồi hàng", "BBTH-", "lẫn sạn", "lô A/1", "Gạo tẻ", "12,5", "Để riêng", "Đại diện nhà sản xuất"):
        assert part in said, part


def test_a_storekeeper_reads_and_sets_aside_but_stops_nothing(office: Browser, site: Flask) -> None:
    receive(office, "A/1")
    add(site, "thukho", Role.STOREKEEPER, password=PASSWORD)
    keeper = Browser(site, "thukho")
    assert keeper.get("/stock/recalls/new?what=A/1").status_code == recall(keeper, "A/1").status_code == 403
    address = recall(office, "A/1").headers["Location"]
    shown = keeper.get(address).text
    assert "Còn ở đâu" in shown and "Khách gọi được" not in shown and "Đã bán lúc nào" not in shown
    assert keeper.post(f"{address}/set-aside", {"uid": new_uid()}).status_code == 302
