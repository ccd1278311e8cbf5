"""Backup, restore and export: everything in one file while tills sell, and out again as CSV and JSON.

A backup is a zip of JSON lines per table, read in one snapshot, so that one made on SQLite comes back on PostgreSQL and the
other way round. Its tables are those of the database's own revision, not those of this version's models: a restore builds
the tables of that revision, fills them, and brings them up. It is one transaction: it happens whole or not at all.
"""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, nullcontext
from dataclasses import asdict, dataclass
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import Any

import click
from flask import current_app
from flask_migrate import upgrade
from sqlalchemy import Column, Connection, Date, DateTime, MetaData, Table, func, insert, select, text
from sqlalchemy.exc import StatementError

from core import clock
from core.db import Base, UtcDateTime, db, migrations, on_postgresql
from core.errors import DomainError
from core.i18n import N_
from reports.exports import safe_text

FORMAT = 1
BATCH = 1000
SECRETS = {
    "person": {"password_hash", "pin_hash", "totp_secret"},
    "api_token": {"digest"},
    "session": {"digest"},
    "recovery_code": {"digest"},
    "idempotency_key": {"fingerprint"},
}
"""Columns that an export leaves out. A backup holds them: it must bring the whole outlet back."""
Record = dict[str, object]
"""A row by column name; days and moments are texts in the file."""
PRODUCT = "ocop-outlet"
SECRET_KEY = "secret.key"  # noqa: S105  # a file's name
UPLOADS = "uploads"
BACKUPS = "backups"
_DAMAGES = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    ValueError,
    KeyError,
    TypeError,
    AttributeError,
    OverflowError,
    RuntimeError,
    StatementError,
    migrations.BrokenReferences,
)
"""What reading a file that is no backup, or a forged one, may raise."""


@dataclass(frozen=True)
class Manifest:
    """What a backup says about itself: when and on which kind of database it was made, its revision, and rows by table."""

    made_at: str
    made_on: str
    revision: str
    tables: Mapping[str, int]
    format: int = FORMAT
    product: str = PRODUCT


def backup(path: Path, connection: Connection | None = None) -> None:
    """Writes everything into one file. Tills go on selling; the file appears under its name when it is complete.

    What the given connection sees is what is saved; without one, a snapshot of this moment.
    """
    path = Path(path).absolute()
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    os.close(handle)
    unfinished = Path(name)
    try:
        with (
            zipfile.ZipFile(unfinished, "w", zipfile.ZIP_DEFLATED, compresslevel=4) as file,
            nullcontext(connection) if connection else _snapshot() as source,
        ):
            _fill(file, source)
        with unfinished.open("rb") as written:
            os.fsync(written.fileno())
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)


def backup_before_upgrade(connection: Connection) -> None:
    """Saves what the connection sees into the data folder, unless the database is empty, and says where.

    Raises SchemaChangeFailed when the file cannot be written.
    """
    if migrations.is_empty(connection):
        return
    made_at = clock.local(clock.now())
    path = _data_dir() / BACKUPS / f"{migrations.revision_of(connection)}-{made_at:%Y%m%d-%H%M%S-%f}.zip"
    click.echo(f"Upgrading the database; a backup is written to {path}", err=True)
    try:
        backup(path, connection)
    except OSError as error:
        raise migrations.SchemaChangeFailed(f"{path}: no backup before the upgrade: {error.strerror}") from error


def _fill(file: zipfile.ZipFile, connection: Connection) -> None:
    counts: dict[str, int] = {}
    for table in _tables(connection):
        counts[table.name] = 0
        with file.open(f"tables/{table.name}.jsonl", "w", force_zip64=True) as out:
            for record in _records(connection, table):
                out.write(json.dumps(record, ensure_ascii=False, separators=(",", ":")).encode() + b"\n")
                counts[table.name] += 1
    data = _data_dir()
    for upload in sorted((data / UPLOADS).rglob("*")):
        if upload.is_file():
            file.write(upload, upload.relative_to(data).as_posix())
    # Repeats of documents are known by a digest made with this key; without it a till could not send again after a restore.
    if (data / SECRET_KEY).is_file():
        file.write(data / SECRET_KEY, SECRET_KEY)
    manifest = Manifest(
        made_at=clock.rfc3339(clock.now()),
        made_on=connection.dialect.name,
        revision=migrations.revision_of(connection) or "",
        tables=counts,
    )
    file.writestr("manifest.json", json.dumps(asdict(manifest), indent=2))


