"""The forms for goods that leave: rows of chosen lots, what each means before it is written, errors at their fields."""

from __future__ import annotations

import io
import re

import pytest
from flask import Flask

from core.files import apart, converting
from core.people.actor import SYSTEM
from core.people.permits import Role
from core.values.uid import new_uid
from inventory import places
from inventory.choices import PlaceKind
from inventory.requests import PlaceRequest
from tests.core.files import pictures
from tests.pages.office import AGREEMENT, PASSWORD, PRODUCT, Browser, add, inside, row_of
from tests.pages.test_goods_forms import receive


def test_a_loss_begins_empty_and_says_what_it_means_before_it_is_written(office: Browser, site: Flask) -> None:
    receive(office, ["A1", "B2"])
    form = {"uid": new_uid(), "place": "QUAY"}
    begun = office.get("/stock/losses").text
    assert 'data-goods-row="' not in begun and 'name="q"' in begun
    row = office.get("/stock/losses/rows?goods=A1&goods=NONE&place=QUAY").text
    assert re.findall(r'data-goods-row="([^"]+)"', row) == ["A1"] and "ở đây còn 12,5 kg" in row
    lines = {"lot": ["A1", "B2"], "quantity": ["2", "99"], "cause": ["", "theft"]}
    said = office.post("/stock/losses/meaning", {**form, **lines, "cause_all": ""}).text
    assert "Chọn lý do." in said and "Ở đây chỉ còn 12,5 kg" in said
    said = office.post("/stock/losses/meaning", {**form, **lines, "cause_all": "damage"}).text
    assert "Điểm bán trả HTX 38.500\u00a0₫" in said
    assert row_of(site, "SELECT count(*) AS n FROM goods_document")["n"] == 1, "only the delivery is written"
    refused = office.post("/stock/losses", {**form, **lines, "cause_all": "damage"})
    assert refused.status_code == 409
    assert "Dòng 2, Gạo tẻ: Ở đây chỉ còn 12,5 kg." in refused.text and 'value="99"' in refused.text
    no_cause = office.post("/stock/losses", {**form, "lot": "A1", "quantity": "2", "cause": ""})
    assert no_cause.status_code == 422 and re.search(r'id="e-cause-[^"]+">Chọn lý do\.', no_cause.text)
    nothing = office.post("/stock/losses", {**form, "cause_all": "damage"})
    assert nothing.status_code == 422 and "Chưa có dòng hàng nào" in nothing.text


def test_without_a_script_rows_come_and_go_by_buttons(office: Browser) -> None:
    receive(office, ["A1", "B2"])
    form = {"uid": new_uid(), "place": "QUAY", "note": "rơi", "cause_all": "expiry"}
    found = office.post("/stock/losses", {**form, "find": "1", "q": "gao"}).text
    assert 'name="add" value="A1"' in found and 'name="add" value="B2"' in found
    one = office.post("/stock/losses", {**form, "add": "B2", "lot": "A1", "quantity": "1", "cause": ""}).text
    assert re.findall(r'data-goods-row="([^"]+)"', one) == ["A1", "B2"] and 'value="rơi"' in one
    two = {"lot": ["A1", "B2"], "quantity": ["1", "2"], "cause": ["", ""]}
    less = office.post("/stock/losses", {**form, **two, "drop": "0"}).text
    assert re.findall(r'data-goods-row="([^"]+)"', less) == ["B2"] and 'value="2"' in less
    asked = office.post("/stock/losses", {**form, **two, "preview": "1"})
    assert asked.status_code == 200 and "57.750\u00a0₫" in asked.text and form["uid"] in asked.text


def test_a_return_is_of_one_producer_which_its_first_goods_name(office: Browser) -> None:
    receive(office, ["A1"])
    other = {"code": "NSX2", "name": "HTX Khác", "kind": "cooperative", "commune": "Đại Xuân"}
    assert office.post("/producers/new", other).status_code == 302
    own = {**PRODUCT, "code": "MIEN", "name": "Miến", "producer": "NSX2", "barcodes": ""}
    assert office.post("/products/new", own).status_code == 302
    assert office.post("/producers/NSX2/agreements/new", {**AGREEMENT, "number": "HD2"}).status_code == 302
    receive(office, ["M1"], producer="NSX2", product=["MIEN"])
    form = {"uid": new_uid(), "place": "QUAY", "note": "gần hết hạn", "handed_over": "0"}
    rows = {"lot": ["A1", "M1"], "quantity": ["2", "1"], "cause": ["", ""]}
    said = office.post("/stock/returns/meaning", {**form, **rows}).text
    assert "HTX Thử" in said and "Còn lại ở đây 10,5 kg" in said and "làm phiếu riêng" in said
    refused = office.post("/stock/returns", {**form, **rows})
    assert refused.status_code == 422 and "Dòng 2, Miến: Không có lô này." in refused.text
    done = office.post("/stock/returns", {**form, "lot": "A1", "quantity": "2", "cause": ""})
    page = office.get(done.location).text
    assert done.status_code == 302 and "Hàng đang để riêng" in page and "gần hết hạn" in page
    assert (
        "Ở đây chỉ còn 10,5 kg, và 2 kg đang để riêng."
        in office.post(
            "/stock/losses", {"uid": new_uid(), "place": "QUAY", "lot": "A1", "quantity": "11", "cause": "damage"}
        ).text
    )


