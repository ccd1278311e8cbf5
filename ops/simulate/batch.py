"""A batch of the simulator's rows: collected in the order things happened, written in bulk."""

from __future__ import annotations

import json
from collections import defaultdict
from datetime import date, datetime
from typing import Any

from sqlalchemy import bindparam, insert, update

from core.db import db
from core.models import AuditLine
from core.values.uid import derived_uid
from inventory import stock_ledger
from inventory.models import GoodsDocument, Lot, Movement, StockLevel
from inventory.stock_ledger import StockMovement
from ops.simulate.goods import SIMULATOR
from suppliers import book
from suppliers.book import BookEntry
from suppliers.models import BookLine


class Batch:
    """Rows by table. Their uids follow from the run, the seed and their place in the history."""

    def __init__(self, run: str, seed: int) -> None:
        self.run, self.seed = run, seed
        self.rows: dict[Any, list[dict[str, Any]]] = defaultdict(list)
        self.movements = self.lines = 0

    def uid(self, *parts: object) -> str:
        """The identity of a thing of this history."""
        return derived_uid("simulate", self.run, self.seed, *parts)

    def document(self, kind: str, uid: str, day: date, at: datetime, producer: str | None = None) -> None:
        """The head of a goods document."""
        self.rows[GoodsDocument].append(
            {"kind": kind, "uid": uid, "place_code": self.run, "to_place_code": None, "producer_code": producer, "day": day,
             "note": None, "recorded_at": at, "recorded_by": SIMULATOR.name}
        )  # fmt: skip

    def movement(self, movement: StockMovement, at: datetime) -> None:
        """A movement of goods."""
        self.movements += 1
        self.rows[Movement].append({**stock_ledger.as_row(movement, at), "uid": self.uid("move", self.movements)})

    def book(self, entry: BookEntry, at: datetime) -> None:
        """A line of a producer's book."""
        self.lines += 1
        self.rows[BookLine].append(book.as_row(entry, self.uid("book", self.lines), at))

    def audit(self, at: datetime, action: str, subject: str, **detail: Any) -> None:
        """A line of the audit trail."""
        words = json.dumps(detail, ensure_ascii=False) if detail else None
        self.rows[AuditLine].append({"at": at, "actor": SIMULATOR.name, "action": action, "subject": subject, "detail": words})


SET_SHELF = (
    update(StockLevel.__table__)  # type: ignore[arg-type]
    .where(StockLevel.place_code == bindparam("at_place"), StockLevel.lot == bindparam("of_lot"))
    .values(on_hand=bindparam("held"))
)
SET_LOST = update(Lot.__table__).where(Lot.code == bindparam("of_lot")).values(lost=bindparam("so_far"))  # type: ignore[arg-type]


def bulk(table: Any, found: list[dict[str, Any]]) -> None:
    """Writes many rows of a table."""
    many(insert(table.__table__), found)


def many(statement: Any, found: list[dict[str, Any]]) -> None:
    """Runs a statement for many rows."""
    if found:
        db.session.connection().execute(statement, found)
