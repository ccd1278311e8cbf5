"""Labels are printed by lines, as a file or by a printer, and what was printed is in the log."""

from __future__ import annotations

import io
from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import pypdfium2
import pytest
import zxingcpp
from PIL import Image

from core.db import outbox
from core.people.permits import Role
from tests.journeys.inside import Inside, TimedShop
from tests.outlet import Answer, today, uid
from tests.paper.labels.zpl_reader import read as read_zpl
from tests.paper.printer_bytes import read as read_escpos

GTIN = "8938500000010"


@pytest.fixture
def shop(inside: Inside) -> TimedShop:
    """An outlet with a phone, and goods counted and weighed."""
    inside.api.put("/api/v1/outlet", {"name": "Điểm bán OCOP", "phone": "0222 386 3012"}).ok()
    return inside.shop()


def goods(shop: TimedShop, **more: object) -> tuple[str, str]:
    """A product and a lot of it, best before in a year."""
    producer = shop.producer(commune="Nhân Hòa")
    product = shop.product(producer, 28_000, **more)
    shop.agreement(producer)
    best_before = (date.fromisoformat(today()) + timedelta(days=365)).isoformat()
    lots = shop.deliver(producer, {"product": product, "quantity": "40", "best_before": best_before})["lots"]
    return product, lots[0]


def run(shop: TimedShop, *lines: dict[str, object], **more: object) -> Answer:
    return shop.api.post("/api/v1/labels", {"uid": uid(), "stock": "a4-65", "lines": list(lines), **more})


def codes(pdf: bytes) -> list[list[str]]:
    document = pypdfium2.PdfDocument(pdf)
    pages = [[code.text for code in zxingcpp.read_barcodes(page.render(scale=200 / 72).to_pil())] for page in document]
    document.close()
    return pages


def test_a_run_is_a_file_of_so_many_labels_from_the_start_on(shop: TimedShop) -> None:
    _product, lot = goods(shop, barcodes=[GTIN])
    _other, own = goods(shop)
    answer = run(shop, {"lot": lot, "pieces": 60}, {"lot": own, "pieces": 5}, start=4).ok(201)
    assert (answer["pieces"], answer["pages"], answer["printer"]) == (65, 2, None)
    best_before = date.fromisoformat(today()) + timedelta(days=365)
    link = f"https://ocop.example.vn/01/0{GTIN}/10/{lot}?17={best_before:%y%m%d}"
    (first, second) = codes(shop.api.call("GET", answer["file"]).body)
    assert (len(first), len(second)) == (62, 3)
    assert Counter(first + second) == {link: 60, f"https://ocop.example.vn/t/{own}": 5}
    assert shop.api.get("/api/v1/scan", code=link).ok()["lot"] == lot
    assert shop.api.get("/api/v1/scan", code=f"https://ocop.example.vn/t/{own}").ok()["lot"] == own


def test_the_log_says_who_printed_what(shop: TimedShop) -> None:
    _product, lot = goods(shop)
    answer = run(shop, {"lot": lot, "pieces": 3}).ok(201)
    again = shop.api.get(f"/api/v1/labels/{answer['uid']}").ok()
    assert again == answer
    assert (again["printed_by"], again["stock"], again["lines"][0]["lot"]) == ("quanly", "a4-65", lot)
    actions = [line["action"] for line in shop.api.all("/api/v1/audit")]
    assert "labels.printed" in actions


def test_a_run_is_printed_once(shop: TimedShop) -> None:
    _product, lot = goods(shop)
    body = {"uid": uid(), "stock": "a4-24", "lines": [{"lot": lot, "pieces": 3}]}
    first, second = shop.api.post("/api/v1/labels", body), shop.api.post("/api/v1/labels", body)
    assert (first.status, second.status) == (201, 200)
    assert first.json == second.json
    assert shop.api.post("/api/v1/labels", body | {"start": 2}).code == "uid_reused"


def test_a_price_card_of_a_product_without_a_gtin_is_scanned(shop: TimedShop) -> None:
    product, lot = goods(shop)
    for line in ({"product": product}, {"lot": lot}):
        answer = run(shop, {**line, "label": "shelf", "pieces": 1}).ok(201)
        ((link,),) = codes(shop.api.call("GET", answer["file"]).body)
        assert link == f"https://ocop.example.vn/p/{product}"
        assert shop.api.get("/api/v1/scan", code=link).ok() == {"kind": "product", "product": product, "warnings": []}


def test_a_weight_label_is_scanned_as_so_much_of_the_product(shop: TimedShop) -> None:
    product, lot = goods(shop, unit="kg", places=3, plu="00123")
    answer = run(shop, {"lot": lot, "label": "weight", "weight": "1.25", "pieces": 2}).ok(201)
    assert answer["lines"][0]["weight"] == "1.25"
    ((code, same),) = codes(shop.api.call("GET", answer["file"]).body)
    assert code == same == "2000123012506"
    scanned = shop.api.get("/api/v1/scan", code=code).ok()
    assert (scanned["kind"], scanned["product"], scanned["quantity"]) == ("weighed", product, "1.25")


