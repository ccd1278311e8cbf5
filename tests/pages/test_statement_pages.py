"""Pages of statements: a question stays in sight, a long statement comes in parts; and bank accounts that wait."""

from __future__ import annotations

import re
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import insert

from core import clock
from core.db import execute, transaction
from core.people.actor import SYSTEM
from core.people.permits import Role
from core.values.uid import new_uid
from suppliers import payouts
from suppliers.models import Statement
from suppliers.pages import statements as statement_pages
from suppliers.portal import lines as portal_lines
from suppliers.requests import AdjustmentRequest
from tests.pages.office import PASSWORD, Browser, add, inside, row_of, today


def owe(site: Flask, amount_vnd: int) -> None:
    document = AdjustmentRequest(uid=new_uid(), amount_vnd=amount_vnd, memo=f"khoản {amount_vnd}")
    inside(site, lambda: payouts.adjust("NSX1", document, SYSTEM))


def close(office: Browser) -> str:
    form = {"uid": new_uid(), "until": today().isoformat()}
    return str(office.post("/producers/NSX1/statement", form).headers["Location"])


def issue_later_ones(how_many: int) -> None:
    """Newer statements of the producer, without lines."""
    sums = dict.fromkeys(("opening_vnd", "closing_vnd", "payable_vnd", "paid_vnd", "line_count"), 0)
    of = {"producer_code": "NSX1", "from_day": today(), "until_day": today(), "issued_at": clock.now(), "issued_by": "quanly"}
    later: list[dict[str, Any]] = [
        {**of, **sums, "uid": new_uid(), "number": f"ĐS-9000-{n}", "year": 9000, "year_sequence": n, "sequence": n + 1}
        for n in range(1, how_many + 1)
    ]
    execute(insert(Statement), later)


@pytest.fixture
def producer(office: Browser, site: Flask) -> Browser:
    """The producer's own sign-in."""
    add(site, "htx", Role.PRODUCER, password=PASSWORD, producer="NSX1")
    return Browser(site, "htx")


def test_a_question_stays_on_the_day_of_manager_and_producer(office: Browser, producer: Browser, site: Flask) -> None:
    owe(site, 1_000)
    path = close(office)
    line = row_of(site, "SELECT uid FROM book_line")["uid"]
    assert producer.post(f"/portal{path}/ask", {"line": line, "message": "Công gì vậy?"}).status_code == 302
    with site.app_context():
        transaction(lambda: issue_later_ones(230))
    assert f"{path}#questions" in office.get("/reports/today").text
    assert f'href="/portal{path}"' in producer.get("/portal").text
    assert office.post(f"{path}/answer", {"line": line, "message": "Công đóng túi."}).status_code == 302
    assert f"{path}#questions" not in office.get("/reports/today").text


