"""A file is taken: checked and converted by a process of its own, written beside the database, then named in it."""

from __future__ import annotations

import errno
import hashlib
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from flask import current_app
from sqlalchemy import func, insert, select

from core import clock
from core.db import db, execute, fetch_one
from core.db.idempotency import run_once
from core.db.trouble import DatabaseTrouble, Trouble
from core.errors import DomainError, Invalid
from core.files import apart, folder
from core.files.choices import CopyType, FileType
from core.files.converting import Converted
from core.files.models import FileCopy, StoredFile
from core.files.results import FileResult
from core.i18n import N_
from core.people.actor import Actor

MOST_BYTES = 16_000_000
"""Of one file (contract, part two)."""
MOST_FILES_A_DAY, MOST_BYTES_A_DAY = 500, 1_000_000_000
"""What one person or program may send in 24 hours: a disk that is full stops every till."""
SPARE_BYTES = 200_000_000
"""What files leave of the disk to the tills."""
SCOPE = "files"


class TooManyFiles(DomainError):
    """One sender has sent what a day allows."""

    status = 429

    def __init__(self) -> None:
        super().__init__("too_many_files", N_("Hôm nay đã gửi quá nhiều tệp. Hãy gửi tiếp vào ngày mai."))


@dataclass(frozen=True, slots=True)
class _Kept:
    """A copy that lies in the folder."""

    width: int
    type: CopyType
    digest: str
    bytes: int


def store(uid: str, content: bytes, actor: Actor) -> tuple[str, bool]:
    """Keeps a file under its sender's id; returns the answer as JSON text and whether this call made it.

    Call it outside a transaction: it lasts. Raises Invalid for what is no JPEG, PNG, WebP or PDF that can be used, DomainError
    `uid_reused` for other bytes under this id, `too_many_files`, `files_busy` and `disk_full`.
    """
    if len(content) > MOST_BYTES:
        raise Invalid((apart.FIELD, N_("Tệp lớn hơn 16 MB. Hãy chọn tệp nhỏ hơn.")))
    digest = hashlib.sha256(content).hexdigest()
    converted: list[tuple[Converted, Sequence[_Kept]]] = []

    def convert() -> None:
        _refuse_too_many(actor, len(content))
        db.session.rollback()  # a conversion lasts; it holds nothing of the database
        result = apart.convert(content)
        converted.append((result, _write(result)))

    return run_once(SCOPE, uid, {"digest": digest}, lambda: _record(uid, digest, len(content), *converted[0], actor), convert)


def _refuse_too_many(actor: Actor, size: int) -> None:
    since = clock.now() - timedelta(hours=24)
    query = select(func.count().label("files"), func.coalesce(func.sum(StoredFile.bytes), 0).label("bytes"))
    sent = fetch_one(query.where(StoredFile.added_by == actor.name, StoredFile.added_at > since))
    assert sent is not None
    if sent["files"] >= MOST_FILES_A_DAY or sent["bytes"] + size > MOST_BYTES_A_DAY:
        raise TooManyFiles
    if shutil.disk_usage(current_app.config["DATA_DIR"]).free < SPARE_BYTES:
        raise DatabaseTrouble(Trouble.DISK_FULL)


def _write(converted: Converted) -> list[_Kept]:
    try:
        return [
            _Kept(copy.width, kind := CopyType(copy.type), folder.write(copy.content, kind), len(copy.content))
            for copy in converted.copies
        ]
    except OSError as error:
        if error.errno not in {errno.ENOSPC, errno.EDQUOT, errno.EACCES, errno.EROFS}:
            raise
        raise DatabaseTrouble(Trouble.DISK_FULL) from error


def _record(uid: str, digest: str, size: int, converted: Converted, kept: Sequence[_Kept], actor: Actor) -> FileResult:
    row = {
        "uid": uid,
        "type": converted.type,
        "bytes": size,
        "digest": digest,
        "width": converted.width,
        "height": converted.height,
        "producer_code": actor.producer,
        "added_by": actor.name,
        "added_at": clock.now(),
    }
    execute(insert(StoredFile), row)
    copies = [
        {"file_uid": uid, "width": copy.width, "type": copy.type.value, "digest": copy.digest, "bytes": copy.bytes}
        for copy in kept
    ]
    execute(insert(FileCopy), copies)
    return FileResult(uid, FileType(converted.type), size)
