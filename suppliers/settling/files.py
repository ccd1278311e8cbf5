"""The files of a month's end: the transfers a bank takes, and all statements of a settlement in one archive."""

from __future__ import annotations

import csv
import io
import zipfile

from core.i18n import gettext as _
from core.printing.fonts import clean
from suppliers.papers.statement_files import stored_statement
from suppliers.settling.results import BankTransfer, SettlementResult
from suppliers.statement_queries import find_head

_RISKY = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%")


def _columns() -> list[tuple[str, str, bool]]:
    """The columns of a bank file: field, heading, and whether it is a figure."""
    return [
        ("bank_account", _("Số tài khoản"), False),
        ("bank_holder", _("Tên người nhận"), False),
        ("bank_bin", _("Mã ngân hàng"), False),
        ("bank_name", _("Ngân hàng"), False),
        ("amount_vnd", _("Số tiền"), True),
        ("reference", _("Nội dung"), False),
        ("number", _("Bảng thanh toán"), False),
        ("producer", _("Mã nhà sản xuất"), False),
        ("name", _("Nhà sản xuất"), False),
    ]


def bank_csv(transfers: list[BankTransfer]) -> bytes:
    """Transfers as CSV in UTF-8 with a byte order mark; the first line names the fields."""
    out = io.StringIO(newline="")
    file = csv.writer(out, lineterminator="\r\n")
    columns = _columns()
    file.writerow([field for field, _label, _is_figure in columns])
    for transfer in transfers:
        file.writerow([_plain(getattr(transfer, field)) for field, _label, _is_figure in columns])
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def bank_xlsx(transfers: list[BankTransfer]) -> bytes:
    """Transfers as a workbook: account numbers as text, amounts as numbers, their sum under them."""
    import xlsxwriter  # takes up room in every server, and few ask for a sheet

    out = io.BytesIO()
    columns = _columns()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        head = book.add_format({"bold": True, "bottom": 1})
        money = book.add_format({"num_format": "#,##0"})
        total = book.add_format({"num_format": "#,##0", "bold": True, "top": 1})
        page = book.add_worksheet(str(_("Chuyển khoản")))
        page.freeze_panes(1, 0)
        for n, (field, label, is_figure) in enumerate(columns):
            page.set_column(n, n, 30 if field in {"name", "bank_holder"} else 18)
            page.write_string(0, n, clean(str(label)), head)
            for row, transfer in enumerate(transfers, 1):
                value = getattr(transfer, field)
                if is_figure:
                    page.write_number(row, n, value, money)
                else:
                    page.write_string(row, n, clean(value))
            if is_figure and transfers:
                page.write_number(len(transfers) + 1, n, sum(transfer.amount_vnd for transfer in transfers), total)
        page.autofilter(0, 0, max(1, len(transfers)), len(columns) - 1)
    return out.getvalue()


def bundle(settlement: SettlementResult) -> bytes:
    """The papers of all statements that a settlement issued, as a zip archive. Raises PaperBeingMade."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for summary in settlement.statements:
            paper = stored_statement(find_head(summary.uid), "pdf")
            archive.writestr(f"{summary.number}-{summary.producer}.pdf", paper.content)
    return out.getvalue()


def _plain(value: object) -> str:
    text = str(value)
    return f"'{text}" if text.startswith(_RISKY) else text
