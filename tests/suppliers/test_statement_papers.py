"""A statement's files, made from the books."""

from __future__ import annotations

import io
from datetime import date

import pypdfium2
import pytest
import python_calamine

from core.people.permits import Role
from suppliers.papers import statement_files
from tests.journeys.inside import Inside
from tests.outlet import uid


def pdf_text(inside: Inside, statement: str) -> str:
    """The text of a statement's PDF."""
    pages = pypdfium2.PdfDocument(inside.api.get(f"/api/v1/statements/{statement}", format="pdf").body)
    return " ".join(" ".join(page.get_textpage().get_text_range() for page in pages).split())


def test_the_lines_of_a_paper_name_the_cause_of_a_loss_and_every_memo(inside: Inside) -> None:
    shop = inside.shop()
    product = shop.stocked()
    producer = shop.producer_of(product)
    (lot,) = (row["lot"] for row in shop.api.all("/api/v1/stock", product=product))
    loss = {"place": shop.place, "note": "rơi vỡ", "lines": [{"lot": lot, "quantity": "1", "cause": "damage"}]}
    shop.api.put(f"/api/v1/losses/{uid()}", loss).ok(201)
    on_hand = shop.api.all("/api/v1/stock", product=product)[0]["on_hand"]
    count = {"place": shop.place, "lines": [{"lot": lot, "counted": str(int(on_hand) - 2)}]}
    shop.api.put(f"/api/v1/counts/{uid()}", count).ok(201)
    charge = {"uid": uid(), "amount_vnd": 7_000, "memo": "damage: phí quầy"}
    shop.api.post(f"/api/v1/producers/{producer}/charges", charge).ok(201)
    statement = uid()
    shop.api.put(f"/api/v1/statements/{statement}", {"producer": producer, "until": shop.sale()["sold_at"][:10]}).ok(201)

    text = pdf_text(inside, statement)
    path = f"/api/v1/statements/{statement}"
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(shop.api.get(path, format="xlsx").body))
    texts = [str(row[2]) for row in book.get_sheet_by_name("Từng dòng").to_python()]
    for expected in ("hỏng, vỡ: rơi vỡ", "thiếu khi kiểm kê", "damage: phí quầy"):
        assert expected in text
        assert any(cell.endswith(expected) for cell in texts)


def test_an_old_statements_paper_keeps_the_terms_it_was_issued_under(inside: Inside) -> None:
    with inside.on(date(2026, 10, 1)):
        shop = inside.shop()
        product = shop.stocked()
        producer = shop.producer_of(product)
        number = shop.api.all("/api/v1/agreements", producer=producer)[0]["number"]
        shop.agreement(producer, starts_on="2021-01-01", ends_on="2021-12-31")
    with inside.on(date(2026, 10, 31)):
        shop.sell(shop.line(product))
        october, november = uid(), uid()
        shop.api.put(f"/api/v1/statements/{october}", {"producer": producer, "until": "2026-10-31"}).ok(201)
    with inside.on(date(2026, 11, 1)):
        terms = [{**shop.TERM, "rate_bp": 2500, "vat_kept_by": "outlet"}]
        body = {"producer": producer, "starts_on": "2020-01-01", "terms": terms}
        shop.api.put(f"/api/v1/agreements/{number}", body).ok(200)
        shop.sell(shop.line(product))
        shop.api.put(f"/api/v1/statements/{november}", {"producer": producer, "until": "2026-11-01"}).ok(201)
    earlier = pdf_text(inside, october).replace("\u00a0", " ")
    assert f"Căn cứ hợp đồng số {number}, bản 1 áp dụng từ 01/01/2020." in earlier
    assert "Hoa hồng 15 %" in earlier and "giá có thuế, thuế GTGT do nhà sản xuất kê khai" in earlier
    later = pdf_text(inside, november).replace("\u00a0", " ")
    assert f"Căn cứ hợp đồng số {number}, bản 2 áp dụng từ 01/01/2020." in later
    assert "Hoa hồng 25 % và thuế GTGT" in later and "giá có thuế, thuế GTGT do điểm bán kê khai" in later


def test_a_stored_answer_says_what_one_made_now_would_say(inside: Inside, monkeypatch: pytest.MonkeyPatch) -> None:
    shop = inside.shop()
    product = shop.stocked()
    producer = shop.producer_of(product)
    shop.sell(shop.line(product))
    statement = uid()
    shop.api.put(f"/api/v1/statements/{statement}", {"producer": producer, "until": shop.sale()["sold_at"][:10]}).ok(201)
    path = f"/api/v1/statements/{statement}"
    line = shop.api.get(path).ok()["lines"][0]["uid"]
    readers = {"staff": shop.api, "producer": shop.api.as_(inside.token(Role.PRODUCER, producer=producer))}

    def check() -> None:
        for reader, api in readers.items():
            monkeypatch.setattr(statement_files, "MANY_LINES", 1_000)
            now = api.get(path)
            monkeypatch.setattr(statement_files, "MANY_LINES", 0)
            for _ in range(2):  # the first one is stored, the second one read
                assert api.get(path).body == now.body, reader
        sale = [reader for reader, api in readers.items() if "sale/" in api.get(path).body.decode()]
        assert sale == ["staff"], "which sale it was is not the producer's business"

    check()
    shop.api.post(f"{path}/query", {"uid": uid(), "line": line, "message": "sao lại thế"}).ok(201)
    check()
    shop.api.post(f"{path}/answer", {"uid": uid(), "line": line, "message": "đã đếm lại"}).ok(201)
    readers["producer"].post(f"{path}/accept", {}).ok()
    check()
    amount = shop.api.get(path).ok()["money"]["payable_vnd"]
    payout = {"producer": producer, "statement": statement, "amount_vnd": amount, "method": "bank"}
    shop.api.put(f"/api/v1/payouts/{uid()}", payout).ok(201)
    check()
    row = shop.api.get(f"/api/v1/products/{product}").ok()
    shop.api.put(f"/api/v1/products/{product}", {**row, "name": "Tên mới"}).ok()
    check()