def test_goods_move_to_another_place_in_one_step(office: Browser, site: Flask) -> None:
    receive(office, ["A1"])
    inside(site, lambda: places.put_place("KHO", PlaceRequest(name="Kho sau", kind=PlaceKind.STORE), SYSTEM))
    form = {"uid": new_uid(), "place": "QUAY", "to": "KHO", "lot": "A1", "quantity": "2,5", "cause": ""}
    said = office.post("/stock/transfers/meaning", form).text
    assert "Còn lại ở đây 10 kg" in said and "Ở Kho sau thành 2,5 kg" in said
    same = office.post("/stock/transfers", {**form, "to": "QUAY"})
    assert same.status_code == 422 and "trùng nhau" in same.text
    done = office.post("/stock/transfers", form)
    assert "Đã ghi phiếu CK-" in office.get(done.location).text
    assert row_of(site, "SELECT on_hand FROM shelf WHERE place_code = 'KHO'")["on_hand"] == 2_500


def test_a_loss_beyond_the_limit_asks_a_manager_before_it_is_written(office: Browser, site: Flask) -> None:
    receive(office, ["A2"] * 5)
    add(site, "kho", Role.STOREKEEPER, password=PASSWORD)
    add(site, "sep", Role.MANAGER, password=PASSWORD, pin="735291")
    keeper = Browser(site, "kho")
    limited = {"uid": new_uid(), "place": "QUAY", "lot": "A2", "quantity": "60", "cause": "sampling"}
    said = keeper.post("/stock/losses/meaning", limited).text
    assert 'name="approval_pin"' in said and "cần quản lý duyệt" in said
    assert 'name="approval_pin"' not in office.post("/stock/losses/meaning", limited).text, "a manager needs nobody"
    wrong = keeper.post("/stock/losses", {**limited, "approval_by": "sep", "approval_pin": "111111"})
    assert wrong.status_code == 409 and 'value="sep"' in wrong.text and "111111" not in wrong.text
    assert keeper.post("/stock/losses", {**limited, "approval_by": "sep", "approval_pin": "735291"}).status_code == 302


def test_a_mistyped_document_is_taken_back_and_its_form_filled_in_again(office: Browser) -> None:
    receive(office, ["A1"])
    body = {"uid": new_uid(), "place": "QUAY", "lot": "A1", "quantity": "10", "cause": "expiry", "note": "quá hạn"}
    written = office.post("/stock/losses", body).location
    assert "Hủy và ghi lại cho đúng" in office.get(written).text
    again = office.post(f"{written}/reverse", {"uid": new_uid(), "reason": "gõ nhầm", "again": "1"}, written)
    form = office.get(again.location).text
    assert re.findall(r'data-goods-row="([^"]+)"', form) == ["A1"] and 'value="10"' in form and "quá hạn" in form
    assert 'value="expiry" selected' in form and f'name="uid" value="{body["uid"]}"' not in form
    right = office.post("/stock/losses", {**body, "uid": new_uid(), "quantity": "1"})
    assert right.status_code == 302 and ">11,5 " in office.get("/stock").text


def test_photos_of_spoilt_goods_stay_with_the_form_until_it_is_written(
    office: Browser, site: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(apart, "_answer", converting.answer)
    receive(office, ["A1"])
    form = {"uid": new_uid(), "place": "QUAY", "lot": "A1", "quantity": "99", "cause": "damage"}
    refused = office.post("/stock/losses", {**form, "photos_files": (io.BytesIO(pictures.jpeg()), "vo.jpg")})
    kept = row_of(site, "SELECT uid FROM stored_file")["uid"]
    assert refused.status_code == 409 and f'value="{kept}"' in refused.text
    written = office.post("/stock/losses", {**form, "quantity": "1", "photos": kept})
    assert f"/api/v1/files/{kept}" in office.get(written.location).text
