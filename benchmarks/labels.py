"""How long labels take as a PDF: a hundred different lots, each with its own code, on sheets and on a roll."""

from __future__ import annotations

import statistics
import time
from dataclasses import replace

from inventory.labels.examples import lot_label
from inventory.labels.files import Run, run_pdf
from inventory.labels.stocks import LabelStock

PIECES, ROUNDS = 100, 7
STOCKS = (LabelStock.A4_24, LabelStock.A4_65, LabelStock.ROLL_50X30)


def labels_pdf_ms() -> dict[LabelStock, float]:
    """Milliseconds of 100 different labels, by stock: the median of some rounds after a warm-up, none with a code seen before."""
    return {stock: statistics.median(_rounds_ms(stock)[1:]) for stock in STOCKS}


def _rounds_ms(stock: LabelStock) -> list[float]:
    took = []
    for n in range(ROUNDS + 1):
        run = _different(f"{stock.name}{n}")
        start = time.perf_counter()
        run_pdf(run, stock)
        took.append((time.perf_counter() - start) * 1000)
    return took


def _different(name: str) -> Run:
    label = lot_label()
    base = label.link.partition("/10/")[0]
    lots = [f"{name}-{n:03}" for n in range(PIECES)]
    return [(replace(label, lot=lot, product_name=f"Mỳ gạo {lot}", link=f"{base}/10/{lot}?17=271120"), 1) for lot in lots]


if __name__ == "__main__":
    for stock, ms in labels_pdf_ms().items():
        print(f"labels_pdf_ms.{stock}={ms:.0f}")
