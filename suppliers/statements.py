"""Statements: opening plus the lines claimed is closing, for goods and for money.

A statement claims every unclaimed line up to its day. A line is on at most one statement (the primary key of the claim
says so), and what arrives later waits for the next one.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import func, insert, select, update
from sqlalchemy.orm import aliased

from core import clock
from core.db import Row, audit, execute, fetch_all, fetch_one, numbering, on_postgresql
from core.errors import DomainError, Invalid
from core.events import emit
from core.i18n import N_
from core.machine import clock_check
from core.money import Vnd
from core.people.actor import Actor
from suppliers import audit_actions, book, statement_queries, statement_sums
from suppliers.agreements.models import AgreementTerm, AgreementVersion
from suppliers.agreements.standing import standing_versions
from suppliers.choices import StatementState
from suppliers.events import StatementIssued
from suppliers.models import (
    BookLine,
    Payout,
    Producer,
    Statement,
    StatementLine,
)
from suppliers.producers import refuse_owner
from suppliers.requests import StatementRequest
from suppliers.results import StatementResult
from suppliers.settling import charges
from suppliers.statement_states import StatementHead, head_of


def issue(uid: str, document: StatementRequest, actor: Actor) -> StatementResult:
    """Closes a producer's book up to a day, and returns the statement. Raises what `close` does."""
    close(uid, document, actor)
    return statement_queries.show(uid)


def close(uid: str, document: StatementRequest, actor: Actor) -> None:
    """Closes a producer's book up to a day, with what its agreements charge.

    Raises Invalid for an unknown producer, a day in the future or before the last statement's, and `nothing_to_claim`.
    """
    clock_check.require()
    lock_producer(document.producer)
    last = newest(document.producer)
    _check_until(document.until, last)
    claimed = _unclaimed(document.producer, document.until)
    if not claimed:
        raise DomainError("nothing_to_claim", N_("Không có dòng nào chưa đối soát tính đến ngày này."))
    if agreed := charges.charges_of(document.producer, document.until, claimed):
        charges.post(document.producer, document.until, agreed, actor.name)
        claimed = _unclaimed(document.producer, document.until)
    opening_vnd = last.closing_vnd if last else 0
    closing_vnd = opening_vnd + sum(line["owed_vnd"] for line in claimed)
    year = document.until.year
    year_sequence = numbering.take("statement", year)
    payable_vnd = _payable(document.producer, document.until, closing_vnd, claimed)
    values = {
        "uid": uid,
        "number": f"ĐS-{year}-{year_sequence:04d}",
        "year": year,
        "year_sequence": year_sequence,
        "producer_code": document.producer,
        "sequence": last.sequence + 1 if last else 1,
        "from_day": _from_day(last, claimed, document.until),
        "until_day": document.until,
        "opening_vnd": opening_vnd,
        "closing_vnd": closing_vnd,
        "payable_vnd": payable_vnd,
        "paid_vnd": 0,
        "line_count": len(claimed),
        "issued_at": clock.now(),
        "issued_by": actor.name,
    }
    execute(insert(Statement), values)
    execute(insert(StatementLine), [{"book_line_id": line["id"], "statement_uid": uid} for line in claimed])
    count_paid(document.producer, values["sequence"])
    audit.note(actor, audit_actions.STATEMENT_ISSUED, uid, number=values["number"], closing_vnd=closing_vnd)
    emit(StatementIssued(uid, values["number"], document.producer, Vnd(closing_vnd)))


