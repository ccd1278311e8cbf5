"""Once and only once: an act under a client's id happens one time, and every repeat gets the first answer.

The lookup, the act and the record of its answer are one transaction, so a client may send again after a timeout, a
crash or a lost reply without thinking. Losing a race is the same as coming second.

This is a guard and no store: nothing but a repeat reads an answer back, and answers are emptied by age. The key and its
fingerprint stay, so that an old id is refused and never acts a second time (docs/decisions/0005).
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Callable, Iterable
from datetime import timedelta

from flask import current_app
from sqlalchemy import bindparam, select, tuple_, update
from sqlalchemy.exc import IntegrityError

from core import clock
from core.db import Prepared, advisory_lock, db, execute, fetch_one, prepared_insert, transaction
from core.db.outbox import hourly
from core.errors import DomainError
from core.i18n import N_
from core.models import IdempotencyKey
from core.results import to_json

ANSWERS_LAST = timedelta(days=400)
"""How long a repeat gets the first answer: a year, the Tết closure and a month to sort things out (contract §3)."""
BATCH = 500
"""How many answers one transaction empties; tills wait for no more than that."""


class _KnownKey(Exception):
    def __init__(self, answer: str) -> None:
        self.answer = answer


def run_once(
    scope: str, key: str, body: object, act: Callable[[], object], before: Callable[[], None] | None = None
) -> tuple[str, bool]:
    """Runs `act` in a transaction unless `key`, the client's id, is known in this scope.

    `body` is what makes two requests the same: equal as parsed JSON, whenever they were sent (`sent_at`). `before` runs
    outside the transaction when the id is new; slow checks such as a PIN go there. Returns the answer's JSON text and
    whether this call made it. Raises DomainError `uid_reused` when the id was used for something else or longer ago than
    ANSWERS_LAST, and whatever the act refuses with.
    """
    fingerprint = _fingerprint(body)
    try:
        known = _look_up(scope, key, fingerprint)
        if known is not None:
            return known, False
        if before:
            before()
        return transaction(lambda: _record(scope, key, fingerprint, act)), True
    except _KnownKey as repeat:
        return repeat.answer, False
    except IntegrityError:
        # A client that came a moment earlier under the same id has committed meanwhile.
        db.session.rollback()
        known = _look_up(scope, key, fingerprint)
        if known is None:
            raise
        return known, False


def _record(scope: str, key: str, fingerprint: str, act: Callable[[], object]) -> str:
    """Does an act inside the present transaction and records its key. Raises _KnownKey when it was done before."""
    # The second of two equal requests waits for the first to commit.
    advisory_lock(f"{scope}/{key}")
    known = _look_up(scope, key, fingerprint)
    if known is not None:
        raise _KnownKey(known)
    answer = to_json(act())
    execute(
        _RECORD,
        {"scope": scope, "key": key, "fingerprint": fingerprint, "answer": answer, "recorded_at": clock.now()},
    )
    return answer


_KNOWN = Prepared(
    select(IdempotencyKey.fingerprint, IdempotencyKey.answer).where(
        IdempotencyKey.scope == bindparam("scope"), IdempotencyKey.key == bindparam("key")
    )
)
_RECORD = prepared_insert(IdempotencyKey)


def reserve(scope: str, keys: Iterable[str]) -> None:
    """Marks ids as used by acts that no client asked for, in the present transaction: a client's act under one is refused."""
    used = {"fingerprint": "", "answer": None, "recorded_at": clock.now()}
    execute(_RECORD, [{"scope": scope, "key": key, **used} for key in keys])


def is_used(scope: str, key: str) -> bool:
    """Whether an id was used before, for whatever."""
    return fetch_one(_KNOWN, {"scope": scope, "key": key}) is not None


def used_before() -> DomainError:
    """The refusal of an id that was used for something else."""
    return DomainError("uid_reused", N_("Mã này đã dùng cho một chứng từ khác. Chứng từ cũ vẫn giữ nguyên."))


@hourly
def empty_old_answers() -> int:
    """Empties the answers that are older than ANSWERS_LAST, in short transactions, and returns how many."""
    before = clock.now() - ANSWERS_LAST
    emptied = 0
    while batch := transaction(lambda: execute(_EMPTY, {"before": before}, chained=False)):
        emptied += batch
    return emptied


_OLD = (
    select(IdempotencyKey.scope, IdempotencyKey.key)
    .where(IdempotencyKey.answer.is_not(None), IdempotencyKey.recorded_at < bindparam("before"))
    .order_by(IdempotencyKey.recorded_at)
    .limit(BATCH)
)
_EMPTY = update(IdempotencyKey).where(tuple_(IdempotencyKey.scope, IdempotencyKey.key).in_(_OLD)).values(answer=None)


def _look_up(scope: str, key: str, fingerprint: str) -> str | None:
    known = fetch_one(_KNOWN, {"scope": scope, "key": key})
    if known is None:
        return None
    if not hmac.compare_digest(known["fingerprint"], fingerprint):
        raise used_before()
    if known["answer"] is None:
        raise DomainError("uid_reused", N_("Chứng từ này đã ghi từ hơn một năm trước. Không ghi lại lần nữa."))
    return str(known["answer"])


def _fingerprint(body: object) -> str:
    """A digest of the parsed body. Keyed, because a body may carry a PIN, and six digits are soon tried through."""
    if isinstance(body, dict):
        body = {name: value for name, value in body.items() if name != "sent_at"}
    canonical = json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hmac.new(current_app.config["SECRET_KEY"].encode(), canonical.encode(), hashlib.sha256).hexdigest()