def test_the_lines_of_a_long_statement_come_in_parts(
    office: Browser, producer: Browser, site: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (statement_pages, portal_lines):
        monkeypatch.setattr(module, "LINES_PAGE", 2)
    for n in range(1, 6):
        owe(site, n)
    path = close(office)
    assert "khoản 1" not in producer.get(f"/portal{path}").text, "the lines have pages of their own"
    for browser, first in ((office, path), (producer, f"/portal{path}/lines?day={today()}")):
        seen, onward = [], first
        while onward:
            page = browser.get(onward).text
            seen.append(re.findall(r"khoản (\d)", page))
            more = re.search(r'<div class="pager">\s*<a class="btn"\s+href="([^"]+)"', page)
            onward = more[1].replace("&amp;", "&") if more else ""
        assert seen == [["1", "2"], ["3", "4"], ["5"]]
    assert office.get(f"/portal{path}").location == path, "the code on the paper brings a manager to her own page"


def test_statements_of_a_producer_go_on_where_they_stopped(office: Browser, producer: Browser, site: Flask) -> None:
    with site.app_context():
        transaction(lambda: issue_later_ones(60))
    for browser, path in ((office, "/producers/NSX1"), (producer, "/portal/statements")):
        numbers: list[int] = []
        while path:
            page = browser.get(path).text
            numbers += [int(n) for n in re.findall(r">ĐS-9000-(\d+)</a>", page)]
            more = re.search(r'<div class="pager">\s*<a class="btn"\s+href="([^"]+)"', page)
            path = more[1].replace("&amp;", "&").partition("#")[0] if more else ""
        assert numbers == list(range(60, 0, -1))


PRODUCER = {"name": "HTX Thử", "kind": "cooperative", "commune": "Đại Xuân", "bank_bin": "970436", "bank_holder": "HTX THU"}
OLD, NEW = "0123456789", "9876543210"


def _changed(office: Browser) -> None:
    for number in (OLD, NEW):
        assert office.post("/producers/NSX1/edit", {**PRODUCER, "bank_account": number}).status_code == 302


def _form(page: str, verb: str) -> dict[str, str]:
    """The hidden fields of the form that confirms or refuses."""
    form = page.split(f"bank-account/{verb}")[1].split("</form>")[0]
    fields = dict(re.findall(r'name="(\w+)"\s+value="([^"]*)"', form))
    return {name: value for name, value in fields.items() if name != "csrf_token"}


def test_both_accounts_stand_on_the_managers_day_and_another_manager_confirms(office: Browser, site: Flask) -> None:
    add(site, "quanly2", Role.MANAGER, password=PASSWORD)
    _changed(office)
    for address in ("/reports/today", "/producers/NSX1"):
        own = office.get(address).text
        assert OLD in own and NEW in own and "bank-account/refuse" in own
        assert "bank-account/confirm" not in own, "who changed it is not asked to confirm it"
    other = Browser(site, "quanly2")
    day = other.get("/reports/today").text
    assert other.post("/producers/NSX1/bank-account/confirm", _form(day, "confirm")).status_code == 302
    page = other.get("/producers/NSX1").text
    assert NEW in page and OLD not in page and "bank-account" not in page


def test_what_was_not_read_is_not_confirmed(office: Browser, site: Flask) -> None:
    add(site, "quanly2", Role.MANAGER, password=PASSWORD)
    _changed(office)
    other = Browser(site, "quanly2")
    read = _form(other.get("/producers/NSX1").text, "confirm")
    office.post("/producers/NSX1/edit", {**PRODUCER, "bank_account": "6666600000"})
    assert other.post("/producers/NSX1/bank-account/confirm", read).status_code == 409
    assert OLD in other.get("/producers/NSX1").text


def test_the_outlets_own_account_is_refused_in_the_settings(office: Browser) -> None:
    form = {
        "name": "Điểm bán thử", "cash_rounding_vnd": "0", "cashier_discount_limit_bp": "10", "near_expiry_days": "7",
        "paper_language": "vi", "weight_label": "2FPPPPPGGGGGC", "bank_bin": "970436",
    }  # fmt: skip
    for number in (OLD, NEW):
        office.post("/settings/outlet", {**form, "bank_account": number})
    page = office.get("/settings").text
    assert OLD in page and NEW in page
    assert office.post("/settings/bank-account/refuse", _form(page, "refuse")).status_code == 302
    assert NEW not in office.get("/settings").text


def test_a_producer_reads_of_the_change_and_closes_the_message(office: Browser, site: Flask) -> None:
    _changed(office)
    add(site, "htx", Role.PRODUCER, password=PASSWORD, producer="NSX1")
    own = Browser(site, "htx")
    home = own.get("/portal").text
    assert "···6789 (970436, HTX THU)" in home and "···3210" in home
    message = re.search(r"/portal/messages/([0-9a-f-]{36})/read", home)
    assert message
    assert own.post(message[0], {}).status_code == 302
    assert "/portal/messages/" not in own.get("/portal").text
    assert own.post(f"/portal/messages/{new_uid()}/read", {}).status_code == 404
