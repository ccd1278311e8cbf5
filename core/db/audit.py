"""The audit trail, written in the transaction of the act it records."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Any

from pydantic import WithJsonSchema
from sqlalchemy import select

from core import clock
from core.db import Row, db, execute, fetch_all, prepared_insert
from core.models import AuditLine
from core.people.actor import Actor
from core.results import TimestampOut, to_json

_ADD = prepared_insert(AuditLine)
_ADD_CHANGE = prepared_insert(AuditLine)
"""Another one: a prepared statement always has the same columns."""
SECRETS = frozenset({"password", "pin", "token", "secret", "password_hash", "pin_hash", "digest"})
"""Names of fields that stand in no line, whatever a result is made of."""


def note(actor: Actor, action: str, subject: str, at: datetime | None = None, **detail: Any) -> None:
    """Adds one line: who, what, on which document, with what else is worth keeping (never a PIN or password)."""
    execute(
        _ADD,
        {
            "at": at or clock.now(),
            "actor": actor.name,
            "action": action,
            "subject": subject,
            "detail": json.dumps(detail, ensure_ascii=False, default=str) if detail else None,
        },
    )


def record_change(actor: Actor, action: str, subject: str, before: object | None, after: object | None) -> bool:
    """Adds a line with the fields of a master record that changed, as they were and as they are; none when nothing changed.

    `before` and `after` are the record's results, None where there is no record. Both are written as the API writes them:
    đồng as a number, a quantity as a text, a day as `2026-11-24`. Returns whether a line was added.
    """
    old, new = _fields(before), _fields(after)
    changed = [name for name in {**old, **new} if old.get(name) != new.get(name)]
    if not changed and (before is None) == (after is None):
        return False
    execute(
        _ADD_CHANGE,
        {
            "at": clock.now(),
            "actor": actor.name,
            "action": action,
            "subject": subject,
            "before": None if before is None else _text({name: old.get(name) for name in changed}),
            "after": None if after is None else _text({name: new.get(name) for name in changed}),
        },
    )
    return True


def _fields(record: object | None) -> dict[str, object]:
    fields: dict[str, object] = {} if record is None else json.loads(to_json(record))
    return {name: value for name, value in fields.items() if name not in SECRETS}


def _text(fields: dict[str, object]) -> str:
    return json.dumps(fields, ensure_ascii=False)


JsonObject = Annotated[Mapping[str, object] | None, WithJsonSchema({"type": ["object", "null"], "additionalProperties": True})]


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """A line of the trail: who did what to which subject, and the fields that changed as they were and as they are.

    `id` counts lines in the order they were written. An act that is no change of a master record has a `detail` instead.
    """

    id: int
    at: TimestampOut
    who: str
    action: str
    subject: str
    before: JsonObject
    after: JsonObject
    detail: JsonObject


@dataclass(frozen=True, slots=True)
class AuditFilter:
    """Which lines: of a span of days, of somebody, of an action (or all that begin with it), of a subject."""

    first: date | None = None
    last: date | None = None
    who: str | None = None
    action: str | None = None
    subject: str | None = None


def list_lines(
    wanted: AuditFilter, *, after: int | None = None, limit: int = 100, newest_first: bool = False
) -> list[AuditEntry]:
    """Lines in the order they were written, or the newest first; `after` is the id of the last one that was read."""
    query = select(AuditLine.__table__).limit(limit)
    query = query.order_by(AuditLine.id.desc() if newest_first else AuditLine.id)
    if after is not None:
        query = query.where(AuditLine.id < after if newest_first else AuditLine.id > after)
    if wanted.first is not None:
        query = query.where(AuditLine.at >= clock.midnight(wanted.first))
    if wanted.last is not None:
        query = query.where(AuditLine.at < clock.day_bounds(wanted.last, wanted.last)[1])
    if wanted.who is not None:
        query = query.where(AuditLine.actor == wanted.who)
    if wanted.action is not None:
        begins = AuditLine.action.startswith(f"{wanted.action}.", autoescape=True)
        query = query.where((AuditLine.action == wanted.action) | begins)
    if wanted.subject is not None:
        query = query.where(AuditLine.subject == wanted.subject)
    return [_entry(line) for line in fetch_all(query)]


def every_line(wanted: AuditFilter, *, after: int | None = None, at_once: int = 1000) -> Iterator[Sequence[AuditEntry]]:
    """All lines, in parts, so that a long trail takes no more room than a short one."""
    while True:
        lines = list_lines(wanted, after=after, limit=at_once)
        db.session.rollback()  # between two parts nothing waits for this reader
        yield lines
        if len(lines) < at_once:
            return
        after = lines[-1].id


def _entry(line: Row) -> AuditEntry:
    return AuditEntry(
        id=line["id"],
        at=line["at"],
        who=line["actor"],
        action=line["action"],
        subject=line["subject"],
        before=_object(line["before"]),
        after=_object(line["after"]),
        detail=_object(line["detail"]),
    )


def _object(text: str | None) -> Mapping[str, object] | None:
    return None if text is None else json.loads(text)
