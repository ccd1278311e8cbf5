"""The pages of printers: kinds, what is found, trial, letters, paper, tills; nothing typed is lost, nothing is asked at load."""

from __future__ import annotations

import socket
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote

import pytest
from flask import Flask

from core.printing.devices import allow_list, finding
from tests.pages.office import Browser, row_of
from tests.paper.loopback import READY, Sink, sink

LIST = "/settings/printers"
SETTINGS = {
    "name": "Máy in quầy", "use": "receipt", "paper_mm": "58", "dots": "384", "cut": "none", "drawer_pin": "5", "density": "-1",
    "strip_rows": "40", "pause_ms": "50", "header": "Quầy hội chợ", "footer": "Hẹn gặp lại", "shows_logo": "1",
}  # fmt: skip


def allow(site: Flask, text: str) -> None:
    """Sets OUTLET_PRINTERS for the rest of the test."""
    read = site.extensions["outlet_settings"]
    site.extensions["outlet_settings"] = replace(read, printers=allow_list.parse(text, Path(site.config["DATA_DIR"]) / "spool"))


def of(uri: str) -> str:
    return f"{LIST}/printer?uri={quote(uri, safe='')}"


def added(office: Browser, printer: Sink) -> str:
    answer = office.post(LIST, {"uri": printer.url})
    assert answer.status_code == 302 and answer.headers["Location"] == of(printer.url)
    return printer.url


def test_a_printer_is_found_chosen_tried_and_given_to_tills(office: Browser, site: Flask) -> None:
    office.post("/settings/tills", {"code": "M1", "name": "Máy cửa", "place": "QUAY", "paper_mm": "80"})
    assert "Chưa có máy in nào" in office.get(LIST).text
    with sink(READY) as printer:
        allow(site, f"tcp:127.0.0.1:{printer.port}")
        found = office.post(f"{LIST}/find", {"kind": "network"}).text
        assert f'value="{printer.url}"' in found and "trả lời, còn giấy" in found
        uri = added(office, printer)
        assert printer.last().picture.width == 576, "a trial slip at once"
        assert "Đã gửi phiếu in thử" in office.get(of(uri)).text
        assert office.post(f"{LIST}/letters", {"uri": uri}).status_code == 302
        assert office.post(f"{LIST}/trial", {"uri": uri}).status_code == 302
        jobs = [job for job in printer.jobs if job]  # looking for it prints nothing
        assert len(jobs) == 3 and len(jobs[1]) > len(jobs[0])
        assert "đã có" in office.post(f"{LIST}/find", {"kind": "network"}).text
    assert office.post(f"{LIST}/save", {"uri": uri, **SETTINGS}).status_code == 302
    stored = row_of(site, "SELECT * FROM printer")
    numbers = ("paper_mm", "dots", "drawer_pin", "density", "strip_rows", "pause_ms")
    assert [stored[name] for name in numbers] == [58, 384, 5, -1, 40, 50]
    assert (stored["cut"], stored["header"], stored["footer"]) == ("none", "Quầy hội chợ", "Hẹn gặp lại")
    assert office.post(f"{LIST}/tills", {"uri": uri, "till": "M1"}).status_code == 302
    assert dict(row_of(site, "SELECT printer, paper_mm FROM till WHERE code = 'M1'")) == {"printer": uri, "paper_mm": 58}
    assert "Dùng ở: Máy cửa" in office.get(LIST).text and f'<option value="{uri}" selected>' in office.get("/settings").text
    office.post(f"{LIST}/remove", {"uri": uri})
    assert "còn được dùng ở Máy cửa" in office.get(of(uri)).text
    office.post(f"{LIST}/tills", {"uri": uri})
    assert row_of(site, "SELECT printer FROM till WHERE code = 'M1'")["printer"] == "none:"
    assert office.post(f"{LIST}/remove", {"uri": uri}).headers["Location"] == LIST
    assert row_of(site, "SELECT count(*) AS n FROM printer")["n"] == 0 and office.get(of(uri)).status_code == 404


def test_the_line_that_a_person_taps_is_stored(office: Browser, site: Flask) -> None:
    with sink(READY) as printer:
        allow(site, f"tcp:127.0.0.1:{printer.port}")
        uri = added(office, printer)
        assert office.post(f"{LIST}/mode", {"uri": uri, "line": "1"}).status_code == 302
        stored = row_of(site, "SELECT mode, code_page, code_page_number FROM printer")
        assert tuple(stored.values()) == ("text", "TCVN-3", 30)
        assert "TCVN-3, số 30" in office.get(of(uri)).text
        office.post(f"{LIST}/trial", {"uri": uri})
        assert b"\x1bt\x1e" in printer.jobs[-1] and len(printer.jobs[-1]) < len(printer.jobs[0]) / 5, "letters, no picture"
        office.post(f"{LIST}/save", {"uri": uri, **SETTINGS})
        assert row_of(site, "SELECT mode FROM printer")["mode"] == "text", "other settings leave it"
        office.post(f"{LIST}/mode", {"uri": uri, "line": "0"})
        assert tuple(row_of(site, "SELECT mode, code_page, code_page_number FROM printer").values()) == ("raster", None, None)
        assert office.post(f"{LIST}/mode", {"uri": uri, "line": "99"}).status_code == 404