def restore(path: Path, replace: bool = False) -> None:
    """Brings a backup of this or of an earlier version back, whole or not at all.

    Raises DomainError `not_empty` for an outlet with anything in it unless `replace`, `bad_backup` for a file that is none
    or is damaged, and `other_revision` when a later version of the outlet made it.
    """
    db.session.remove()  # a transaction of this thread would keep the tables from us
    with db.engine.connect() as connection:
        old = migrations.revision_of(connection)
    if old is not None:
        upgrade()
    data = _data_dir()
    staged = Path(tempfile.mkdtemp(dir=data, prefix=".restore-"))
    try:
        with _opened(path) as file:
            with _bad_if_damaged():
                manifest = read_manifest(file)
                _stage_files(file, staged)
            with migrations.exclusive(db.engine) as connection:
                _replace_all(connection, file, manifest, replace)
        _put_files(staged, data)
    finally:
        shutil.rmtree(staged, ignore_errors=True)


def _opened(path: Path) -> zipfile.ZipFile:
    with _bad_if_damaged():
        return zipfile.ZipFile(path)


@contextmanager
def _bad_if_damaged() -> Iterator[None]:
    try:
        yield
    except _DAMAGES as error:
        raise _bad() from error


def _bad() -> DomainError:
    return DomainError("bad_backup", N_("Tệp này không phải bản sao lưu, hoặc đã hỏng. Chưa khôi phục gì cả."))


def read_manifest(file: zipfile.ZipFile) -> Manifest:
    """What a backup says about itself. Raises `bad_backup` and `other_revision`; a damaged file raises anything."""
    content = json.loads(file.read("manifest.json"))
    if not isinstance(content, dict) or content.get("product") != PRODUCT or content.get("format") != FORMAT:
        raise _bad()
    if not migrations.knows(content.get("revision")):
        sentence = N_("Bản sao lưu này thuộc phiên bản khác (%(theirs)s). Hãy dùng đúng phiên bản.")
        raise DomainError("other_revision", sentence, theirs=content.get("revision"))
    tables = {str(name): int(rows) for name, rows in content["tables"].items()}
    return Manifest(str(content.get("made_at")), str(content.get("made_on")), content["revision"], tables)


def _replace_all(connection: Connection, file: zipfile.ZipFile, manifest: Manifest, replace: bool) -> None:
    migrations.lock_tables(connection)
    if not (replace or migrations.is_empty(connection)):
        raise DomainError("not_empty", N_("Điểm bán này đang có dữ liệu. Thêm --replace nếu thật sự muốn ghi đè."))
    migrations.drop_tables(connection, {*Base.metadata.tables, migrations.VERSION_TABLE})
    load(connection, file, manifest)
    migrations.upgrade(connection)


def load(connection: Connection, file: zipfile.ZipFile, manifest: Manifest) -> None:
    """Makes the tables of the backup's own revision in a database that has none, and fills them. Raises `bad_backup`."""
    migrations.upgrade(connection, manifest.revision)
    with _bad_if_damaged():
        tables = {table.name: table for table in _tables(connection)}
        if not set(manifest.tables) <= set(tables):
            raise _bad()
        for name, table in tables.items():
            if name in manifest.tables:
                _load_table(connection, file, table, manifest.tables[name])
        migrations.check_references(connection)


def _tables(connection: Connection) -> list[Table]:
    """The tables as the database has them at its revision, parents first; moments come and go in UTC."""
    schema = MetaData()
    schema.reflect(connection)
    for table in schema.tables.values():
        for column in table.columns:
            if isinstance(column.type, DateTime):
                column.type = UtcDateTime()
    return [table for table in schema.sorted_tables if table.name != migrations.VERSION_TABLE]


def _load_table(connection: Connection, file: zipfile.ZipFile, table: Table, expected: int) -> None:
    readers = {column.name: _reader(column) for column in table.columns}
    loaded = 0
    with file.open(f"tables/{table.name}.jsonl") as lines:
        records = ({name: readers[name](value) for name, value in json.loads(line).items()} for line in lines)
        ordered = _parents_first(table, records)
        while batch := list(islice(ordered, BATCH)):
            connection.execute(insert(table), batch)
            loaded += len(batch)
    if loaded != expected:
        raise _bad()
    if on_postgresql() and loaded:
        _set_sequence(connection, table)


