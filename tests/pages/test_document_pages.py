"""The pages of goods documents: lists with a pager, each document, and taking one back."""

from __future__ import annotations

import re

import pytest
from flask import Flask

from core.people.permits import Role
from core.values.uid import new_uid
from inventory.pages import documents
from tests.pages.office import PASSWORD, Browser, add, today
from tests.pages.test_goods_forms import receive

KINDS = ["deliveries", "producer-returns", "losses", "transfers", "counts"]


def lose(office: Browser, quantity: str = "1") -> None:
    line = {"lot": "A1", "quantity": quantity, "cause": "damage"}
    assert office.post("/stock/losses", {"uid": new_uid(), "place": "QUAY", "note": "rơi vỡ", **line}).status_code == 302


def newest(office: Browser, path: str) -> str:
    page = office.get(f"/stock/documents/{path}").text
    return re.findall(rf'href="(/stock/documents/{path}/[^"]+)"', page)[0]


@pytest.mark.parametrize("path", KINDS)
def test_every_list_opens_on_an_empty_outlet(office: Browser, path: str) -> None:
    assert "Chưa có phiếu nào" in office.get(f"/stock/documents/{path}").text
    assert office.get(f"/stock/documents/{path}/{new_uid()}").status_code == 404
    assert office.get("/stock/documents/gifts").status_code == 404


