"""What a cashier does not do alone: how far each limit of the outlet's settings reaches, and how an approval is recorded.

Source: contract of the outlet, section 18, Limits.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select

from core.choices import ApprovalRule
from core.db import Row, audit, fetch_all, fetch_one
from core.i18n import N_
from core.models import Outlet
from core.people.actor import Actor
from core.people.approvals import Approval
from pos import audit_actions
from pos.choices import Approved, CashMoveKind, Condition
from pos.counter.models import IN_FORCE
from pos.models import Payment, Refund, Sale
from pos.refund_records import RefundedLine
from pos.requests import CashMoveRequest, RefundRequest
from suppliers.models import Product

_LIMITS = select(
    Outlet.cash_out_limit_vnd,
    Outlet.refund_limit_vnd,
    Outlet.refund_days,
    Outlet.refund_other_method,
    Outlet.own_confirm,
)
FRESH_SETS = (1, 2)
"""The OCOP product sets of fresh food: vegetables and fruit, meat, fish and eggs."""
SENTENCES = {
    Approved.NO_SLIP: N_("Trả hàng không có phiếu: cần quản lý duyệt."),
    Approved.REFUND_AMOUNT: N_("Số tiền trả lại quá mức thu ngân được trả: cần quản lý duyệt."),
    Approved.REFUND_AGE: N_("Hàng mua đã quá số ngày được trả: cần quản lý duyệt."),
    Approved.REFUND_METHOD: N_("Trả tiền bằng cách khác lúc mua: cần quản lý duyệt."),
    Approved.FRESH_GOODS: N_("Hàng tươi trả lại mà bán tiếp: cần quản lý duyệt."),
    Approved.CASH_OUT: N_("Số tiền rút quá mức thu ngân được rút: cần quản lý duyệt."),
    Approved.OWN_CONFIRM: N_("Đơn do chính mình bán: cần quản lý xác nhận chuyển khoản."),
    Approved.CLOSE: N_("Ca này do người khác mở: cần quản lý duyệt mới đóng được."),
    Approved.RECOUNT: N_("Đếm lại két: cần quản lý duyệt."),
    Approved.CORRECTION: N_("Sửa như vậy thì két phải có ít tiền đi: cần quản lý duyệt."),
}


@dataclass(frozen=True, slots=True)
class ApprovedAct:
    """Something that needs a manager, and how much money it is about."""

    what: Approved
    amount_vnd: int


def require(approval: Approval, acts: Iterable[Approved]) -> None:
    """Raises `approval_needed` for the first of the acts unless a manager approves."""
    for act in acts:
        approval.require(SENTENCES[act])


def record(
    approval: Approval, acts: Sequence[ApprovedAct], subject: str, actor: Actor, at: datetime, reason: str | None = None
) -> None:
    """Names the approver in the audit trail, with each thing that needed one. Somebody who was asked in vain is named too."""
    if approval.by is None:
        return
    for act in acts or (None,):
        about = {"what": act.what, "amount_vnd": act.amount_vnd} if act else {}
        audit.note(actor, audit_actions.APPROVED, subject, at, by=approval.by, **about, reason=reason)


def beyond_cash_out(document: CashMoveRequest) -> list[Approved]:
    """What about a cash move needs a manager."""
    limit_vnd = _limits()["cash_out_limit_vnd"]
    is_beyond = document.kind is CashMoveKind.OUT and 0 < limit_vnd < document.amount_vnd
    return [Approved.CASH_OUT] if is_beyond else []


def beyond_refund(
    document: RefundRequest, sale: Row, lines: Sequence[RefundedLine], total_vnd: int, leaves_vnd: int, day: date
) -> list[Approved]:
    """What about a refund needs a manager. The amount is that of the sale's refunds so far and this one: parts make a whole.

    `leaves_vnd` is what leaves by the refund's method; nothing in an exchange for something dearer. Fresh goods that go back on
    the shelf have been out of the shop's hands.
    """
    limits = _limits()
    beyond = [] if document.slip else [Approved.NO_SLIP]
    if limits["refund_limit_vnd"]:
        earlier = fetch_one(
            select(func.coalesce(func.sum(Refund.total_vnd), 0).label("vnd")).where(Refund.sale_uid == sale["uid"])
        )
        if total_vnd + int(earlier["vnd"] if earlier else 0) > limits["refund_limit_vnd"]:
            beyond.append(Approved.REFUND_AMOUNT)
    if limits["refund_days"] and (day - sale["business_day"]).days > limits["refund_days"]:
        beyond.append(Approved.REFUND_AGE)
    if limits["refund_other_method"] == ApprovalRule.APPROVAL and leaves_vnd:
        paid = fetch_all(select(Payment.method).where(Payment.sale_uid == sale["uid"], IN_FORCE))
        if document.method not in {payment["method"] for payment in paid}:
            beyond.append(Approved.REFUND_METHOD)
    resold = {line.product for line in lines if line.condition is Condition.RESELL}
    fresh = select(Product.code).where(Product.code.in_(sorted(resold)), Product.product_set.in_(FRESH_SETS))
    if fetch_one(fresh.limit(1)):
        beyond.append(Approved.FRESH_GOODS)
    return beyond


def beyond_confirmation(sale: str, actor: Actor) -> list[Approved]:
    """What about confirming a transfer of a sale needs a manager: that one's own sale is confirmed."""
    if _limits()["own_confirm"] != ApprovalRule.APPROVAL:
        return []
    sold = fetch_one(select(Sale.cashier, Sale.sent_by).where(Sale.uid == sale))
    return [Approved.OWN_CONFIRM] if sold and actor.name in {sold["cashier"], sold["sent_by"]} else []


def _limits() -> Row:
    limits = fetch_one(_LIMITS)
    assert limits is not None
    return limits
