"""The files of a month's end: the transfers a bank takes, and all statements of a settlement in one archive."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Sequence

from core.i18n import gettext as _
from core.printing.fonts import clean
from suppliers.choices import BankFileField
from suppliers.papers.statement_files import stored_statement
from suppliers.results import StatementSummary
from suppliers.settling.results import BankTransfer, SettlementResult
from suppliers.statement_queries import find_head

_WIDE = {BankFileField.NAME, BankFileField.BANK_HOLDER}
_RISKY = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%")


Columns = Sequence[tuple[BankFileField, str | None]]


def bank_csv(transfers: Sequence[BankTransfer], columns: Columns) -> bytes:
    """Transfers as CSV in UTF-8 with a byte order mark; the first line has the headings, else the names of the fields."""
    out = io.StringIO(newline="")
    file = csv.writer(out, lineterminator="\r\n")
    file.writerow([_plain(heading or field.value) for field, heading in columns])
    for position, transfer in enumerate(transfers, 1):
        file.writerow([_plain(_value(position, transfer, field)) for field, _heading in columns])
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def bank_xlsx(transfers: Sequence[BankTransfer], columns: Columns) -> bytes:
    """Transfers as a workbook: account numbers as text, amounts as numbers, their sum under them."""
    import xlsxwriter  # takes up room in every server, and few ask for a sheet

    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        head = book.add_format({"bold": True, "bottom": 1})
        money = book.add_format({"num_format": "#,##0"})
        total = book.add_format({"num_format": "#,##0", "bold": True, "top": 1})
        page = book.add_worksheet(str(_("Chuyển khoản")))
        page.freeze_panes(1, 0)
        for n, (field, heading) in enumerate(columns):
            page.set_column(n, n, 30 if field in _WIDE else 18)
            page.write_string(0, n, clean(heading or str(_(field.label))), head)
            for position, transfer in enumerate(transfers, 1):
                value = _value(position, transfer, field)
                if isinstance(value, int):
                    page.write_number(position, n, value, money)
                else:
                    page.write_string(position, n, clean(value))
            if field is BankFileField.AMOUNT and transfers:
                page.write_number(len(transfers) + 1, n, sum(transfer.amount_vnd for transfer in transfers), total)
        page.autofilter(0, 0, max(1, len(transfers)), len(columns) - 1)
    return out.getvalue()


def _value(position: int, transfer: BankTransfer, field: BankFileField) -> str | int:
    """A cell of the file."""
    if field is BankFileField.POSITION:
        return position
    value: str | int = getattr(transfer, field.value)
    return value


def bundle(settlement: SettlementResult) -> bytes:
    """The papers of all statements that a settlement issued, as a zip archive. Raises PaperBeingMade."""
    return papers(settlement.statements)


def papers(statements: Sequence[StatementSummary]) -> bytes:
    """The papers of statements, as a zip archive. Raises PaperBeingMade."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for summary in statements:
            paper = stored_statement(find_head(summary.uid), "pdf")
            archive.writestr(f"{summary.number}-{summary.producer}.pdf", paper.content)
    return out.getvalue()


def _plain(value: object) -> str:
    text = str(value)
    return f"'{text}" if text.startswith(_RISKY) else text
