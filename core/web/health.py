"""`/health`: whether the server and its database are alive, reading and writing. It tells nothing else."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass

from flask import Response, current_app, jsonify
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from core.db import db, execute, transaction
from core.db.session import COMMITTED_AT, write_before
from core.db.trouble import DatabaseTrouble, Trouble

TRY_EVERY_S = 10
"""A write is tried at most so often, whoever asks, and not at all while sales are written."""
_STATE = "outlet_writing"
_trying = threading.Lock()


@dataclass
class _Writing:
    """What the last try to write said. One that met another program's lock says nothing yet; two in a row do."""

    tried_at: float = -TRY_EVERY_S
    trouble: Trouble | None = None
    tries_in_vain: int = 0

    @property
    def is_failing(self) -> bool:
        return self.trouble is not None and (self.trouble is not Trouble.BUSY or self.tries_in_vain > 1)


def health() -> tuple[Response, int]:
    """Whether the server and its database are alive; no secrets. 503 when the database does not answer or does not write."""
    try:
        db.session.execute(text("SELECT 1"))
    except DBAPIError:
        return jsonify({"status": "failing", "database": "unreachable"}), 503
    writing = _writing()
    answer = {"status": "failing" if writing.is_failing else "ok", "database": writing.trouble or "ok"}
    return jsonify(answer), 503 if writing.is_failing else 200


def _writing() -> _Writing:
    state: _Writing = current_app.extensions.setdefault(_STATE, _Writing())
    committed_at: float = current_app.extensions.get(COMMITTED_AT, -TRY_EVERY_S)
    if committed_at > state.tried_at:
        state.trouble, state.tries_in_vain = None, 0
    if time.monotonic() - max(state.tried_at, committed_at) >= TRY_EVERY_S and _trying.acquire(blocking=False):
        try:
            _try_to_write(state)
        finally:
            _trying.release()
    return state


def _try_to_write(state: _Writing) -> None:
    try:
        with write_before(time.monotonic()):
            # The one row that every outlet has; it stays what it was, and the disk has to take it all the same.
            transaction(lambda: execute(text("UPDATE alembic_version SET version_num = version_num")))
        state.trouble, state.tries_in_vain = None, 0
    except DatabaseTrouble as trouble:
        state.trouble, state.tries_in_vain = trouble.trouble, state.tries_in_vain + 1
    except DBAPIError:  # a database without tables: it answers, and there is nothing to write yet
        state.trouble = None
    state.tried_at = time.monotonic()
