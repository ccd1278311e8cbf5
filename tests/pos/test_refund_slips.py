"""A refund's slip: printed with the refund, opens the drawer when cash goes out, links to the sale, never delays the refund."""

from __future__ import annotations

import io
import socket
import time
from datetime import timedelta
from typing import cast

import pytest
import zxingcpp
from flask import Flask
from PIL import Image, ImageChops
from sqlalchemy import select

from core import clock
from core.db import db, fetch_all, outbox
from core.models import OutboxJob
from core.people.permits import Role
from core.printing.devices.printers import TIMEOUT_S
from core.printing.devices.settings import usual_dots
from core.printing.papers import SHORT
from core.printing.skins.raster import to_image
from pos.receipts import slips
from pos.receipts.receipt import rows as rows_of
from tests.conftest import NewServer
from tests.journeys.inside import Inside, TimedShop
from tests.outlet import Shop, uid
from tests.paper.loopback import READY, sink


@pytest.fixture
def shop(inside: Inside) -> TimedShop:
    """A shop whose requests follow the test's clock."""
    return inside.shop()


def plug(shop: Shop, printer: str, paper_mm: int = 80) -> None:
    """Gives the shop's till a printer."""
    till = {"name": "Máy 1", "place": shop.place, "printer": printer, "paper_mm": paper_mm}
    shop.api.put(f"/api/v1/tills/{shop.till}", till).ok()


def work() -> None:
    """Runs every job that waits."""
    db.session.rollback()
    while outbox.run_one():
        pass


def jobs() -> list[str]:
    """The print jobs' states, oldest first."""
    db.session.rollback()
    rows = fetch_all(select(OutboxJob.state).where(OutboxJob.kind == "print").order_by(OutboxJob.id))
    db.session.rollback()
    return [r["state"] for r in rows]


def dots(app: Flask, refund: str, paper_mm: int, *, copy: int) -> Image.Image:
    """What the slip should look like."""
    with app.app_context():
        receipt, width_mm = slips.facts_of("refund", refund, copy=copy)
        assert width_mm == paper_mm
        return to_image(rows_of(receipt), dots=usual_dots(paper_mm))


@pytest.mark.parametrize("paper_mm", [58, 80])
def test_a_cash_refund_prints_its_slip_and_opens_the_drawer(shop: TimedShop, app: Flask, paper_mm: int) -> None:
    sold = shop.sell(shop.line(shop.stocked(), "2"))
    with sink(READY) as printer:
        plug(shop, printer.url, paper_mm)
        refund = shop.refund(sold["uid"], 1, "1").ok(201)
        work()
        job = printer.last()
    assert len(printer.jobs) == 2 and b"\x1bp\x00" in printer.jobs[0], "the drawer opens before the slip is printed"
    assert job.drawers == [] and job.cuts == 1
    assert ImageChops.logical_xor(job.picture, dots(app, refund["uid"], paper_mm, copy=0)).getbbox() is None
    (code,) = zxingcpp.read_barcodes(job.picture.convert("L"))
    scanned = shop.api.get("/api/v1/scan", code=code.text).ok()
    assert (scanned["kind"], scanned["sale"]) == ("receipt", sold["uid"])
    page = app.test_client().get(code.text.removeprefix(app.config["PUBLIC_URL"]))
    assert sold["number"] in page.get_data(as_text=True)


@pytest.mark.parametrize("method", ["vietqr", "card", "voucher"])
def test_the_drawer_stays_shut_when_no_cash_goes_out(shop: TimedShop, method: str) -> None:
    sold = shop.sell(shop.line(shop.stocked(), "2"))
    with sink(READY) as printer:
        plug(shop, printer.url)
        shop.refund(sold["uid"], 1, "1", method=method).ok(201)
        work()
        assert printer.last().drawers == []


def test_a_copy_says_so_and_leaves_the_drawer_shut(shop: TimedShop, app: Flask) -> None:
    sold = shop.sell(shop.line(shop.stocked(), "2"))
    refund = shop.refund(sold["uid"], 1, "1").ok(201)["uid"]
    path = f"/api/v1/refunds/{refund}/print"
    assert shop.api.post(path).code == "no_printer"
    with sink(READY) as printer:
        plug(shop, printer.url)
        assert shop.api.post(path).ok(202) == {"queued": True}
        work()
        job = printer.last()
    assert job.drawers == []
    assert ImageChops.logical_xor(job.picture, dots(app, refund, 80, copy=1)).getbbox() is None
    assert shop.api.post(f"/api/v1/refunds/{uid()}/print").status == 404
    assert shop.api.post("/api/v1/refunds/x/print").status == 404


