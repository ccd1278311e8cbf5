"""The receipt as a page, on the real application's templates."""

from __future__ import annotations

from dataclasses import replace

from flask import Flask

from core.printing.papers import SlipFormat
from pos.receipts.receipt import ReceiptItem
from tests.paper.examples import MIXED_BASKET, receipt_file


def _page(app: Flask, **changes: object) -> str:
    with app.test_request_context("/"):
        return receipt_file(replace(MIXED_BASKET, **changes), SlipFormat.HTML).decode()  # type: ignore[arg-type]


def test_the_page_says_what_the_paper_says(app: Flask) -> None:
    page = _page(app)
    assert page.startswith("<!doctype html>")
    for phrase in ("ĐIỂM BÁN OCOP QUẾ VÕ", "2026-004128", "435.500\u00a0₫", "Khoai tây Quế Võ", "không phải hóa đơn", "<svg"):
        assert phrase in page


def test_the_page_obeys_our_content_policy(app: Flask) -> None:
    page = _page(app)
    assert "style=" not in page
    assert "<style" not in page


def test_names_are_text_not_markup(app: Flask) -> None:
    page = _page(app, items=[ReceiptItem("<script>x</script>", 1000, "cái", 1, 0, 1)])
    assert "<script>x" not in page
    assert "&lt;script&gt;x" in page
