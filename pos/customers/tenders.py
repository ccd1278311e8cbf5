"""What a sale or refund does to accounts and vouchers: judged before it is posted, posted with it.

Online what does not fit is refused; offline the goods have left the shop, so what does not fit is flagged.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import insert, select

from core.db import execute, fetch_one
from core.errors import DomainError, Invalid
from core.i18n import N_
from core.people.actor import Actor
from core.people.approvals import Approval
from pos.choices import Approved, FlagCode, PaymentMethod
from pos.customers import ledger, registry
from pos.customers.choices import AccountKind
from pos.customers.ledger import AccountPosting
from pos.customers.models import Customer, CustomerSale
from pos.requests import PaymentRequest, SaleRequest
from pos.results import Flag
from pos.trust.limits import ApprovedAct
from pos.vouchers import registry as vouchers

_PAID = N_("Khách không còn nợ nhiều đến vậy. Hãy hoàn bằng cách khác.")


@dataclass(frozen=True, slots=True)
class Tenders:
    """What a sale takes beside money: so much more on its customer's account, and so much more of each voucher.

    After a correction it may be less: below zero.
    """

    customer: str | None
    on_account_vnd: int
    takes: Sequence[tuple[str, int]]
    flags: Sequence[Flag]
    approved: Sequence[ApprovedAct]


def check(document: SaleRequest) -> None:
    """Raises Invalid for an unknown customer, and for an account without a customer."""
    if document.customer_uid is None:
        _needs_customer("customer_uid", document.payments)
    elif fetch_one(select(Customer.uid).where(Customer.uid == document.customer_uid)) is None:
        raise Invalid(("customer_uid", registry.UNKNOWN))


def _needs_customer(field: str, payments: Sequence[PaymentRequest]) -> None:
    if any(payment.method is PaymentMethod.ACCOUNT for payment in payments):
        raise Invalid((field, N_("Bán ghi nợ phải có khách hàng.")))


def judged(document: SaleRequest, day: date, approval: Approval) -> Tenders:
    """What a sale that was checked takes of its customer's account and of vouchers, with both locked.

    Raises online `closed` for an erased customer, `credit_refused` beyond the limit without an approval, and `voucher_refused`.
    """
    judge = _Judge(document.customer_uid, document.payments, day, document.offline)
    return judge.tenders(approval)


def corrected(sale: str, payments: Sequence[PaymentRequest], day: date, approval: Approval) -> Tenders:
    """What a sale takes more or less once it is paid so.

    Raises Invalid for an account without a customer, `over_payable` when the customer has paid already what would come off the
    account, and as `judged`.
    """
    whose = fetch_one(select(CustomerSale.customer_uid).where(CustomerSale.sale_uid == sale))
    customer = str(whose["customer_uid"]) if whose else None
    if customer is None:
        _needs_customer("payments", payments)
    judge = _Judge(customer, payments, day, False, ledger.put_by(sale), vouchers.taken_by(sale))
    return judge.tenders(approval)


@dataclass(frozen=True, slots=True)
class _Judge:
    """The payments of a sale, and what it has put on the account and taken from vouchers so far."""

    customer: str | None
    payments: Sequence[PaymentRequest]
    day: date
    offline: bool
    put_vnd: int = 0
    taken: Mapping[str, int] = field(default_factory=dict)

    def tenders(self, approval: Approval) -> Tenders:
        """What it takes, and what about it does not fit."""
        flags: list[Flag] = []
        acts: list[ApprovedAct] = []
        more_vnd = sum(p.amount_vnd for p in self.payments if p.method is PaymentMethod.ACCOUNT) - self.put_vnd
        if self.customer is not None and (customer := registry.lock(self.customer)) is not None:
            if customer["erased_at"] is not None and not self.offline:
                raise DomainError("closed", registry.ERASED)
            owed_vnd = ledger.owed(self.customer) + more_vnd
            if owed_vnd < 0:
                raise DomainError("over_payable", _PAID)
            if more_vnd > 0 and owed_vnd > customer["credit_limit_vnd"]:
                if approval.by is not None:
                    acts.append(ApprovedAct(Approved.CREDIT, more_vnd))
                elif self.offline:
                    flags.append(Flag(FlagCode.CREDIT_REFUSED))
                else:
                    raise DomainError("credit_refused", N_("Khách nợ quá hạn mức: cần quản lý duyệt."))
        takes = self._takes(flags)
        return Tenders(self.customer, more_vnd, takes, flags, acts)

    def _takes(self, flags: list[Flag]) -> list[tuple[str, int]]:
        """How much more comes out of each voucher."""
        paid = [p for p in self.payments if p.method is PaymentMethod.VOUCHER and p.amount_vnd]
        if not self.taken and not (paid and vouchers.is_any()):
            return []
        takes = {code: -amount_vnd for code, amount_vnd in self.taken.items()}
        for payment in sorted(paid, key=lambda payment: payment.reference or ""):
            voucher = vouchers.lock(payment.reference) if payment.reference else None
            left_vnd = voucher.left_vnd - takes.get(voucher.code, 0) if voucher else 0
            trouble = None
            if voucher is None:
                trouble = N_("Không có phiếu mua hàng này.")
            elif voucher.valid_until is not None and voucher.valid_until < self.day:
                trouble = N_("Phiếu mua hàng đã quá ngày dùng.")
            elif left_vnd < payment.amount_vnd:
                trouble = N_("Phiếu mua hàng không còn đủ tiền.")
            if trouble and not self.offline:
                raise DomainError("voucher_refused", trouble)
            if trouble and not any(flag.code is FlagCode.VOUCHER_REFUSED for flag in flags):
                flags.append(Flag(FlagCode.VOUCHER_REFUSED))
            if voucher:
                takes[voucher.code] = takes.get(voucher.code, 0) + min(payment.amount_vnd, left_vnd)
        return [(code, amount_vnd) for code, amount_vnd in takes.items() if amount_vnd]


def name_customer(sale: str, customer: str, *, on_slip: bool) -> None:
    """Writes whose a sale is."""
    execute(insert(CustomerSale), {"sale_uid": sale, "customer_uid": customer, "on_slip": on_slip})


def post(sale: str, tenders: Tenders, day: date, at: datetime) -> None:
    """Writes what a sale takes."""
    if tenders.customer is not None and tenders.on_account_vnd:
        ledger.post(tenders.customer, AccountPosting(AccountKind.SOLD, tenders.on_account_vnd, day, sale=sale), at)
    for code, amount_vnd in tenders.takes:
        vouchers.take(code, amount_vnd, sale, day, at)


def customer_of(sale: str) -> str:
    """The customer whose account a refund of this sale may lower. Raises Invalid for a sale without one."""
    whose = fetch_one(select(CustomerSale.customer_uid).where(CustomerSale.sale_uid == sale))
    if whose is None:
        raise Invalid(("method", N_("Đơn này không có khách hàng, không trừ vào nợ được.")))
    return str(whose["customer_uid"])


def give_back(
    refund: str, sale: str, method: PaymentMethod, amount_vnd: int, day: date, at: datetime, actor: Actor
) -> str | None:
    """Gives the money of a posted refund back: off what the customer owes, or as a voucher, whose code it returns.

    Raises `over_payable` for more than is owed; offline too, for no account goes below zero.
    """
    if amount_vnd and method is PaymentMethod.VOUCHER:
        return vouchers.issue(refund, amount_vnd, at, actor)
    if amount_vnd and method is PaymentMethod.ACCOUNT:
        customer = customer_of(sale)
        registry.lock(customer)
        if amount_vnd > ledger.owed(customer):
            raise DomainError("over_payable", _PAID)
        ledger.post(customer, AccountPosting(AccountKind.REFUNDED, -amount_vnd, day, sale=sale, refund=refund), at)
    return None
