"""Money that a bank announced and transfers that nobody confirmed, beside each other for a person to match."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from core.db import advisory_lock, fetch_all, fetch_one
from core.errors import DomainError, NotFound
from core.i18n import N_
from core.money import Vnd
from core.people.actor import Actor
from pos import bank_notices
from pos.bank_notices import CONFIRMATION, MAX_APART, UNCONFIRMED
from pos.models import BankNotice, Payment, PaymentConfirmation, Sale

SHOWN = 200


@dataclass(frozen=True, slots=True)
class Transfer:
    """A transfer of a sale that nobody confirmed."""

    sale: str
    n: int
    number: str
    amount_vnd: Vnd
    reference: str
    sold_at: datetime
    till: str


@dataclass(frozen=True, slots=True)
class Notice:
    """Money that came in and is matched with no sale; `fitting` are the transfers of its amount at about its time."""

    id: str
    amount_vnd: Vnd
    description: str
    told_at: datetime
    fitting: Sequence[Transfer]


@dataclass(frozen=True, slots=True)
class Unmatched:
    """Both sides, the newest first; the counts and sums are of all, also of those that are not listed."""

    notices: Sequence[Notice]
    transfers: Sequence[Transfer]
    notice_count: int
    notice_vnd: Vnd
    transfer_count: int
    transfer_vnd: Vnd


def unmatched() -> Unmatched:
    """What is open on both sides."""
    open_transfers = (
        select(Payment.sale_uid, Payment.n, Sale.number, Payment.amount_vnd, Payment.reference, Sale.sold_at, Sale.till_code)
        .join(Sale, Sale.uid == Payment.sale_uid)
        .outerjoin(PaymentConfirmation, CONFIRMATION)
        .where(UNCONFIRMED)
    )
    transfers = [
        Transfer(r["sale_uid"], r["n"], r["number"], r["amount_vnd"], r["reference"] or "", r["sold_at"], r["till_code"])
        for r in fetch_all(open_transfers.order_by(Sale.sold_at.desc(), Sale.uid, Payment.n))
    ]
    by_amount: dict[int, list[Transfer]] = defaultdict(list)
    for transfer in transfers:
        by_amount[transfer.amount_vnd].append(transfer)
    is_open = BankNotice.sale_uid.is_(None)
    rows = fetch_all(select(BankNotice.__table__).where(is_open).order_by(BankNotice.told_at.desc(), BankNotice.id).limit(SHOWN))
    notices = [
        Notice(
            r["id"],
            r["amount_vnd"],
            r["description"],
            r["told_at"],
            [one for one in by_amount[r["amount_vnd"]] if abs(one.sold_at - r["told_at"]) <= MAX_APART],
        )
        for r in rows
    ]
    whole = fetch_one(
        select(func.count().label("n"), func.coalesce(func.sum(BankNotice.amount_vnd), 0).label("vnd")).where(is_open)
    )
    assert whole is not None
    return Unmatched(
        notices,
        transfers[:SHOWN],
        whole["n"],
        Vnd(int(whole["vnd"])),
        len(transfers),
        Vnd(sum(transfer.amount_vnd for transfer in transfers)),
    )


def match(pairs: Sequence[tuple[str, str, int]], actor: Actor) -> int:
    """Confirms transfers (sale and number) by notices that a person says they are; all or none. Says how many.

    Raises NotFound, `not_the_same_money` where the amounts differ, `already_matched` where one of both is taken.
    """
    advisory_lock("bank notices")
    for notice, sale, n in pairs:
        told = fetch_one(select(BankNotice.amount_vnd, BankNotice.sale_uid).where(BankNotice.id == notice))
        paid = fetch_one(select(Payment.amount_vnd).where(Payment.sale_uid == sale, Payment.n == n))
        if told is None or paid is None:
            raise NotFound(N_("Không có báo có hoặc khoản thanh toán này."))
        if told["amount_vnd"] != paid["amount_vnd"]:
            raise DomainError("not_the_same_money", N_("Số tiền báo có khác số tiền khách phải chuyển."))
        if told["sale_uid"] is not None or not bank_notices.match(notice, sale, n, actor):
            raise DomainError("already_matched", N_("Khoản này vừa được khớp rồi. Tải lại trang để xem."))
    return len(pairs)
