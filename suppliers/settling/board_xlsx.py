"""The board of a month's end as a workbook: where each producer stands, and what is owed from one balance to the next."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from core import clock
from core.i18n import N_
from core.i18n import gettext as _
from core.printing.fonts import clean
from core.text.formats import day as day_text
from core.text.labels import say
from suppliers.settling.board import Board, BoardRow
from suppliers.settling.roll_forward import FIGURES, Moved, total

if TYPE_CHECKING:
    from xlsxwriter.format import Format

_HEADINGS = {
    "opening_vnd": N_("Đầu kỳ"),
    "owed_vnd": N_("+ HTX được hưởng"),
    "charges_vnd": N_("− Chi phí"),
    "adjustments_vnd": N_("± Điều chỉnh"),
    "paid_vnd": N_("− Đã trả"),
    "received_vnd": N_("+ Đã thu"),
    "closing_vnd": N_("= Cuối kỳ"),
    "age_30_vnd": N_("Nợ đến 30 ngày"),
    "age_60_vnd": N_("31–60 ngày"),
    "age_90_vnd": N_("61–90 ngày"),
    "older_vnd": N_("Quá 90 ngày"),
}
_HEAD_ROW = 3


def board_xlsx(board: Board, moved: Sequence[Moved], first: date, outlet: str) -> bytes:
    """The workbook, in the present language: days are days, money is numbers, each sheet names the outlet and the period."""
    import xlsxwriter  # takes up room in every server, and few ask for a sheet

    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        styles = {
            "head": book.add_format({"bold": True, "bottom": 1, "text_wrap": True}),
            "title": book.add_format({"bold": True, "font_size": 14}),
            "money": book.add_format({"num_format": "#,##0;−#,##0"}),
            "total": book.add_format({"num_format": "#,##0;−#,##0", "bold": True, "top": 1}),
            "day": book.add_format({"num_format": "dd/mm/yyyy", "align": "left"}),
        }
        period = _("Từ %(first)s đến %(last)s", first=day_text(first), last=day_text(board.until))
        rows = [row for row in board.rows if row.closing_vnd or row.statement or row.lines]
        page = book.add_worksheet(_("Thanh toán"))
        _fill(page, styles, f"{outlet} · {period}", _("Thanh toán nhà sản xuất"), [_of(row) for row in rows])
        page = book.add_worksheet(_("Phải trả"))
        lines = [_moved(row) for row in moved]
        _fill(page, styles, f"{outlet} · {period}", _("Phải trả nhà sản xuất"), lines, _moved(total(moved)) if moved else None)
    return out.getvalue()


Cells = dict[str, object]
Styles = Mapping[str, "Format"]


def _of(row: BoardRow) -> Cells:
    return {
        _("Mã nhà sản xuất"): row.producer,
        _("Nhà sản xuất"): row.name,
        _("Bước"): say(row.step, "board_step"),
        _("Số bảng"): row.number or "",
        _("Ngày chốt"): clock.day_of(row.issued_at) if row.issued_at else None,
        _("Ngày đồng ý"): clock.day_of(row.accepted_at) if row.accepted_at else None,
        _("Cuối kỳ"): row.closing_vnd,
        _("Đến hạn trả"): row.due_vnd,
        _("Giữ lại"): row.held_vnd,
        _("Đã trả"): row.paid_vnd,
        _("Phiếu chi"): row.payment.number if row.payment else "",
        _("Câu hỏi"): row.question or "",
    }


def _moved(row: Moved) -> Cells:
    figures = {_(_HEADINGS[figure]): getattr(row, figure) for figure in FIGURES}
    return {_("Mã nhà sản xuất"): row.producer, _("Nhà sản xuất"): row.name} | figures


def _fill(page: Any, styles: Styles, about: str, title: str, rows: Sequence[Cells], totals: Cells | None = None) -> None:
    page.write_string(0, 0, clean(title), styles["title"])
    page.write_string(1, 0, clean(about))
    if not rows:
        return
    for column, heading in enumerate(rows[0]):
        page.set_column(column, column, 34 if column == 1 else 16)
        page.write_string(_HEAD_ROW, column, clean(heading), styles["head"])
    for n, row in enumerate(rows, _HEAD_ROW + 1):
        for column, value in enumerate(row.values()):
            _write(page, n, column, value, styles)
    for column, value in enumerate((totals or {}).values()):
        page.write(_HEAD_ROW + 1 + len(rows), column, value, styles["total"])
    page.freeze_panes(_HEAD_ROW + 1, 2)
    page.autofilter(_HEAD_ROW, 0, _HEAD_ROW + len(rows), len(rows[0]) - 1)


def _write(page: Any, row: int, column: int, value: object, styles: Styles) -> None:
    match value:
        case None:
            return
        case date():
            page.write_datetime(row, column, value, styles["day"])
        case int():
            page.write_number(row, column, value, styles["money"])
        case _:
            page.write_string(row, column, clean(str(value)))
