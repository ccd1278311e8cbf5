"""Everything of the outlet as CSV and JSON, so that nobody is locked in."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path

from core.db import Base
from ops.archive_tables import Record, records, snapshot
from reports.exports import safe_text

SECRETS = {
    "person": {"password_hash", "pin_hash", "totp_secret"},
    "api_token": {"digest"},
    "session": {"digest"},
    "recovery_code": {"digest"},
    "offline_code": {"digest", "hash"},
    "customer": {"salt"},
    "idempotency_key": {"fingerprint"},
}
"""Columns that an export leaves out. A backup holds them: it must bring the whole outlet back."""


def write(directory: Path) -> None:
    """Writes every table as CSV and as JSON, in one snapshot, without secrets."""
    directory = Path(directory)
    directory.mkdir(parents=True, exist_ok=True)
    with snapshot() as connection:
        for table in Base.metadata.sorted_tables:
            names = [column.name for column in table.columns if column.name not in SECRETS.get(table.name, ())]
            with (
                (directory / f"{table.name}.csv").open("w", encoding="utf-8-sig", newline="") as sheet,
                (directory / f"{table.name}.json").open("w", encoding="utf-8") as objects,
            ):
                _export_table(records(connection, table, names), names, sheet, objects)


def _export_table(records: Iterator[Record], names: list[str], sheet: io.TextIOBase, objects: io.TextIOBase) -> None:
    out = csv.writer(sheet)
    out.writerow(names)
    objects.write("[")
    for n, record in enumerate(records):
        out.writerow([safe_text(value) if isinstance(value, str) else value for value in record.values()])
        objects.write(",\n" if n else "\n")
        objects.write(json.dumps(record, ensure_ascii=False))
    objects.write("\n]\n")