def _parents_first(table: Table, records: Iterator[Record]) -> Iterator[Record]:
    """Rows that point at others of their own table come after them."""
    own = [key.parent.name for key in table.foreign_keys if key.column.table is table]
    return iter(sorted(records, key=lambda r: any(r[name] is not None for name in own))) if own else records


def _set_sequence(connection: Connection, table: Table) -> None:
    """PostgreSQL's next number goes on behind the restored ones."""
    for column in table.primary_key.columns:
        named = {"table": f'"{table.name}"', "column": column.name}
        sequence = connection.execute(text("SELECT pg_get_serial_sequence(:table, :column)"), named).scalar()
        if sequence:
            highest = connection.execute(select(func.max(column))).scalar()
            connection.execute(text("SELECT setval(:sequence, :highest)"), {"sequence": sequence, "highest": highest})


def _stage_files(file: zipfile.ZipFile, staged: Path) -> None:
    for name in file.namelist():
        parts = Path(name).parts
        if name.endswith("/") or not (name == SECRET_KEY or parts[:1] == (UPLOADS,)):
            continue
        if Path(name).is_absolute() or ".." in parts:
            raise _bad()
        target = staged / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(file.read(name))


def _put_files(staged: Path, data: Path) -> None:
    if (staged / SECRET_KEY).is_file():
        (staged / SECRET_KEY).chmod(0o600)
        (staged / SECRET_KEY).replace(data / SECRET_KEY)
    if (data / UPLOADS).is_dir():
        shutil.rmtree(data / UPLOADS)
    if (staged / UPLOADS).is_dir():
        (staged / UPLOADS).rename(data / UPLOADS)


def export(directory: Path) -> None:
    """Writes every table as CSV and as JSON, in one snapshot, without secrets."""
    directory = Path(directory)
    directory.mkdir(parents=True, exist_ok=True)
    with _snapshot() as connection:
        for table in Base.metadata.sorted_tables:
            names = [column.name for column in table.columns if column.name not in SECRETS.get(table.name, ())]
            with (
                (directory / f"{table.name}.csv").open("w", encoding="utf-8-sig", newline="") as sheet,
                (directory / f"{table.name}.json").open("w", encoding="utf-8") as objects,
            ):
                _export_table(_records(connection, table, names), names, sheet, objects)


def _export_table(records: Iterator[Record], names: list[str], sheet: io.TextIOBase, objects: io.TextIOBase) -> None:
    out = csv.writer(sheet)
    out.writerow(names)
    objects.write("[")
    for n, record in enumerate(records):
        out.writerow([safe_text(value) if isinstance(value, str) else value for value in record.values()])
        objects.write(",\n" if n else "\n")
        objects.write(json.dumps(record, ensure_ascii=False))
    objects.write("\n]\n")


@contextmanager
def _snapshot() -> Iterator[Connection]:
    """A connection that sees one moment of the database, however long it reads; nobody waits for it."""
    with db.engine.connect() as connection:
        if on_postgresql():
            connection = connection.execution_options(isolation_level="REPEATABLE READ")
        yield connection
        connection.rollback()


def _records(connection: Connection, table: Table, names: list[str] | None = None) -> Iterator[Record]:
    columns = [table.c[name] for name in names] if names else list(table.c)
    query = select(*columns).order_by(*table.primary_key.columns).execution_options(yield_per=BATCH)
    for row in connection.execute(query).mappings():
        yield {name: value.isoformat() if isinstance(value, date | datetime) else value for name, value in row.items()}


def _reader(column: Column[Any]) -> Callable[[Any], object]:
    """What turns a value of JSON into that of a column."""
    if isinstance(column.type, UtcDateTime):
        return lambda value: datetime.fromisoformat(value) if value is not None else None
    if isinstance(column.type, Date):
        return lambda value: date.fromisoformat(value) if value is not None else None
    return lambda value: value


def _data_dir() -> Path:
    folder: Path = current_app.config["DATA_DIR"]
    return folder
