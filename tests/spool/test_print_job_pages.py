"""The page of print jobs: what waits and why, and the buttons that try again, cancel and print elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from flask import Flask

from tests.conftest import AppOn
from tests.journeys.inside import Inside
from tests.outlet import MANAGER, PASSWORD, Shop, uid
from tests.pages.office import Browser
from tests.paper.loopback import READY, Sink, sink
from tests.pos.test_refund_slips import plug, work

PAGE = "/settings/printers/jobs"
DEAD = "tcp://127.0.0.1:9"


@pytest.fixture
def app(app_on: AppOn) -> Flask:
    """An outlet with no context pushed: what a request leaves behind must not reach the next one."""
    return app_on("sqlite")


@pytest.fixture
def shop(app: Flask) -> Shop:
    """A till whose printer is off, and a slip that waits for it."""
    with app.app_context():
        shop = Inside(app).shop()
        plug(shop, DEAD)
        shop.sell(shop.line(shop.stocked()))
        work()
    return shop


@pytest.fixture
def other(app: Flask, shop: Shop) -> Iterator[Sink]:
    """A printer of the outlet that prints."""
    with sink(READY) as printer:
        with app.app_context():
            shop.api.put("/api/v1/printers", {"uri": printer.url, "name": "Máy in kho", "paper_mm": 80, "dots": 576}).ok(201)
        yield printer


@pytest.fixture
def office(app: Flask, shop: Shop) -> Browser:
    """The manager's browser."""
    browser = Browser(app, None)
    browser.post("/sign-in", {"username": MANAGER, "password": PASSWORD})
    return browser


def press(app: Flask, office: Browser, verb: str, **typed: str) -> str:
    """Presses a button of the first row; answers the page that follows."""
    page = office.get(PAGE).text
    job = re.search(r"/settings/printers/jobs/(\d+)/", page)
    assert job is not None
    assert office.post(f"{PAGE}/{job[1]}/{verb}", {"uid": uid(), **typed}, PAGE).status_code == 302
    with app.app_context():
        work()
    return office.get(PAGE).text


def test_a_waiting_slip_says_why_and_is_cancelled(app: Flask, office: Browser) -> None:
    page = office.get(PAGE).text
    assert "Phiếu bán hàng" in page and "đang chờ" in page and "Máy in không trả lời." in page
    assert "Đã thử 1 lần" in page
    cancelled = press(app, office, "cancel")
    assert "Đã hủy, phiếu này không in nữa." in cancelled and "Thử lại" not in cancelled
    assert "Phiếu này đã hủy." in press(app, office, "retry"), "a page that is older than what happened"


def test_a_slip_is_printed_on_another_printer_and_again(app: Flask, office: Browser, other: Sink) -> None:
    assert "Đã gửi tới Máy in kho." in press(app, office, "again", printer=other.url)
    assert len(other.jobs) == 1
    assert "in lại lần 1" in press(app, office, "again")
    assert len(other.jobs) == 2
    assert "Điểm bán không có máy in này." in press(app, office, "again", printer="tcp://127.0.0.1:99")


def test_the_filters_narrow_and_an_empty_list_leads_on(office: Browser, other: Sink) -> None:
    assert "Phiếu bán hàng" in office.get(f"{PAGE}?state=waiting&printer={DEAD}").text
    nothing = office.get(f"{PAGE}?state=printed").text
    assert "Không có phiếu nào như vậy" in nothing and "Xem tất cả" in nothing
    assert office.get(f"{PAGE}?state=lost&after=1").status_code == 200


def test_an_outlet_that_printed_nothing_is_told_what_prints(app_on: AppOn) -> None:
    app = app_on("sqlite")
    with app.app_context():
        Inside(app)
    office = Browser(app, None)
    office.post("/sign-in", {"username": MANAGER, "password": PASSWORD})
    assert "Chưa gửi phiếu nào tới máy in" in office.get(PAGE).text