def preview(producer: str, until: date) -> StatementResult:
    """What a statement up to a day would say now. Nothing is written."""
    last = newest(producer)
    _check_until(until, last)
    claimed = _unclaimed(producer, until)
    claimed = [*claimed, *charges.as_lines(producer, until, charges.charges_of(producer, until, claimed))]
    opening_vnd = last.closing_vnd if last else 0
    closing_vnd = opening_vnd + sum(line["owed_vnd"] for line in claimed)
    payable_vnd = _payable(producer, until, closing_vnd, claimed)
    sums = [statement_queries.line_sum(line) for line in claimed]
    return StatementResult(
        uid=None,
        number=None,
        producer=producer,
        from_=_from_day(last, claimed, until),
        until=until,
        state=StatementState.PREVIEW,
        goods=statement_queries.goods(producer, last.sequence if last else 0, sums),
        money=statement_sums.money(opening_vnd, sums, payable_vnd),
        lines=[book.line_result(line) for line in claimed],
        held_vnd=Vnd(closing_vnd - payable_vnd),
        line_count=len(claimed),
        terms=statement_queries.terms_named({line["term_id"] for line in claimed if line["term_id"] is not None}),
    )


def newest(producer: str) -> StatementHead | None:
    """A producer's last statement, if any."""
    last = fetch_one(
        select(Statement.__table__).where(Statement.producer_code == producer).order_by(Statement.sequence.desc()).limit(1)
    )
    return head_of(last) if last else None


def lock_producer(producer: str) -> None:
    """One settlement of a producer at a time. Raises Invalid for an unknown one and for the outlet itself."""
    query = select(Producer.code).where(Producer.code == producer)
    if fetch_one(query.with_for_update(key_share=True) if on_postgresql() else query) is None:
        raise Invalid(("producer", N_("Không có nhà sản xuất này.")))
    refuse_owner(producer)


def _check_until(until: date, last: StatementHead | None) -> None:
    if until > clock.today():
        raise Invalid(("until", N_("Ngày này chưa đến.")))
    if last and until < last.until:
        raise Invalid(("until", N_("Đã chốt kỳ đối soát đến sau ngày này.")))


def _unclaimed(producer: str, until: date) -> Sequence[Row]:
    return fetch_all(
        select(BookLine.__table__)
        .outerjoin(StatementLine, StatementLine.book_line_id == BookLine.id)
        .where(BookLine.producer_code == producer, BookLine.day <= until, StatementLine.book_line_id.is_(None))
        .order_by(BookLine.id)
    )


def paid_on(producer: str, since: int = 1) -> dict[str, int]:
    """What is paid on a producer's statements from number `since` on.

    A payout counts on the statement it was made on and on every later one until the one that claims its line: a statement
    up to an earlier day does not have it in its closing, and without it the same money could be paid twice.
    """
    heads = fetch_all(
        select(Statement.uid, Statement.sequence, Statement.payable_vnd)
        .where(Statement.producer_code == producer, Statement.sequence >= since)
        .order_by(Statement.sequence)
    )
    standing = [p for p in _payouts(producer) if p["reversed_at"] is None]
    paid_vnd: dict[str, int] = {}
    for head in heads:
        counted_vnd = sum(p["amount_vnd"] for p in standing if _counts_on(p, head["sequence"]))
        paid_vnd[head["uid"]] = min(head["payable_vnd"], counted_vnd)
    return paid_vnd


def due_before(payout: str) -> Vnd:
    """What was due on a payout's statement when the payout was made: payable, less what had been paid and stood."""
    made = fetch_one(
        select(Payout.producer_code, Payout.year, Payout.sequence.label("number"), Payout.paid_at, Statement.payable_vnd)
        .add_columns(Statement.sequence.label("statement"))
        .join(Statement, Statement.uid == Payout.statement_uid)
        .where(Payout.uid == payout)
    )
    assert made is not None
    earlier = [
        p["amount_vnd"]
        for p in _payouts(made["producer_code"])
        if (p["year"], p["number"]) < (made["year"], made["number"])
        and (p["reversed_at"] is None or p["reversed_at"] > made["paid_at"])
        and _counts_on(p, made["statement"])
    ]
    return Vnd(made["payable_vnd"] - min(made["payable_vnd"], sum(earlier)))


def count_paid(producer: str, since: int) -> None:
    """Writes down again what is paid on a producer's statements from number `since` on."""
    for uid, paid_vnd in paid_on(producer, since).items():
        execute(update(Statement).where(Statement.uid == uid).values(paid_vnd=paid_vnd))


