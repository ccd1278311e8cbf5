"""The audit trail, written in the transaction of the act it records."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from core import clock
from core.db import execute, prepared_insert
from core.models import AuditLine
from core.people.actor import Actor
from core.results import to_json

_ADD = prepared_insert(AuditLine)
_ADD_CHANGE = prepared_insert(AuditLine)
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