def test_what_is_known_of_a_model_is_taken_over(office: Browser, site: Flask) -> None:
    with sink(READY) as printer:
        allow(site, f"tcp:127.0.0.1:{printer.port}")
        uri = added(office, printer)
    assert office.post(f"{LIST}/model", {"uri": uri, "model": "POS-5890"}).status_code == 302
    assert tuple(row_of(site, "SELECT paper_mm, dots, cut FROM printer").values()) == (58, 384, "none")
    office.post(f"{LIST}/model", {"uri": uri, "model": "TM-T88V"})
    assert tuple(row_of(site, "SELECT paper_mm, dots, cut FROM printer").values()) == (80, 512, "partial")
    assert office.post(f"{LIST}/model", {"uri": uri, "model": "khác"}).status_code == 404


@pytest.mark.parametrize(("change", "sentence"), [
    ({"dots": "576"}, "Đầu in rộng hơn khổ giấy."),
    ({"strip_rows": "300"}, "Quá lớn."),
    ({"strip_rows": "nhiều"}, "Phải là số nguyên."),
    ({"density": "9"}, "Phải là số nguyên."),
    ({"name": " "}, "Chưa điền."),
    ({"use": "khác"}, "Giá trị không hợp lệ."),
])  # fmt: skip
def test_wrong_settings_are_named_at_their_field_and_what_was_typed_stays(
    office: Browser, site: Flask, change: dict[str, str], sentence: str
) -> None:
    uri = f"file://{site.config['DATA_DIR']}/spool/"
    allow(site, "")
    office.post(LIST, {"uri": uri})
    answer = office.post(f"{LIST}/save", {"uri": uri, **SETTINGS, **change})
    assert answer.status_code == 422 and sentence in answer.text and "Quầy hội chợ" in answer.text
    assert row_of(site, "SELECT strip_rows FROM printer")["strip_rows"] == 248


def test_an_address_that_may_not_be_is_refused_where_it_was_typed(office: Browser, site: Flask) -> None:
    allow(site, "")
    for uri in ("tcp://8.8.8.8:9100", "file:///etc/hostname", "máy in", "", "none:"):
        answer = office.post(LIST, {"uri": uri, "name": "Máy của tôi"})
        assert answer.status_code == 422 and 'value="Máy của tôi"' in answer.text and "details open" in answer.text
    assert row_of(site, "SELECT count(*) AS n FROM printer")["n"] == 0


def test_a_printer_that_is_off_is_kept_and_the_page_says_what_to_look_at(office: Browser, site: Flask) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    allow(site, f"tcp:127.0.0.1:{port}")
    uri = f"tcp://127.0.0.1:{port}"
    assert office.post(LIST, {"uri": uri}).status_code == 302
    assert "Chưa in thử được. Máy in không trả lời." in office.get(of(uri)).text
    office.post(f"{LIST}/letters", {"uri": uri})
    assert "Chưa in được trang kiểm tra chữ." in office.get(of(uri)).text


def test_no_page_looks_for_printers_by_itself(office: Browser, site: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(finding, "find", lambda *_: pytest.fail("a page looked for printers at load"))
    monkeypatch.setattr(socket, "create_connection", lambda *_, **__: pytest.fail("a page asked the network at load"))
    allow(site, "")
    uri = f"file://{site.config['DATA_DIR']}/spool/"
    office.post(LIST, {"uri": uri})
    for path in (LIST, f"{LIST}/new", of(uri), "/settings"):
        assert office.get(path).status_code == 200
    assert office.post(f"{LIST}/find", {"kind": "khác"}).status_code == 404


def test_a_printer_that_only_a_till_names_is_on_the_list(office: Browser, site: Flask) -> None:
    allow(site, "")
    till = {"code": "M1", "name": "Máy 1", "place": "QUAY", "printer": "tcp://192.168.7.9:9100", "paper_mm": "80"}
    assert office.post("/settings/tills", till).status_code == 302
    office.post("/settings/tills", {**till, "known": "1", "paper_mm": "58"})
    listed = office.get(LIST).text
    assert "Mạng LAN hoặc Wi-Fi: 192.168.7.9" in listed and "in theo cài đặt thường" in listed
    uri = f"file://{site.config['DATA_DIR']}/spool/"
    office.post("/settings/tills", {**till, "known": "1", "printer": uri, "paper_mm": "58"})
    office.post(LIST, {"uri": uri})
    assert tuple(row_of(site, "SELECT paper_mm, dots FROM printer").values()) == (58, 384), "the roll of its till"


def test_a_printer_found_by_a_name_keeps_it(office: Browser, site: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    found = finding.Findings([finding.FoundPrinter("usb://0416:5011", "POS58 <Printer>")])
    monkeypatch.setattr(finding, "find_on_usb", lambda: found)
    assert 'name="name" value="POS58 &lt;Printer&gt;"' in office.post(f"{LIST}/find", {"kind": "usb"}).text
