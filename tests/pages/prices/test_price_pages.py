"""Prices on pages: planned and withdrawn on a product's, proposed on the portal, answered by the manager."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from flask import Flask

from core.people.permits import Role
from core.values.uid import new_uid
from tests.pages.office import PASSWORD, Browser, add, row_of, today

TOMORROW = (today() + timedelta(days=1)).isoformat()


@pytest.fixture
def producer(office: Browser, site: Flask) -> Browser:
    """The producer, signed in to the portal."""
    add(site, "htx", Role.PRODUCER, password=PASSWORD, producer="NSX1")
    return Browser(site, "htx")


def proposal_form(**more: str) -> dict[str, str]:
    return {"uid": new_uid(), "product": "GAO", "price_vnd": "24.000", "from": TOMORROW, "note": "giống tăng", **more}


def test_a_price_is_planned_and_withdrawn_on_the_page_of_a_product(office: Browser, site: Flask) -> None:
    done = office.post("/products/GAO/prices", {"from": TOMORROW, "price_vnd": "23,5k"}, "/products/GAO")
    assert done.headers["Location"] == "/products/GAO#prices"
    page = office.get("/products/GAO").text
    assert "23.500" in page and "sẽ áp dụng" in page
    withdrawn = office.post(f"/products/GAO/prices/{TOMORROW}/withdraw", {}, "/products/GAO")
    assert withdrawn.headers["Location"] == "/products/GAO#prices"
    assert row_of(site, "SELECT count(*) AS n FROM planned_price")["n"] == 0


@pytest.mark.parametrize(("from_", "price", "field"), [("", "23000", "from"), (today().isoformat(), "23000", "from"),
                                                       (TOMORROW, "hai chục", "price_vnd-planned")])  # fmt: skip
def test_a_wrong_plan_is_refused_at_its_field_and_kept(office: Browser, from_: str, price: str, field: str) -> None:
    refused = office.post("/products/GAO/prices", {"from": from_, "price_vnd": price}, "/products/GAO")
    assert refused.status_code == 422 and f'id="e-{field}"' in refused.text
    assert f'value="{price}"' in refused.text and 'value="22.000"' in refused.text


def test_a_proposal_waits_on_the_managers_day_and_its_answer_stands_on_the_portal(
    office: Browser, producer: Browser, site: Flask
) -> None:
    assert producer.post("/portal/prices", proposal_form(), "/portal/prices").headers["Location"] == "/portal/prices#proposals"
    assert "chờ trả lời" in producer.get("/portal/prices").text
    waiting = re.search(r'href="(/products/GAO#proposal-([0-9a-f-]+))"', office.get("/reports/today").text)
    assert waiting
    page = office.get("/products/GAO").text
    assert f'id="proposal-{waiting[2]}"' in page and "giống tăng" in page
    answer = {"uid": new_uid(), "note": "Đồng ý, cảm ơn HTX."}
    path = f"/price-proposals/{waiting[2]}/approve"
    assert office.post(path, answer, "/products/GAO").status_code == 302
    assert office.post(path, answer, "/products/GAO").status_code == 302, "a second press changes nothing"
    assert row_of(site, "SELECT price_vnd FROM planned_price")["price_vnd"] == 24_000
    portal = producer.get("/portal/prices").text
    assert "được duyệt" in portal and "Đồng ý, cảm ơn HTX." in portal
    assert "#proposal-" not in office.get("/reports/today").text
    again = office.post(f"/price-proposals/{waiting[2]}/refuse", {"uid": new_uid(), "note": "thôi"}, "/products/GAO")
    assert again.status_code == 409


def test_a_refusal_that_is_too_long_keeps_what_was_written(office: Browser, producer: Browser) -> None:
    producer.post("/portal/prices", proposal_form(), "/portal/prices")
    form = re.search(r'action="(/price-proposals/[0-9a-f-]+)/approve"', office.get("/products/GAO").text)
    assert form
    refused = office.post(f"{form[1]}/refuse", {"uid": new_uid(), "note": "x" * 501}, "/products/GAO")
    assert refused.status_code == 422 and "x" * 501 in refused.text and 'id="e-note-1"' in refused.text
    assert office.post(f"{form[1]}/refuse", {"uid": new_uid(), "note": "để sau Tết"}, "/products/GAO").status_code == 302
    assert "không được duyệt" in producer.get("/portal/prices").text


@pytest.mark.parametrize(
    ("change", "field"), [({"product": ""}, "product"), ({"price_vnd": "x"}, "price_vnd"), ({"from": "2020-01-01"}, "from")]
)
def test_a_wrong_proposal_is_refused_at_its_field_and_kept(producer: Browser, change: dict[str, str], field: str) -> None:
    refused = producer.post("/portal/prices", proposal_form(**change), "/portal/prices")
    assert refused.status_code == 422 and f'id="e-{field}"' in refused.text and "giống tăng" in refused.text


def test_what_is_told_of_a_product_survives_its_form(office: Browser, site: Flask) -> None:
    page = office.get("/products/GAO").text
    assert 'name="story"' in page and 'name="usage"' in page
    form = {"name": "Gạo tẻ", "producer": "NSX1", "unit": "kg", "places": "3", "price_vnd": "22.000", "vat": "KCT"}
    told = {"story": "Bãi sông.\r\nGặt tay.", "usage": "Vo nhẹ.", "priority_group": "2", "plan_year": "2026"}
    assert office.post("/products/GAO", form | told, "/products/GAO").status_code == 302
    assert dict(row_of(site, "SELECT story, usage, priority_group, plan_year FROM product")) == {
        "story": "Bãi sông.\nGặt tay.",
        "usage": "Vo nhẹ.",
        "priority_group": 2,
        "plan_year": 2026,
    }
    page = office.get("/products/GAO").text
    assert "Bãi sông.\nGặt tay." in page and re.search(r'<option value="2" selected>\s*nhóm 2', page)
