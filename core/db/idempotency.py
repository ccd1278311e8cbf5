"""Once and only once: an act under a client's id happens one time, and every repeat gets the first answer.

The lookup, the act and the record of its answer are one transaction, so a client may send again after a timeout, a
crash or a lost reply without thinking. Losing a race is the same as coming second.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Callable
from typing import Any

from flask import current_app
from sqlalchemy import bindparam, insert, select
from sqlalchemy.exc import IntegrityError

from core import clock
from core.db import advisory_lock, db, execute, fetch_one, transaction
from core.errors import DomainError
from core.i18n import N_
from core.models import IdempotencyKey
from core.results import to_json

Answer = dict[str, Any]


class _KnownKey(Exception):
    def __init__(self, answer: str) -> None:
        self.answer = answer


def run_once(
    scope: str, uid: str, body: object, act: Callable[[], object], before: Callable[[], None] | None = None
) -> tuple[str, bool]:
    """Runs `act` in a transaction unless `uid` is known in this space of ids.

    `body` is what makes two requests the same: equal as parsed JSON, whenever they were sent (`sent_at`). `before` runs
    outside the transaction when the id is new; slow checks such as a PIN go there. Returns the answer's JSON text and
    whether this call made it. Raises DomainError `uid_reused` when the id was used for something else, and whatever the
    act refuses with.
    """
    fingerprint = _fingerprint(body)
    try:
        known = _look_up(scope, uid, fingerprint)
        if known is not None:
            return known, False
        if before:
            before()
        return transaction(lambda: record(scope, uid, body, act)), True
    except _KnownKey as repeat:
        return repeat.answer, False
    except IntegrityError:
        # A client that came a moment earlier under the same id has committed meanwhile.
        db.session.rollback()
        known = _look_up(scope, uid, fingerprint)
        if known is None:
            raise
        return known, False


def record(scope: str, uid: str, body: object, act: Callable[[], object]) -> str:
    """Does and records an act inside the caller's own transaction, for many acts in one; else use `run_once`."""
    fingerprint = _fingerprint(body)
    # The second of two equal requests waits for the first to commit.
    advisory_lock(f"{scope}/{uid}")
    known = _look_up(scope, uid, fingerprint)
    if known is not None:
        raise _KnownKey(known)
    answer = to_json(act())
    execute(
        _RECORD,
        {"space": scope, "uid": uid, "fingerprint": fingerprint, "answer": answer, "recorded_at": clock.now()},
    )
    return answer


_KNOWN = select(IdempotencyKey.fingerprint, IdempotencyKey.answer).where(
    IdempotencyKey.space == bindparam("space"), IdempotencyKey.uid == bindparam("uid")
)
_RECORD = insert(IdempotencyKey.__table__)  # type: ignore[arg-type]


def _look_up(scope: str, uid: str, fingerprint: str) -> str | None:
    found = fetch_one(_KNOWN, {"space": scope, "uid": uid})
    if found is None:
        return None
    if not hmac.compare_digest(found["fingerprint"], fingerprint):
        raise DomainError("uid_reused", N_("Mã này đã dùng cho một chứng từ khác. Chứng từ cũ vẫn giữ nguyên."))
    return str(found["answer"])


def _fingerprint(body: object) -> str:
    """A digest of the parsed body. Keyed, because a body may carry a PIN, and six digits are soon tried through."""
    if isinstance(body, dict):
        body = {name: value for name, value in body.items() if name != "sent_at"}
    canonical = json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hmac.new(current_app.config["SECRET_KEY"].encode(), canonical.encode(), hashlib.sha256).hexdigest()
