"""What a sale's slip says, compared with the API's answer figure by figure, in every form it comes in."""

from __future__ import annotations

import re
from typing import Any

import pytest
from flask import Flask

from benchmarks.papers import sale
from core.printing.devices.settings import usual_settings
from core.printing.papers import SlipFormat
from core.printing.skins.files import slip_file
from core.text.formats import amount, qty_text
from pos.receipts.papers import REFUND, SALE
from pos.receipts.slips import slip_of
from tests.journeys.inside import Inside, TimedShop


@pytest.fixture
def shop(inside: Inside) -> TimedShop:
    """A shop whose requests follow the test's clock."""
    return inside.shop()


def words(text: str) -> str:
    """A text without how it is broken into lines, and without markup."""
    return " ".join(re.sub(r"<[^>]+>", " ", text).replace("\u00a0", " ").split())


def figures_of(answer: dict[str, Any]) -> list[str]:
    """The figures of a sale's answer as people write them, in the order in which its slip has them."""
    lines = [
        part
        for line in answer["lines"]
        for part in (f"{qty_text(line['quantity'])}", amount(line["unit_price_vnd"]), amount(line["net_vnd"]))
    ]
    paid = [amount(payment["tendered_vnd"] or payment["amount_vnd"]) for payment in answer["payments"]]
    return [answer["number"], *lines, amount(answer["total_vnd"]), *paid, amount(answer["change_vnd"])]


def in_order(figures: list[str], text: str) -> str | None:
    """The first figure that does not stand behind the one before; None if all do."""
    at = 0
    for figure in figures:
        found = re.compile(rf"(?<![\d.,]){re.escape(figure)}(?![\d.,]*\d)").search(text, at)
        if found is None:
            return figure
        at = found.end()
    return None


@pytest.mark.parametrize("paper_mm", [58, 80])
def test_the_figures_of_a_sale_are_those_of_the_answer(shop: TimedShop, app: Flask, paper_mm: int) -> None:
    weighed, counted = shop.stocked(22_000, unit="kg"), shop.stocked(135_000, unit="túi", places=0)
    lines = [shop.line(weighed, "1.25", 22_000), shop.line(counted, "2", 135_000, discount_vnd=27_000)]
    cash = {"method": "cash", "amount_vnd": 270_500, "tendered_vnd": 500_000}
    sold = shop.sell(*lines, payments=[cash], total_vnd=270_500)
    answer = shop.api.get(f"/api/v1/sales/{sold['uid']}").ok()
    with app.test_request_context("/"):
        assert SALE.make is not None
        slip = SALE.make(sold["uid"], 0)
        for format in (SlipFormat.TEXT, SlipFormat.HTML):
            text = words(slip_file(slip, format, usual_settings(paper_mm)).decode())
            assert in_order(figures_of(answer), text) is None, text
    assert answer["change_vnd"] == 229_500


def test_a_refund_says_its_own_figures_and_the_number_of_its_sale(shop: TimedShop, app: Flask) -> None:
    sold = shop.sell(shop.line(shop.stocked(), "3", discount_vnd=3_000))
    refund = shop.refund(sold["uid"], 1, "2").ok(201)
    with app.test_request_context("/"):
        assert REFUND.make is not None
        slip = REFUND.make(refund["uid"], 0)
        text = words(slip_file(slip, SlipFormat.TEXT, usual_settings(58)).decode())
    (line,) = refund["lines"]
    wanted = [refund["number"], sold["number"], qty_text(line["quantity"]), amount(line["net_vnd"]), amount(refund["total_vnd"])]
    assert in_order(wanted, text) is None, text


@pytest.mark.parametrize(("paper_mm", "most_bytes"), [(80, 40_000), (58, 36_000)])
def test_a_slip_of_twelve_goods_is_a_small_job(app: Flask, paper_mm: int, most_bytes: int) -> None:
    with app.test_request_context("/"):
        sizes = [len(slip_file(slip_of(sale(n)), SlipFormat.ESCPOS, usual_settings(paper_mm))) for n in (1, 150)]
    assert max(sizes) <= most_bytes
