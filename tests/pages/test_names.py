"""Pages show people, places and states by their names, not by the codes in the books."""

from __future__ import annotations

import json

from flask import Flask
from sqlalchemy import update

from core.db import execute
from core.models import Person
from core.values.uid import new_uid
from tests.pages.office import PASSWORD, Browser, inside, row_of, today

DELIVERY = {
    "producer": "NSX1", "place": "QUAY", "product": "GAO", "quantity": "12,5", "made_on": "", "best_before": "", "lot": "A/1",
}  # fmt: skip


def receive(office: Browser, site: Flask) -> None:
    """Receives one delivery, as a manager with a name of her own."""
    inside(site, lambda: execute(update(Person).where(Person.username == "quanly").values(name="Nguyễn Thị Lan")))
    answer = office.post("/stock/receive", {**DELIVERY, "uid": new_uid(), "delivered_on": today().isoformat()})
    assert answer.status_code == 302, answer.text


def test_a_delivery_names_who_recorded_it(office: Browser, site: Flask) -> None:
    receive(office, site)
    page = office.get("/stock/deliveries").text.split("<table", 1)[1].split("</table>")[0]
    assert "Nguyễn Thị Lan" in page
    assert "quanly" not in page


def test_a_name_nobody_has_any_more_stays_as_it_was_written(office: Browser, site: Flask) -> None:
    receive(office, site)
    inside(site, lambda: execute(update(Person).where(Person.username == "quanly").values(username="lan")))
    assert "quanly" in office.get("/stock/deliveries").text.split("<table", 1)[1]


def test_reports_name_their_columns_and_places(office: Browser, site: Flask) -> None:
    receive(office, site)
    stock = office.get("/reports/stock-age").text.split("<table", 1)[1].split("</table>")[0]
    assert ">Quầy<" in stock
    assert "QUAY" not in stock
    office.post("/producers/NSX1/corrections", {"uid": new_uid(), "kind": "adjustment", "amount_vnd": "50.000", "memo": "bù"})
    office.post("/producers/NSX1/statement", {"uid": new_uid(), "until": today().isoformat()})
    headers = office.get("/reports/statements").text.split("<thead", 1)[1].split("</thead>")[0]
    assert "Trạng thái" in headers
    assert ">Tên<" not in headers


def test_a_producers_page_says_who_of_theirs_signs_in(office: Browser, site: Flask) -> None:
    page = office.get("/producers/NSX1").text
    assert "/producers/NSX1/people" in page
    form = office.get("/people?producer=NSX1").text.split('id="new"', 1)[1]
    assert '<option value="producer" selected>' in form and '<option value="NSX1" selected>' in form
    person = {"name": "Bà Chủ nhiệm", "username": "htx", "role": "producer", "producer": "NSX1", "password": "mat-khau-dai"}
    refused = office.post("/people", person | {"producer": "NSX-LA"})
    assert refused.status_code == 422 and "Không có nhà sản xuất này." in refused.text
    assert office.post("/people", person).status_code == 302
    page = office.get("/producers/NSX1").text
    assert "Bà Chủ nhiệm" in page and "/people?producer=NSX1" not in page


def test_the_first_manager_gets_a_name_of_her_own(office: Browser, site: Flask) -> None:
    me = row_of(site, "SELECT id, password_hash FROM person")
    assert office.post(f"/people/{me['id']}", {"name": " Nguyễn Thị Lan ", "password": "", "pin": ""}).status_code == 302
    assert "Nguyễn Thị Lan" in office.get("/producers").text.split('class="me"', 1)[1].split("</div>")[0]
    assert row_of(site, "SELECT password_hash FROM person")["password_hash"] == me["password_hash"]
    audit = row_of(site, "SELECT subject, before, after FROM audit_line WHERE action = 'person.renamed'")
    changed = [json.loads(audit[name]) for name in ("before", "after")]
    assert audit["subject"] == "quanly" and changed == [{"name": "quanly"}, {"name": "Nguyễn Thị Lan"}]
    refused = office.post(f"/people/{me['id']}", {"name": " ", "password": "mat-khau-khac-1"})
    assert refused.status_code == 409 and f'id="e-name-{me["id"]}"' in refused.text
    assert row_of(site, "SELECT password_hash FROM person")["password_hash"] == me["password_hash"]


def test_a_person_s_name_is_recorded_as_people_see_it(office: Browser, site: Flask) -> None:
    form = {"name": "\u200b\u00d0ỗ Thu\u00a0Hà\ufeff", "username": "\u200bthuha", "role": "cashier", "pin": "1357"}
    assert office.post("/people", form).status_code == 302
    assert row_of(site, "SELECT name FROM person WHERE username = 'thuha'")["name"] == "\u0110ỗ Thu\u00a0Hà"
    person = row_of(site, "SELECT id FROM person WHERE username = 'thuha'")["id"]
    for name in ("\u200b\u2060", "\u0301", "Hà\x07", "Hà" * 101):
        assert office.post("/people", {**form, "username": "khac", "name": name}).status_code == 422
        assert office.post(f"/people/{person}", {"name": name}).status_code >= 400
    assert row_of(site, "SELECT name FROM person WHERE username = 'thuha'")["name"] == "\u0110ỗ Thu\u00a0Hà"


def test_an_outlet_and_a_sign_in_name_lose_what_no_screen_shows(site: Flask) -> None:
    browser = Browser(site, None)
    form = {"name": "\u200b\u2060", "username": "quanly", "password": PASSWORD}
    refused = browser.post("/first-run", form, "/first-run")
    assert refused.status_code == 422 and "Chưa điền tên điểm bán." in refused.text
    named = browser.post("/first-run", {**form, "name": "\u00d0iểm bán\u200b", "username": "quanly\ufeff"}, "/first-run")
    assert named.status_code == 302
    assert row_of(site, "SELECT name FROM outlet")["name"] == "\u0110iểm bán"
    assert Browser(site, "\u200bquanly\u00a0")
