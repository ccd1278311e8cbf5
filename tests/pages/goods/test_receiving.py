"""Receiving on the screen: whose goods, announced beside received, mistakes at their field, and a mistyped figure mended."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import Any

from flask import Flask
from PIL import Image

from core.people.permits import Role
from core.values.uid import new_uid
from tests.pages.office import PASSWORD, PRODUCT, Browser, add, row_of, today

HEAD = {"producer": "NSX1", "place": "QUAY"}


def head(**more: Any) -> dict[str, Any]:
    return {**HEAD, "uid": new_uid(), "delivered_on": today().isoformat(), **more}


def line(quantity: str, **more: str) -> dict[str, str]:
    return {"product": "GAO", "quantity": quantity, "made_on": "", "best_before": "", "lot": "", **more}


def with_shelf_life(office: Browser) -> None:
    form = {
        **PRODUCT,
        "code": "BANH",
        "name": "Bánh khoai",
        "unit": "hộp",
        "places": "0",
        "barcodes": "",
        "shelf_life_days": "10",
    }
    assert office.post("/products/new", {**form, "needs_best_before": "1"}).status_code == 302


def test_a_scan_or_a_name_answers_whose_goods_come(office: Browser) -> None:
    assert "HTX Thử" in office.get("/stock/receive").text
    found = office.get("/stock/receive?q=8938500000010")
    assert found.status_code == 302 and found.location.endswith("/stock/receive?producer=NSX1&goods=GAO")
    assert 'data-goods-row="GAO"' in office.get(found.location).text
    assert "Không thấy hàng nào như vậy." in office.get("/stock/receive?q=khong-co").text


def test_without_a_script_the_search_button_brings_a_row_and_keeps_what_was_typed(office: Browser) -> None:
    with_shelf_life(office)
    typed = head(**line("12,5"), note="xe Hải")
    page = office.post("/stock/receive", {**typed, "q": "banh", "find": "1"}).text
    assert re.findall(r'data-goods-row="(\w+)"', page) == ["GAO", "BANH"]
    assert 'value="12,5"' in page and 'value="xe Hải"' in page and f'value="{typed["uid"]}"' in page
    several = office.post("/stock/receive", {**typed, "q": "", "find": "1"}).text
    assert 'name="add" value="BANH"' in several
    dropped = office.post("/stock/receive", {**typed, "drop": "0"}).text
    assert "data-goods-row=" not in dropped
    assert row_of_count(office) == 0


def row_of_count(office: Browser) -> int:
    return office.get("/stock/deliveries").text.count("/stock/documents/deliveries/")


def test_best_before_is_filled_in_from_the_shelf_life_and_follows_the_day_made(office: Browser) -> None:
    with_shelf_life(office)
    rows = office.get("/stock/receive/rows?producer=NSX1&goods=BANH&goods=KHONG-CO").text
    assert rows.count("data-goods-row=") == 1 and "HSD, 10 ngày nữa" in rows and "data-auto" in rows
    filled = re.search(r'name="best_before" type="date" value="([\d-]+)"', rows)
    assert filled
    made = today().replace(year=today().year - 1).isoformat()
    typed = head(product="BANH", quantity="4", made_on=made, best_before=filled[1], filled=filled[1], lot="")
    meaning = office.post("/stock/receive/meaning", typed).text
    assert "Hàng đã hết hạn từ" in meaning and "1 sản phẩm" in meaning and "88.000" in meaning
    own = office.post("/stock/receive/meaning", {**typed, "best_before": today().isoformat()}).text
    assert "Hết hạn ngay hôm nhận." in own
    refused = office.post("/stock/receive", typed)
    assert refused.status_code == 422 and "Dòng 1, Bánh khoai: Hàng đã quá hạn sử dụng vào ngày nhận." in refused.text
    assert 'aria-invalid="true"' in refused.text and f'value="{made}"' in refused.text
    assert office.post("/stock/receive", {**typed, "made_on": ""}).status_code == 302


def test_a_figure_that_may_lack_its_comma_is_asked_about(office: Browser) -> None:
    assert office.post("/stock/receive", head(**line("25,5"))).status_code == 302
    assert "Có thiếu dấu phẩy không?" in office.post("/stock/receive/meaning", head(**line("255"))).text
    assert "Có thiếu dấu phẩy không?" not in office.post("/stock/receive/meaning", head(**line("27"))).text
    empty = office.post("/stock/receive", head(**line("")))
    assert empty.status_code == 422 and "Dòng 1, Gạo tẻ: Chưa điền." in empty.text
    none = office.post("/stock/receive", head())
    assert none.status_code == 422 and "Chưa có dòng nào." in none.text


def test_255_is_mended_to_25_5_and_both_are_read_and_linked(office: Browser, site: Flask) -> None:
    first = office.post("/stock/receive", head(**line("255"))).location
    uid = first.rpartition("/")[2]
    form = office.get(f"/stock/receive?correct={uid}").text
    assert "Sửa phiếu PN-" in form and 'value="255"' in form
    lot = row_of(site, "SELECT lot FROM delivery_line")["lot"]
    mended = head(**line("25,5", lot=lot), correct=uid, reason="thiếu dấu phẩy")
    second = office.post("/stock/receive", mended)
    assert second.status_code == 302, second.text
    page = office.get(second.location).text
    assert "Ghi thay phiếu" in page and first in page and "25,5" in page and f'data-goods-written="{mended["uid"]}"' in page
    old = office.get(first).text
    assert "Đã ghi lại ở phiếu" in old and second.location in old and "thiếu dấu phẩy" in old and "Sửa số" not in old
    assert row_of(site, f"SELECT on_hand FROM shelf WHERE lot = '{lot}'")["on_hand"] == 25_500
    refused = office.post("/stock/receive", {**mended, "uid": new_uid()})
    assert refused.status_code == 409 and "Phiếu này đã bị hủy." in refused.text
    add(site, "kho", Role.STOREKEEPER, password=PASSWORD)
    assert "Sửa số" not in Browser(site, "kho").get(second.location).text


def test_goods_with_another_day_than_the_mistyped_ones_are_a_new_lot(office: Browser, site: Flask) -> None:
    uid = office.post("/stock/receive", head(**line("5", best_before="2099-01-01"))).location.rpartition("/")[2]
    lot = row_of(site, "SELECT lot FROM delivery_line")["lot"]
    mended = head(**line("5", best_before="2099-02-01", lot=lot), correct=uid, reason="nhầm ngày")
    assert office.post("/stock/receive", mended).status_code == 302
    new = row_of(site, f"SELECT lot FROM delivery_line WHERE delivery_uid = '{mended['uid']}'")["lot"]
    assert new != lot
    assert row_of(site, f"SELECT delivered FROM lot WHERE code = '{lot}'")["delivered"] == 0


def test_the_slip_waits_for_the_printer_and_is_a_reprint_the_second_time(office: Browser, site: Flask, tmp_path: Path) -> None:
    page = office.post("/stock/receive", head(**line("5"))).location
    assert "In ở máy in phiếu" not in office.get(page).text, "no printer, no button"
    assert office.post(f"{page}/slip", {"printer": "tcp://127.0.0.1:9"}).status_code == 303
    assert "Điểm bán không có máy in này." in office.get(page).text
    address = f"file://{tmp_path}/"
    office.post("/settings/printers", {"uri": address, "name": "Máy in kho"})
    assert f'name="printer" value="{address}"' in office.get(page).text
    for copy, button in enumerate(("In ở máy in phiếu", "In lại ở máy in phiếu")):
        assert button in office.get(page).text
        assert office.post(f"{page}/slip", {"printer": address}).status_code == 303
        jobs = row_of(site, "SELECT max(copy) AS copy, count(*) AS n FROM print_job WHERE paper = 'delivery-slip'")
        assert (jobs["copy"], jobs["n"]) == (copy, copy + 1)
    assert "Nhận và in phiếu" in office.get("/stock/receive?producer=NSX1").text
    received = office.post("/stock/receive", head(**line("6")))
    assert received.status_code == 302
    assert row_of(site, "SELECT count(*) AS n FROM print_job WHERE paper = 'delivery-slip'")["n"] == 3


def test_a_photo_comes_along_without_a_script_and_stays_when_the_form_is_refused(office: Browser, site: Flask) -> None:
    def with_photo(**more: Any) -> dict[str, Any]:
        return {**head(**line("5")), "photos_files": (io.BytesIO(picture()), "hang.jpg"), **more}

    refused = office.post("/stock/receive", with_photo(quantity="x"))
    assert refused.status_code == 422
    kept = re.search(r'name="photos" value="([0-9a-f-]{36})" checked', refused.text)
    assert kept
    written = office.post("/stock/receive", head(**line("5"), photos=kept[1]))
    assert written.status_code == 302, written.text
    assert row_of(site, "SELECT file_uid FROM goods_photo")["file_uid"] == kept[1]
    assert kept[1] in office.get(written.location).text


def picture() -> bytes:
    """A small photo."""
    out = io.BytesIO()
    Image.new("RGB", (40, 30), (40, 120, 60)).save(out, "JPEG")
    return out.getvalue()