def test_a_long_list_has_a_pager(office: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(documents, "PAGE", 2)
    receive(office, ["A1"])
    for _ in range(3):
        lose(office)
    page = office.get("/stock/documents/losses").text
    assert re.findall(r"HH-\d{4}-0+(\d)</a>", page) == ["3", "2"]
    following = re.findall(r'class="pager"><a class="btn" href="([^"]+)"', page)[0].replace("&amp;", "&")
    rest = office.get(following).text
    assert re.findall(r"HH-\d{4}-0+(\d)</a>", rest) == ["1"] and 'class="pager"' not in rest


def test_a_document_is_read_and_taken_back(office: Browser) -> None:
    receive(office, ["A1"])
    lose(office, "2,5")
    address = newest(office, "losses")
    page = office.get(address).text
    assert "hỏng, vỡ" in page and "2,5 " in page and "rơi vỡ" in page and "Hủy phiếu này" in page
    form = {"uid": new_uid(), "reason": "ghi nhầm lô"}
    assert office.post(f"{address}/reverse", form, address).status_code == 302
    assert office.post(f"{address}/reverse", form, address).status_code == 302, "a second press changes nothing"
    page = office.get(address).text
    assert "ghi nhầm lô" in page and "Hủy phiếu này" not in page
    assert "đã hủy" in office.get("/stock/documents/losses").text
    assert "hủy: hao hụt" in office.get("/stock/lots/A1").text
    assert ">12,5 " in office.get("/stock").text


def test_what_was_written_opens_with_its_number_and_its_list_leads_to_the_form(office: Browser) -> None:
    receive(office, ["A1"])
    written = office.post("/stock/losses", {"uid": new_uid(), "place": "QUAY", "lot": "A1", "quantity": "1", "cause": "theft"})
    page = office.get(written.location).text
    assert re.search(r"Đã ghi phiếu HH-\d{4}-0001: Gạo tẻ 1\u00a0kg\. Điểm bán trả thêm 19\.250\u00a0₫\.", page) and "mất" in page
    for path, form in (("deliveries", "receive"), ("losses", "losses"), ("counts", "count"), ("transfers", "transfers")):
        assert f'<a class="btn btn-main" href="/stock/{form}">' in office.get(f"/stock/documents/{path}").text


def test_what_cannot_be_taken_back_says_which_lot_is_gone(office: Browser) -> None:
    receive(office, ["A1"])
    lose(office, "12")
    address = newest(office, "deliveries")
    assert office.post(f"{address}/reverse", {"uid": new_uid(), "reason": "nhận nhầm"}, address).status_code == 302
    assert "lô A1 không còn đủ hàng" in office.get(address).text


def test_a_delivery_shows_its_number_and_is_taken_back_by_a_manager_alone(office: Browser, site: Flask) -> None:
    receive(office, ["A1"])
    address = newest(office, "deliveries")
    assert re.search(r"PN-\d{4}-0001", office.get(address).text)
    add(site, "kho", Role.STOREKEEPER, password=PASSWORD)
    assert "Hủy phiếu này" in office.get(address).text
    assert "Hủy phiếu này" not in Browser(site, "kho").get(address).text


def test_goods_past_their_date_are_refused_at_their_line(office: Browser) -> None:
    columns = {"product": ["GAO"], "quantity": ["1"], "made_on": [""], "best_before": ["2020-01-01"], "lot": ["A1"]}
    head = {"uid": new_uid(), "producer": "NSX1", "place": "QUAY", "delivered_on": "2020-01-02"}
    answer = office.post("/stock/receive", {**head, **columns})
    assert answer.status_code == 422 and "quá hạn" in answer.text


def numbers(page: str) -> list[str]:
    """The numbers of a list, in its order."""
    return re.findall(r"([A-Z]{2}-\d{4}-\d{4})</a>", page)


def test_a_document_is_found_by_what_somebody_remembers_of_it(office: Browser, site: Flask) -> None:
    receive(office, ["A1"])
    add(site, "kho", Role.STOREKEEPER, password=PASSWORD)
    lose(office, "1")
    lose(Browser(site, "kho"), "2")
    year = today().year
    delivered, first, second = f"PN-{year}-0001", f"HH-{year}-0001", f"HH-{year}-0002"
    for query, found in (
        ("", [second, first, delivered]),
        ("?number=2", [second]),
        ("?number=hh-1", [first]),
        (f"?number={delivered}", [delivered]),
        ("?number=abc", []),
        ("?by=kho", [second]),
        ("?by=kho&number=1", []),
        ("?producer=NSX1", [second, first, delivered]),
        ("?producer=NSX2", []),
        ("?place=QUAY", [second, first, delivered]),
        ("?to=2020-01-01", []),
        (f"?from={today().isoformat()}", [second, first, delivered]),
        ("?from=hello&state=none", [second, first, delivered]),
    ):
        page = office.get(f"/stock/documents{query}")
        assert page.status_code == 200 and numbers(page.text) == found, query
    assert "Không có phiếu nào như vậy" in office.get("/stock/documents/losses?number=99").text
    row = office.get("/stock/documents/losses?number=2").text
    assert "Gạo tẻ 2\u00a0kg" in row and "HTX Thử" in row and "38.500\u00a0₫" in row


def test_goods_set_aside_are_handed_over_or_go_back_on_sale(office: Browser) -> None:
    receive(office, ["A1"])
    for _ in range(2):
        body = {
            "uid": new_uid(),
            "place": "QUAY",
            "producer": "NSX1",
            "lot": "A1",
            "quantity": "2",
            "cause": "",
            "handed_over": "0",
        }
        assert office.post("/stock/returns", body).status_code == 302
    waiting = office.get("/stock/set-aside").text
    first, second = re.findall(r'action="/stock/set-aside/([^/]+)/hand-over"', waiting)
    assert "2 kg" in waiting and "để riêng hôm nay" in waiting
    assert "để riêng" in office.get(f"/stock/documents/producer-returns/{first}").text
    nobody = office.post(f"/stock/set-aside/{first}/hand-over", {"uid": new_uid(), "by": " "})
    assert nobody.status_code == 422 and f'id="e-by{first}"' in nobody.text
    done = office.post(f"/stock/set-aside/{first}/hand-over", {"uid": new_uid(), "by": "Chị Mai"})
    page = office.get(done.location).text
    assert "Đã giao hàng của phiếu TH-" in page and "cho Chị Mai" in page and "Hủy phiếu này" in page
    assert office.post(f"/stock/set-aside/{second}/cancel", {"uid": new_uid()}).status_code == 302
    again = office.post(f"/stock/set-aside/{second}/hand-over", {"uid": new_uid(), "by": "Chị Mai"})
    assert "không còn để riêng" in office.get(again.location).text
    assert "Không có hàng nào để riêng" in office.get("/stock/set-aside").text
    assert numbers(office.get("/stock/documents/producer-returns?state=handed_over").text) == [f"TH-{today().year}-0001"]
    assert numbers(office.get("/stock/documents/producer-returns?state=cancelled").text) == [f"TH-{today().year}-0002"]
    assert ">10,5 " in office.get("/stock").text
