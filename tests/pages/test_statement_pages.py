"""Pages of statements: a question stays in sight, and a long statement comes in parts."""

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
from suppliers.portal import pages as portal_pages
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
    for module in (statement_pages, portal_pages):
        monkeypatch.setattr(module, "LINES_PAGE", 2)
    monkeypatch.setattr(portal_pages, "LINES_AT_ONCE", 2)
    for n in range(1, 6):
        owe(site, n)
    path = close(office)
    seen, onward = [], f"{path}"
    while onward:
        page = office.get(onward).text
        seen.append(re.findall(r"khoản (\d)", page))
        more = re.search(r'<div class="pager">\s*<a class="btn"\s+href="([^"]+)"', page)
        onward = more[1].replace("&amp;", "&") if more else ""
    assert seen == [["1", "2"], ["3", "4"], ["5"]]

    closed = producer.get(f"/portal{path}").text
    assert "khoản 1" not in closed
    assert f"?day={today()}#day-{today()}" in closed
    opened = producer.get(f"/portal{path}?day={today()}").text
    assert re.findall(r"khoản (\d)", opened) == ["1", "2"]
    last = row_of(site, "SELECT uid FROM book_line ORDER BY id DESC LIMIT 1")["uid"]
    question_form = producer.get(f"/portal{path}?ask={last}").text
    assert re.findall(r"khoản (\d)", question_form) == ["5"]
    assert 'name="message"' in question_form


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
