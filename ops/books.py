"""`books check`: runs the checks that the areas registered."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from core.area import registered
from core.chain import kept
from core.db import db, on_postgresql
from inventory.models import Movement
from pos.models import Sale, SaleLine
from suppliers.models import BookLine, Statement


def check(since: Path | None = None) -> tuple[list[str], str]:
    """Every gap as a line of text, and a one-line summary; all of one moment, while tills go on selling.

    `since` is a file with a kept head, which the chain must go on from.
    """
    if on_postgresql() and not db.session().in_transaction():
        # SQLite reads one snapshot anyway; here a sale between two statements would look like a gap.
        db.session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
    gaps = [gap for check_area in registered().checks for gap in check_area()]
    gaps += kept.gaps()
    if since is not None:
        gaps += kept.gaps_since(since)
    counted = {t.__tablename__: _count(t) for t in (Sale, SaleLine, Movement, BookLine, Statement)}
    summary = (
        f"books agree: {counted['sale']} sales, {counted['sale_line']} lines, {counted['movement']} movements, "
        f"{counted['book_line']} book lines, {counted['statement']} statements"
    )
    return gaps, summary


def _count(table: Any) -> int:
    return int(db.session.execute(select(func.count()).select_from(table)).scalar_one())
