"""Paying producers, and the corrections only a manager makes: payouts, reversals, adjustments, charges."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from sqlalchemy import insert, select, update

from core import accounts, clock
from core.db import audit, execute, fetch_one, numbering
from core.errors import DomainError, Invalid, NotFound
from core.events import emit
from core.i18n import N_
from core.money import Vnd
from core.people.actor import Actor
from core.text.number_words import amount_in_words
from suppliers import audit_actions, book, producers
from suppliers.book import BookEntry
from suppliers.choices import BookKind, PayoutMethod, SourceKind
from suppliers.events import PayoutMade, PayoutReversed
from suppliers.models import Correction, Payout, Producer, Statement
from suppliers.requests import AdjustmentRequest, PayoutRequest, ReversalRequest
from suppliers.results import CorrectionResult, PayoutResult
from suppliers.statement_queries import payout_number
from suppliers.statement_states import lock, messages_of, open_questions
from suppliers.statements import count_paid, lock_producer, newest

NUMBERS = "payout"
"""The series of the printed numbers."""
TakeFromDrawer = Callable[[str, int], None]
"""Asks the till's side whether so many đồng may leave the drawer of a shift; raises when they may not."""
CanComeBack = Callable[[str], bool]
"""Asks the till's side whether money may come back to the drawer of a shift."""


def pay(uid: str, document: PayoutRequest, actor: Actor, take_from_drawer: TakeFromDrawer) -> PayoutResult:
    """Pays a part or all of what a producer's newest statement allows.

    Raises Invalid for an unknown or foreign statement and for a shift with a bank payout; `superseded`,
    `statement_queried` and `over_payable` as their names say.
    """
    lock_producer(document.producer)
    known = fetch_one(select(Statement.producer_code).where(Statement.uid == document.statement))
    if known is None or known["producer_code"] != document.producer:
        raise Invalid(("statement", N_("Nhà sản xuất này không có bảng thanh toán đó.")))
    if document.shift and document.method is not PayoutMethod.CASH:
        raise Invalid(("shift", N_("Chỉ tiền mặt mới lấy từ két của ca.")))
    last = newest(document.producer)
    if last is None or last.uid != document.statement:
        raise DomainError("superseded", N_("Đã có bảng thanh toán mới hơn, số dư cũ nằm trong đó."))
    lock(document.statement)
    if open_questions(messages_of(document.statement)):
        raise DomainError("statement_queried", N_("Còn câu hỏi chưa trả lời."))
    paid = execute(
        update(Statement)
        .where(Statement.uid == document.statement, Statement.paid_vnd + document.amount_vnd <= Statement.payable_vnd)
        .values(paid_vnd=Statement.paid_vnd + document.amount_vnd)
    )
    if paid != 1:
        raise DomainError("over_payable", N_("Số tiền lớn hơn số được trả của bảng thanh toán."))
    if document.shift:
        take_from_drawer(document.shift, document.amount_vnd)
    now = clock.now()
    year = clock.day_of(now).year
    # A changed account that waits gets nothing: money goes where the producer's record says now.
    account = producers.bank_account_of(document.producer) if document.method is PayoutMethod.BANK else None
    execute(
        insert(Payout),
        {
            "uid": uid,
            "statement_uid": document.statement,
            "producer_code": document.producer,
            "amount_vnd": document.amount_vnd,
            "method": document.method,
            "reference": document.reference or None,
            "shift_uid": document.shift,
            "paid_at": now,
            "paid_by": actor.name,
            "bank_bin": account.bank_bin if account else None,
            "bank_account": account.bank_account if account else None,
            "bank_holder": account.bank_holder if account else None,
            "year": year,
            "sequence": numbering.take(NUMBERS, year),
        },
    )
    line = BookEntry(
        document.producer,
        clock.day_of(now),
        BookKind.PAYOUT,
        SourceKind.PAYOUT,
        uid,
        owed_vnd=-document.amount_vnd,
        memo=document.reference,
    )
    book.post([line], now)
    paid_to = account.bank_account if account else None
    audit.note(actor, audit_actions.PAID_OUT, uid, amount_vnd=document.amount_vnd, method=document.method, bank_account=paid_to)
    emit(PayoutMade(uid, document.producer, document.statement, Vnd(document.amount_vnd)))
    return get_payout(uid)


