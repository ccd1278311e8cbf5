"""The backups in the data folder: made now, listed, and tried out aside; a restore stays a command."""

from __future__ import annotations

import contextlib
import hashlib
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from flask import current_app

from core import audit_actions, clock
from core.chain import keys
from core.db import audit, db
from core.errors import DomainError, NotFound
from core.i18n import N_
from core.people.actor import Actor
from core.results import TimestampOut, UidOut
from core.values.uid import is_uid
from ops import archive
from ops.archive_file import Signer, bad_if_damaged, read_manifest

WAITING_S = 10.0
"""How long a backup waits for another to end."""
_few, _one = threading.BoundedSemaphore(2), threading.Lock()
"""One at work and one that waits: more would take the threads from the tills."""


@dataclass(frozen=True, slots=True)
class BackupResult:
    """A backup in the data folder. `uid` is None for one that no program asked for; `signed_by` is the key's id."""

    uid: UidOut | None
    file: str
    made_at: TimestampOut
    bytes: int
    rows: int
    revision: str
    head: str | None
    signed_by: str | None


@dataclass(frozen=True, slots=True)
class BackupCheck:
    """What a restore aside showed: `ok` when the books agree, else the first of their gaps."""

    uid: UidOut
    backup: UidOut
    checked_at: TimestampOut
    made_at: TimestampOut
    signer: Signer
    rows: int
    ok: bool
    gaps: tuple[str, ...]


@contextmanager
def _alone() -> Iterator[None]:
    """One backup or check at a time. Raises DomainError `backup_running` when others are at it for too long."""
    db.session.rollback()  # whoever waits here holds nothing of the database
    refusal = DomainError("backup_running", N_("Đang có một bản sao lưu khác được tạo hoặc kiểm tra. Hãy thử lại sau."))
    if not _few.acquire(blocking=False):
        raise refusal
    try:
        if not _one.acquire(timeout=WAITING_S):
            raise refusal
        try:
            yield
        finally:
            _one.release()
    finally:
        _few.release()


def write(uid: str) -> str:
    """Writes the backup of this id into the data folder, unless it is there, and returns its SHA-256.

    Call it outside a transaction: it lasts.

    Raises DomainError `backup_running` and `disk_full`.
    """
    path = _path(uid)
    with _alone():
        unfinished = path.with_name(f".{uid}.{os.getpid()}")
        try:
            if not path.exists():
                archive.backup(unfinished)
                with contextlib.suppress(FileExistsError):
                    os.link(unfinished, path)  # the first of two servers wins
        finally:
            unfinished.unlink(missing_ok=True)
        with path.open("rb") as content:
            return hashlib.file_digest(content, "sha256").hexdigest()


def record(uid: str, sha256: str, actor: Actor) -> BackupResult:
    """Adds to the audit trail that this backup was made, and returns it. Call it in a transaction. Raises NotFound."""
    audit.note(actor, audit_actions.BACKED_UP, f"{uid}.zip", sha256=sha256)
    return find(uid)


def find(uid: str) -> BackupResult:
    """The backup of this id. Raises NotFound."""
    found = _result(_path(uid)) if is_uid(uid) else None
    if found is None:
        raise NotFound(N_("Không có bản sao lưu này."))
    return found


def list_backups() -> list[BackupResult]:
    """The backups of the data folder, the oldest first; files that are none are left out."""
    results = (_result(path) for path in _folder().glob("*.zip"))
    return sorted(filter(None, results), key=cursor)


def cursor(backup: BackupResult) -> str:
    """Where a backup stands in the list."""
    return f"{backup.made_at.astimezone(UTC).isoformat()} {backup.file}"


def try_out(uid: str) -> archive.Verified:
    """Restores a backup aside and checks its books. Call it outside a transaction.

    Raises NotFound, DomainError `backup_running`, `bad_backup`, `other_revision` and `disk_full`.
    """
    find(uid)
    with _alone():
        return archive.verify(_path(uid))


def record_check(uid: str, backup: str, verified: archive.Verified, actor: Actor) -> BackupCheck:
    """Adds to the audit trail what a backup was found to be worth, and returns it. Call it in a transaction."""
    gaps = tuple(verified.gaps[: archive.MOST_GAPS])
    audit.note(actor, audit_actions.BACKUP_CHECKED, f"{backup}.zip", signer=verified.signer, gaps=gaps)
    return BackupCheck(
        uid=uid,
        backup=backup,
        checked_at=clock.now(),
        made_at=datetime.fromisoformat(verified.made_at),
        signer=verified.signer,
        rows=verified.rows,
        ok=not gaps,
        gaps=gaps,
    )


def _result(path: Path) -> BackupResult | None:
    """What a file says about itself; None for one that is no backup of a version that this one knows."""
    try:
        manifest = read_manifest(path)
        with bad_if_damaged():
            made_at = datetime.fromisoformat(manifest.made_at)
        return BackupResult(
            uid=path.stem if is_uid(path.stem) else None,
            file=path.name,
            made_at=made_at,
            bytes=path.stat().st_size,
            rows=sum(manifest.tables.values()),
            revision=manifest.revision,
            head=manifest.head_short,
            signed_by=keys.key_id(manifest.public_key) if manifest.public_key else None,
        )
    except (DomainError, FileNotFoundError):
        return None


def _path(uid: str) -> Path:
    return _folder() / f"{uid.lower()}.zip"


def _folder() -> Path:
    folder: Path = current_app.config["DATA_DIR"]
    return folder / archive.BACKUPS