def _counts_on(payout: Row, statement: int) -> bool:
    """Whether a payout counts on the producer's statement of this number."""
    return bool(payout["made_on"] <= statement and (payout["claimed_by"] is None or payout["claimed_by"] > statement))


def _payouts(producer: str) -> Sequence[Row]:
    """A producer's payouts: the numbers of the statements that each was made on and claimed by, and when it was taken back."""
    reversal, made, claiming = aliased(Payout), aliased(Statement), aliased(Statement)
    return fetch_all(
        select(Payout.amount_vnd, Payout.year, Payout.sequence.label("number"), reversal.paid_at.label("reversed_at"))
        .add_columns(made.sequence.label("made_on"), claiming.sequence.label("claimed_by"))
        .join(made, made.uid == Payout.statement_uid)
        .join(BookLine, (BookLine.source_kind == "payout") & (BookLine.source_uid == Payout.uid) & (BookLine.owed_vnd < 0))
        .outerjoin(StatementLine, StatementLine.book_line_id == BookLine.id)
        .outerjoin(claiming, claiming.uid == StatementLine.statement_uid)
        .outerjoin(reversal, reversal.reverses == Payout.uid)
        .where(Payout.producer_code == producer, Payout.reverses.is_(None))
    )


def _from_day(last: StatementHead | None, claimed: Sequence[Row], until: date) -> date:
    """The day after the last statement's; a second statement up to the same day is of that day."""
    if last:
        return min(last.until + timedelta(days=1), until)
    return min((line["day"] for line in claimed), default=until)


def _payable(producer: str, until: date, closing_vnd: int, claimed: Sequence[Row]) -> Vnd:
    return payable_of(producer, until, closing_vnd, _held_back(producer, until, claimed))


def payable_of(producer: str, until: date, closing_vnd: int, held_back_vnd: int) -> Vnd:
    """What may be paid: the closing less what is still within its holding days, nothing below the minimum."""
    payable_vnd = Vnd(max(0, closing_vnd - held_back_vnd))
    return payable_vnd if payable_vnd >= _minimum_payout(producer, until) else Vnd(0)


def _held_back(producer: str, until: date, claimed: Sequence[Row]) -> int:
    """What is owed for sales and refunds younger than the holding days they happened under."""
    v = AgreementVersion.__table__.c
    longest = fetch_one(select(func.max(v.holding_days).label("days")).where(v.producer_code == producer))
    if longest is None or not longest["days"]:
        return 0
    young = fetch_all(
        select(BookLine.id, BookLine.day, BookLine.owed_vnd, v.holding_days, StatementLine.statement_uid)
        .join(AgreementTerm, AgreementTerm.id == BookLine.term_id)
        .join(AgreementVersion, v.id == AgreementTerm.version_id)
        .outerjoin(StatementLine, StatementLine.book_line_id == BookLine.id)
        .where(
            BookLine.producer_code == producer,
            BookLine.kind.in_(("sold", "refunded")),
            v.holding_days > 0,
            BookLine.day <= until,
            BookLine.day > until - timedelta(days=longest["days"]),
        )
    )
    ours = {line["id"] for line in claimed}
    return sum(
        r["owed_vnd"]
        for r in young
        if (r["id"] in ours or r["statement_uid"] is not None) and (until - r["day"]).days < r["holding_days"]
    )


def _minimum_payout(producer: str, until: date) -> int:
    """The minimum of the agreement in force that began last, or of the last one, as it stands."""
    v = AgreementVersion.__table__.c
    standing = standing_versions(producers=[producer]).values()
    versions = fetch_all(select(v.starts_on, v.ends_on, v.minimum_payout_vnd).where(v.id.in_(sorted(standing))))
    started = [r for r in versions if r["starts_on"] <= until]
    in_force = [r for r in started if r["ends_on"] is None or r["ends_on"] >= until]
    if in_force:
        return int(max(in_force, key=lambda r: r["starts_on"])["minimum_payout_vnd"])
    return int(max(started, key=lambda r: r["ends_on"])["minimum_payout_vnd"]) if started else 0