def test_a_refused_refund_prints_nothing_and_a_repeated_one_prints_once(shop: TimedShop) -> None:
    sold = shop.sell(shop.line(shop.stocked(), "2"))
    plug(shop, "tcp://127.0.0.1:9")
    assert shop.refund(sold["uid"], 1, "3").code == "over_refund"
    body = {"shift": shop.shift, "sale": sold["uid"], "method": "cash", "reason": "thử",
            "lines": [{"line": 1, "quantity": "1", "condition": "resell"}]}  # fmt: skip
    path = f"/api/v1/refunds/{uid()}"
    assert [shop.api.put(path, body).status for _ in range(3)] == [201, 200, 200]
    assert jobs() == ["waiting"]


def test_the_slip_says_what_came_back_why_and_from_which_sale(shop: TimedShop, inside: Inside) -> None:
    product = shop.stocked(name="Khoai tây Quế Võ")
    sold = shop.sell(shop.line(product, "2.5", discount_vnd=2_500))
    refund = shop.refund(sold["uid"], 1, "1", reason="củ dập").ok(201)
    path = f"/api/v1/refunds/{refund['uid']}/receipt"
    text = shop.api.get(path).body.decode()
    for phrase in ("Phiếu trả hàng", refund["number"], "Của phiếu bán", sold["number"], "1 kg × 10.000 giảm 10 %",
                   "Hoàn lại", "9.000 ₫", "Hoàn: Tiền mặt", "Lý do: củ dập", "không phải hóa đơn"):  # fmt: skip
        assert phrase in text, phrase
    assert "BẢN IN LẠI" not in text
    kinds = {kind: shop.api.get(path, format=kind) for kind in ("html", "png", "escpos")}
    assert sold["number"] in kinds["html"].body.decode()
    assert Image.open(io.BytesIO(kinds["png"].body)).width > 576
    assert kinds["escpos"].body.startswith(b"\x1b@")
    assert shop.api.get(path, format="pdf").status == 422
    assert shop.api.get(f"/api/v1/refunds/{uid()}/receipt").status == 404
    assert inside.as_role(Role.CASHIER).get(path).status == 200
    assert inside.as_role(Role.STOREKEEPER).get(path).status == 403


def test_the_printers_state_follows_its_last_try(inside: Inside) -> None:
    shop, other = inside.shop(), inside.shop()
    sold = shop.sell(shop.line(shop.stocked(), "9"))

    def state(of: Shop) -> str:
        return cast(str, of.api.get("/api/v1/catalogue", till=of.till).ok()["till"]["printer_state"])

    def refund() -> None:
        shop.refund(sold["uid"], 1, "1").ok(201)
        work()

    assert state(shop) == "none"
    with sink(READY) as printer:
        plug(shop, printer.url)
        plug(other, printer.url)
        assert state(shop) == "ready"
        refund()
        assert state(shop) == "ready"
    refund()
    assert (state(shop), state(other)) == ("trouble", "trouble"), "the printer of both was switched off"
    now = clock.now() + SHORT + timedelta(seconds=1)
    with clock.time_travel(now):
        work()
    assert jobs()[-1] == "expired"
    assert state(shop) == "trouble", "giving up does not mend a printer"
    with sink(READY) as printer, clock.time_travel(now + timedelta(minutes=1)):
        plug(shop, printer.url)
        refund()
        assert state(shop) == "ready"


def test_only_the_printers_state_changes_the_tag(inside: Inside) -> None:
    shop = inside.shop()
    sold = shop.sell(shop.line(shop.stocked(), "9"))
    plug(shop, "tcp://127.0.0.1:9")
    shop.refund(sold["uid"], 1, "1").ok(201)
    path = f"/api/v1/catalogue?till={shop.till}"
    before = shop.api.get(path)
    headers = {"If-None-Match": before.headers["etag"]}
    assert shop.api.call("GET", path, headers=headers).status == 304
    work()
    after = shop.api.call("GET", path, headers=headers)
    assert after.status == 200
    assert after.json["version"] == before.json["version"]
    trouble = {"printer_state": "trouble", "printer_trouble": after.json["till"]["printer_trouble"]}
    assert after.json["till"] == before.json["till"] | trouble


def test_a_printer_that_hangs_delays_no_refund(new_server: NewServer) -> None:
    with socket.create_server(("127.0.0.1", 0)) as hanging:  # takes connections and never reads
        outlet = new_server("sqlite")
        shop = Shop(outlet.api)
        shop.open_shift()
        sold = shop.sell(shop.line(shop.stocked(), "9"))
        plug(shop, f"tcp://127.0.0.1:{hanging.getsockname()[1]}")
        times = []
        for _ in range(6):
            started = time.monotonic()
            shop.refund(sold["uid"], 1, "1").ok(201)
            times.append(time.monotonic() - started)
    assert max(times) < TIMEOUT_S, times
