"""What went through shifts, and what their drawers should hold."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Executable, func, literal, select

from core.db import Row, fetch_all
from core.money import Vnd
from pos.bank_notices import CONFIRMATION, UNCONFIRMED
from pos.choices import PaymentMethod
from pos.counter.models import EXCHANGED_VND, IN_FORCE, Exchange
from pos.customers.models import CustomerPayment
from pos.models import CashMove, Payment, PaymentConfirmation, Refund, Sale
from suppliers.models import Payout
from suppliers.producer_payments.models import ProducerPayment


@dataclass(frozen=True, slots=True)
class Drawer:
    """What went through a shift, and what its drawer should hold."""

    opening_float_vnd: Vnd
    sales: int
    sales_vnd: Vnd
    paid: Mapping[str, int]
    refunded: Mapping[str, int]
    rounding_vnd: Vnd
    cash_in_vnd: Vnd
    cash_out_vnd: Vnd
    payouts_vnd: Vnd
    customer_payments_vnd: Vnd
    producer_payments_vnd: Vnd
    unconfirmed: int
    unconfirmed_vnd: Vnd

    @property
    def net_vnd(self) -> Vnd:
        """What the goods came to: sold less refunded, without the rounding of cash; the same as in the reports of sales."""
        return Vnd(self.sales_vnd - sum(self.refunded.values()) - self.rounding_vnd)

    @property
    def expected_vnd(self) -> Vnd:
        """What the drawer should hold."""
        cash = self.opening_float_vnd + self.paid.get("cash", 0) - self.refunded.get("cash", 0)
        received = self.customer_payments_vnd + self.producer_payments_vnd
        return Vnd(cash + self.cash_in_vnd - self.cash_out_vnd - self.payouts_vnd + received)


def drawers(shifts: Sequence[Row]) -> dict[str, Drawer]:
    """What went through each shift, and what its drawer should hold, by the shift's uid."""
    uids = [shift["uid"] for shift in shifts]
    paid = _sums(
        select(Sale.shift_uid, Payment.method.label("key"), func.sum(Payment.amount_vnd).label("vnd"))
        .join(Sale, Sale.uid == Payment.sale_uid)
        .where(Sale.shift_uid.in_(uids), IN_FORCE)
        .group_by(Sale.shift_uid, Payment.method)
    )
    refunds = _sums(
        select(Refund.shift_uid, Refund.method.label("key"), func.sum(Refund.total_vnd - EXCHANGED_VND).label("vnd"))
        .outerjoin(Exchange, Exchange.refund_uid == Refund.uid)
        .where(Refund.shift_uid.in_(uids), (Exchange.uid.is_(None)) | (Refund.total_vnd > EXCHANGED_VND))
        .group_by(Refund.shift_uid, Refund.method)
    )
    exchanged = _sums(
        select(Refund.shift_uid, literal(PaymentMethod.EXCHANGE.value).label("key"), func.sum(Exchange.amount_vnd).label("vnd"))
        .join(Exchange, Exchange.refund_uid == Refund.uid)
        .where(Refund.shift_uid.in_(uids))
        .group_by(Refund.shift_uid)
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
    on_account = _counted(
        select(CustomerPayment.shift_uid, func.count().label("n"), func.sum(CustomerPayment.amount_vnd).label("vnd"))
        .where(CustomerPayment.shift_uid.in_(uids))
        .group_by(CustomerPayment.shift_uid)
    )
    of_producers = _counted(
        select(ProducerPayment.shift_uid, func.count().label("n"), func.sum(ProducerPayment.amount_vnd).label("vnd"))
        .where(ProducerPayment.shift_uid.in_(uids))
        .group_by(ProducerPayment.shift_uid)
    )
    sales = _counted(
        select(Sale.shift_uid, func.count().label("n"), func.sum(Sale.total_vnd).label("vnd"))
        .where(Sale.shift_uid.in_(uids))
        .group_by(Sale.shift_uid)
    )
    rounding = _sums(
        select(Sale.shift_uid, literal("sold").label("key"), func.sum(Sale.rounding_vnd).label("vnd"))
        .where(Sale.shift_uid.in_(uids))
        .group_by(Sale.shift_uid)
        .union_all(
            select(Refund.shift_uid, literal("refunded").label("key"), func.sum(Refund.rounding_vnd).label("vnd"))
            .where(Refund.shift_uid.in_(uids))
            .group_by(Refund.shift_uid)
        )
    )
    unconfirmed = _counted(
        select(Sale.shift_uid, func.count().label("n"), func.sum(Payment.amount_vnd).label("vnd"))
        .join(Payment, Payment.sale_uid == Sale.uid)
        .outerjoin(PaymentConfirmation, CONFIRMATION)
        .where(Sale.shift_uid.in_(uids), UNCONFIRMED)
        .group_by(Sale.shift_uid)
    )
    return {
        uid: Drawer(
            opening_float_vnd=shift["opening_float_vnd"],
            sales=sales[uid][0],
            sales_vnd=Vnd(sales[uid][1]),
            paid=paid[uid],
            refunded=refunds[uid] | exchanged[uid],
            rounding_vnd=Vnd(rounding[uid].get("sold", 0) - rounding[uid].get("refunded", 0)),
            cash_in_vnd=Vnd(moved[uid].get("in", 0)),
            cash_out_vnd=Vnd(moved[uid].get("out", 0)),
            payouts_vnd=Vnd(payouts[uid].get("cash", 0)),
            customer_payments_vnd=Vnd(on_account[uid][1]),
            producer_payments_vnd=Vnd(of_producers[uid][1]),
            unconfirmed=unconfirmed[uid][0],
            unconfirmed_vnd=Vnd(unconfirmed[uid][1]),
        )
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
