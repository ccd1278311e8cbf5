"""Reports as files: CSV that spreadsheets open without guessing, and workbooks. People's words never become formulas."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping
from typing import Any

import xlsxwriter
from flask_babel import gettext as _

from core.i18n import N_
from core.printing.fonts import clean

_NUMBER = re.compile(r"-?\d+(\.\d+)?", re.ASCII)
_RISKY = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%")
QUANTITIES = frozenset({"quantity", "on_hand"})

TITLES: dict[str, str] = {
    "key": N_("Mã"),
    "label": N_("Tên"),
    "sales": N_("Số đơn"),
    "quantity": N_("Số lượng"),
    "gross_vnd": N_("Tiền hàng"),
    "discount_vnd": N_("Giảm giá"),
    "net_vnd": N_("Tiền bán"),
    "vat_vnd": N_("Thuế GTGT"),
    "owed_vnd": N_("Phải trả nhà sản xuất"),
    "kept_vnd": N_("Điểm bán giữ"),
    "refunds_vnd": N_("Khách trả hàng"),
    "producer": N_("Mã nhà sản xuất"),
    "producer_name": N_("Nhà sản xuất"),
    "product": N_("Mã sản phẩm"),
    "name": N_("Tên sản phẩm"),
    "lot": N_("Lô"),
    "place": N_("Nơi để"),
    "on_hand": N_("Tồn kho"),
    "unit": N_("ĐVT"),
    "delivered_on": N_("Ngày nhận"),
    "age_days": N_("Số ngày tồn kho"),
    "best_before": N_("Hạn sử dụng"),
    "days_left": N_("Số ngày còn lại"),
    "recalled": N_("Thu hồi"),
    "value_vnd": N_("Giá trị"),
    "state": N_("Trạng thái"),
    "cause": N_("Lý do"),
    "number": N_("Số"),
    "uid": N_("Mã chứng từ"),
    "from": N_("Từ ngày"),
    "until": N_("Đến ngày"),
    "opening_vnd": N_("Số dư đầu kỳ"),
    "closing_vnd": N_("Số dư cuối kỳ"),
    "payable_vnd": N_("Được trả"),
    "paid_vnd": N_("Đã trả"),
    "left_vnd": N_("Còn được trả"),
    "till": N_("Máy"),
    "till_name": N_("Tên máy"),
    "opened_at": N_("Mở ca lúc"),
    "opened_by": N_("Người mở"),
    "cashier_name": N_("Thu ngân"),
    "closed_at": N_("Đóng ca lúc"),
    "sales_vnd": N_("Tiền bán"),
    "opening_float_vnd": N_("Tiền đầu ca"),
    "cash_in_vnd": N_("Nộp vào két"),
    "cash_out_vnd": N_("Rút khỏi két"),
    "payouts_vnd": N_("Chi trả từ két"),
    "expected_vnd": N_("Phải có"),
    "counted_vnd": N_("Đếm được"),
    "difference_vnd": N_("Chênh lệch"),
    "unconfirmed_vnd": N_("Chuyển khoản chưa xác nhận"),
    "at": N_("Lúc"),
    "by": N_("Tài khoản duyệt"),
    "by_name": N_("Người duyệt"),
    "asked_by": N_("Tài khoản đề nghị"),
    "asked_by_name": N_("Người đề nghị"),
    "kind": N_("Loại"),
    "kind_label": N_("Tên loại"),
    "document": N_("Mã chứng từ"),
    "total_vnd": N_("Tổng tiền"),
    "commune": N_("Xã, phường"),
    "stars": N_("Sao"),
    "stars_label": N_("Hạng sao"),
    "producers": N_("Số nhà sản xuất"),
    "products": N_("Số sản phẩm"),
}
"""How people read the columns; message ids."""


def headers(result: Mapping[str, Any]) -> dict[str, str]:
    """The columns of a report in order, by name, with their titles in the present language; none when nothing tells them."""
    columns = result["items"][0] if result["items"] else _OF_SALES if "by" in result else ()
    return {name: str(_(TITLES[name])) if name in TITLES else name for name in columns}


_OF_SALES = (
    "key", "label", "sales", "quantity", "gross_vnd", "discount_vnd", "net_vnd", "vat_vnd", "owed_vnd", "kept_vnd", "refunds_vnd",
)  # fmt: skip


def csv_bytes(result: Mapping[str, Any]) -> bytes:
    """A report as CSV in UTF-8 with a byte order mark: the first line names the fields, the last holds the totals.

    Without an item there are no totals, and only the sales report names its fields.
    """
    out = io.StringIO(newline="")
    file = csv.writer(out, lineterminator="\r\n")
    names = list(headers(result))
    if names:
        file.writerow(names)
    for item in result["items"]:
        file.writerow([_cell(item[name]) for name in names])
    if result.get("totals") and result["items"]:
        file.writerow([_cell(value) for value in _totals(result, names)])
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def xlsx_bytes(result: Mapping[str, Any]) -> bytes:
    """A report as a workbook: one sheet, figures as numbers, the totals under them."""
    titles = headers(result)
    names = list(titles)
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        formats = {
            "head": book.add_format({"bold": True, "text_wrap": True, "bottom": 1, "valign": "bottom"}),
            "text": book.add_format({}),
            "money": book.add_format({"num_format": "#,##0;−#,##0"}),
            "quantity": book.add_format({"num_format": "#,##0.###;−#,##0.###"}),
            "text total": book.add_format({"bold": True, "top": 1}),
            "money total": book.add_format({"bold": True, "top": 1, "num_format": "#,##0;−#,##0"}),
            "quantity total": book.add_format({"bold": True, "top": 1, "num_format": "#,##0.###;−#,##0.###"}),
        }
        page = book.add_worksheet(str(_("Báo cáo")))
        page.set_paper(9)
        page.set_landscape()
        page.fit_to_pages(1, 0)
        page.freeze_panes(1, 0)
        if not names:
            page.write_string(0, 0, str(_("Không có dòng nào")))
        for column, name in enumerate(names):
            page.set_column(column, column, 34 if name in {"label", "name", "producer_name"} else 15)
            page.write_string(0, column, clean(titles[name]), formats["head"])
        for number, item in enumerate(result["items"], 1):
            for column, name in enumerate(names):
                _write(page, number, column, name, item[name], formats, "")
        if result.get("totals") and result["items"]:
            for column, value in enumerate(_totals(result, names)):
                _write(page, len(result["items"]) + 1, column, names[column], value, formats, " total")
    return out.getvalue()


def safe_text(text: str) -> str:
    """A text that no spreadsheet reads as a formula: what might be one gets an apostrophe in front."""
    return f"'{text}" if text.startswith(_RISKY) else text


def _cell(value: Any) -> Any:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return value if _NUMBER.fullmatch(value) else safe_text(value)
    return value


def _totals(result: Mapping[str, Any], names: list[str]) -> list[Any]:
    totals = result["totals"]
    cells = [totals.get(name) for name in names]
    if cells[0] is None:
        cells[0] = str(_("Cộng"))
    return cells


def _write(page: Any, row: int, column: int, name: str, value: Any, formats: Mapping[str, Any], suffix: str) -> None:
    if value is None:
        page.write_blank(row, column, None, formats["text" + suffix])
    elif name in QUANTITIES and _NUMBER.fullmatch(str(value)):
        page.write_number(row, column, float(value), formats["quantity" + suffix])
    elif isinstance(value, bool):
        page.write_boolean(row, column, value, formats["text" + suffix])
    elif isinstance(value, int):
        page.write_number(row, column, value, formats["money" + suffix])
    else:
        page.write_string(row, column, clean(str(value)), formats["text" + suffix])
