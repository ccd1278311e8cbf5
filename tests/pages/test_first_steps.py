"""A new outlet is led from its first producer to its first sale, and not into a corner."""

from __future__ import annotations

import pytest
from flask import Flask

from core import setup
from tests.pages.office import AGREEMENT, PASSWORD, PRODUCT, Browser, inside

STEPS = ("/producers/new", "/products/new", "/stock/receive", "/people", "/sell")


@pytest.fixture
def new(site: Flask) -> Browser:
    """An outlet that has been named and nothing more."""
    inside(site, lambda: setup.first_run("Điểm bán thử", "quanly", PASSWORD))
    return Browser(site)


def _steps(office: Browser) -> str:
    text: str = office.get("/reports/today").text
    return text.partition('id="first-steps"')[2].partition("</section>")[0]


def test_a_new_outlet_lists_its_first_steps_in_order(new: Browser) -> None:
    steps = _steps(new)
    assert [steps.index(f'href="{step}"') for step in STEPS] == sorted(steps.index(f'href="{step}"') for step in STEPS)
    producer = {"code": "NSX1", "name": "HTX Thử", "kind": "cooperative", "commune": "Đại Xuân"}
    assert new.post("/producers/new", producer).status_code == 302
    steps = _steps(new)
    assert 'href="/producers"' in steps and 'href="/producers/new"' not in steps
    assert 'href="/producers/NSX1/agreements/new"' in steps
    assert new.post("/products/new", PRODUCT).status_code == 302
    assert new.post("/producers/NSX1/agreements/new", AGREEMENT).status_code == 302
    steps = _steps(new)
    assert 'href="/products"' in steps and 'href="/agreements"' in steps and 'href="/stock/receive"' in steps


def test_without_a_managers_pin_the_people_page_warns(new: Browser, site: Flask) -> None:
    assert "Chưa quản lý nào có PIN" in new.get("/people").text and 'href="/people"' in _steps(new)
    assert new.post("/account/pin", {"password": PASSWORD, "pin": "246810"}, "/account").status_code == 302
    assert "Chưa quản lý nào có PIN" not in new.get("/people").text


def test_a_product_needs_a_producer_first(new: Browser) -> None:
    page = new.get("/products/new").text
    assert 'href="/producers/new"' in page and 'name="unit"' not in page


def test_receiving_leads_to_the_agreement_that_is_missing(new: Browser) -> None:
    producer = {"code": "NSX1", "name": "HTX Thử", "kind": "cooperative", "commune": "Đại Xuân"}
    assert new.post("/producers/new", producer).status_code == 302
    assert new.post("/products/new", PRODUCT).status_code == 302
    page = new.get("/stock/receive?producer=NSX1").text
    assert 'href="/producers/NSX1/agreements/new"' in page and 'name="quantity"' not in page
    assert new.post("/producers/NSX1/agreements/new", AGREEMENT).status_code == 302
    assert 'name="quantity"' in new.get("/stock/receive?producer=NSX1&goods=GAO").text


def test_goods_with_a_plu_are_not_sold_by_the_piece(office: Browser) -> None:
    """The decimals are fixed by the first lot, so the form refuses the mistake before that."""
    form = {**PRODUCT, "code": "KHOAI", "barcodes": "", "plu": "00123", "places": "0"}
    refused = office.post("/products/new", form)
    assert refused.status_code == 422 and "chọn 0,001" in refused.text
    assert office.post("/products/new", {**form, "places": "3"}).status_code == 302


@pytest.mark.parametrize(
    ("report", "message"),
    [
        ("expiring", "Không có lô nào sắp hết hạn"),
        ("stock-age", "Chưa có hàng trong kho"),
        ("statements", "Chưa có bảng thanh toán nào"),
        ("losses", "Không có dòng nào"),
    ],
)
def test_an_empty_report_says_what_there_is_none_of(new: Browser, report: str, message: str) -> None:
    assert message in new.get(f"/reports/{report}").text
