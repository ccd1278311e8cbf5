"""Acts on many at once: what each sets out to do is written down first, and done in a transaction for each item.

So one that was cut off goes on when it is sent again, and two that are sent at once do nothing twice.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.orm import InstrumentedAttribute

from core.db import Row, advisory_lock, execute, fetch_all, fetch_one, transaction
from core.db.idempotency import used_before
from core.db.trouble import DatabaseTrouble
from core.errors import DomainError


def asked_as(body: object) -> str:
    """A document as it was sent, in the text that is kept of it."""
    return json.dumps(body, sort_keys=True)


def is_begun(uid_column: InstrumentedAttribute[str], asked_column: InstrumentedAttribute[str], uid: str, asked: str) -> bool:
    """Whether an act was written down before; the second of two equal ones waits for the first. Raises `uid_reused`."""
    advisory_lock(f"{uid_column.table.name}/{uid}")
    known = fetch_one(select(asked_column).where(uid_column == uid))
    if known is not None and known["asked"] != asked:
        raise used_before()
    return known is not None


@dataclass(frozen=True)
class Items:
    """The table of the items of such acts: of which act, which item, in which order, and what it came to."""

    act: InstrumentedAttribute[str]
    item: InstrumentedAttribute[str]
    order: InstrumentedAttribute[str] | InstrumentedAttribute[int]
    made: InstrumentedAttribute[str | None]
    refusal: InstrumentedAttribute[str | None]

    def of(self, act: str) -> list[Row]:
        """All items of an act, each as `item`, `made` and `refusal`."""
        columns = self.item.label("item"), self.made.label("made"), self.refusal.label("refusal")
        return list(fetch_all(select(*columns).where(self.act == act).order_by(self.order)))

    def do_each(self, act: str, make: Callable[[str], str]) -> None:
        """Makes what is not made yet, each in a transaction; `make` answers the uid of what it made for an item.

        A refusal is the outcome of its item and hinders no other one. A busy or full database is none: it goes on to the caller,
        and the items that are left wait for the act to be sent again.
        """
        for row in self.of(act):
            if self._is_open(row):
                self._do(act, row["item"], make)

    def _do(self, act: str, item: str, make: Callable[[str], str]) -> None:
        this = self.act == act, self.item == item, self.made.is_(None), self.refusal.is_(None)

        def once() -> None:
            advisory_lock(f"{act}/{item}")
            if fetch_one(select(self.item).where(*this)) is not None:
                self._end(this, self.made, make(item))

        try:
            transaction(once)
        except DatabaseTrouble:
            raise
        except DomainError as refused:
            code = refused.code
            transaction(lambda: self._end(this, self.refusal, code))

    def _is_open(self, row: Row) -> bool:
        return row["made"] is None and row["refusal"] is None

    def _end(self, this: tuple[ColumnElement[bool], ...], column: InstrumentedAttribute[str | None], value: str) -> None:
        execute(update(self.act.class_).where(*this).values({column.key: value}))
