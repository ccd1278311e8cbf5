"""Numbers without gaps: a number belongs to the transaction that takes it."""

from __future__ import annotations

from typing import cast

from sqlalchemy import Table, bindparam, insert, update

from core.db import Prepared, execute, fetch_one, on_postgresql
from core.errors import Invalid
from core.i18n import N_
from core.models import Counter


def take(series: str, year: int, how_many: int = 1) -> int:
    """Takes the next numbers of a year's series and returns the first of them.

    Call it last in a transaction: the row stays locked until the commit, and everybody else waits for it.
    """
    step = {"of_series": series, "of_year": year, "how_many": how_many}
    taken = fetch_one(_TAKE, step)
    if taken is None:
        _begin_series(series, year)
        taken = fetch_one(_TAKE, step)
        assert taken is not None
    return int(taken["value"]) - how_many + 1


_TAKE = Prepared(
    update(cast("Table", Counter.__table__))
    .where(Counter.series == bindparam("of_series"), Counter.year == bindparam("of_year"))
    .values(value=Counter.value + bindparam("how_many"))
    .returning(Counter.value)
)


def _begin_series(series: str, year: int) -> None:
    """Adds a series at 0; on PostgreSQL another may have added it meanwhile."""
    counter = {"series": series, "year": year, "value": 0}
    if on_postgresql():
        from sqlalchemy.dialects.postgresql import insert as insert_pg

        execute(insert_pg(Counter).on_conflict_do_nothing(), counter)
    else:
        execute(insert(Counter), counter)


def numbered(year: int, value: int) -> str:
    """`2026-004128`."""
    return f"{year}-{value:06d}"


def parse(number: str) -> tuple[int, int]:
    """Reads `2026-004128` as year and sequence. Raises Invalid for a cursor that is no number."""
    year, dash, sequence = number.partition("-")
    if not (dash and year.isascii() and year.isdigit() and len(year) == 4 and sequence.isascii() and sequence.isdigit()):
        raise Invalid(("after", N_("Sai định dạng.")))
    return int(year), min(int(sequence[:18]), 2**62)
