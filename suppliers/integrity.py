"""Checks of the producers' book: statements against their lines and payouts, corrections, and that no record is missing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from sqlalchemy import func, select

from core.db import fetch_all
from core.db.integrity import missing_records, number_gaps
from suppliers import book, payouts, statements
from suppliers.agreements.models import AgreementTerm, AgreementVersion
from suppliers.allowances import ledger
from suppliers.choices import BookKind, CorrectionKind, SourceKind
from suppliers.models import BookLine, Correction, Payout, Statement, StatementLine
from suppliers.prices.models import PriceProposal
from suppliers.producer_payments.models import ProducerPayment
from suppliers.producer_payments.payments import NUMBERS as PAYMENT_NUMBERS

_CORRECTIONS = {"adjustments": CorrectionKind.ADJUSTMENT, "charges": CorrectionKind.CHARGE}
"""Scopes of idempotency keys, by the kind of correction they record."""


def gaps() -> Iterator[str]:
    """Every gap as a line of text."""
    yield from _statements()
    yield from _money()
    yield from _corrections()
    yield from _claims()
    yield from ledger.gaps()
    yield from number_gaps("statement", Statement.year, Statement.year_sequence)
    yield from number_gaps(payouts.NUMBERS, Payout.year, Payout.sequence, Payout.reverses.is_(None))
    yield from number_gaps(PAYMENT_NUMBERS, ProducerPayment.year, ProducerPayment.sequence, ProducerPayment.reverses.is_(None))
    yield from missing_records("statements", Statement.uid)
    yield from missing_records("payouts", Payout.uid)
    yield from missing_records("producer-payments", ProducerPayment.uid)
    yield from missing_records("price-proposals", PriceProposal.uid)
    for scope, kind in _CORRECTIONS.items():
        yield from missing_records(scope, Correction.uid, Correction.kind == kind)


def _statements() -> list[str]:
    gaps = []
    claimed = {
        r["statement_uid"]: int(r["owed_vnd"])
        for r in fetch_all(
            select(StatementLine.statement_uid, func.sum(BookLine.owed_vnd).label("owed_vnd"))
            .join(BookLine, BookLine.id == StatementLine.book_line_id)
            .group_by(StatementLine.statement_uid)
        )
    }
    last: dict[str, int] = {}
    paid: dict[str, int] = {}
    for r in fetch_all(select(Statement.__table__).order_by(Statement.producer_code, Statement.sequence)):
        if r["producer_code"] not in last:
            paid |= statements.paid_on(r["producer_code"])
        if r["paid_vnd"] != paid[r["uid"]]:
            gaps.append(f"statement {r['number']}: paid {r['paid_vnd']}, payouts {paid[r['uid']]}")
        opening = last.get(r["producer_code"], 0)
        if r["opening_vnd"] != opening or r["closing_vnd"] != opening + claimed.get(r["uid"], 0):
            gaps.append(
                f"statement {r['number']}: opening {r['opening_vnd']}, lines {claimed.get(r['uid'], 0)}, "
                f"closing {r['closing_vnd']}"
            )
        last[r["producer_code"]] = r["closing_vnd"]
    for producer, owed_vnd in last.items():
        unclaimed = sum(
            r["owed_vnd"]
            for r in fetch_all(
                select(BookLine.owed_vnd)
                .outerjoin(StatementLine, StatementLine.book_line_id == BookLine.id)
                .where(BookLine.producer_code == producer, StatementLine.book_line_id.is_(None))
            )
        )
        if owed_vnd + unclaimed != book.balance(producer):
            gaps.append(f"{producer}: statements {owed_vnd} and unclaimed {unclaimed}, balance {book.balance(producer)}")
    return gaps


def _money() -> Iterator[str]:
    """What was paid out and what came in stands in the book, producer by producer."""
    for source, table, sign in ((SourceKind.PAYOUT, Payout, -1), (SourceKind.PRODUCER_PAYMENT, ProducerPayment, 1)):
        moved = select(table.producer_code, func.sum(table.amount_vnd).label("vnd")).group_by(table.producer_code)
        of_source = BookLine.kind == BookKind.PAYOUT, BookLine.source_kind == source
        booked = select(BookLine.producer_code, func.sum(BookLine.owed_vnd).label("vnd")).where(*of_source)
        recorded = {r["producer_code"]: sign * int(r["vnd"]) for r in fetch_all(moved)}
        in_book = {r["producer_code"]: int(r["vnd"]) for r in fetch_all(booked.group_by(BookLine.producer_code))}
        for producer in sorted(recorded.keys() | in_book.keys()):
            if recorded.get(producer, 0) != in_book.get(producer, 0):
                yield f"{producer}: {table.__tablename__} {recorded.get(producer, 0)}, book {in_book.get(producer, 0)}"


def _corrections() -> Iterator[str]:
    """Each adjustment and charge is in the book once, with its sign."""
    recorded = {
        (r["kind"], r["uid"], r["producer_code"]): -r["amount_vnd"] if r["kind"] == CorrectionKind.CHARGE else r["amount_vnd"]
        for r in fetch_all(select(Correction.__table__))
    }
    query = select(BookLine.kind, BookLine.source_uid, BookLine.producer_code, BookLine.owed_vnd)
    booked = {
        (r["kind"], r["source_uid"], r["producer_code"]): r["owed_vnd"]
        for r in fetch_all(query.where(BookLine.kind.in_(tuple(CorrectionKind))))
    }
    for name in sorted(recorded.keys() | booked.keys()):
        if recorded.get(name) != booked.get(name):
            yield f"{name[0]}/{name[1]} of {name[2]}: recorded {recorded.get(name)}, book {booked.get(name)}"


def _claims() -> Iterator[str]:
    """A statement claims as many lines as when it was issued, and may pay what follows from them (contract §8).

    Nothing is payable below a minimum that later versions of the agreement may change, so 0 is never a gap.
    """
    claimed = {
        r["uid"]: r["n"]
        for r in fetch_all(
            select(StatementLine.statement_uid.label("uid"), func.count().label("n")).group_by(StatementLine.statement_uid)
        )
    }
    young = _young_sales()
    for r in fetch_all(select(Statement.__table__).order_by(Statement.number)):
        if claimed.get(r["uid"], 0) != r["line_count"]:
            yield f"statement {r['number']}: {r['line_count']} lines when issued, {claimed.get(r['uid'], 0)} claimed"
        on_hold_vnd = sum(
            owed_vnd
            for sequence, day, holding_days, owed_vnd in young[r["producer_code"]]
            if sequence <= r["sequence"] and day <= r["until_day"] and (r["until_day"] - day).days < holding_days
        )
        payable_vnd = max(0, r["closing_vnd"] - on_hold_vnd)
        if r["payable_vnd"] not in (0, payable_vnd):
            yield f"statement {r['number']}: payable {r['payable_vnd']}, by its lines {payable_vnd}"


def _young_sales() -> dict[str, list[tuple[int, date, int, int]]]:
    """By producer, what is owed for sold and refunded goods with holding days: statement's sequence, day, days, owed."""
    key = (Statement.producer_code, Statement.sequence, BookLine.day, AgreementVersion.holding_days)
    query = (
        select(*key, func.sum(BookLine.owed_vnd).label("owed_vnd"))
        .select_from(BookLine)
        .join(StatementLine, StatementLine.book_line_id == BookLine.id)
        .join(Statement, Statement.uid == StatementLine.statement_uid)
        .join(AgreementTerm, AgreementTerm.id == BookLine.term_id)
        .join(AgreementVersion, AgreementVersion.id == AgreementTerm.version_id)
        .where(BookLine.kind.in_((BookKind.SOLD, BookKind.REFUNDED)), AgreementVersion.holding_days > 0)
        .group_by(*key)
    )
    young: dict[str, list[tuple[int, date, int, int]]] = defaultdict(list)
    for r in fetch_all(query):
        young[r["producer_code"]].append((r["sequence"], r["day"], r["holding_days"], int(r["owed_vnd"])))
    return young
