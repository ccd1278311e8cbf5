"""The pages of the stock: by product, a lot's story, stock cards, goods in and out, and what each person may open of them."""

from __future__ import annotations

import io
import re

from flask import Flask
from python_calamine import CalamineWorkbook

from core.people.permits import Role
from core.values.uid import new_uid
from tests.pages.office import PASSWORD, Browser, add, today

HEAD = {"producer": "NSX1", "place": "QUAY", "note": ""}


def receive(office: Browser, lot: str, quantity: str = "12", **more: str) -> None:
    line = {"product": "GAO", "quantity": quantity, "made_on": "", "best_before": "", "lot": lot, **more}
    form = {"uid": new_uid(), "delivered_on": today().isoformat(), **HEAD, **line}
    assert office.post("/stock/receive", form).status_code == 302


def rows(page: str) -> list[str]:
    """The products of a stock page, each with its rows."""
    return re.findall(r"<tbody id=\"p-[^>]+>(.*?)</tbody>", page, re.DOTALL)


def test_the_stock_stands_by_product_and_its_lots_unfold_without_a_script(office: Browser) -> None:
    assert "Chưa có hàng trong kho" in office.get("/stock").text
    receive(office, "A/1")
    receive(office, "B2", "3,5")
    page = office.get("/stock").text
    (product,) = rows(page)
    assert "<b>15,5 </b>kg" in product and "341.000" in product and "B2" not in product
    assert "1 sản phẩm, 2 lô, đáng giá 341.000" in page.replace("\xa0", " ")
    link = re.search(r'class="unfold"[^>]*aria-expanded="false"[^>]*href="([^"]+)"', product, re.DOTALL)
    assert link
    opened = office.get(link[1].replace("&amp;", "&")).text
    assert 'href="/stock/lots/A%2F1"' in opened and "3,5 kg" in opened and 'aria-expanded="true"' in opened
    assert 'name="lot" value="B2"' in opened, "labels are printed from here"
    found = office.get("/stock?q=b2").text
    assert ">B2</a>" in found and "A%2F1" not in found, "a lot's code opens its product and shows that lot"
    assert "Không tìm thấy hàng" in office.get("/stock?q=khong-co").text
    assert ">GAO" not in office.get("/stock?place=KHONG-CO").text


def test_what_an_address_says_wrongly_is_as_if_it_said_nothing(office: Browser) -> None:
    receive(office, "A1")
    for query in ("sort=none", "sort=-cover", "need=none", "page=99", "page=x", "open=NONE", "lots=-1", "lots=%F0%9F%8D%9A"):
        answer = office.get(f"/stock?{query}")
        assert answer.status_code == 200 and len(rows(answer.text)) == 1, query


def test_the_stock_goes_on_paper_and_into_a_workbook(office: Browser) -> None:
    receive(office, "A1", best_before="2099-01-31")
    sheet = office.get("/stock/sheet?q=gao").text
    assert "Gạo tẻ" in sheet and "264.000" in sheet and "data-print" in sheet
    answer = office.get("/stock/workbook.xlsx?q=gao&sort=value")
    table = CalamineWorkbook.from_filelike(io.BytesIO(answer.data)).get_sheet_by_index(0).to_python()
    assert table[0][0] == "Điểm bán thử" and "mọi nơi" in str(table[1][0])
    heads = next(row for row in table if "Trị giá" in row)
    line = dict(zip(heads, table[table.index(heads) + 1], strict=True))
    assert (line["Tên"], line["Còn"], line["Trị giá"]) == ("Gạo tẻ", 12.0, 264_000.0)
    assert str(line["Hạn gần nhất"]) == "2099-01-31" and table[-1][-1] == 264_000.0


def test_a_lots_page_tells_its_story_and_leads_to_its_documents(office: Browser) -> None:
    receive(office, "A1", best_before="2099-01-31")
    lost = {"uid": new_uid(), "place": "QUAY", "note": "", "lot": "A1", "quantity": "2,5", "cause": "damage"}
    assert office.post("/stock/losses", lost).status_code == 302
    page = office.get("/stock/lots/A1").text
    assert "Còn 9,5 trên 12 kg" in page and "hạn sử dụng 31/01/2099" in page
    assert re.search(r"hỏng, vỡ\s*<b>2,5 kg</b>", page) and "−2,5 kg" in page and "+12 kg" in page
    for number in ("PN", "HH"):
        assert re.search(rf'href="/stock/d[^"]+">{number}-\d+-0001</a>', page), number
    assert "HD1, hoa hồng 12,5" in page and "<svg" in page and "/stock/recalls/new?what=A1" in page
    card = office.get("/stock/cards?lot=A1").text
    assert "nhập 12, xuất 2,5, cuối kỳ 9,5 kg" in card and ">quanly<" in card.replace(" ", "").replace("\n", "")
    paper = office.get("/stock/cards/sheet?product=GAO").text
    assert "S12-DN" in paper and "HH-" in paper and "Thủ kho" in paper
    moved = office.get("/reports/stock-movement").text
    assert "Gạo tẻ" in moved and "209.000" in moved and "9,5" in moved
    for address in ("/stock/cards", "/stock/cards?product=KHONG-CO", "/stock/cards?lot=KHONG-CO", "/stock/lots/KHONG-CO"):
        assert office.get(address).status_code == 404, address


def test_cashiers_and_producers_read_what_is_theirs(site: Flask, office: Browser) -> None:
    receive(office, "A1")
    add(site, "thungan", Role.CASHIER, password=PASSWORD)
    add(site, "htx", Role.PRODUCER, password=PASSWORD, producer="NSX1")
    cashier, producer = Browser(site, "thungan"), Browser(site, "htx")
    for browser in (cashier, producer):
        assert "Gạo tẻ" in browser.get("/stock?open=GAO").text
        lot = browser.get("/stock/lots/A1")
        assert lot.status_code == 200 and "Thu hồi lô" not in lot.text
        assert ("quanly" in lot.text) == (browser is cashier), "the outlet's people are named to each other alone"
    assert cashier.get("/stock/cards?product=GAO").status_code == 403 and "/stock/cards" not in cashier.get("/stock").text
    card = producer.get("/stock/cards?product=GAO")
    assert card.status_code == 200 and "PN-" in card.text and "quanly" not in card.text
    assert "Gạo tẻ" in producer.get("/reports/stock-movement").text
