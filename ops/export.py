"""Everything of the outlet as CSV, JSON, pictures and papers, so that nobody is locked in."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import select

from core.db import Base, fetch_all
from core.files import folder
from core.files.choices import CopyType, Width
from core.files.models import FileCopy
from ops.archive_tables import Record, records, snapshot
from reports.files.cells import safe_text

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
    """Writes every table as CSV and JSON, in one snapshot, without secrets; into `files/` each picture and paper by its id."""
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
    _export_files(directory / "files")


def _export_files(directory: Path) -> None:
    """Writes of each picture the largest JPEG, and each paper."""
    directory.mkdir(exist_ok=True)
    largest = FileCopy.type.in_((CopyType.JPEG, CopyType.PDF)), FileCopy.width.in_((0, Width.PAGE.value))
    for r in fetch_all(select(FileCopy.file_uid, FileCopy.type, FileCopy.digest).where(*largest)):
        kind = CopyType(r["type"])
        if (content := folder.read(r["digest"], kind)) is not None:
            (directory / f"{r['file_uid']}.{kind.ending}").write_bytes(content)


def _export_table(records: Iterator[Record], names: list[str], sheet: io.TextIOBase, objects: io.TextIOBase) -> None:
    out = csv.writer(sheet)
    out.writerow(names)
    objects.write("[")
    for n, record in enumerate(records):
        out.writerow([safe_text(value) if isinstance(value, str) else value for value in record.values()])
        objects.write(",\n" if n else "\n")
        objects.write(json.dumps(record, ensure_ascii=False))
    objects.write("\n]\n")
