"""A bank's statement: shown first, written all or nothing, the same money once whatever comes first or again."""

from __future__ import annotations

import base64
import io
import re
from datetime import timedelta
from typing import Any

import pytest

from core import clock
from core.people.permits import Role
from office.imports.importing import empty_old_files
from tests.journeys.inside import MANAGER, Inside, TimedShop
from tests.outlet import now, uid
from tests.signed_in import sign_in_as

HEAD = "Ngày giao dịch;Ghi nợ;Ghi có;Nội dung;Số tham chiếu"


@pytest.fixture
def shop(inside: Inside) -> TimedShop:
    return inside.shop()


def transfer(shop: TimedShop, reference: str, amount_vnd: int = 10_000) -> Any:
    product = shop.stocked(amount_vnd)
    paid = [{"method": "vietqr", "amount_vnd": amount_vnd, "reference": reference}]
    return shop.sell(shop.line(product, "1", amount_vnd), payments=paid)


def body(text: str, **more: Any) -> dict[str, Any]:
    file = base64.b64encode(text.encode()).decode()
    return {"uid": uid(), "kind": "bank_file", "file": file, "name": "sao-ke.csv"} | more


def send(shop: TimedShop, *rows: str, head: str = HEAD, **more: Any) -> Any:
    return shop.api.post("/api/v1/imports", body("\n".join((head, *rows)), **more))


def commit(shop: TimedShop, sent: Any) -> Any:
    return shop.api.post(f"/api/v1/imports/{sent['uid']}/commit", {"uid": uid()})


def row(shop: TimedShop, amount: str, text: str, reference: str = "", debit: str = "") -> str:
    return f"{clock.local(clock.now()):%d/%m/%Y %H:%M};{debit};{amount};{text};{reference}"


def state(shop: TimedShop, sale: Any) -> str:
    return str(shop.api.get(f"/api/v1/sales/{sale['uid']}").ok()["payments"][0]["state"])


def test_a_file_is_shown_first_and_confirms_transfers_when_it_is_committed(shop: TimedShop) -> None:
    sale = transfer(shop, "OCOP 12")
    rows = (
        row(shop, "10.000", "NGUYEN VAN A ocop 12", "FT1"),
        row(shop, "7.000", "khac", "FT2"),
        row(shop, "", "phi", "FT3", "1.100"),
    )
    sent = send(shop, *rows).ok(201)
    assert [(x["row"], x["does"], x["errors"]) for x in sent["rows"]] == [(2, "create", []), (3, "create", []), (4, "same", [])]
    assert sent["columns"]["credit"] == "Ghi có" and sent["committed_at"] is None
    assert state(shop, sale) == "unconfirmed", "showing writes nothing"
    done = commit(shop, sent).ok(201)
    assert done["creates"] == 2 and done["committed_at"]
    assert state(shop, sale) == "confirmed"


def test_the_same_file_twice_changes_nothing(shop: TimedShop) -> None:
    rows = (row(shop, "5.000", "chuyen tien"), row(shop, "5.000", "chuyen tien"), row(shop, "6.000", "x", "FT9"))
    commit(shop, send(shop, *rows).ok(201)).ok(201)
    again = send(shop, *rows).ok(201)
    assert [x["does"] for x in again["rows"]] == ["same", "same", "same"]
    assert commit(shop, again).ok(201)["creates"] == 0
    longer = send(shop, *rows, row(shop, "5.000", "chuyen tien")).ok(201)
    assert [x["does"] for x in longer["rows"]] == ["same", "same", "same", "create"], "a third like the two is new money"


def test_money_that_the_banks_program_announced_before_is_not_new(shop: TimedShop) -> None:
    for number in ("casso-1", "FT7"):
        notice = {"id": number, "amount_vnd": 8_000, "description": "Chuyển tiền  mua gạo", "at": now()}
        shop.api.post("/api/v1/bank-notices", notice).ok(201)
    rows = [row(shop, "8.000", "chuyen tien mua gao", reference) for reference in ("FT7", "FT8", "FT99")]
    assert [x["does"] for x in send(shop, *rows).ok(201)["rows"]] == ["same", "same", "create"]


