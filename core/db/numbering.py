"""Numbers without gaps: a number belongs to the transaction that takes it."""

from __future__ import annotations

from sqlalchemy import insert, update

from core.db import db, execute, on_postgresql
from core.errors import Invalid
from core.i18n import N_
from core.models import Counter


def take(series: str, year: int, how_many: int = 1) -> int:
    """Takes the next numbers of a year's series and returns the first of them.

    Call it last in a transaction: the row stays locked until the commit, and everybody else waits for it.
    """
    step = update(Counter).where(Counter.series == series, Counter.year == year).values(value=Counter.value + how_many)
    value = db.session.execute(step.returning(Counter.value)).scalar()
    if value is None:
        if on_postgresql():
            from sqlalchemy.dialects.postgresql import insert as insert_pg

            db.session.execute(insert_pg(Counter).values(series=series, year=year, value=0).on_conflict_do_nothing())
        else:
            execute(insert(Counter), {"series": series, "year": year, "value": 0})
        value = db.session.execute(step.returning(Counter.value)).scalar_one()
    return int(value) - how_many + 1


def numbered(year: int, value: int) -> str:
    """`2026-004128`."""
    return f"{year}-{value:06d}"


def parse(number: str) -> tuple[int, int]:
    """Reads `2026-004128` as year and sequence. Raises Invalid for a cursor that is no number."""
    year, dash, sequence = number.partition("-")
    if not (dash and year.isascii() and year.isdigit() and len(year) == 4 and sequence.isascii() and sequence.isdigit()):
        raise Invalid(("after", N_("Sai định dạng.")))
    return int(year), min(int(sequence[:18]), 2**62)
