"""Bank notices: money that a bank announces, matched with a transfer of a sale, whichever of the two came first."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from sqlalchemy import insert, select, update

from core import clock
from core.db import advisory_lock, audit, execute, fetch_all, fetch_one, prepared_insert
from core.errors import DomainError, NotFound
from core.i18n import N_
from core.people.actor import SYSTEM, Actor
from core.text.search_fold import fold
from pos import audit_actions
from pos.choices import PaymentMethod
from pos.counter.models import IN_FORCE
from pos.models import BankNotice, Payment, PaymentConfirmation, Sale
from pos.requests import BankNoticeRequest, PaymentRequest
from pos.results import BankNoticeResult
from suppliers.vietqr import fold_purpose

MAX_APART = timedelta(days=3)
"""A notice and a sale further apart are not the same money (contract §6)."""
CONFIRMATION = (PaymentConfirmation.sale_uid == Payment.sale_uid) & (PaymentConfirmation.n == Payment.n)
_CONFIRM = prepared_insert(PaymentConfirmation)
UNCONFIRMED = (Payment.method == PaymentMethod.VIETQR) & PaymentConfirmation.sale_uid.is_(None) & IN_FORCE


def record_notice(document: BankNoticeRequest, actor: Actor, *, is_from_file: bool = False) -> BankNoticeResult:
    """Records a notice and confirms the unconfirmed transfer with its reference and amount, once.

    Two transfers that fit are left to a person. A notice that a file of the bank brought before stays as it is.
    """
    advisory_lock("bank notices")
    known = fetch_one(select(BankNotice.id).where(BankNotice.id == document.id))
    if known is not None:
        return show_notice(document.id)
    transfers = fetch_all(
        select(Payment.sale_uid, Payment.n, Payment.reference, Sale.number)
        .join(Sale, Sale.uid == Payment.sale_uid)
        .outerjoin(PaymentConfirmation, CONFIRMATION)
        .where(UNCONFIRMED, Payment.amount_vnd == document.amount_vnd, Payment.reference.is_not(None))
        .where(Sale.sold_at.between(document.at - MAX_APART, document.at + MAX_APART))
    )
    description = fold(document.description)
    fitting = [transfer for transfer in transfers if _names(description, transfer["reference"])]
    execute(
        insert(BankNotice),
        {
            "id": document.id,
            "amount_vnd": document.amount_vnd,
            "description": document.description,
            "told_at": document.at,
            "received_at": clock.now(),
            "is_from_file": is_from_file,
        },
    )
    if len(fitting) != 1:
        return BankNoticeResult(document.id, matched=False)
    (one,) = fitting
    if not match(document.id, one["sale_uid"], one["n"], actor):
        return BankNoticeResult(document.id, matched=False)
    return BankNoticeResult(document.id, True, one["sale_uid"], one["n"], one["number"])


def show_notice(notice: str) -> BankNoticeResult:
    """A notice, and the payment it confirmed. Raises NotFound."""
    payment = select(BankNotice.id, PaymentConfirmation.sale_uid, PaymentConfirmation.n, Sale.number)
    payment = payment.outerjoin(PaymentConfirmation, PaymentConfirmation.notice == BankNotice.id)
    found = fetch_one(payment.outerjoin(Sale, Sale.uid == PaymentConfirmation.sale_uid).where(BankNotice.id == notice))
    if found is None:
        raise NotFound(N_("Không có báo có này."))
    if found["sale_uid"] is None:
        return BankNoticeResult(notice, matched=False)
    return BankNoticeResult(notice, True, found["sale_uid"], found["n"], found["number"])


def arrival(amount_vnd: int, reference: str) -> datetime | None:
    """When money arrived that a bank announced for a transfer whose sale is not recorded yet; None while it has not."""
    now = clock.now()
    query = select(BankNotice.description, BankNotice.told_at).order_by(BankNotice.received_at.desc())
    unmatched = (BankNotice.sale_uid.is_(None), BankNotice.amount_vnd == amount_vnd, BankNotice.told_at >= now - MAX_APART)
    notices = fetch_all(query.where(*unmatched))
    return next((notice["told_at"] for notice in notices if _names(fold(notice["description"]), reference)), None)


def match_earlier_notices(sale: str, sold_at: datetime, payments: Iterable[tuple[int, PaymentRequest]]) -> set[int]:
    """Confirms the transfers of a sale that a bank announced before; returns the numbers of their payments.

    Of several notices that fit, each transfer takes the one that came first. Called after the payments are posted.
    """
    transfers = [(n, p) for n, p in payments if p.method == PaymentMethod.VIETQR and p.reference]
    if not transfers:
        return set()
    # A notice that arrives in this moment would not see the sale, nor the sale the notice.
    advisory_lock("bank notices")
    unmatched = list(
        fetch_all(
            select(BankNotice.id, BankNotice.amount_vnd, BankNotice.description)
            .where(BankNotice.sale_uid.is_(None), BankNotice.amount_vnd.in_({p.amount_vnd for _n, p in transfers}))
            .where(BankNotice.told_at.between(sold_at - MAX_APART, sold_at + MAX_APART))
            .order_by(BankNotice.received_at, BankNotice.id)
        )
    )
    matched = set()
    for n, payment in transfers:
        for notice in unmatched:
            if notice["amount_vnd"] == payment.amount_vnd and _names(fold(notice["description"]), payment.reference or ""):
                match(notice["id"], sale, n, SYSTEM)
                matched.add(n)
                unmatched.remove(notice)
                break
    return matched


def match(notice: str, sale: str, n: int, actor: Actor) -> bool:
    """Confirms a transfer by a notice; says whether the transfer was unconfirmed."""
    if not confirm(sale, n, actor, notice):
        return False
    execute(update(BankNotice).where(BankNotice.id == notice).values(sale_uid=sale))
    return True


def confirm(sale: str, n: int, actor: Actor, notice: str | None = None) -> bool:
    """Confirms a VietQR transfer; returns whether it was unconfirmed. Raises NotFound, `not_a_transfer`."""
    payment = fetch_one(select(Payment.method).where(Payment.sale_uid == sale, Payment.n == n, IN_FORCE).with_for_update())
    if payment is None:
        raise NotFound(N_("Không có khoản thanh toán này."))
    if payment["method"] != PaymentMethod.VIETQR:
        raise DomainError("not_a_transfer", N_("Khoản này không phải chuyển khoản VietQR."))
    if fetch_one(select(PaymentConfirmation.n).where(PaymentConfirmation.sale_uid == sale, PaymentConfirmation.n == n)):
        return False
    write_confirmation(sale, n, actor, notice)
    return True


def write_confirmation(sale: str, n: int, actor: Actor, notice: str | None = None) -> None:
    """Writes down that a transfer arrived that nobody has confirmed yet."""
    values = {"sale_uid": sale, "n": n, "confirmed_by": actor.name, "confirmed_at": clock.now(), "notice": notice}
    execute(_CONFIRM, values)
    audit.note(actor, audit_actions.CONFIRMED, sale, n=n, notice=notice)


def _names(description: str, reference: str) -> bool:
    """Whether a bank's folded description holds a reference, as the QR carried it: cut to the length of a purpose.

    Banks change accents, case, blanks and hyphens, and put other text around it; but `HD 12` is not in `HD 123`.
    """
    signs: Sequence[str] = [c for c in fold(fold_purpose(reference)) if c.isalnum()]
    if not signs:
        return False
    before = r"(?<!\d)" if signs[0].isdigit() else ""
    return re.search(before + r"[\W_]*".join(signs) + r"(?!\d)", description) is not None