def get_payout(uid: str, producer: str | None = None) -> PayoutResult:
    """A payout as it stands. Raises NotFound, also for another producer's."""
    payout = fetch_one(select(Payout.__table__).where(Payout.uid == uid, Payout.reverses.is_(None)))
    if payout is None or (producer is not None and payout["producer_code"] != producer):
        raise NotFound(N_("Không có lần chi trả này."))
    reversal = fetch_one(select(Payout.uid, Payout.reason).where(Payout.reverses == uid))
    return PayoutResult(
        uid=uid,
        producer=payout["producer_code"],
        statement=payout["statement_uid"],
        amount_vnd=payout["amount_vnd"],
        method=PayoutMethod(payout["method"]),
        reference=payout["reference"],
        shift=payout["shift_uid"],
        paid_at=payout["paid_at"],
        paid_by=payout["paid_by"],
        reversed_by=reversal["uid"] if reversal else None,
        balance_vnd=Vnd(book.balance(payout["producer_code"])),
        account=None if accounts.account_of(payout).is_empty else accounts.account_of(payout),
        number=payout_number(payout["year"], payout["sequence"]),
        amount_in_words=amount_in_words(payout["amount_vnd"]),
    )


def reverse(payout: str, document: ReversalRequest, actor: Actor, can_come_back: CanComeBack) -> PayoutResult:
    """Takes a payout back by a line of the opposite sign. Raises NotFound and `already_reversed`.

    What the newest statement may pay grows again only while it does not have the payout in its closing; else the
    reversal is a line of the next one.
    """
    original = fetch_one(
        select(Payout.__table__, Statement.sequence.label("made_on"))
        .join(Statement, Statement.uid == Payout.statement_uid)
        .where(Payout.uid == payout, Payout.reverses.is_(None))
    )
    if original is None:
        raise NotFound(N_("Không có lần chi trả này."))
    lock_producer(original["producer_code"])
    if fetch_one(select(Payout.uid).where(Payout.reverses == payout)):
        raise DomainError("already_reversed", N_("Lần chi trả này đã bị hủy."))
    amount_vnd = original["amount_vnd"]
    # The drawer of a closed shift was counted; what comes back now is not in it, and its figures stay as they are.
    shift = original["shift_uid"] if original["shift_uid"] and can_come_back(original["shift_uid"]) else None
    now = clock.now()
    execute(
        insert(Payout),
        {
            "uid": document.uid,
            "statement_uid": original["statement_uid"],
            "producer_code": original["producer_code"],
            "amount_vnd": -amount_vnd,
            "method": original["method"],
            "shift_uid": shift,
            "reverses": payout,
            "reason": document.reason,
            "paid_at": now,
            "paid_by": actor.name,
        },
    )
    line = BookEntry(
        original["producer_code"],
        clock.day_of(now),
        BookKind.PAYOUT,
        SourceKind.PAYOUT,
        payout,
        owed_vnd=amount_vnd,
        memo=document.reason,
    )
    book.post([line], now)
    count_paid(original["producer_code"], original["made_on"])
    audit.note(actor, audit_actions.PAYOUT_REVERSED, payout, reason=document.reason)
    statement = original["statement_uid"]
    emit(PayoutReversed(payout, original["producer_code"], statement, amount_vnd, document.reason))
    return replace(get_payout(payout), reversal=document.uid)


def adjust(producer: str, document: AdjustmentRequest, actor: Actor, *, charge: bool = False) -> CorrectionResult:
    """Posts an adjustment (positive: we owe more) or a charge (positive: we owe less); the memo is printed.

    Raises NotFound for an unknown producer, Invalid for the outlet itself.
    """
    if fetch_one(select(Producer.code).where(Producer.code == producer)) is None:
        raise NotFound(N_("Không có nhà sản xuất này."))
    producers.refuse_owner(producer)
    kind = BookKind.CHARGE if charge else BookKind.ADJUSTMENT
    owed_vnd = -document.amount_vnd if charge else document.amount_vnd
    now = clock.now()
    entry = BookEntry(producer, clock.day_of(now), kind, SourceKind(kind), document.uid, owed_vnd=owed_vnd, memo=document.memo)
    execute(
        insert(Correction),
        {
            "kind": kind,
            "uid": document.uid,
            "producer_code": producer,
            "amount_vnd": document.amount_vnd,
            "memo": document.memo,
            "posted_at": now,
            "posted_by": actor.name,
        },
    )
    (line,) = book.post([entry], now)
    audit.note(
        actor,
        audit_actions.CHARGED if charge else audit_actions.ADJUSTED,
        producer,
        amount_vnd=document.amount_vnd,
        memo=document.memo,
    )
    return CorrectionResult(
        uid=document.uid,
        producer=producer,
        kind=kind,
        amount_vnd=Vnd(document.amount_vnd),
        memo=document.memo,
        line=line,
        balance_vnd=Vnd(book.balance(producer)),
    )
