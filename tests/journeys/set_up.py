"""What most tests begin with, in this process: on SQLite the product does it once, and other databases become copies of that.

A copy is made only where it is what the product would make: in a database that was copied itself and that nobody has written into
since, under the same key of the chain, on the machine's clock, on the same day.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar, cast

from flask import current_app

from core import clock, setup
from core.chain.heads import HEAD_FILE
from core.db import db, transaction
from tests.outlet import MANAGER, NAME, PASSWORD

Answer = TypeVar("Answer")
Seen = tuple[int, int, int]


@dataclass(frozen=True)
class Made(Generic[Answer]):
    """A database file, the head of the chain that lies beside it, and what the step that led here answered."""

    database: bytes
    head: bytes
    answer: Answer


_made: dict[tuple[object, ...], Made[Any]] = {}
_unwritten: dict[Path, tuple[Seen, tuple[str, ...]]] = {}
"""Files nobody has written into since: their template, and the steps they have behind them."""


def just_copied(file: Path, template: str) -> None:
    """Remembers what a file is a copy of, as long as nobody writes into it."""
    _unwritten[file] = _seen(file), (template,)


def copied(step: str, act: Callable[[], Answer]) -> Answer:
    """What `act` answers in the present application; once it was done on such a database, this and its answer are copied."""
    url = db.engine.url
    file = Path(url.database) if url.drivername == "sqlite" and url.database else None
    began = _unwritten.pop(file, None) if file and not clock.is_pretended() else None
    folder: Path = current_app.config["DATA_DIR"]
    signs_with = folder / "chain.key"
    if not file or not began or began[0] != _seen(file) or not signs_with.exists():
        return act()
    steps = (*began[1], step)
    key = (*steps, signs_with.read_bytes(), clock.today())
    if key not in _made:
        answer = act()
        _made[key] = Made(_bytes_of(file), (folder / HEAD_FILE).read_bytes(), answer)
        return answer
    made: Made[Any] = _made[key]
    db.session.rollback()
    db.engine.dispose()
    file.write_bytes(made.database)
    (folder / HEAD_FILE).write_bytes(made.head)
    _unwritten[file] = _seen(file), steps
    return cast("Answer", made.answer)


def first_run() -> None:
    """Names the present application's outlet and adds its manager. Raises DomainError where that has happened before."""
    transaction(lambda: setup.first_run(NAME, MANAGER, PASSWORD))


def _seen(file: Path) -> Seen:
    """Differs once somebody has written into the file, or into its log."""
    log = file.with_name(f"{file.name}-wal")
    now = file.stat()
    return now.st_ino, now.st_mtime_ns, log.stat().st_size if log.exists() else 0


def _bytes_of(file: Path) -> bytes:
    """What the file and its log hold."""
    with closing(sqlite3.connect(file)) as source, closing(sqlite3.connect(":memory:")) as copy:
        source.backup(copy)
        return bytes(copy.serialize())
