"""Who reads a file, and which of its copies. Areas say which of their documents name a file and who reads those (`FileUse`)."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import select

from core.area import registered
from core.db import fetch_all, fetch_one
from core.errors import Invalid, NotFound
from core.files import folder
from core.files.choices import CopyType, FileType, Width
from core.files.models import FileCopy, StoredFile
from core.files.results import FileContent, FileResult
from core.i18n import N_
from core.people.actor import Actor
from core.people.permits import Permit


def find(uid: str, actor: Actor) -> FileResult:
    """A file that this one may read: who sent it, who reads what names it, and the manager. Raises NotFound."""
    row = fetch_one(select(StoredFile.__table__).where(StoredFile.uid == uid))
    if row is None or not _may_read(uid, row["added_by"], row["producer_code"], actor):
        raise _not_found()
    return FileResult(row["uid"], FileType(row["type"]), row["bytes"])


def list_files(actor: Actor, after: str | None, limit: int) -> list[FileResult]:
    """Files by id: all for the manager, for others those they sent."""
    query = select(StoredFile.uid, StoredFile.type, StoredFile.bytes).order_by(StoredFile.uid).limit(limit)
    if not actor.may(Permit.MANAGE):
        query = query.where(
            StoredFile.added_by == actor.name if actor.producer is None else StoredFile.producer_code == actor.producer
        )
    if after is not None:
        query = query.where(StoredFile.uid > after)
    return [FileResult(r["uid"], FileType(r["type"]), r["bytes"]) for r in fetch_all(query)]


def type_of(uid: str) -> FileType | None:
    """What kind of file this is; None for no such file. It says nothing of who may read it."""
    row = fetch_one(select(StoredFile.type).where(StoredFile.uid == uid))
    return FileType(row["type"]) if row is not None else None


def is_public(uid: str) -> bool:
    """Whether something that everybody may see names the file."""
    return any(use.is_public(uid) for use in registered().file_uses)


def content(uid: str, width: Width, accepted: Collection[CopyType]) -> FileContent:
    """A file's best copy of the types that are accepted: at this width of a picture, the whole of a paper.

    Raises NotFound for no such file, and for a copy that is gone from the disk or damaged there.
    """
    query = select(FileCopy.__table__).where(FileCopy.file_uid == uid, FileCopy.width.in_((0, width.value)))
    copies = {CopyType(r["type"]): r for r in fetch_all(query)}
    for kind in CopyType:
        if kind in copies and (kind in accepted or kind in {CopyType.JPEG, CopyType.PDF}):
            read = folder.read(copies[kind]["digest"], kind)
            if read is not None:
                return FileContent(kind, copies[kind]["digest"], read)
    raise _not_found()


def refuse_unknown(field: str, uids: Sequence[str], actor: Actor, *, pictures_only: bool = False) -> None:
    """Refuses a document that names a file that is not there, or that this one may not read. Raises Invalid.

    With `pictures_only` it refuses papers too.
    """
    for i, uid in enumerate(uids):
        name = field.format(i)
        try:
            found = find(uid, actor)
        except NotFound:
            raise Invalid((name, N_("Không có ảnh hoặc tệp này."))) from None
        if pictures_only and not found.type.is_picture:
            raise Invalid((name, N_("Chỗ này chỉ nhận ảnh.")))


def _may_read(uid: str, added_by: str, producer: str | None, actor: Actor) -> bool:
    if actor.may(Permit.MANAGE) or added_by == actor.name:
        return True
    if actor.producer is not None and producer == actor.producer:
        return True
    return any(use.is_public(uid) or use.may_read(uid, actor) for use in registered().file_uses)


def _not_found() -> NotFound:
    return NotFound(N_("Không có ảnh hoặc tệp này."))
