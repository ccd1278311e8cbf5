"""Each time goods bore a mark: once for the labels of a run, once a day for the pages of a product."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import insert, select

from core import clock
from core.db import advisory_lock, execute, fetch_all, fetch_one, transaction
from suppliers.programme.marks import rules
from suppliers.programme.marks.choices import MarkPlace
from suppliers.programme.marks.models import MarkUse
from suppliers.programme.marks.results import MarkUseResult, ShownMark

NOBODY = ""
"""Pages are shown by nobody, and name no document."""


def log(product: str, mark: ShownMark, where: MarkPlace, document: str, by: str) -> None:
    """Writes a use down, unless it is. Call it in a transaction."""
    advisory_lock("mark_use")
    if _is_known(product, mark, where, document):
        return
    row = {
        "code": mark.code,
        "version": mark.version,
        "product_code": product,
        "place": where,
        "document": document,
        "used_on": clock.today(),
        "used_by": by,
    }
    execute(insert(MarkUse), row)


def shown_on_page(product: str) -> Sequence[ShownMark]:
    """The marks that a page for everybody shows of a product today; the first page of a day is written down."""
    shown = rules.marks_of([product], MarkPlace.PAGE, clock.today()).get(product, ())
    new = [mark for mark in shown if not _is_known(product, mark, MarkPlace.PAGE, NOBODY)]

    def act() -> None:
        for mark in new:
            log(product, mark, MarkPlace.PAGE, NOBODY, NOBODY)

    if new:
        transaction(act)
    return shown


def list_uses(mark: str, after: int | None, limit: int, *, newest_first: bool = False) -> list[MarkUseResult]:
    """The uses of a mark in their order, or the newest first."""
    query = select(MarkUse.__table__).where(MarkUse.code == mark).limit(limit)
    query = query.order_by(MarkUse.id.desc() if newest_first else MarkUse.id)
    if after is not None:
        query = query.where(MarkUse.id < after if newest_first else MarkUse.id > after)
    return [
        MarkUseResult(
            mark=r["code"],
            version=r["version"],
            product=r["product_code"],
            where=MarkPlace(r["place"]),
            document=r["document"] or None,
            on=r["used_on"],
            by=r["used_by"] or None,
            id=r["id"],
        )
        for r in fetch_all(query)
    ]


def _is_known(product: str, mark: ShownMark, where: MarkPlace, document: str) -> bool:
    of_product = MarkUse.code == mark.code, MarkUse.product_code == product
    once = MarkUse.place == where, MarkUse.document == document, MarkUse.used_on == clock.today()
    return fetch_one(select(MarkUse.id).where(*of_product, *once)) is not None
