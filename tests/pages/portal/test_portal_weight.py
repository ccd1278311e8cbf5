"""The portal on a cheap phone: what a page weighs, how many requests it takes, and a statement of thousands of lines."""

from __future__ import annotations

import html
import re
import time
from datetime import date

from sqlalchemy import insert, select

from core.db import execute, fetch_one, transaction
from core.values.uid import new_uid
from suppliers.models import BookLine
from tests.journeys.inside import Inside
from tests.outlet import uid
from tests.pages.portal.phone import phone_of

DAY = date(2026, 11, 20)
FIRST_PAGE, LONG_STATEMENT = 60_000, 100_000
"""Bytes: of the first page with all it needs, compressed; of a long statement's page as it is."""
PACKED = {"Accept-Encoding": "br, gzip"}
FILES = re.compile(r'<(?:link rel="(?:stylesheet|icon)" href|script src|img src)="([^"]+)"')


def test_the_first_page_is_light_and_takes_one_request_when_it_is_warm(inside: Inside) -> None:
    with inside.on(DAY):
        shop = inside.shop()
        producer = shop.producer()
        shop.agreement(producer)
        for n in range(12):
            product = shop.product(producer, name=f"Sản phẩm thứ {n} của hợp tác xã")
            shop.deliver(producer, {"product": product, "quantity": "50", "best_before": "2026-11-25"})
            shop.sell(shop.line(product, "2"))
        phone = phone_of(inside, producer)
        page, text = phone.get("/portal", headers=PACKED), phone.page("/portal")
        files = [html.unescape(each) for each in FILES.findall(text)]
        answers = [phone.get(each, headers=PACKED) for each in files]
        assert len(files) == 2, "the sheet and the icon"
        assert all("immutable" in answer.headers["Cache-Control"] for answer in answers), "a warm page asks for none of them"
        assert len(page.data) + sum(len(answer.data) for answer in answers) <= FIRST_PAGE
        assert "<script" not in text


def test_a_statement_of_five_thousand_lines_opens_at_once(inside: Inside) -> None:
    with inside.on(DAY):
        shop = inside.shop()
        producer = shop.producer()
        product = shop.product(producer)
        shop.agreement(producer, holding_days=3)
        shop.deliver(producer, {"product": product, "quantity": "50"})
        shop.sell(shop.line(product))
        transaction(lambda: _many(5_000))
        made = shop.api.put(f"/api/v1/statements/{uid()}", {"producer": producer, "until": DAY.isoformat()}).ok(201)
        phone = phone_of(inside, producer)
        path = f"/portal/statements/{made['uid']}"
        for address in (path, f"{path}/lines?day={DAY}"):
            taken = []
            for _ in range(4):
                begun = time.process_time()
                page = phone.get(address)
                taken.append(time.process_time() - begun)
            assert "5.002 dòng" in page.text or "5002 dòng" in page.text
            assert len(page.data) <= LONG_STATEMENT
            assert min(taken) <= 0.3


def _many(how_many: int) -> None:
    """Copies of the line of the one sale."""
    sold = fetch_one(select(BookLine.__table__).where(BookLine.kind == "sold"))
    assert sold is not None
    line = {name: value for name, value in sold.items() if name not in {"id", "uid"}}
    execute(insert(BookLine), [{**line, "uid": new_uid()} for _ in range(how_many)])
