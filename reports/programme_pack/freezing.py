"""Reports of the programme that were frozen: numbered within the year, kept letter by letter, never composed again.

Source: contract of the outlet, section 15.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from sqlalchemy import insert, select

from core import clock
from core.db import Row, audit, execute, fetch_all, fetch_one, numbering
from core.db.integrity import missing_records, number_gaps
from core.errors import NotFound
from core.i18n import N_
from core.people.actor import Actor
from core.results import from_json, to_json
from reports.programme_pack.composing import compose
from reports.programme_pack.models import ProgrammePackRow
from reports.programme_pack.requests import PackRequest
from reports.programme_pack.results import FrozenHead, FrozenPack, ProgrammePack

SERIES = SCOPE = "programme_pack"
PACK_FROZEN = "programme.pack_frozen"
AUDIT_LABELS = {PACK_FROZEN: N_("khóa báo cáo chương trình OCOP")}
AUDIT_FIELDS = {"first": N_("Từ ngày"), "last": N_("Đến ngày")}


def freeze(uid: str, document: PackRequest, actor: Actor) -> FrozenPack:
    """Composes the report of a span and keeps it under the next number of the year. Call it in a transaction.

    Raises Invalid for a span that is none.
    """
    content = to_json(compose(document.from_, document.to))
    year = clock.today().year
    sequence = numbering.take(SERIES, year)
    row = {
        "uid": uid,
        "year": year,
        "sequence": sequence,
        "from_day": document.from_,
        "to_day": document.to,
        "frozen_at": clock.now(),
        "frozen_by": actor.name,
        "content": content,
        "digest": digest_of(content),
    }
    execute(insert(ProgrammePackRow), row)
    first, last = document.from_.isoformat(), document.to.isoformat()
    audit.note(actor, PACK_FROZEN, numbering.numbered(year, sequence), first=first, last=last)
    return show_frozen(uid)


def digest_of(content: str) -> str:
    """The SHA-256 of a report's JSON, as hexadecimal letters."""
    return hashlib.sha256(content.encode()).hexdigest()


def show_frozen(uid: str) -> FrozenPack:
    """A frozen report. Raises NotFound."""
    row = fetch_one(select(ProgrammePackRow.__table__).where(ProgrammePackRow.uid == uid))
    if row is None:
        raise NotFound(N_("Không có báo cáo này."))
    head = _head(row)
    return FrozenPack(
        uid=head.uid,
        number=head.number,
        from_=head.from_,
        to=head.to,
        frozen_at=head.frozen_at,
        frozen_by=head.frozen_by,
        digest=head.digest,
        pack=from_json(ProgrammePack, row["content"]),
    )


def list_frozen(after: tuple[int, int] | None, limit: int) -> list[FrozenHead]:
    """The frozen reports by number."""
    pack = ProgrammePackRow
    query = select(pack.uid, pack.year, pack.sequence, pack.from_day, pack.to_day, pack.frozen_at, pack.frozen_by, pack.digest)
    if after is not None:
        query = query.where((pack.year > after[0]) | ((pack.year == after[0]) & (pack.sequence > after[1])))
    return [_head(row) for row in fetch_all(query.order_by(pack.year, pack.sequence).limit(limit))]


def gaps() -> Iterator[str]:
    """Numbers that are missing, and reports that are not what was frozen, one line each."""
    yield from number_gaps(SERIES, ProgrammePackRow.year, ProgrammePackRow.sequence)
    yield from missing_records(SCOPE, ProgrammePackRow.uid)
    for row in fetch_all(select(ProgrammePackRow.__table__)):
        if digest_of(row["content"]) != row["digest"]:
            yield f"programme_pack {numbering.numbered(row['year'], row['sequence'])}: its content is not what was frozen"


def _head(row: Row) -> FrozenHead:
    return FrozenHead(
        uid=row["uid"],
        number=numbering.numbered(row["year"], row["sequence"]),
        from_=row["from_day"],
        to=row["to_day"],
        frozen_at=row["frozen_at"],
        frozen_by=row["frozen_by"],
        digest=row["digest"],
    )
