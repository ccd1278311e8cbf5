"""Backup and restore: everything in one file while tills sell, and back again.

A backup is a zip of JSON lines per table, read in one snapshot, so that one made on SQLite comes back on PostgreSQL and the
other way round. Its tables are those of the database's own revision, not those of this version's models: a restore builds
the tables of that revision, fills them, and brings them up. It is one transaction: it happens whole or not at all.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import shutil
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import click
from flask import current_app
from sqlalchemy import Connection, create_engine
from sqlalchemy.exc import DBAPIError

from core import audit_actions, chain, clock
from core.chain import keys
from core.db import Base, audit, db, migrations, transaction
from core.db.prepared import Driver
from core.db.session import acting_on
from core.db.trouble import DatabaseTrouble, Trouble, trouble_of
from core.errors import DomainError
from core.files.folder import found_by
from core.i18n import N_
from core.people.actor import SYSTEM
from ops import books, leftovers, restore_marks, restored_access
from ops.archive_file import (
    SECRET_KEY,
    UPLOADS,
    ArchiveFile,
    Manifest,
    Signer,
    copy,
    opened,
    table_member,
    write_manifest,
)
from ops.archive_tables import load, records, snapshot, tables_of
from ops.restore_marks import Mark

BACKUPS = "backups"
SPARE_BYTES = 64 << 20
"""What a restore leaves of the disk."""
MOST_GAPS = 20
"""Gaps of the books that a mark names."""


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
            disk_full_in_words(),
            zipfile.ZipFile(unfinished, "w", zipfile.ZIP_DEFLATED, compresslevel=4) as file,
            nullcontext(connection) if connection else snapshot() as source,
        ):
            _fill(file, source)
        with unfinished.open("rb") as written:
            os.fsync(written.fileno())
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)


def make(path: Path, by: str) -> None:
    """Writes a backup and a line of the audit trail that says so; a database that cannot write now is still saved."""
    backup(path)
    if _is_current():
        with path.open("rb") as content:
            digest = hashlib.file_digest(content, "sha256").hexdigest()
        try:
            transaction(lambda: audit.note(SYSTEM, audit_actions.BACKED_UP, path.name, by=by, sha256=digest))
        except DatabaseTrouble as error:
            click.echo(f"{path}: written; the audit trail does not say so: {error.trouble.value}", err=True)


def note_export(directory: Path, by: str) -> None:
    """Writes a line of the audit trail that everything was written out."""
    transaction(lambda: audit.note(SYSTEM, audit_actions.EXPORTED, str(directory), by=by))


def _is_current() -> bool:
    """Whether the database is at this version's revision, so that acts can be recorded in it."""
    with db.engine.connect() as connection:
        return migrations.is_newest(migrations.revision_of(connection))