def test_the_banks_program_may_come_after_the_file(shop: TimedShop) -> None:
    sale = transfer(shop, "OCOP 77")
    commit(shop, send(shop, row(shop, "10.000", "OCOP 77", "FT5")).ok(201)).ok(201)
    told = shop.api.post("/api/v1/bank-notices", {"id": "FT5", "amount_vnd": 10_000, "description": "OCOP 77", "at": now()})
    assert told.ok(201)["matched"] and told.json["sale"] == sale["uid"]


def test_money_that_came_before_its_sale_is_matched_by_the_sale(shop: TimedShop) -> None:
    commit(shop, send(shop, row(shop, "10.000", "OCOP 31", "FT5")).ok(201)).ok(201)
    assert transfer(shop, "OCOP 31")["payments"][0]["state"] == "confirmed"


def test_one_row_that_is_refused_keeps_all_out_and_says_which_cell(shop: TimedShop) -> None:
    sale = transfer(shop, "OCOP 12")
    sent = send(shop, row(shop, "10.000", "OCOP 12", "FT1"), "32/13/2026;;abc;x;FT2").ok(201)
    refused = sent["rows"][1]
    assert refused["does"] == "refused" and [e["column"] for e in refused["errors"]] == ["Ngày giao dịch", "Ghi có"]
    assert "32/13/2026" in refused["errors"][0]["message"]
    assert commit(shop, sent).code == "import_refused"
    assert state(shop, sale) == "unconfirmed"


def test_a_sum_at_the_end_is_no_row(shop: TimedShop) -> None:
    sent = send(shop, row(shop, "10.000", "OCOP 12", "FT1"), "Tổng cộng;0;10.000;;").ok(201)
    assert len(sent["rows"]) == 1


def test_columns_that_somebody_chose_are_remembered_for_files_with_the_same_heads(shop: TimedShop) -> None:
    head = "Khi nào;Vào;Chữ"
    rows = (f"{clock.today():%d/%m/%Y};4.000;abc",)
    unknown = send(shop, *rows, head=head).ok(201)
    assert [x["does"] for x in unknown["rows"]] == ["refused"] and unknown["heads"] == ["Khi nào", "Vào", "Chữ"]
    columns = {"day": "Khi nào", "credit": "Vào", "description": "Chữ"}
    assert commit(shop, send(shop, *rows, head=head, columns=columns).ok(201)).ok(201)["creates"] == 1
    known = send(shop, f"{clock.today():%d/%m/%Y};9.000;abc", head=head).ok(201)
    assert known["columns"] == columns and [x["does"] for x in known["rows"]] == ["create"]
    assert send(shop, *rows, head=head, columns={"day": "Không có"}).status == 422
    assert send(shop, *rows, head=head, columns={"dayy": "Vào"}).status == 422


def test_a_file_waits_a_day_for_its_commit(inside: Inside, shop: TimedShop) -> None:
    sent = send(shop, row(shop, "10.000", "OCOP 12", "FT1")).ok(201)
    with clock.time_travel(clock.now() + timedelta(days=1, minutes=1)):
        assert commit(shop, sent).code == "import_ended"
        assert empty_old_files() == 1 and empty_old_files() == 0
        assert shop.api.get(f"/api/v1/imports/{sent['uid']}").code == "import_ended"


def test_a_file_that_was_imported_says_so_once_its_day_has_passed(shop: TimedShop) -> None:
    sent = send(shop, row(shop, "10.000", "OCOP 12", "FT1")).ok(201)
    commit(shop, sent).ok(201)
    with clock.time_travel(clock.now() + timedelta(days=1, minutes=1)):
        assert empty_old_files() == 1
        assert shop.api.get(f"/api/v1/imports/{sent['uid']}").code == "closed"


def test_a_repeat_of_a_file_or_a_commit_gets_the_first_answer(shop: TimedShop) -> None:
    document = body("\n".join((HEAD, row(shop, "10.000", "OCOP 12", "FT1"))))
    first = shop.api.post("/api/v1/imports", document).ok(201)
    assert shop.api.post("/api/v1/imports", document).ok(200) == first
    press = {"uid": uid()}
    path = f"/api/v1/imports/{first['uid']}/commit"
    assert shop.api.post(path, press).ok(201) == shop.api.post(path, press).ok(200)
    assert commit(shop, first).ok(201)["committed_at"], "another press writes nothing more"


