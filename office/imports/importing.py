"""Files are shown and then written: the plan reads alone, the commit writes all rows or none, within a day."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import delete, insert, select, update

from core import clock
from core.db import Row, advisory_lock, audit, execute, fetch_all, fetch_one, transaction
from core.db.outbox import hourly
from core.errors import DomainError, NotFound
from core.i18n import N_
from core.people.actor import Actor
from office.imports import audit_actions
from office.imports.choices import ImportKind, RowDoes
from office.imports.columns import Mapped, map_columns
from office.imports.kind import CellError, Kind, Planned
from office.imports.models import ImportedColumn, ImportFile
from office.imports.registry import KINDS
from office.imports.requests import ImportRequest
from office.imports.results import ImportResult, RowError, RowResult
from office.imports.table import read_rows

KEPT = timedelta(days=1)
"""How long a file waits for its commit."""
LOCK = "imports"


@dataclass(frozen=True)
class _Plan:
    kind: Kind[Any]
    mapped: Mapped
    rows: Sequence[Planned[Any]]

    def counts(self) -> Counter[RowDoes]:
        """How many rows do what."""
        return Counter(row.does for row in self.rows)


def receive(document: ImportRequest, actor: Actor) -> ImportResult:
    """Keeps a file and says what each of its rows would do. Raises Invalid for what is no table, or has not those columns."""
    rows = read_rows(document.file)
    kind = KINDS[document.kind]
    heads_digest = _digest(map_columns(kind.columns, rows, document.columns).all_heads)
    said = document.columns or _remembered(document.kind, heads_digest)
    mapped = map_columns(kind.columns, rows, said)
    values = {
        "uid": document.uid,
        "kind": document.kind,
        "name": document.name,
        "content": document.file,
        "heads_digest": heads_digest,
        "added_at": clock.now(),
        "added_by": actor.name,
    }
    execute(insert(ImportFile), values)
    if mapped.heads:
        execute(insert(ImportedColumn), [{"import_uid": document.uid, "key": k, "head": h} for k, h in mapped.heads.items()])
    return show(document.uid)


def show(uid: str) -> ImportResult:
    """A file and what its rows would do now. Raises NotFound; once its day has passed `import_ended`, or `closed` if imported."""
    file = _file(uid)
    return _result(file, _plan(file))


def read_again(uid: str, said: Mapping[str, str]) -> ImportResult:
    """Reads a file that is not committed with other columns. Raises NotFound, `import_ended`, `closed`, Invalid."""
    file = _file(uid)
    if file["committed_at"] is not None:
        raise DomainError("closed", N_("Tệp này đã nhập rồi."))
    mapped = map_columns(KINDS[ImportKind(file["kind"])].columns, read_rows(file["content"]), said)
    execute(delete(ImportedColumn).where(ImportedColumn.import_uid == uid))
    if mapped.heads:
        execute(insert(ImportedColumn), [{"import_uid": uid, "key": k, "head": h} for k, h in mapped.heads.items()])
    return show(uid)


def commit(uid: str, actor: Actor) -> ImportResult:
    """Writes all rows of a file.

    Raises NotFound, `import_ended`, and `import_refused` while a row is refused. A file that is committed already stays as it is.
    """
    advisory_lock(LOCK)
    file = _file(uid)
    plan = _plan(file)
    if file["committed_at"] is not None:
        return _result(file, plan)
    if plan.counts()[RowDoes.REFUSED] or not plan.rows:
        raise DomainError("import_refused", N_("Còn dòng bị từ chối, nên chưa dòng nào được nhập. Sửa tệp rồi gửi lại."))
    plan.kind.write([row for row in plan.rows if row.does in {RowDoes.CREATE, RowDoes.CHANGE}], actor)
    now = clock.now()
    execute(update(ImportFile).where(ImportFile.uid == uid).values(committed_at=now, committed_by=actor.name))
    counts = plan.counts()
    audit.note(
        actor, audit_actions.IMPORTED, uid, kind=file["kind"], name=file["name"],
        creates=counts[RowDoes.CREATE], changes=counts[RowDoes.CHANGE],
    )  # fmt: skip
    return _result({**file, "committed_at": now}, plan)


def heads_of(kind: ImportKind) -> list[str]:
    """The heads of a template, in the language of the reader."""
    return [str(_(column.label)) for column in KINDS[kind].columns]


def examples_of(kind: ImportKind) -> list[str]:
    """The example under each head of a template."""
    return [column.example for column in KINDS[kind].columns]


@hourly
def empty_old_files() -> int:
    """Forgets what files hold whose day has passed; says how many."""
    old = (ImportFile.content.is_not(None)) & (ImportFile.added_at < clock.now() - KEPT)
    return transaction(lambda: execute(update(ImportFile).where(old).values(content=None)))


def _file(uid: str) -> Row:
    file = fetch_one(select(ImportFile.__table__).where(ImportFile.uid == uid))
    if file is None:
        raise NotFound(N_("Không có tệp nhập này."))
    if file["content"] is None and file["committed_at"] is not None:
        raise DomainError("closed", N_("Tệp này đã nhập rồi."))
    if file["content"] is None or file["added_at"] < clock.now() - KEPT:
        raise DomainError("import_ended", N_("Tệp này gửi đã quá một ngày. Hãy gửi lại."))
    return file


def _plan(file: Row) -> _Plan:
    kind = KINDS[ImportKind(file["kind"])]
    chosen = fetch_all(select(ImportedColumn.__table__).where(ImportedColumn.import_uid == file["uid"]))
    said = {r["key"]: r["head"] for r in chosen}
    mapped = map_columns(kind.columns, read_rows(file["content"]), said)
    if mapped.missing:
        words = N_("Tệp chưa có cột “%(label)s”.")
        errors = [CellError(column.key, words, {"label": str(_(column.label))}) for column in mapped.missing]
        return _Plan(kind, mapped, [Planned(row.number, RowDoes.REFUSED, "", errors=errors) for row in mapped.rows])
    return _Plan(kind, mapped, kind.plan(mapped))


def _result(file: Row, plan: _Plan) -> ImportResult:
    counts, heads = plan.counts(), plan.mapped.heads
    rows = [
        RowResult(
            row.row,
            row.does,
            [RowError(heads.get(error.column, error.column), str(_(error.message, **error.values))) for error in row.errors],
            row.words,
        )
        for row in plan.rows
    ]
    return ImportResult(
        uid=file["uid"],
        kind=ImportKind(file["kind"]),
        name=file["name"],
        columns=heads,
        heads=plan.mapped.all_heads,
        rows=rows,
        creates=counts[RowDoes.CREATE],
        changes=counts[RowDoes.CHANGE],
        same=counts[RowDoes.SAME],
        refused=counts[RowDoes.REFUSED],
        committed_at=file["committed_at"],
    )


def _remembered(kind: ImportKind, heads_digest: str) -> Mapping[str, str] | None:
    """The columns of the newest file with the same heads that was imported."""
    same = (ImportFile.kind == kind, ImportFile.heads_digest == heads_digest, ImportFile.committed_at.is_not(None))
    newest = fetch_one(select(ImportFile.uid).where(*same).order_by(ImportFile.committed_at.desc()).limit(1))
    if newest is None:
        return None
    rows = fetch_all(select(ImportedColumn.__table__).where(ImportedColumn.import_uid == newest["uid"]))
    return {r["key"]: r["head"] for r in rows} or None


def _digest(heads: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(heads).encode()).hexdigest()
