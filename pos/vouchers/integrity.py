"""Checks of vouchers: what is left of each, and that what sales took is what they were paid with."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import func, select

from core.db import fetch_all
from pos.choices import FlagCode, PaymentMethod
from pos.counter.models import EXCHANGED_VND, IN_FORCE, Exchange
from pos.models import Payment, Refund, SaleFlag
from pos.vouchers.models import Voucher, VoucherEntry


def gaps() -> Iterator[str]:
    """Every gap as a line of text."""
    yield from _left()
    yield from _taken()
    yield from _given()


def _left() -> Iterator[str]:
    """What is left after each line is the value less what was taken so far."""
    so_far = {r["code"]: (0, r["value_vnd"]) for r in fetch_all(select(Voucher.code, Voucher.value_vnd))}
    for r in fetch_all(select(VoucherEntry.__table__).order_by(VoucherEntry.voucher_code, VoucherEntry.n)):
        n, left_vnd = so_far[r["voucher_code"]]
        so_far[r["voucher_code"]] = r["n"], r["left_vnd"]
        if r["n"] != n + 1 or r["left_vnd"] != left_vnd + r["amount_vnd"]:
            yield f"voucher {r['voucher_code']}, line {r['n']}: left {r['left_vnd']}, by its lines {left_vnd + r['amount_vnd']}"


def _taken() -> Iterator[str]:
    """A sale takes no more from vouchers than it was paid with, and all of it unless it was flagged or is of before vouchers."""
    taken = {
        r["sale_uid"]: -int(r["vnd"])
        for r in fetch_all(
            select(VoucherEntry.sale_uid, func.sum(VoucherEntry.amount_vnd).label("vnd")).group_by(VoucherEntry.sale_uid)
        )
    }
    paid = select(Payment.sale_uid, func.sum(Payment.amount_vnd).label("vnd")).where(Payment.method == PaymentMethod.VOUCHER)
    paid = paid.where(IN_FORCE, Payment.sale_uid.in_(select(VoucherEntry.sale_uid))).group_by(Payment.sale_uid)
    paid_vnd = {r["sale_uid"]: int(r["vnd"]) for r in fetch_all(paid)}
    refused = select(SaleFlag.sale_uid).where(SaleFlag.code == FlagCode.VOUCHER_REFUSED)
    flagged = {r["sale_uid"] for r in fetch_all(refused)}
    for sale, amount_vnd in sorted(taken.items()):
        due_vnd = paid_vnd.get(sale, 0)
        if amount_vnd > due_vnd or (amount_vnd < due_vnd and sale not in flagged):
            yield f"sale {sale}: {amount_vnd} taken from vouchers, {due_vnd} paid by voucher"


def _given() -> Iterator[str]:
    """A refund by voucher made one of its amount."""
    left_vnd = (Refund.total_vnd - EXCHANGED_VND).label("left_vnd")
    query = select(Voucher.code, Voucher.value_vnd, left_vnd, Refund.method).join(Refund, Refund.uid == Voucher.refund_uid)
    query = query.outerjoin(Exchange, Exchange.refund_uid == Refund.uid)
    for r in fetch_all(query):
        if (r["method"], r["value_vnd"]) != (PaymentMethod.VOUCHER, int(r["left_vnd"])):
            yield f"voucher {r['code']}: value {r['value_vnd']}, its refund {r['left_vnd']} by {r['method']}"
