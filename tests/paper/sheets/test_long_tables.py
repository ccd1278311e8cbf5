"""A table of thousands of lines: nothing is lost between its pages, and it reads and stands as a short one does."""

from __future__ import annotations

import random

import pytest
from flask import Flask
from reportlab.platypus import Flowable

from core.printing.fonts import reportlab_lock
from core.printing.sheets.long_tables import long_table
from core.printing.sheets.pages import Ending, make_pdf
from core.printing.sheets.sizes import SHEETS, SheetSize
from core.printing.sheets.tables import Column, table
from tests.paper.sheets.reading import overlaps, pages, pieces

WIDTH = SHEETS[SheetSize.A4].text_width
COLUMNS = [Column("Ngày"), Column("Sản phẩm, lý do", wide=True), Column("Lô"), Column("Số lượng", figures=True)]
TOTAL = ["", "Cộng", "", "1.234.567"]


def row(n: int) -> list[str]:
    return ["04/11/2026", f"Dưa gang muối số {n:04d}", f"L{n:05d}", f"{n * 37 % 1000}"]


def paper(lines: Flowable) -> bytes:
    return make_pdf([Ending(lines, [])], SheetSize.A4, title="t", author="a", foot="f", language="vi")


@pytest.mark.parametrize("count", [1, 2, 40, 41, 42, 43, 44, 300])
def test_every_line_stands_once_under_a_head_and_the_total_never_alone(app: Flask, count: int) -> None:
    rows = [row(n) for n in range(count)]
    with reportlab_lock():
        read = pages(pdf := paper(long_table(COLUMNS, rows, WIDTH, TOTAL)))
    assert all(text.count("Sản phẩm, lý do") == 1 for text in read)
    assert [" ".join(read).count(name) for _day, name, *_more in rows] == [1] * count
    assert read[-1].count("Cộng") == 1 and " ".join(read).count("Cộng") == 1
    assert f"số {count - 1:04d}" in read[-1]
    assert not any(overlaps(pdf, page) for page in range(len(read)))


def test_it_stands_as_a_short_table_does(app: Flask) -> None:
    rows = [row(n) for n in range(20)]
    with reportlab_lock():
        short = pieces(paper(table(COLUMNS, rows, WIDTH, TOTAL)))
        long = pieces(paper(long_table(COLUMNS, rows, WIDTH, TOTAL)))
    assert [piece.text for piece in long] == [piece.text for piece in short]
    for ours, theirs in zip(long, short, strict=True):
        assert (ours.left, ours.bottom) == pytest.approx((theirs.left, theirs.bottom), abs=0.06)


def test_names_break_between_words_and_figures_never(app: Flask) -> None:
    made = random.Random(5)
    long_name = " ".join(["gạo", "nếp", "cái", "hoa", "vàng"] * 9)
    rows = [
        ["04/11/2026", long_name, "L1", "123.456.789.012"],
        ["05/11/2026", "".join(made.choice("abcđê") for _n in range(200)), "L2", "5\u00a0kg"],
        ["06/11/2026", "\x07nấu \u202erượu", "L3", ""],
    ]
    with reportlab_lock():
        pdf = paper(long_table(COLUMNS, rows, WIDTH, None))
    said = pages(pdf)[0]
    assert long_name in said and "123.456.789.012" in said and rows[1][1] in said.replace(" ", "") and "nấu rượu" in said
    edge = SHEETS[SheetSize.A4].side + WIDTH
    assert max(piece.right for piece in pieces(pdf)) <= edge + 0.5 and not overlaps(pdf)
