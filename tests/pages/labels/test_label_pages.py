"""Labels from the screen: as many as pieces, changed line by line, from any list."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
import zxingcpp
from flask import Flask

from core.people.permits import Role
from core.values.uid import new_uid
from inventory.requests import MOST_LINES
from tests.pages.office import PASSWORD, PRODUCT, Browser, add, row_of, today
from tests.paper.labels import zpl_reader

NOODLES = {**PRODUCT, "code": "MY", "name": "Mỳ gạo", "unit": "gói", "places": "0", "barcodes": ""}


def receive(office: Browser, **quantities: str) -> str:
    """A delivery of lots called `{product}-1`; returns its address."""
    names = [name.partition("_")[0] for name in quantities]
    table: dict[str, Any] = {
        "product": names, "quantity": list(quantities.values()), "lot": [f"{name}-1" for name in names],
        "made_on": [""] * len(names), "best_before": [""] * len(names),
    }  # fmt: skip
    head = {"uid": new_uid(), "producer": "NSX1", "place": "QUAY", "delivered_on": today().isoformat()}
    return str(office.post("/stock/receive", {**head, **table}).headers["Location"])


def form_of(page: str) -> dict[str, Any]:
    """What a browser would send of the page's form of labels."""
    form = page[page.index('action="/stock/labels"') :]
    names = ("uid", "label", "start", "lot", "product", "name", "unit", "weighed", "weight", "pieces")
    fields = {name: re.findall(rf'name="{name}"[^>]*?value="([^"]*)"', form) for name in names}
    chosen = re.search(r'<option value="([^"]+)" selected', form)
    return {**{name: values for name, values in fields.items() if values}, "stock": chosen[1] if chosen else "a4-24"}


def labels_on(pdf: bytes) -> int:
    document = pypdfium2.PdfDocument(pdf)
    found = sum(len(zxingcpp.read_barcodes(page.render(scale=200 / 72).to_pil())) for page in document)
    document.close()
    return found


@pytest.fixture
def goods(office: Browser) -> str:
    """A delivery of 123 packets and 12.5 kg; its address."""
    office.post("/products/new", NOODLES)
    return receive(office, MY="123", GAO="12,5")


def test_a_delivery_leads_to_as_many_labels_as_pieces(office: Browser, goods: str) -> None:
    link = re.search(r'href="(/stock/labels\?delivery=[^"]+)"', office.get(goods).text)
    assert link
    form = form_of(office.get(link[1]).text)
    assert dict(zip(form["lot"], form["pieces"], strict=True)) == {"MY-1": "123", "GAO-1": "1"}
    printed = office.post("/stock/labels", form)
    assert printed.status_code == 303
    pdf = office.get(printed.headers["Location"])
    assert labels_on(pdf.data) == 124


def test_pieces_are_changed_line_by_line(office: Browser, site: Flask, goods: str) -> None:
    form = form_of(office.get("/stock/labels?lot=MY-1&lot=GAO-1").text)
    first = office.post("/stock/labels", form | {"pieces": ["7", "0"], "start": "20"})
    assert labels_on(office.get(first.headers["Location"]).data) == 7
    again = office.post("/stock/labels", form | {"pieces": ["7", "0"], "start": "20"})
    assert again.headers["Location"] == first.headers["Location"], "pressed twice, printed once"
    other = office.post("/stock/labels", form | {"pieces": ["8", ""], "start": "20"})
    assert other.headers["Location"] != first.headers["Location"], "the same page prints other figures, too"
    assert row_of(site, "SELECT count(*) AS runs, sum(pieces) AS pieces FROM printed_labels") == {"runs": 2, "pieces": 15}
    page = office.get("/stock/lots/MY-1").text
    assert "Tem đã in" in page and first.headers["Location"].replace("&", "&amp;") in page
    assert "Tem đã in" not in office.get("/stock/lots/GAO-1").text


def test_what_is_refused_stays_as_it_was_typed(office: Browser, goods: str) -> None:
    form = form_of(office.get("/stock/labels?lot=MY-1&lot=GAO-1").text)
    refused = office.post("/stock/labels", form | {"pieces": ["0", "x"], "start": "99"})
    assert refused.status_code == 422
    assert 'value="x" aria-invalid="true"' in refused.text and 'value="99"' in refused.text
    beyond = office.post("/stock/labels", form | {"pieces": ["1", "1"], "start": "99"})
    assert "Tờ này có 24 tem." in beyond.text
    many = office.post("/stock/labels", form | {"pieces": ["9000", "2000"]})
    assert "Một lần in nhiều nhất 10000 tem." in many.text
    none = office.post("/stock/labels", form | {"pieces": ["0", "0"]})
    assert none.status_code == 422