def test_what_is_no_table_is_refused_at_its_field(shop: TimedShop) -> None:
    for content in (b"\x89PNG\r\n\x1a\n\x00\x00", b"", b"PK\x03\x04xx"):
        answer = shop.api.post("/api/v1/imports", body("") | {"file": base64.b64encode(content).decode()})
        assert (answer.status, answer.json["errors"][0]["field"]) == (422, "file")
    assert shop.api.post("/api/v1/imports", body("x") | {"file": "kein base64!"}).status == 422


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.MANAGER])
def test_only_a_manager_imports(inside: Inside, shop: TimedShop, role: Role) -> None:
    theirs = inside.as_role(role, shop.producer() if role is Role.PRODUCER else None)
    assert theirs.post("/api/v1/imports", body("x")).status == 403


@pytest.mark.parametrize("file_format", ["xlsx", "csv"])
def test_the_template_is_a_file_that_can_be_imported(shop: TimedShop, file_format: str) -> None:
    template = shop.api.get("/api/v1/imports/template", kind="bank_file", format=file_format).body
    sent = shop.api.post("/api/v1/imports", body("") | {"file": base64.b64encode(template).decode()}).ok(201)
    assert [x["does"] for x in sent["rows"]] == ["create"]
    assert len(sent["columns"]) == 6


class Office:
    """The manager's browser."""

    def __init__(self, inside: Inside) -> None:
        self.client = inside.app.test_client()
        sign_in_as(inside.app, self.client, MANAGER)

    def get(self, path: str) -> str:
        return self.client.get(path).text

    def post(self, path: str, page: str, **form: Any) -> tuple[str, str]:
        """Sends a form with the token of a page; answers the page it leads to and its address."""
        found = re.search(r'name="csrf_token" value="([^"]+)"', self.get(page))
        assert found
        shown = self.client.post(path, data=form | {"csrf_token": found[1]}, follow_redirects=True)
        return shown.text, shown.request.path


def test_a_person_matches_what_no_reference_says(inside: Inside, shop: TimedShop) -> None:
    sale, other = transfer(shop, "OCOP 12"), transfer(shop, "OCOP 13", 20_000)
    commit(shop, send(shop, row(shop, "10.000", "khong ghi gi", "FT1"), row(shop, "3.000", "la", "FT2")).ok(201)).ok(201)
    office = Office(inside)
    address = "/reports/transfers"
    page = office.get(address)
    pair = f"FT1|{sale['uid']}|1"
    assert pair in page and "2 khoản tiền về chưa biết của đơn nào" in page and "không có đơn nào cùng số tiền" in page
    wrong, _ = office.post(address, address, pair=f"FT1|{other['uid']}|1")
    assert "Số tiền báo có khác" in wrong and state(shop, other) == "unconfirmed"
    assert "Đã xác nhận 1 khoản" in office.post(address, address, pair=pair)[0]
    assert state(shop, sale) == "confirmed"
    assert inside.gaps() == []


def test_the_page_shows_a_file_asks_for_columns_and_writes_it(inside: Inside, shop: TimedShop) -> None:
    sale = transfer(shop, "OCOP 12")
    office = Office(inside)
    day = f"{clock.today():%d/%m/%Y}"
    file = (io.BytesIO(f"Khi;Vào;Chữ\n{day};10.000;OCOP 12".encode()), "sao-ke.csv")
    shown, address = office.post("/imports", "/imports", kind="bank_file", file=file)
    assert "Chưa biết cột nào là cột nào" in shown
    columns = {"column-day": "Khi", "column-credit": "Vào", "column-description": "Chữ"}
    assert "Sẽ thêm 1 dòng" in office.post(f"{address}/columns", address, **columns)[0]
    assert "Đã nhập 1 dòng" in office.post(f"{address}/commit", address)[0]
    assert "không có gì mới" in office.post(f"{address}/commit", "/imports")[0], "a second tap writes nothing and says so"
    assert state(shop, sale) == "confirmed"
    assert "Chọn một tệp" in office.post("/imports", "/imports", kind="bank_file")[0]
