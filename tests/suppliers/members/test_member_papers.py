"""Whose share of a statement is what: on the pages of both sides, in the PDF and in the workbook; nowhere without members."""

from __future__ import annotations

import io

import pypdfium2
import pytest
import python_calamine

from core import clock
from tests.api.inside import LocalOutlet
from tests.conftest import AppOn
from tests.outlet import MANAGER, PASSWORD, Shop, uid
from tests.people.entry.outlet import Phone, on_phone, set_up


@pytest.fixture
def outlet(app_on: AppOn) -> LocalOutlet:
    return set_up(app_on("sqlite"))


def statement_of(outlet: LocalOutlet, member: str | None) -> str:
    """A statement over one sale of a lot."""
    shop = Shop(outlet.api)
    shop.open_shift()
    if member:
        outlet.api.put(f"/api/v1/producers/HTX-1/members/{member}", {"name": "Hộ Đào Văn Bến"}).ok(201)
    product = shop.product("HTX-1", 10_000)
    shop.agreement("HTX-1")
    shop.deliver("HTX-1", {"product": product, "quantity": "5"} | ({"member": member} if member else {}))
    shop.sell(shop.line(product, "2"))
    charge = {"uid": uid(), "amount_vnd": 7_000, "memo": "phí quầy"}
    outlet.api.post("/api/v1/producers/HTX-1/charges", charge).ok(201)
    day = clock.today().isoformat()
    return str(outlet.api.put(f"/api/v1/statements/{uid()}", {"producer": "HTX-1", "until": day}).ok(201)["uid"])


def test_pages_and_papers_split_a_statement_by_household(outlet: LocalOutlet) -> None:
    with outlet.app.app_context():
        statement = statement_of(outlet, "H1")
    path = f"/api/v1/statements/{statement}"
    manager = Phone(outlet.app)
    manager.post("/sign-in", {"username": MANAGER, "password": PASSWORD})
    for page in (manager.get(f"/statements/{statement}").text, on_phone(outlet).get(f"/portal/statements/{statement}").text):
        assert "Chia theo hộ" in page and "Hộ Đào Văn Bến" in page and "17.000" in page and "Không của hộ nào" in page
    pdf = pypdfium2.PdfDocument(outlet.api.get(path, format="pdf").body)
    text = " ".join(" ".join(page.get_textpage().get_text_range() for page in pdf).split())
    assert "Phụ lục 3. Chia theo hộ thành viên" in text and "Hộ Đào Văn Bến" in text
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(outlet.api.get(path, format="xlsx").body))
    rows = book.get_sheet_by_name("Chia theo hộ").to_python()
    assert [row[0] for row in rows[1:]] == ["Hộ Đào Văn Bến", "Không của hộ nào", "Cộng"]
    assert [row[-1] for row in rows[1:]] == [17_000, -7_000, 10_000]


def test_without_members_nothing_is_split(outlet: LocalOutlet) -> None:
    with outlet.app.app_context():
        statement = statement_of(outlet, None)
    path = f"/api/v1/statements/{statement}"
    assert "Chia theo hộ" not in on_phone(outlet).get(f"/portal/statements/{statement}").text
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(outlet.api.get(path, format="xlsx").body))
    assert "Chia theo hộ" not in book.sheet_names


def test_a_producer_keeps_its_households_on_the_portal_and_who_only_sees_has_no_form(outlet: LocalOutlet) -> None:
    phone, looker = on_phone(outlet), on_phone(outlet, "Trần Bình", rights=["see"])
    refused = phone.post("/portal/members", {"name": "", "phone": "0912345678"})
    assert refused.status_code == 422 and "0912345678" in refused.text and 'id="e-name-new"' in refused.text
    assert phone.post("/portal/members", {"name": "Hộ Soi", "phone": "0912 345 678"}).status_code == 302
    assert phone.post("/portal/members", {"name": "Hộ Bến"}).status_code == 302
    assert phone.post("/portal/members", {"code": "H1", "name": "Hộ Soi mới", "phone": "0912345678"}).status_code == 302
    listed = outlet.api.get("/api/v1/producers/HTX-1/members").ok()["items"]
    assert [(one["code"], one["name"]) for one in listed] == [("H1", "Hộ Soi mới"), ("H2", "Hộ Bến")]
    page = looker.get("/portal/members").text
    assert "Hộ Bến" in page and "09••••678" in page and 'action="/portal/members"' not in page
    assert looker.post("/portal/members", {"name": "Hộ Ba"}).status_code == 403


def test_the_portal_announces_whose_goods_come_and_a_change_keeps_it(outlet: LocalOutlet) -> None:
    outlet.api.put("/api/v1/producers/HTX-1/members/H1", {"name": "Hộ Soi"}).ok(201)
    with outlet.app.app_context():
        product, day = Shop(outlet.api).product("HTX-1"), clock.today().isoformat()
    phone, announced = on_phone(outlet), uid()
    form = {"uid": announced, "expected_on": day, "product": product, "quantity": "3", "member": "H1"}
    assert phone.post("/portal/announcements", form).status_code == 302
    assert outlet.api.get(f"/api/v1/announcements/{announced}").ok()["lines"][0]["member"] == "H1"
    assert '<option value="H1" selected>' in phone.get(f"/portal/announcements/{announced}").text