def test_what_cannot_be_printed_is_refused_at_its_field(shop: TimedShop) -> None:
    product, lot = goods(shop)
    weighed, bag = goods(shop, unit="kg", places=3, plu="00124")
    good = {"lot": lot, "pieces": 1}
    for lines, more, field in (
        ([good], {"stock": "a4-66"}, "stock"),
        ([good], {"start": 66}, "start"),
        ([good], {"start": 0}, "start"),
        ([], {}, "lines"),
        ([{"lot": lot, "pieces": 0}], {}, "lines.0.pieces"),
        ([{"lot": lot, "pieces": 10_001}], {}, "lines.0.pieces"),
        ([{"lot": lot, "pieces": 10_000}, good], {}, "lines"),
        ([{"product": product, "pieces": 1}], {}, "lines.0"),
        ([{"lot": lot, "product": product, "pieces": 1}], {}, "lines.0"),
        ([{"pieces": 1, "label": "shelf"}], {}, "lines.0"),
        ([{**good, "weight": "1"}], {}, "lines.0"),
        ([{**good, "label": "weight"}], {}, "lines.0"),
        ([good, {**good, "label": "weight", "weight": "1"}], {}, "lines.1.weight"),
        ([{"product": weighed, "label": "weight", "weight": "100", "pieces": 1}], {}, "lines.0.weight"),
        ([good], {"printer": "tcp://127.0.0.1:9100"}, "printer"),
    ):
        answer = run(shop, *lines, **more)
        assert (answer.status, answer.json["errors"][0]["field"]) == (422, field), answer
    assert run(shop, {"lot": "NO-SUCH", "pieces": 1}).status == 404
    assert run(shop, {"product": "NO-SUCH", "label": "shelf", "pieces": 1}).status == 404
    assert run(shop, {"lot": bag, "label": "weight", "weight": "99.999", "pieces": 1}).status == 201


def test_stars_end_with_the_certificate(shop: TimedShop) -> None:
    def texts(until: str) -> str:
        certificate = {"number": "12/QĐ", "issuer": "UBND tỉnh", "issued_on": "2020-01-01", "valid_until": until}
        _product, lot = goods(shop, stars=4, certificate=certificate)
        document = pypdfium2.PdfDocument(shop.api.get(f"/api/v1/lots/{lot}/label", format="pdf", stock="a4-24").body)
        text: str = document[0].get_textpage().get_text_range()
        document.close()
        return text.replace("Điểm bán OCOP", "")

    yesterday = (date.fromisoformat(today()) - timedelta(days=1)).isoformat()
    assert "OCOP" in texts(today())
    assert "OCOP" not in texts(yesterday)


@pytest.mark.parametrize(("use", "stock"), [("label", "roll-50x30"), ("zpl_label", "roll-35x22")])
def test_a_label_printer_prints_a_run_from_the_print_jobs(shop: TimedShop, tmp_path: Path, use: str, stock: str) -> None:
    _product, lot = goods(shop)
    folder = tmp_path / "printer"
    folder.mkdir()
    address = f"file://{folder}/"
    shop.api.put("/api/v1/printers", {"uri": address, "name": "Máy in tem", "use": use, "paper_mm": 80}).ok(201)
    refused = run(shop, {"lot": lot, "pieces": 1}, printer=address)
    assert (refused.status, refused.json["errors"][0]["field"]) == (422, "stock")
    wide = run(shop, {"lot": lot, "pieces": 1}, stock="roll-80x48", printer=address)
    assert wide.status == (422 if use == "label" else 201), "a head of 576 dots prints 72 mm"
    answer = run(shop, {"lot": lot, "pieces": 3}, stock=stock, printer=address).ok(201)
    assert (answer["printer"], answer["pages"]) == (address, 3)
    while outbox.run_one():
        pass
    job = shop.api.get("/api/v1/print-jobs", printer=address).ok()["items"][0]
    assert (job["state"], job["document"], job["paper"]) == ("printed", answer["uid"], "labels")
    file = max(folder.iterdir(), key=lambda file: (file.stat().st_mtime_ns, file.name))
    link = f"https://ocop.example.vn/t/{lot}"
    if use == "zpl_label":
        (label,) = read_zpl(file.read_bytes())
        assert label.pieces == 3
        assert [code.text for code in zxingcpp.read_barcodes(label.picture.convert("L"))] == [link]
    else:
        picture = read_escpos(file.read_bytes()).picture
        assert [code.text for code in zxingcpp.read_barcodes(picture.convert("L"))] == [link] * 3


def test_formats_of_a_run_are_those_of_its_stock(shop: TimedShop) -> None:
    _product, lot = goods(shop)
    answer = run(shop, {"lot": lot, "pieces": 2}, stock="roll-40x30").ok(201)
    path = f"/api/v1/labels/{answer['uid']}"
    assert [page for (page,) in codes(shop.api.get(path, format="pdf").body)] == [f"https://ocop.example.vn/t/{lot}"] * 2
    assert read_zpl(shop.api.get(path, format="zpl").body)[0].pieces == 2
    picture = read_escpos(shop.api.get(path, format="escpos").body).picture
    assert picture.width <= 320 and picture.height == 2 * 256
    assert [code.text for code in zxingcpp.read_barcodes(picture.convert("L"))] == [f"https://ocop.example.vn/t/{lot}"] * 2
    assert shop.api.get(path, format="doc").status == 422
    assert shop.api.get(f"/api/v1/labels/{uid()}").status == 404
    one = Image.open(io.BytesIO(shop.api.get(f"/api/v1/lots/{lot}/label", format="png", stock="roll-40x30").body))
    assert one.size == (480, 360)


def test_a_producer_reads_runs_of_their_own_goods_alone(shop: TimedShop, inside: Inside) -> None:
    product, lot = goods(shop)
    _other, others = goods(shop)
    own = run(shop, {"lot": lot, "pieces": 1}).ok(201)["uid"]
    both = run(shop, {"lot": lot, "pieces": 1}, {"lot": others, "pieces": 1}).ok(201)["uid"]
    producer = inside.as_role(Role.PRODUCER, producer=shop.producer_of(product))
    assert [producer.get(f"/api/v1/labels/{one}", format="pdf").status for one in (own, both)] == [200, 404]
    assert producer.post("/api/v1/labels", {"uid": uid(), "stock": "a4-24", "lines": [{"lot": lot, "pieces": 1}]}).status == 403
