"""A shift's report on paper: X while it is open, Z once it is closed, with what happened beside the sales."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pypdfium2
import pytest
from flask import Flask

from core import clock
from core.db import db, outbox
from core.errors import NotFound
from core.printing.skins.text import to_text
from pos.receipts.papers import CASH_OUT
from tests.journeys.inside import Inside, TimedShop
from tests.outlet import uid
from tests.paper.loopback import READY, sink
from tests.paper.printer_bytes import read


@pytest.fixture
def shop(inside: Inside) -> TimedShop:
    """A shop whose requests follow the test's clock."""
    return inside.shop()


def busy(shop: TimedShop) -> str:
    """A shift with a bit of everything; answers its path."""
    product = shop.stocked()
    sold = shop.sell(shop.line(product, "3", discount_vnd=3_000))
    shop.sell(shop.line(product), payments=[{"method": "card", "amount_vnd": 10_000}])
    shop.refund(sold["uid"], 1, "1").ok(201)
    path = f"/api/v1/shifts/{shop.shift}"
    shop.api.post(f"{path}/cash-moves", {"uid": uid(), "kind": "in", "amount_vnd": 200_000, "reason": "thêm tiền lẻ"}).ok(201)
    shop.api.post(f"{path}/cash-moves", {"uid": uid(), "kind": "out", "amount_vnd": 50_000, "reason": "giao quản lý"}).ok(201)
    return path


def pdf_text(content: bytes) -> str:
    """The words of a file, and that it is one page."""
    document = pypdfium2.PdfDocument(content)
    assert len(document) == 1
    text = " ".join(document[0].get_textpage().get_text_range().split())
    document.close()
    return text


def test_the_json_is_the_shift_with_what_happened_beside_its_sales(shop: TimedShop) -> None:
    path = busy(shop)
    report = shop.api.get(f"{path}/report").ok()
    shift = shop.api.get(path).ok()
    assert {name: report[name] for name in shift} == shift
    assert report["rounding_vnd"] == 0
    assert report["discounts"] == [{"kind": "manual", "amount_vnd": 3_000}]
    assert [(move["kind"], move["amount_vnd"], move["reason"]) for move in report["cash_moves"]] == [
        ("in", 200_000, "thêm tiền lẻ"), ("out", 50_000, "giao quản lý"),
    ]  # fmt: skip
    assert [report[name] for name in ("drawer_openings", "voids", "reprints", "likely_causes")] == [[], [], [], []]


def test_rounding_is_that_of_sales_less_that_of_refunds(shop: TimedShop) -> None:
    shop.api.put("/api/v1/outlet", {"name": "Outlet", "cash_rounding_vnd": 1_000}).ok()
    product = shop.stocked(price_vnd=10_700)
    line = shop.line(product, unit_price_vnd=10_700)
    total: Any = {"rounding_vnd": 300, "total_vnd": 11_000, "payments": [{"method": "cash", "amount_vnd": 11_000}]}
    sold = shop.sell(line, **total)
    path = f"/api/v1/shifts/{shop.shift}/report"
    assert shop.api.get(path).ok()["rounding_vnd"] == 300
    back = shop.refund(sold["uid"], 1, "1").ok(201)
    assert shop.api.get(path).ok()["rounding_vnd"] == 300 - back["rounding_vnd"]


def test_a_slip_printed_again_stands_in_the_report_of_its_shift_alone(shop: TimedShop) -> None:
    sold = shop.sell(shop.line(shop.stocked()))
    with sink(READY) as printer:
        till = {"name": "Máy 1", "place": shop.place, "printer": printer.url, "paper_mm": 80}
        shop.api.put(f"/api/v1/tills/{shop.till}", till).ok()
        shop.api.post(f"/api/v1/sales/{sold['uid']}/print").ok(202)
    path = f"/api/v1/shifts/{shop.shift}"
    (reprint,) = shop.api.get(f"{path}/report").ok()["reprints"]
    assert (reprint["paper"], reprint["document"], reprint["number"]) == ("sale", sold["uid"], sold["number"])
    clock.time_travel(timedelta(minutes=5))
    shop.api.post(f"{path}/close", {"counted": {}}).ok()
    clock.time_travel(timedelta(minutes=5))
    shop.open_shift()
    assert shop.api.get(f"/api/v1/shifts/{shop.shift}/report").ok()["reprints"] == []
    assert len(shop.api.get(f"{path}/report").ok()["reprints"]) == 1