def test_price_cards_and_weight_labels_have_their_own_forms(office: Browser, goods: str) -> None:
    cards = form_of(office.get("/stock/labels?label=shelf&lot=MY-1&lot=GAO-1&product=MY").text)
    assert (cards["product"], cards["pieces"]) == (["MY", "GAO"], ["1", "1"])
    assert office.post("/stock/labels", cards).status_code == 303
    assert "Không có hàng cân nào" in office.get("/stock/labels?label=weight&lot=GAO-1").text
    office.post("/products/GAO", {**PRODUCT, "plu": "00123"})
    bags = form_of(office.get("/stock/labels?label=weight&lot=MY-1&lot=GAO-1").text)
    assert bags["product"] == ["GAO"]
    assert office.post("/stock/labels", bags).status_code == 422
    printed = office.post("/stock/labels", bags | {"weight": ["0,755"], "pieces": ["2"]})
    document = pypdfium2.PdfDocument(office.get(printed.headers["Location"]).data)
    codes = {code.text for code in zxingcpp.read_barcodes(document[0].render(scale=200 / 72).to_pil())}
    document.close()
    assert codes == {"2000123007557"}


def test_the_stock_list_leads_to_labels_of_what_is_ticked(office: Browser, goods: str) -> None:
    page = office.get("/stock?open=MY").text
    assert 'type="checkbox" name="lot" value="MY-1"' in page and 'action="/stock/labels"' in page
    assert "Chưa chọn hàng để in tem" in office.get("/stock/labels").text


def test_a_producer_prints_labels_of_their_own_lots_alone(office: Browser, site: Flask, goods: str) -> None:
    office.post("/producers/new", {"code": "NSX2", "name": "Tổ Khác", "kind": "group", "commune": "Phù Lãng"})
    for username, producer in (("mot", "NSX1"), ("hai", "NSX2")):
        add(site, username, Role.PRODUCER, password=PASSWORD, producer=producer)
    one, two = Browser(site, "mot"), Browser(site, "hai")
    assert [browser.get("/stock/labels?lot=MY-1").status_code for browser in (one, two)] == [200, 404]
    form = form_of(one.get("/stock/labels?lot=MY-1").text)
    assert one.post("/stock/labels", form).status_code == 303
    assert two.post("/stock/labels", form).status_code == 404


def label_printer(office: Browser, folder: Path, use: str) -> str:
    """A printer of labels with a head of 576 dots, whose jobs lie in a folder; its address."""
    folder.mkdir()
    address = f"file://{folder}/"
    office.post("/settings/printers", {"uri": address, "name": "Máy tem"})
    settings = {"use": use, "paper_mm": "50", "dots": "576", "strip_rows": "248", "pause_ms": "0", "density": "0"}
    assert office.post("/settings/printers/save", {"uri": address, "name": "Máy tem", **settings}).status_code == 302
    return address


def test_a_printer_of_zpl_gets_its_trial_slip_in_zpl(office: Browser, tmp_path: Path) -> None:
    folder = tmp_path / "printer"
    address = label_printer(office, folder, "zpl_label")
    before = set(folder.iterdir())
    office.post("/settings/printers/trial", {"uri": address})
    (job,) = set(folder.iterdir()) - before
    (slip,) = zpl_reader.read(job.read_bytes())
    assert slip.picture.width == 576 and slip.pieces == 1


def test_a_label_printer_has_a_button(office: Browser, site: Flask, goods: str, tmp_path: Path) -> None:
    address = label_printer(office, tmp_path / "printer", "label")
    page = office.get("/stock/labels?lot=MY-1").text
    assert f'name="printer" value="{address}"' in page
    form = form_of(page) | {"stock": "roll-50x30", "pieces": ["3"], "printer": address}
    assert office.post("/stock/labels", form).status_code == 303
    assert "3 tem đang chờ máy in." in office.get("/stock/labels?lot=MY-1").text
    assert row_of(site, "SELECT count(*) AS n FROM print_job WHERE paper = 'labels'")["n"] == 1


def test_an_address_that_no_phone_reaches_is_named_before_printing(office: Browser, site: Flask, goods: str) -> None:
    assert "OUTLET_PUBLIC_URL" not in office.get("/stock/labels?lot=MY-1").text
    usual = site.config["PUBLIC_URL"]
    site.config["PUBLIC_URL"] = "http://127.0.0.1:8000"
    try:
        assert "http://127.0.0.1:8000, điện thoại của khách không mở được" in office.get("/stock/labels?lot=MY-1").text
    finally:
        site.config["PUBLIC_URL"] = usual


def test_the_list_of_products_leads_to_their_price_cards(office: Browser, goods: str) -> None:
    link = re.search(r'href="(/stock/labels\?label=shelf[^"]+)"', office.get("/products").text)
    assert link
    assert sorted(form_of(office.get(link[1].replace("&amp;", "&")).text)["product"]) == ["GAO", "MY"]


def test_too_many_lots_are_refused(office: Browser) -> None:
    assert office.get("/stock/labels?" + "&".join(f"lot=A{n}" for n in range(MOST_LINES + 1))).status_code == 422
    assert office.get("/stock/labels?lot=NONE").status_code == 404
