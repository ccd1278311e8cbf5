"""A statement's files, made from the books."""

from __future__ import annotations

import io

import pypdfium2
import python_calamine

from tests.journeys.inside import Inside
from tests.outlet import uid


def test_a_papers_lines_say_a_losss_cause_in_words_and_every_memo(inside: Inside) -> None:
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

    path = f"/api/v1/statements/{statement}"
    pages = pypdfium2.PdfDocument(shop.api.get(path, format="pdf").body)
    text = " ".join(" ".join(page.get_textpage().get_text_range() for page in pages).split())
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(shop.api.get(path, format="xlsx").body))
    said = [str(row[2]) for row in book.get_sheet_by_name("Từng dòng").to_python()]
    for words in ("hỏng, vỡ: rơi vỡ", "thiếu khi kiểm kê", "damage: phí quầy"):
        assert words in text
        assert any(cell.endswith(words) for cell in said)
