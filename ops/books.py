"""`books check`: runs the checks that the areas registered."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from core.area import Check, registered
from core.chain import kept
from core.db import db, fetch_one, on_postgresql
from inventory.models import Movement
from ops import restore_marks
from pos.models import Sale, SaleLine
from suppliers.models import BookLine, Statement


def check(since: Path | None = None) -> tuple[list[str], str]:
    """Every gap as a line of text, and a one-line summary; all of one moment, while tills go on selling.

    `since` is a file with a kept head, which the chain must go on from.
    """
    if on_postgresql() and not db.session().in_transaction():
        # SQLite reads one snapshot anyway; here a sale between two statements would look like a gap.
        db.session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
    lines = [*gaps(), *kept.gaps(), *restore_marks.gaps()]
    if since is not None:
        lines += kept.gaps_since(since)
    counted = {t.__tablename__: _count(t) for t in (Sale, SaleLine, Movement, BookLine, Statement)}
    summary = (
        f"books agree: {counted['sale']} sales, {counted['sale_line']} lines, {counted['movement']} movements, "
        f"{counted['book_line']} book lines, {counted['statement']} statements"
    )
    return lines, summary


def gaps() -> list[str]:
    """Every gap of the areas as a line of text, as the present connection sees the books."""
    return [gap for check_area in registered().checks for gap in _gaps_of(check_area)]


def _gaps_of(check_area: Check) -> Iterator[str]:
    """The gaps of one check; a value that no verb writes, such as a kind that is none, is a gap and stops no other check."""
    try:
        yield from check_area()
    except (ValueError, TypeError, LookupError, ArithmeticError, AttributeError) as error:
        yield f"{check_area.__module__} cannot read the books: {type(error).__name__} {error}"


def _count(table: Any) -> int:
    counted = fetch_one(select(func.count().label("n")).select_from(table))
    return int(counted["n"]) if counted else 0
