"""Shifts and the cash in their drawers: float, in and out, the blind count, and a difference kept forever."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import func, insert, select, update

from core import audit, clock, documents
from core.actor import Actor
from core.db import Row, on_postgresql, row, rows, write
from core.errors import DomainError, Invalid, NotFound
from core.i18n import N_
from core.money import MAX_VND
from pos import actions
from pos.documents import CashMoveDocument, CloseDocument, ShiftDocument
from pos.models import METHODS, CashMove, Payment, PaymentConfirmation, Refund, Sale, Shift, Till
from suppliers.models import Payout

CLOSES = "shift-closes"


def open_shift(uid: str, document: ShiftDocument, actor: Actor) -> dict[str, Any]:
    """Opens a shift. Raises Invalid for an unknown till or a moment to come, `shift_open` when the till has one open."""
    till = row(
        select(Till.code).where(Till.code == document.till).with_for_update()
        if on_postgresql()
        else select(Till.code).where(Till.code == document.till)
    )
    if till is None:
        raise Invalid(("till", N_("Không có máy bán hàng này.")))
    now = clock.now()
    if document.opened_at and (document.opened_at - now).total_seconds() > 120:
        raise Invalid(("opened_at", N_("Thời điểm này chưa đến.")))
    if row(select(Shift.uid).where(Shift.till_code == document.till, Shift.closed_at.is_(None))):
        raise DomainError("shift_open", N_("Máy này đang có ca mở. Hãy đóng ca đó trước."))
    write(
        insert(Shift),
        {
            "uid": uid,
            "till_code": document.till,
            "opened_at": document.opened_at or now,
            "opened_by": actor.name,
            "opening_float_vnd": document.opening_float_vnd,
        },
    )
    audit.note(actor, actions.SHIFT_OPENED, uid, till=document.till, float_vnd=document.opening_float_vnd)
    return report(uid)


def hold(uid: str) -> Row:
    """A shift held for this transaction. Raises `unknown_shift` and `shift_closed`."""
    query = (
        select(Shift.__table__, Till.place_code, Till.printer).join(Till, Till.code == Shift.till_code).where(Shift.uid == uid)
    )
    shift = row(query.with_for_update() if on_postgresql() else query)
    if shift is None:
        raise DomainError("unknown_shift", N_("Không có ca bán này. Hãy mở ca."))
    if shift["closed_at"] is not None:
        raise DomainError("shift_closed", N_("Ca này đã đóng. Hãy mở ca mới."))
    return shift


def leave_drawer(uid: str) -> None:
    """Lets money leave the drawer of an open shift. Raises `unknown_shift` and `shift_closed`."""
    hold(uid)


def come_back(uid: str) -> bool:
    """Whether money may come back to the drawer of a shift: only while it is open."""
    query = select(Shift.closed_at).where(Shift.uid == uid)
    found = row(query.with_for_update() if on_postgresql() else query)
    return found is not None and found["closed_at"] is None


def move_cash(shift: str, document: CashMoveDocument, actor: Actor) -> dict[str, Any]:
    """Puts cash in or takes it out, with a reason. Raises NotFound, `shift_closed`."""
    _known(shift)
    hold(shift)
    at = min(document.at, clock.now()) if document.at else clock.now()
    write(
        insert(CashMove),
        {
            "uid": document.uid,
            "shift_uid": shift,
            "kind": document.kind,
            "amount_vnd": document.amount_vnd,
            "reason": document.reason,
            "moved_at": at,
            "moved_by": actor.name,
        },
    )
    audit.note(actor, actions.CASH_MOVED, shift, kind=document.kind, amount_vnd=document.amount_vnd, reason=document.reason)
    return {
        "uid": document.uid,
        "shift": shift,
        "kind": document.kind,
        "amount_vnd": document.amount_vnd,
        "reason": document.reason,
        "at": clock.rfc3339(at),
    }


def close(shift: str, document: CloseDocument, actor: Actor) -> dict[str, Any]:
    """Counts the drawer and closes the shift. The same count again answers the same; another is `shift_closed`.

    The answer is kept, because sales that come in late change what `report` says.
    """
    _known(shift)
    query = select(Shift.__table__).where(Shift.uid == shift)
    found = row(query.with_for_update() if on_postgresql() else query)
    assert found is not None
    counted = {note: n for note, n in document.counted.items() if n}
    if found["closed_at"] is not None:
        if json.loads(found["counted"]) != counted:
            raise DomainError("shift_closed", N_("Ca này đã đóng với số đếm khác."))
        return documents.stored_answer(CLOSES, shift) or report(shift)
    counted_vnd = sum(int(note) * n for note, n in counted.items())
    if counted_vnd > MAX_VND:
        raise Invalid(("counted", N_("Số tiền quá lớn.")))
    expected_vnd = _drawer(found)["expected_vnd"]
    values = {
        "closed_at": clock.now(),
        "closed_by": actor.name,
        "counted": json.dumps(counted, sort_keys=True),
        "expected_vnd": expected_vnd,
        "counted_vnd": counted_vnd,
        "difference_vnd": counted_vnd - expected_vnd,
    }
    write(update(Shift).where(Shift.uid == shift).values(values))
    audit.note(actor, actions.SHIFT_CLOSED, shift, expected_vnd=expected_vnd, counted_vnd=counted_vnd)
    answer: dict[str, Any] = json.loads(documents.record(CLOSES, shift, counted, lambda: report(shift)))
    return answer


def _known(shift: str) -> None:
    if row(select(Shift.uid).where(Shift.uid == shift)) is None:
        raise NotFound(N_("Không có ca bán này."))


def report(uid: str) -> dict[str, Any]:
    """The X report of an open shift, the Z report of a closed one. Raises NotFound.

    A closed shift keeps the figures of its close; sales that arrive later show beside them.
    """
    shift = row(
        select(Shift.__table__, Till.name.label("till_name")).join(Till, Till.code == Shift.till_code).where(Shift.uid == uid)
    )
    if shift is None:
        raise NotFound(N_("Không có ca bán này."))
    drawer = _drawer(shift)
    closed = shift["closed_at"] is not None
    return {
        "uid": uid,
        "till": shift["till_code"],
        "till_name": shift["till_name"],
        "state": "closed" if closed else "open",
        "opened_at": clock.rfc3339(shift["opened_at"]),
        "opened_by": shift["opened_by"],
        "closed_at": clock.rfc3339(shift["closed_at"]) if closed else None,
        "closed_by": shift["closed_by"],
        **drawer,
        "expected_vnd": shift["expected_vnd"] if closed else drawer["expected_vnd"],
        "counted": json.loads(shift["counted"]) if closed else None,
        "counted_vnd": shift["counted_vnd"],
        "difference_vnd": shift["difference_vnd"],
        "late_vnd": drawer["expected_vnd"] - shift["expected_vnd"] if closed else 0,
    }


def _drawer(shift: Mapping[str, Any]) -> dict[str, Any]:
    """What went through a shift, and what its drawer should hold."""
    uid = shift["uid"]
    paid = {
        r["method"]: int(r["amount_vnd"])
        for r in rows(
            select(Payment.method, func.sum(Payment.amount_vnd).label("amount_vnd"))
            .join(Sale, Sale.uid == Payment.sale_uid)
            .where(Sale.shift_uid == uid)
            .group_by(Payment.method)
        )
    }
    refunds = {
        r["method"]: int(r["total_vnd"])
        for r in rows(
            select(Refund.method, func.sum(Refund.total_vnd).label("total_vnd"))
            .where(Refund.shift_uid == uid)
            .group_by(Refund.method)
        )
    }
    moved = {
        r["kind"]: int(r["amount_vnd"])
        for r in rows(
            select(CashMove.kind, func.sum(CashMove.amount_vnd).label("amount_vnd"))
            .where(CashMove.shift_uid == uid)
            .group_by(CashMove.kind)
        )
    }
    payouts = row(select(func.coalesce(func.sum(Payout.amount_vnd), 0).label("amount_vnd")).where(Payout.shift_uid == uid))
    sales = row(select(func.count().label("sales"), func.sum(Sale.total_vnd).label("total_vnd")).where(Sale.shift_uid == uid))
    waiting = row(
        select(func.count().label("n"), func.sum(Payment.amount_vnd).label("amount_vnd"))
        .join(Sale, Sale.uid == Payment.sale_uid)
        .outerjoin(PaymentConfirmation, (PaymentConfirmation.sale_uid == Payment.sale_uid) & (PaymentConfirmation.n == Payment.n))
        .where(Sale.shift_uid == uid, Payment.method == "vietqr", PaymentConfirmation.sale_uid.is_(None))
    )
    assert payouts and sales and waiting
    paid_out_vnd = int(payouts["amount_vnd"])
    expected_vnd = (
        shift["opening_float_vnd"]
        + paid.get("cash", 0)
        - refunds.get("cash", 0)
        + moved.get("in", 0)
        - moved.get("out", 0)
        - paid_out_vnd
    )
    return {
        "opening_float_vnd": shift["opening_float_vnd"],
        "sales": sales["sales"],
        "sales_vnd": int(sales["total_vnd"] or 0),
        "payments": [{"method": method, "amount_vnd": paid[method]} for method in METHODS if method in paid],
        "refunds": [{"method": method, "amount_vnd": refunds[method]} for method in METHODS if method in refunds],
        "cash_in_vnd": moved.get("in", 0),
        "cash_out_vnd": moved.get("out", 0),
        "payouts_vnd": paid_out_vnd,
        "unconfirmed": waiting["n"],
        "unconfirmed_vnd": int(waiting["amount_vnd"] or 0),
        "expected_vnd": expected_vnd,
    }


def open_on(till: str) -> Row | None:
    """The open shift of a till, if any."""
    return row(select(Shift.__table__).where(Shift.till_code == till, Shift.closed_at.is_(None)))


def open_ones() -> list[Row]:
    """Every open shift with its till's name, by till."""
    query = select(Shift.uid, Shift.opened_at, Till.name.label("till_name")).join(Till, Till.code == Shift.till_code)
    return list(rows(query.where(Shift.closed_at.is_(None)).order_by(Till.code)))


def list_of(first: date, last: date, limit: int = 200) -> list[dict[str, Any]]:
    """The shifts opened in a span of days, newest first."""
    begin, end = clock.day_bounds(first, last)
    found = rows(
        select(Shift.uid).where(Shift.opened_at >= begin, Shift.opened_at < end).order_by(Shift.opened_at.desc()).limit(limit)
    )
    return [report(r["uid"]) for r in found]
