"""Flags of sales and refunds: what does not fit, until a manager has seen to it."""

from __future__ import annotations

from enum import StrEnum

from sqlalchemy import func, select, update

from core import clock
from core.db import Row, audit, execute, fetch_one
from core.errors import NotFound
from core.i18n import N_
from core.people.actor import Actor
from pos import audit_actions
from pos.choices import FlagCode
from pos.models import RefundFlag, SaleFlag
from pos.results import FlagResult


class Flagged(StrEnum):
    """What can carry flags."""

    SALE = "sale"
    REFUND = "refund"


def count_sales_to_review(code: FlagCode | None = None) -> int:
    """How many sales carry a flag, of this code if one is named, that no manager has reviewed."""
    to_review = select(func.count(SaleFlag.sale_uid.distinct()).label("n")).where(SaleFlag.reviewed_at.is_(None))
    if code is not None:
        to_review = to_review.where(SaleFlag.code == code)
    counted = fetch_one(to_review)
    return int(counted["n"]) if counted else 0


def flag_of(flag: Row) -> FlagResult:
    """A flag's row as it stands."""
    return FlagResult(
        n=flag["n"],
        code=FlagCode(flag["code"]),
        line=flag["line"],
        seconds=flag["seconds"],
        reviewed=flag["reviewed_at"] is not None,
        reviewed_by=flag["reviewed_by"],
        reviewed_at=flag["reviewed_at"],
        note=flag["note"],
    )


def review(flagged: Flagged, uid: str, n: int, note: str | None, actor: Actor) -> None:
    """Marks flag `n` of a sale or refund as reviewed; the first review stands. Raises NotFound."""
    of_document = SaleFlag.sale_uid == uid if flagged is Flagged.SALE else RefundFlag.refund_uid == uid
    table = SaleFlag if flagged is Flagged.SALE else RefundFlag
    changed = execute(
        update(table)
        .where(of_document, table.n == n, table.reviewed_at.is_(None))
        .values(reviewed_by=actor.name, reviewed_at=clock.now(), note=note or None)
    )
    if changed:
        audit.note(actor, audit_actions.FLAG_REVIEWED, uid, n=n, note=note)
    elif fetch_one(select(table.n).where(of_document, table.n == n)) is None:
        raise NotFound(N_("Đơn này không có mục cần xem lại đó."))
