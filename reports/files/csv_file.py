"""A report as CSV that spreadsheets open without guessing."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from reports.columns import Column, Report
from reports.files.cells import cell, totals_of


def csv_bytes(columns: Sequence[Column], report: Report) -> bytes:
    """A report as CSV in UTF-8 with a byte order mark: the first line names the fields, the last holds the totals."""
    out = io.StringIO(newline="")
    file = csv.writer(out, lineterminator="\r\n")
    file.writerow([column.key for column in columns])
    for row in report.items:
        file.writerow([cell(column, column.value(row)) for column in columns])
    if report.totals is not None and report.items:
        file.writerow([cell(column, value) for column, value in zip(columns, totals_of(columns, report.totals), strict=True)])
    return b"\xef\xbb\xbf" + out.getvalue().encode()