@contextmanager
def disk_full_in_words() -> Iterator[None]:
    """Turns a full disk, of files or of the database, into `disk_full`."""
    try:
        yield
    except OSError as error:
        if error.errno not in {errno.ENOSPC, errno.EDQUOT}:
            raise
        raise DatabaseTrouble(Trouble.DISK_FULL) from error
    except DBAPIError as error:
        if trouble_of(error) is not Trouble.DISK_FULL:
            raise
        raise DatabaseTrouble(Trouble.DISK_FULL) from error


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
    tables: dict[str, int] = {}
    files: dict[str, str] = {}
    for table in tables_of(connection):
        rows, digest = 0, hashlib.sha256()
        with file.open(table_member(table.name), "w", force_zip64=True) as out:
            for record in records(connection, table):
                line = json.dumps(record, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
                out.write(line)
                digest.update(line)
                rows += 1
        tables[table.name], files[table_member(table.name)] = rows, digest.hexdigest()
    data = _data_dir()
    # Repeats of documents are known by a digest made with the secret; without it a till could not send again after a restore.
    secret = [data / SECRET_KEY] if (data / SECRET_KEY).is_file() else []
    for path in (*sorted((data / UPLOADS).rglob("*")), *secret):
        if path.is_file() and not path.is_symlink():
            name = path.relative_to(data).as_posix()
            info = zipfile.ZipInfo(name)
            info.external_attr = 0o600 << 16
            with path.open("rb") as source, file.open(info, "w", force_zip64=True) as target:
                files[name] = copy(source, target)
    revision = migrations.revision_of(connection)
    head = _head(connection) if migrations.is_newest(revision) else None
    manifest = Manifest(
        made_at=clock.rfc3339(clock.now()),
        made_on=connection.dialect.name,
        revision=revision or "",
        tables=tables,
        files=files,
        head=head,
        head_short=head.short if head else None,
        public_key=keys.own().public,
    )
    write_manifest(file, manifest)


def _head(connection: Connection) -> chain.Head | None:
    with acting_on(Driver(connection)):
        return chain.head()


@dataclass(frozen=True)
class Restoring:
    """What whoever restores allows, and who that is.

    `replace`: overwrite a live outlet. `foreign`: over a live outlet, take what this outlet did not sign. `with_gaps`: take books
    that do not agree.
    """

    replace: bool = False
    foreign: bool = False
    with_gaps: bool = False
    by: str = ""


def restore(path: Path, allowed: Restoring = Restoring()) -> Mark:
    """Brings a backup of this or of an earlier version back, whole or not at all, and leaves a mark.

    Raises DomainError `not_empty` for an outlet with anything in it unless it may be replaced, `bad_backup` for a file that is
    none or is damaged, `other_revision` when a later version of the outlet made it, `foreign_backup` for one that this outlet
    did not sign, and `books_differ` when its books do not agree.
    """
    db.session.remove()  # a transaction of this thread would keep the tables from us
    with db.engine.connect() as connection:
        old = migrations.revision_of(connection)
    if old is not None:
        from flask_migrate import upgrade

        upgrade()
        leftovers.clear(_data_dir())
    with opened(path) as file, disk_full_in_words(), leftovers.staging(_data_dir()) as staged, found_by(file.size_of):
        _stage_files(file, staged.folder)
        mark = Mark(
            uid=staged.uid,
            at=clock.rfc3339(clock.now()),
            by=allowed.by,
            file=path.name,
            sha256=file.sha256,
            made_at=file.manifest.made_at,
            signer=file.signer,
            public_key=file.manifest.public_key,
        )
        with migrations.exclusive(db.engine) as connection:
            mark, keep_head = _replace_all(connection, file, mark, allowed)
        staged.is_needed = True
        keep_head()
        leftovers.put_files(staged.folder, _data_dir())
        restore_marks.set_heads_aside(mark.uid)
        restore_marks.finish(mark)
        staged.is_needed = False
    return mark


def _replace_all(connection: Connection, file: ArchiveFile, mark: Mark, allowed: Restoring) -> tuple[Mark, Callable[[], None]]:
    """Puts the backup in the place of what is there; returns the mark and what keeps the new head once it is committed."""
    migrations.lock_tables(connection)
    is_empty = migrations.is_empty(connection)
    if not (allowed.replace or is_empty):
        raise DomainError("not_empty", N_("Điểm bán này đang có dữ liệu. Thêm --replace nếu thật sự muốn ghi đè."))
    if file.signer is not Signer.OWN and not (allowed.foreign or is_empty):
        sentence = N_("Bản sao lưu này không do điểm bán này ký. Thêm --foreign nếu chắc chắn đó là dữ liệu cần khôi phục.")
        raise DomainError("foreign_backup", sentence)
    before = restored_access.AccessBefore()
    if not is_empty:
        with acting_on(Driver(connection)):
            mark = replace(mark, head=chain.head(), numbers=restore_marks.counters())
            before = restored_access.read()
    mark = restore_marks.begin(mark)
    migrations.drop_tables(connection, {*Base.metadata.tables, migrations.VERSION_TABLE})
    load(connection, file)
    with keys.also_trusting(*_foreign_key(file)):
        migrations.upgrade(connection)
        with acting_on(Driver(connection)):
            mark = replace(mark, gaps=tuple(books.gaps()[:MOST_GAPS]))
            if mark.gaps and not allowed.with_gaps:
                sentence = N_("Sổ sách trong bản sao lưu không khớp: %(gap)s. Chưa khôi phục gì cả.")
                raise DomainError("books_differ", sentence, gap=mark.gaps[0])
            skipped = restore_marks.skip_numbers(mark)
            mark = replace(mark, access=restored_access.end_again(before, SYSTEM))
            detail = {name: value for name, value in asdict(mark).items() if name not in {"uid", "at", "numbers", "done"}}
            audit.note(SYSTEM, audit_actions.RESTORED, mark.uid, **detail, skipped=skipped)
            return mark, chain.write_links() or (lambda: None)


def _foreign_key(file: ArchiveFile) -> list[str]:
    """The public key that links of a foreign backup are signed with; none for others."""
    return [file.manifest.public_key] if file.signer is Signer.FOREIGN else []


@dataclass(frozen=True)
class Verified:
    """What a backup is worth: when it was made, who signed it with which key, how many rows it holds, each gap of its books."""

    made_at: str
    signer: Signer
    public_key: str
    rows: int
    gaps: list[str]


def verify(path: Path) -> Verified:
    """Restores a backup aside, checks its books there, and leaves nothing behind. Raises `bad_backup` and `other_revision`."""
    with opened(path) as file, disk_full_in_words(), leftovers.staging(_data_dir()) as aside, found_by(file.size_of):
        engine = create_engine(f"sqlite:///{aside.folder / 'outlet.db'}")
        try:
            with migrations.exclusive(engine) as connection:
                load(connection, file)
                with keys.also_trusting(*_foreign_key(file)):
                    migrations.upgrade(connection)
                    with acting_on(Driver(connection)):
                        gaps = books.gaps()
        finally:
            engine.dispose()
        return Verified(file.manifest.made_at, file.signer, file.manifest.public_key, sum(file.manifest.tables.values()), gaps)


def _stage_files(file: ArchiveFile, staged: Path) -> None:
    """Unpacks the files of the data folder beside it, with the key that its links are to be trusted by."""
    if shutil.disk_usage(staged).free < file.size_of_files() + SPARE_BYTES:
        raise DatabaseTrouble(Trouble.DISK_FULL)  # while it was filled, no till could sell
    (staged / UPLOADS).mkdir()
    (staged / keys.TRUSTED_FILE).write_text("\n".join(_foreign_key(file)))
    for name in file.files():
        target = staged / name
        target.parent.mkdir(parents=True, exist_ok=True)
        with file.zip.open(name) as source, target.open("wb") as out:
            copy(source, out)
            out.flush()
            os.fsync(out.fileno())


def _data_dir() -> Path:
    folder: Path = current_app.config["DATA_DIR"]
    return folder
