"""Photos that goods documents name: recorded with the document, read with it, seen by who reads it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import insert, select

from core.area import FileUse
from core.db import execute, fetch_all
from core.files import reading
from core.people.actor import Actor
from inventory.choices import GoodsDocumentKind
from inventory.models import GoodsDocument, Lot, Movement
from inventory.permits import GoodsPermit
from inventory.photos.models import GoodsPhoto


def record(kind: GoodsDocumentKind, uid: str, photos: Sequence[str], actor: Actor) -> None:
    """Names the photos of a document that was just recorded, in the same transaction. Raises Invalid for no such picture."""
    if not photos:
        return
    reading.refuse_unknown("photos.{}", photos, actor, pictures_only=True)
    rows = [{"kind": kind.value, "document_uid": uid, "position": i, "file_uid": photo} for i, photo in enumerate(photos)]
    execute(insert(GoodsPhoto), rows)


def photos_of(kind: GoodsDocumentKind, uids: Collection[str]) -> Mapping[str, list[str]]:
    """The photos of documents of one kind, by document."""
    photos: dict[str, list[str]] = defaultdict(list)
    query = select(GoodsPhoto.document_uid, GoodsPhoto.file_uid).where(GoodsPhoto.kind == kind.value)
    for r in fetch_all(query.where(GoodsPhoto.document_uid.in_(sorted(uids))).order_by(GoodsPhoto.position)):
        photos[r["document_uid"]].append(r["file_uid"])
    return photos


def _may_read(file: str, actor: Actor) -> bool:
    """Whether this one reads a goods document that names the file: staff who read them, and the producer of goods on it."""
    if not actor.may(GoodsPermit.DOCUMENTS_READ):
        return False
    query = select(GoodsPhoto.kind, GoodsPhoto.document_uid).where(GoodsPhoto.file_uid == file)
    named = fetch_all(query)
    if actor.producer is None or not named:
        return bool(named)
    return any(_is_about(r["kind"], r["document_uid"], actor.producer) for r in named)


def _is_about(kind: str, uid: str, producer: str) -> bool:
    of_header = select(GoodsDocument.id).where(
        GoodsDocument.kind == kind, GoodsDocument.uid == uid, GoodsDocument.producer_code == producer
    )
    of_lines = (
        select(Movement.id)
        .join(Lot, Lot.code == Movement.lot)
        .where(Movement.source_uid == uid, Movement.source_kind == kind, Lot.producer_code == producer)
    )
    return bool(fetch_all(of_header.limit(1)) or fetch_all(of_lines.limit(1)))


FILE_USE = FileUse(is_public=lambda _file: False, may_read=_may_read)
"""Nothing of a goods document is for everybody."""
