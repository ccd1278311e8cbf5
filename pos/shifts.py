"""Shifts and the cash in their drawers: float, in and out, the blind count, and a difference kept forever."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import Executable, bindparam, func, insert, select, update

from core import audit, clock, idempotency
from core.db import Row, execute, fetch_all, fetch_one
from core.errors import DomainError, Invalid, NotFound
from core.i18n import N_
from core.money import MAX_VND
from core.people.actor import Actor
from pos import audit_actions
from pos.models import METHODS, CashMove, Payment, PaymentConfirmation, Refund, Sale, Shift, Till
from pos.requests import CashMoveRequest, CloseRequest, ShiftRequest
from suppliers.models import Payout

CLOSES = "shift-closes"
_UNKNOWN = N_("Không có ca bán này.")
_AT_ONCE = 500
"""How many shifts are summed in one statement; databases bound the number of parameters."""


def open_shift(uid: str, document: ShiftRequest, actor: Actor) -> dict[str, Any]:
    """Opens a shift. Raises Invalid for an unknown till or a moment to come, `shift_open` when the till has one open."""
    if fetch_one(select(Till.code).where(Till.code == document.till).with_for_update()) is None:
        raise Invalid(("till", N_("Không có máy bán hàng này.")))
    now = clock.now()
    if document.opened_at and (document.opened_at - now).total_seconds() > 120:
        raise Invalid(("opened_at", N_("Thời điểm này chưa đến.")))
    if fetch_one(select(Shift.uid).where(Shift.till_code == document.till, Shift.closed_at.is_(None))):
        raise DomainError("shift_open", N_("Máy này đang có ca mở. Hãy đóng ca đó trước."))
    execute(
        insert(Shift),
        {
            "uid": uid,
            "till_code": document.till,
            "opened_at": document.opened_at or now,
            "opened_by": actor.name,
            "opening_float_vnd": document.opening_float_vnd,
        },
    )
    audit.note(actor, audit_actions.SHIFT_OPENED, uid, till=document.till, float_vnd=document.opening_float_vnd)
    return report(uid)


_HELD = (
    select(Shift.__table__, Till.place_code, Till.printer)
    .join(Till, Till.code == Shift.till_code)
    .where(Shift.uid == bindparam("shift"))
    .with_for_update()
)


def hold(uid: str, *, closed_too: bool = False) -> Row:
    """A shift and its till, held for this transaction. Raises `unknown_shift`, and `shift_closed` unless a closed one will do.

    So a till sells one sale at a time: each extends its chain, and none slips past a closing shift.
    """
    shift = fetch_one(_HELD, {"shift": uid})
    if shift is None:
        raise DomainError("unknown_shift", N_("Không có ca bán này. Hãy mở ca."))
    if shift["closed_at"] is not None and not closed_too:
        raise DomainError("shift_closed", N_("Ca này đã đóng. Hãy mở ca mới."))
    return shift


def require_open_drawer(uid: str) -> None:
    """Lets money leave the drawer of an open shift. Raises `unknown_shift` and `shift_closed`."""
    hold(uid)


def come_back(uid: str) -> bool:
    """Whether money may come back to the drawer of a shift: only while it is open."""
    found = fetch_one(select(Shift.closed_at).where(Shift.uid == uid).with_for_update())
    return found is not None and found["closed_at"] is None


def move_cash(shift: str, document: CashMoveRequest, actor: Actor) -> dict[str, Any]:
    """Puts cash in or takes it out, with a reason. Raises NotFound, `shift_closed`."""
    if fetch_one(select(Shift.uid).where(Shift.uid == shift)) is None:
        raise NotFound(_UNKNOWN)
    hold(shift)
    at = min(document.at, clock.now()) if document.at else clock.now()
    execute(
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
    audit.note(actor, audit_actions.CASH_MOVED, shift, kind=document.kind, amount_vnd=document.amount_vnd, reason=document.reason)
    return {
        "uid": document.uid,
        "shift": shift,
        "kind": document.kind,
        "amount_vnd": document.amount_vnd,
        "reason": document.reason,
        "at": clock.rfc3339(at),
    }


def close(shift: str, document: CloseRequest, actor: Actor) -> dict[str, Any]:
    """Counts the drawer and closes the shift. The same count again answers the same; another is `shift_closed`.

    Raises NotFound, and Invalid for too large a sum. The answer is kept, because sales that come in late change what
    `report` says.
    """
    found = fetch_one(select(Shift.__table__).where(Shift.uid == shift).with_for_update())
    if found is None:
        raise NotFound(_UNKNOWN)
    counted = {note: n for note, n in document.counted.items() if n}
    if found["closed_at"] is not None:
        if json.loads(found["counted"]) != counted:
            raise DomainError("shift_closed", N_("Ca này đã đóng với số đếm khác."))
        return idempotency.stored_answer(CLOSES, shift) or report(shift)
    counted_vnd = sum(int(note) * n for note, n in counted.items())
    if counted_vnd > MAX_VND:
        raise Invalid(("counted", N_("Số tiền quá lớn.")))
    expected_vnd = _drawers([found])[shift]["expected_vnd"]
    values = {
        "closed_at": clock.now(),
        "closed_by": actor.name,
        "counted": json.dumps(counted, sort_keys=True),
        "expected_vnd": expected_vnd,
        "counted_vnd": counted_vnd,
        "difference_vnd": counted_vnd - expected_vnd,
    }
    execute(update(Shift).where(Shift.uid == shift).values(values))
    audit.note(actor, audit_actions.SHIFT_CLOSED, shift, expected_vnd=expected_vnd, counted_vnd=counted_vnd)
    answer: dict[str, Any] = json.loads(idempotency.record(CLOSES, shift, counted, lambda: report(shift)))
    return answer


def report(uid: str) -> dict[str, Any]:
    """The X report of an open shift, the Z report of a closed one. Raises NotFound.

    A closed shift keeps the figures of its close; sales that arrive later show beside them.
    """
    shift = fetch_one(_SHIFTS.where(Shift.uid == uid))
    if shift is None:
        raise NotFound(_UNKNOWN)
    return _shown(shift, _drawers([shift])[uid])


_SHIFTS = select(Shift.__table__, Till.name.label("till_name")).join(Till, Till.code == Shift.till_code)


def _shown(shift: Row, drawer: dict[str, Any]) -> dict[str, Any]:
    closed = shift["closed_at"] is not None
    return {
        "uid": shift["uid"],
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


def _drawers(shifts: Sequence[Row]) -> dict[str, dict[str, Any]]:
    """What went through each shift, and what its drawer should hold, by the shift's uid."""
    uids = [shift["uid"] for shift in shifts]
    paid = _sums(
        select(Sale.shift_uid, Payment.method.label("key"), func.sum(Payment.amount_vnd).label("vnd"))
        .join(Sale, Sale.uid == Payment.sale_uid)
        .where(Sale.shift_uid.in_(uids))
        .group_by(Sale.shift_uid, Payment.method)
    )
    refunds = _sums(
        select(Refund.shift_uid, Refund.method.label("key"), func.sum(Refund.total_vnd).label("vnd"))
        .where(Refund.shift_uid.in_(uids))
        .group_by(Refund.shift_uid, Refund.method)
    )
    moved = _sums(
        select(CashMove.shift_uid, CashMove.kind.label("key"), func.sum(CashMove.amount_vnd).label("vnd"))
        .where(CashMove.shift_uid.in_(uids))
        .group_by(CashMove.shift_uid, CashMove.kind)
    )
    payouts = _sums(
        select(Payout.shift_uid, Payout.method.label("key"), func.sum(Payout.amount_vnd).label("vnd"))
        .where(Payout.shift_uid.in_(uids))
        .group_by(Payout.shift_uid, Payout.method)
    )
    sales = _counted(
        select(Sale.shift_uid, func.count().label("n"), func.sum(Sale.total_vnd).label("vnd"))
        .where(Sale.shift_uid.in_(uids))
        .group_by(Sale.shift_uid)
    )
    waiting = _counted(
        select(Sale.shift_uid, func.count().label("n"), func.sum(Payment.amount_vnd).label("vnd"))
        .join(Payment, Payment.sale_uid == Sale.uid)
        .outerjoin(PaymentConfirmation, (PaymentConfirmation.sale_uid == Payment.sale_uid) & (PaymentConfirmation.n == Payment.n))
        .where(Sale.shift_uid.in_(uids), Payment.method == "vietqr", PaymentConfirmation.sale_uid.is_(None))
        .group_by(Sale.shift_uid)
    )
    return {
        uid: {
            "opening_float_vnd": shift["opening_float_vnd"],
            "sales": sales[uid][0],
            "sales_vnd": sales[uid][1],
            "payments": [{"method": method, "amount_vnd": paid[uid][method]} for method in METHODS if method in paid[uid]],
            "refunds": [{"method": method, "amount_vnd": refunds[uid][method]} for method in METHODS if method in refunds[uid]],
            "cash_in_vnd": moved[uid].get("in", 0),
            "cash_out_vnd": moved[uid].get("out", 0),
            "payouts_vnd": payouts[uid].get("cash", 0),
            "unconfirmed": waiting[uid][0],
            "unconfirmed_vnd": waiting[uid][1],
            "expected_vnd": shift["opening_float_vnd"]
            + paid[uid].get("cash", 0)
            - refunds[uid].get("cash", 0)
            + moved[uid].get("in", 0)
            - moved[uid].get("out", 0)
            - payouts[uid].get("cash", 0),
        }
        for uid, shift in zip(uids, shifts, strict=True)
    }


