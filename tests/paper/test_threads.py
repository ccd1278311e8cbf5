"""Several people print at once: every paper is as if it had been printed alone."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from core.printing.papers import SlipFormat
from inventory.labels.files import run_pdf
from inventory.labels.stocks import LabelStock
from suppliers.papers.statement_pdf import statement_pdf
from tests.paper.examples import MIXED_BASKET, NOODLES, ON_PAPER, POTATOES, receipt_file, statement


@pytest.fixture
def _frequent_switches() -> Iterator[None]:
    """Makes the interpreter switch threads as often as possible."""
    usual = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    yield
    sys.setswitchinterval(usual)


@pytest.mark.usefixtures("_frequent_switches")
def test_papers_of_several_threads_do_not_mix() -> None:
    other = statement(number="ĐS-ẰẲỮ-Ỵ")

    def papers(_: int) -> tuple[bytes, ...]:
        return (
            statement_pdf(statement(), **ON_PAPER),
            statement_pdf(other, **{**ON_PAPER, "names": {}}),
            run_pdf([(NOODLES, 1), (POTATOES, 1)] * 4, LabelStock.A4_24),
            receipt_file(MIXED_BASKET, SlipFormat.PNG),
            receipt_file(MIXED_BASKET, SlipFormat.PDF),
            receipt_file(MIXED_BASKET, SlipFormat.ESCPOS),
            receipt_file(MIXED_BASKET, SlipFormat.ESCPOS, 58),
        )

    alone = papers(0)
    with ThreadPoolExecutor(6) as threads:
        assert all(together == alone for together in threads.map(papers, range(8)))
