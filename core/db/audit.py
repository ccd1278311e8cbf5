"""The audit trail, written in the transaction of the act it records."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from core import clock
from core.db import execute, prepared_insert
from core.models import AuditLine
from core.people.actor import Actor

_ADD = prepared_insert(AuditLine)


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