def _sums(query: Executable) -> dict[str, dict[str, int]]:
    """Sums of money by shift and key (a method, a kind)."""
    sums: dict[str, dict[str, int]] = defaultdict(dict)
    for r in fetch_all(query):
        sums[r["shift_uid"]][r["key"]] = int(r["vnd"])
    return sums


def _counted(query: Executable) -> dict[str, tuple[int, int]]:
    """How many and how much, by shift."""
    counted: dict[str, tuple[int, int]] = defaultdict(lambda: (0, 0))
    counted |= {r["shift_uid"]: (r["n"], int(r["vnd"])) for r in fetch_all(query)}
    return counted


def open_on(till: str) -> Row | None:
    """The open shift of a till, if any."""
    return fetch_one(select(Shift.__table__).where(Shift.till_code == till, Shift.closed_at.is_(None)))


def open_ones() -> list[Row]:
    """Every open shift with its till's name, by till."""
    query = select(Shift.uid, Shift.opened_at, Till.name.label("till_name")).join(Till, Till.code == Shift.till_code)
    return list(fetch_all(query.where(Shift.closed_at.is_(None)).order_by(Till.code)))


def list_of(first: date, last: date) -> list[dict[str, Any]]:
    """The shifts opened in a span of days, newest first."""
    begin, end = clock.day_bounds(first, last)
    found = fetch_all(_SHIFTS.where(Shift.opened_at >= begin, Shift.opened_at < end).order_by(Shift.opened_at.desc()))
    shown: list[dict[str, Any]] = []
    for start in range(0, len(found), _AT_ONCE):
        some = found[start : start + _AT_ONCE]
        drawers = _drawers(some)
        shown += [_shown(shift, drawers[shift["uid"]]) for shift in some]
    return shown
