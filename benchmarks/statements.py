"""How long the paper of a statement of sixty products takes, from its figures to the bytes of the PDF.

Each is of another number and other prices. `python -m benchmarks.statements` measures nothing else.
"""

from __future__ import annotations

import statistics
import time
from dataclasses import replace

from core.money import Vnd
from suppliers.papers import examples
from suppliers.papers.statement_pdf import statement_pdf
from suppliers.results import StatementResult

ROWS, PAPERS = 60, 40


def statement(n: int) -> StatementResult:
    """A statement of sixty products, like no other one; without a day of issue, which would need an outlet."""
    of = examples.statement()
    goods = []
    for row in range(ROWS):
        like = of.goods[row % 3]
        price = replace(like.prices[0], unit_price_vnd=Vnd(20_000 + 100 * row + n), gross_vnd=Vnd(9_000_000 + 1_000 * row + n))
        goods.append(replace(like, product=f"SP{row:02}", prices=[price]))
    return replace(of, number=f"ĐS-2026-{n:04}", goods=goods, issued_at=None)


def statements() -> dict[str, str]:
    """Milliseconds of the first paper and of those after it, on the clock and of the processor, and the size of one."""
    names = {f"SP{row:02}": f"Dưa gang muối Việt Hùng, mẻ {row}" for row in range(ROWS)}
    parties, terms = examples.parties(), examples.terms()
    took_ms, worked_ms, pdf = [], [], b""
    for n in range(PAPERS):
        paper = statement(n)
        began, began_work = time.perf_counter(), time.process_time()
        pdf = statement_pdf(paper, parties=parties, names=names, terms=terms)
        took_ms.append((time.perf_counter() - began) * 1000)
        worked_ms.append((time.process_time() - began_work) * 1000)
    return {
        "statement60_first_ms": f"{took_ms[0]:.1f}",
        "statement60_p50_ms": f"{statistics.median(took_ms[1:]):.1f}",
        "statement60_cpu_p50_ms": f"{statistics.median(worked_ms[1:]):.1f}",
        "statement60_kb": f"{len(pdf) / 1000:.1f}",
    }


if __name__ == "__main__":
    for key, value in statements().items():
        print(f"{key}={value}")