def test_the_figures_on_paper_are_those_of_the_answer(shop: TimedShop) -> None:
    path = busy(shop)
    x = pdf_text(shop.api.get(f"{path}/report", format="pdf").body)
    assert "Báo cáo ca (X)" in x and "Đếm két" not in x and "Trong két 668.000 ₫" in x.replace("\u00a0", " ")
    shop.api.post(f"{path}/close", {"counted": {"500000": 1, "100000": 1, "50000": 1, "10000": 1, "5000": 1, "1000": 1}}).ok()
    report = shop.api.get(f"{path}/report").ok()
    z = pdf_text(shop.api.get(f"{path}/report", format="pdf").body).replace("\u00a0", " ")
    assert (report["expected_vnd"], report["counted_vnd"], report["difference_vnd"]) == (668_000, 666_000, -2_000)
    for phrase in ("Báo cáo đóng ca (Z)", "Theo sổ 668.000", "Đếm được 666.000", "Thiếu 2.000 ₫", "500.000 × 1 500.000",
                   "Giảm giá từng món −3.000", "Nộp vào két 200.000", "Rút khỏi két −50.000", "Thẻ 10.000",
                   report["digest"]):  # fmt: skip
        assert phrase in z, (phrase, z)


def test_the_report_comes_as_a_page_and_as_a_printer_job(shop: TimedShop) -> None:
    path = busy(shop)
    page = shop.api.get(f"{path}/report", format="html")
    assert page.headers["content-type"].startswith("text/html")
    assert "Báo cáo ca (X)" in page.body.decode() and "style=" not in page.body.decode()
    job = read(shop.api.get(f"{path}/report", format="escpos").body)
    assert job.picture.width == 576 and job.cuts == 1
    assert shop.api.get(f"{path}/report", format="png").status == 422
    for format in ("json", "html", "pdf", "escpos"):
        assert shop.api.get(f"/api/v1/shifts/{uid()}/report", format=format).status == 404


def plug(shop: TimedShop, printer: str) -> None:
    """Gives the shop's till a printer."""
    till = {"name": "Máy 1", "place": shop.place, "printer": printer, "paper_mm": 80}
    shop.api.put(f"/api/v1/tills/{shop.till}", till).ok()


def asked(shop: TimedShop) -> list[tuple[str, int]]:
    """Papers that were asked for and how many reprints they count, oldest first."""
    return [(job["paper"], job["copy"]) for job in reversed(shop.api.get("/api/v1/print-jobs").ok()["items"])]


def test_a_report_is_printed_at_its_till_and_a_second_closing_report_is_a_copy(shop: TimedShop) -> None:
    path = f"/api/v1/shifts/{shop.shift}"
    assert shop.api.post(f"{path}/print").code == "no_printer"
    with sink(READY) as printer:
        plug(shop, printer.url)
        for _ in range(2):
            shop.api.post(f"{path}/print").ok(202)
        shop.api.post(f"{path}/close", {"counted": {}}).ok()
        for _ in range(2):
            shop.api.post(f"{path}/print").ok(202)
        db.session.rollback()
        while outbox.run_one():
            pass
    assert asked(shop) == [("x-report", 0), ("x-report", 0), ("z-report", 0), ("z-report", 1)]
    first, copy = read(printer.jobs[2]).picture, read(printer.jobs[3]).picture
    assert copy.height > first.height, "the copy has its mark"
    assert shop.api.post(f"/api/v1/shifts/{uid()}/print").status == 404


def test_the_slip_of_a_cash_move_is_printed_on_request(shop: TimedShop) -> None:
    path = f"/api/v1/shifts/{shop.shift}/cash-moves"
    moves = {kind: uid() for kind in ("in", "out")}
    with sink(READY) as printer:
        plug(shop, printer.url)
        for kind, move in moves.items():
            shop.api.post(path, {"uid": move, "kind": kind, "amount_vnd": 50_000, "reason": "đổi tiền lẻ"}).ok(201)
            shop.api.post(f"{path}/{move}/print").ok(202)
        shop.api.post(f"{path}/{moves['in']}/print").ok(202)
        assert shop.api.post(f"{path}/{uid()}/print").status == 404
        assert shop.api.post(f"/api/v1/shifts/{uid()}/cash-moves/{moves['in']}/print").status == 404
    assert asked(shop) == [("cash-in", 0), ("cash-out", 0), ("cash-in", 1)]


def test_the_slip_of_a_cash_move_says_how_much_why_and_by_whom(shop: TimedShop, app: Flask) -> None:
    move = {"uid": uid(), "kind": "out", "amount_vnd": 125_000, "reason": "mang ra ngân hàng"}
    shop.api.post(f"/api/v1/shifts/{shop.shift}/cash-moves", move).ok(201)
    with app.app_context():
        assert CASH_OUT.make is not None
        text = to_text(CASH_OUT.make(move["uid"], 0).rows, 48)
        with pytest.raises(NotFound):
            CASH_OUT.make(uid(), 0)
    for phrase in ("Phiếu rút tiền khỏi két", "125.000 ₫", "Một trăm hai mươi lăm nghìn đồng", "mang ra ngân hàng",
                   "quanly", "Người nhận", "Mã đối chiếu"):  # fmt: skip
        assert phrase in text, (phrase, text)
