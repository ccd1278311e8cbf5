"""Pages name people, places and states in words, not by the codes the books keep."""

from __future__ import annotations

from flask import Flask
from sqlalchemy import update

from core.db import write
from core.models import Person
from core.uid import new_uid
from tests.pages.office import Browser, inside, today

DELIVERY = {
    "producer": "NSX1", "place": "QUAY", "product": "GAO", "quantity": "12,5", "made_on": "", "best_before": "", "lot": "A/1",
}  # fmt: skip


def received(office: Browser, site: Flask) -> None:
    """One delivery, by a manager with a name of her own."""
    inside(site, lambda: write(update(Person).where(Person.username == "quanly").values(name="Nguyễn Thị Lan")))
    answer = office.post("/stock/receive", {**DELIVERY, "uid": new_uid(), "delivered_on": today().isoformat()})
    assert answer.status_code == 302, answer.text


def test_a_delivery_names_who_recorded_it(office: Browser, site: Flask) -> None:
    received(office, site)
    page = office.get("/stock/deliveries").text.split("<table", 1)[1].split("</table>")[0]
    assert "Nguyễn Thị Lan" in page
    assert "quanly" not in page


def test_a_name_nobody_has_any_more_stays_as_it_was_written(office: Browser, site: Flask) -> None:
    received(office, site)
    inside(site, lambda: write(update(Person).where(Person.username == "quanly").values(username="lan")))
    assert "quanly" in office.get("/stock/deliveries").text.split("<table", 1)[1]


def test_reports_head_their_columns_and_places_in_words(office: Browser, site: Flask) -> None:
    received(office, site)
    stock = office.get("/reports/stock-age").text.split("<table", 1)[1].split("</table>")[0]
    assert ">Quầy<" in stock
    assert "QUAY" not in stock
    office.post("/producers/NSX1/corrections", {"uid": new_uid(), "kind": "adjustment", "amount_vnd": "50.000", "memo": "bù"})
    office.post("/producers/NSX1/statement", {"uid": new_uid(), "until": today().isoformat()})
    heads = office.get("/reports/statements").text.split("<thead", 1)[1].split("</thead>")[0]
    assert "Trạng thái" in heads
    assert ">Tên<" not in heads
