"""A printer in trouble gives the reason in the reader's language and can be tried again from the till."""

from __future__ import annotations

import socket
from typing import Any

import pytest
from sqlalchemy import update

from core.db import db, execute, transaction
from core.i18n import in_language
from core.models import OutboxJob
from core.printing.devices import printers
from core.printing.devices.printers import PAPER_STATUS
from tests.journeys.inside import Inside, TimedShop
from tests.paper.loopback import READY, sink
from tests.pos.test_refund_slips import jobs, plug, work


@pytest.fixture
def shop(inside: Inside) -> TimedShop:
    """A shop with something to sell."""
    return inside.shop()


def till_of(shop: TimedShop, language: str = "vi") -> Any:
    with in_language(language):
        return shop.api.get("/api/v1/catalogue", till=shop.till).ok()["till"]


def test_the_reason_is_given_in_the_readers_language_until_a_slip_is_printed(shop: TimedShop) -> None:
    product = shop.stocked()
    with sink(READY | {PAPER_STATUS: 0x72}) as printer:
        plug(shop, printer.url)
        assert till_of(shop)["printer_trouble"] is None
        shop.sell(shop.line(product))
        work()
    assert till_of(shop)["printer_state"] == "trouble"
    assert till_of(shop)["printer_trouble"] == "Máy in hết giấy. Hãy thay cuộn giấy rồi in lại."
    assert till_of(shop, "en")["printer_trouble"].startswith("The printer is out of paper.")
    with sink(READY) as printer:
        plug(shop, printer.url)
        assert shop.api.post(f"/api/v1/tills/{shop.till}/try-printer").status == 202
        work()
        assert len(printer.jobs) == 1 and printer.last().cuts == 1, "the very slip that waited, not another one"
    assert jobs() == ["done"]
    assert (till_of(shop)["printer_state"], till_of(shop)["printer_trouble"]) == ("ready", None)


def test_a_closed_port_and_a_dead_printer_are_told_in_the_same_words(shop: TimedShop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(printers, "TIMEOUT_S", 0.2)
    product, told = shop.stocked(), set()
    with socket.create_server(("127.0.0.1", 0), backlog=0) as full, socket.create_connection(full.getsockname()):
        for port in (9, full.getsockname()[1]):
            plug(shop, f"tcp://127.0.0.1:{port}")
            shop.sell(shop.line(product))
            work()
            told.add(till_of(shop)["printer_trouble"])
    assert told == {"Máy in không trả lời. Hãy xem máy in đã bật và còn mạng chưa."}


@pytest.mark.parametrize(
    ("state", "last_error", "message"), [("expired", None, "chờ máy in quá lâu"), ("failed", "AssertionError: ", "báo quản lý")]
)
def test_a_technical_error_is_given_as_a_sentence(shop: TimedShop, state: str, last_error: str | None, message: str) -> None:
    plug(shop, "tcp://127.0.0.1:9")
    shop.sell(shop.line(shop.stocked()))
    work()
    transaction(lambda: execute(update(OutboxJob).values(state=state, last_error=last_error)))
    db.session.rollback()
    assert message in till_of(shop)["printer_trouble"]


def test_with_nothing_waiting_a_test_slip_is_printed(shop: TimedShop) -> None:
    path = f"/api/v1/tills/{shop.till}/try-printer"
    assert shop.api.post(path).code == "no_printer"
    assert shop.api.post("/api/v1/tills/NONE/try-printer").status == 404
    with sink(READY) as printer:
        plug(shop, printer.url)
        shop.api.post(path).ok(202)
        work()
        job = printer.last()
    assert job.cuts == 1 and job.drawers == []
    assert jobs() == ["done"]
