"""Statements read back: heads, sums, lines, and what was paid and asked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, literal, or_, select, tuple_

from core import chain, clock
from core.db import Row, fetch_all, fetch_one, numbering
from core.errors import NotFound
from core.i18n import N_
from core.i18n import gettext as _
from core.money import Vnd
from core.quantity import Milli
from core.text.formats import rate, vnd
from core.text.labels import say
from suppliers import book, statement_sums
from suppliers.agreements.models import AgreementTerm, AgreementVersion
from suppliers.choices import Basis, Bearer, BookKind, CommissionBase, MessageKind, PayoutMethod, StatementState, VatKeeper
from suppliers.models import (
    BookLine,
    Payout,
    Product,
    Statement,
    StatementLine,
)
from suppliers.results import (
    AnswerResult,
    QuestionResult,
    StatementGoods,
    StatementLineResult,
    StatementPayment,
    StatementResult,
    StatementSummary,
    StatementTerm,
    Subject,
)
from suppliers.statement_states import Message, StatementHead, head_of, is_in, messages_by_statement, messages_of, state_of
from suppliers.statement_sums import LineSum


def find_head(uid: str, producer: str | None = None) -> StatementHead:
    """The head of a statement. Raises NotFound, also for another producer's."""
    statement = fetch_one(select(Statement.__table__).where(Statement.uid == uid))
    if statement is None or (producer is not None and statement["producer_code"] != producer):
        raise NotFound(N_("Không có bảng thanh toán này."))
    return head_of(statement)


@dataclass(frozen=True, slots=True)
class StatementToday:
    """What of a statement still changes after it was issued."""

    head: StatementHead
    messages: Sequence[Message]
    payments: Sequence[StatementPayment]


def today_of(uid: str, producer: str | None = None) -> StatementToday:
    """A statement's head, questions and payments. Raises NotFound, also for another producer's."""
    return StatementToday(find_head(uid, producer), messages_of(uid), payments_of(uid))


def show(uid: str, producer: str | None = None, *, with_lines: bool = True) -> StatementResult:
    """A statement as it stands; without its lines they are summed by the database. Raises NotFound, also for another's."""
    return whole(today_of(uid, producer), with_lines=with_lines)


def whole(today: StatementToday, *, with_lines: bool = True) -> StatementResult:
    """A statement with what changes and with what never does."""
    head, uid = today.head, today.head.uid
    sums = _sums_of(uid)
    money = statement_sums.money(head.opening_vnd, sums, head.payable_vnd)
    return StatementResult(
        uid=uid,
        number=head.number,
        producer=head.producer,
        from_=head.from_,
        until=head.until,
        state=state_of(head, today.messages),
        goods=goods(head.producer, head.sequence - 1, sums),
        money=money,
        lines=lines_of(uid) if with_lines else (),
        held_vnd=Vnd(money.closing_vnd - money.payable_vnd),
        line_count=sum(line.count for line in sums),
        terms=terms_behind(uid),
        payments=today.payments,
        questions=_questions(today.messages),
        paid_on_this_vnd=head.paid_vnd,
        issued_at=head.issued_at,
        accepted_at=head.accepted_at,
        accepted_by=head.accepted_by,
        accepted_note=head.accepted_note,
        digest=chain.printed_digest(uid),
    )


def count_lines(uid: str) -> int:
    """How many lines a statement has."""
    counted = fetch_one(select(func.count().label("n")).select_from(StatementLine).where(StatementLine.statement_uid == uid))
    assert counted is not None
    return int(counted["n"])


def _sums_of(uid: str) -> list[LineSum]:
    """What a statement's lines add up to, by kind, product and price."""
    columns = (BookLine.kind, BookLine.product_code, BookLine.unit_price_vnd)
    sums = (func.sum(getattr(BookLine, name)).label(name) for name in ("quantity", "gross_vnd", "owed_vnd"))
    query = (
        select(*columns, *sums, func.count().label("n"))
        .join(StatementLine, StatementLine.book_line_id == BookLine.id)
        .where(StatementLine.statement_uid == uid)
        .group_by(*columns)
    )
    return [line_sum(r, int(r["n"])) for r in fetch_all(query)]


def line_sum(lines: Row, count: int = 1) -> LineSum:
    """A row of the book, or of the sums of `count` of its lines."""
    return LineSum(
        kind=BookKind(lines["kind"]),
        product=lines["product_code"],
        unit_price_vnd=lines["unit_price_vnd"],
        quantity=Milli(int(lines["quantity"])),
        gross_vnd=Vnd(int(lines["gross_vnd"])),
        owed_vnd=Vnd(int(lines["owed_vnd"])),
        count=count,
    )


def goods(producer: str, before: int, lines: Sequence[LineSum]) -> list[StatementGoods]:
    """The goods table. Opening is what the producer's statements up to number `before` claimed."""
    earlier = fetch_all(
        select(BookLine.product_code, func.sum(BookLine.quantity).label("quantity"))
        .join(StatementLine, StatementLine.book_line_id == BookLine.id)
        .join(Statement, Statement.uid == StatementLine.statement_uid)
        .where(Statement.producer_code == producer, Statement.sequence <= before, BookLine.product_code.is_not(None))
        .group_by(BookLine.product_code)
    )
    opening = {r["product_code"]: int(r["quantity"]) for r in earlier}
    of_product: dict[str, list[LineSum]] = defaultdict(list)
    for line in lines:
        if line.product:
            of_product[line.product].append(line)
    codes = sorted({code for code, quantity in opening.items() if quantity} | of_product.keys())
    units = {r["code"]: r["unit"] for r in fetch_all(select(Product.code, Product.unit).where(Product.code.in_(codes)))}
    return [statement_sums.goods_row(code, units[code], opening.get(code, 0), of_product[code]) for code in codes]


def lines_of(
    uid: str,
    *,
    after: int = 0,
    limit: int | None = None,
    day: date | None = None,
    product: str | None = None,
    uids: Collection[str] | None = None,
) -> list[StatementLineResult]:
    """A statement's lines in the order of posting; those past the first `after`, of one day or product, or with these uids."""
    query = (
        select(BookLine.__table__)
        .join(StatementLine, StatementLine.book_line_id == BookLine.id)
        .where(StatementLine.statement_uid == uid)
        .order_by(BookLine.id)
        .offset(after)
    )
    if limit is not None:
        query = query.limit(limit)
    if day is not None:
        query = query.where(BookLine.day == day)
    if product is not None:
        query = query.where(BookLine.product_code == product)
    if uids is not None:
        query = query.where(BookLine.uid.in_(sorted(uids)))
    return [book.line_result(line) for line in fetch_all(query)]


def days_of(uid: str) -> list[tuple[date, int, int]]:
    """The days of a statement's lines, with how many lines a day has and what they owe."""
    days = fetch_all(
        select(BookLine.day, func.count().label("n"), func.sum(BookLine.owed_vnd).label("owed_vnd"))
        .join(StatementLine, StatementLine.book_line_id == BookLine.id)
        .where(StatementLine.statement_uid == uid)
        .group_by(BookLine.day)
        .order_by(BookLine.day)
    )
    return [(r["day"], int(r["n"]), int(r["owed_vnd"])) for r in days]


def terms_behind(uid: str) -> list[StatementTerm]:
    """Every term the statement's lines happened under."""
    used = (
        select(BookLine.term_id)
        .join(StatementLine, StatementLine.book_line_id == BookLine.id)
        .where(StatementLine.statement_uid == uid, BookLine.term_id.is_not(None))
        .distinct()
    )
    return _terms(AgreementTerm.id.in_(used))


def terms_named(ids: Collection[int]) -> list[StatementTerm]:
    """The terms with these ids."""
    return _terms(AgreementTerm.id.in_(sorted(ids)))


def _terms(condition: Any) -> list[StatementTerm]:
    query = (
        select(AgreementTerm.__table__, AgreementVersion.agreement_number, Product.name)
        .join(AgreementVersion, AgreementVersion.id == AgreementTerm.version_id)
        .outerjoin(Product, Product.code == AgreementTerm.product_code)
        .where(condition)
        .order_by(AgreementTerm.id)
    )
    return [
        StatementTerm(
            agreement=r["agreement_number"],
            product=r["product_code"],
            set=r["product_set"],
            basis=Basis(r["basis"]),
            rate_bp=r["rate_bp"],
            owed_per_unit_vnd=r["owed_per_unit_vnd"],
            discount_bearer=Bearer(r["discount_bearer"]),
            commission_base=CommissionBase(r["commission_base"]),
            vat_kept_by=VatKeeper(r["vat_kept_by"]),
            text=_term_sentence(r),
        )
        for r in fetch_all(query)
    ]


def _term_sentence(term: Row) -> str:
    scope = term["name"] or (_("bộ %(n)s", n=term["product_set"]) if term["product_set"] else _("mọi sản phẩm"))
    if term["basis"] == Basis.FIXED_PRICE:
        return f"{scope}: " + _("giá cố định %(amount)s mỗi đơn vị", amount=vnd(term["owed_per_unit_vnd"]))
    base = CommissionBase(term["commission_base"])
    sentence = _("hoa hồng %(rate)s %(base)s", rate=rate(term["rate_bp"]), base=_(base.label))
    return f"{scope}: {sentence}, " + _("thuế GTGT do %(who)s kê khai", who=say(term["vat_kept_by"], "vat_kept_by"))


def payout_number(year: int, sequence: int) -> str:
    """The printed number of a payout: `PC-2026-0001`."""
    return f"PC-{year}-{sequence:04d}"


def payout_numbers(uids: Collection[str]) -> dict[str, str]:
    """The printed numbers of payouts, by their ids."""
    rows = fetch_all(select(Payout.uid, Payout.year, Payout.sequence).where(Payout.uid.in_(uids), Payout.reverses.is_(None)))
    return {r["uid"]: payout_number(r["year"], r["sequence"]) for r in rows}


def payment_of(payout: Row, *, is_reversed: bool, reason: str | None) -> StatementPayment:
    """A row of the payouts as a payment; `reason` is why it was taken back."""
    return StatementPayment(
        uid=payout["uid"],
        day=clock.day_of(payout["paid_at"]),
        at=payout["paid_at"],
        method=PayoutMethod(payout["method"]),
        amount_vnd=payout["amount_vnd"],
        reference=payout["reference"],
        reversed=is_reversed,
        reason=reason,
        number=payout_number(payout["year"], payout["sequence"]),
    )


def payments_of(uid: str) -> list[StatementPayment]:
    """The payouts made on a statement, oldest first; one that was taken back says so, with the reason."""
    return payments_by_statement([uid])[uid]


def payments_by_statement(uids: Collection[str]) -> dict[str, list[StatementPayment]]:
    """The payouts made on several statements, oldest first."""
    payouts = fetch_all(select(Payout.__table__).where(Payout.statement_uid.in_(sorted(uids))).order_by(Payout.paid_at))
    reversals = {r["reverses"]: r for r in payouts if r["reverses"]}
    payments: dict[str, list[StatementPayment]] = {uid: [] for uid in uids}
    for r in payouts:
        if r["reverses"]:
            continue
        reversal = reversals.get(r["uid"])
        payment = payment_of(r, is_reversed=reversal is not None, reason=reversal["reason"] if reversal else None)
        payments[r["statement_uid"]].append(payment)
    return payments


def _questions(messages: Sequence[Message]) -> list[QuestionResult]:
    """Questions with their answers; an answer belongs to the last question about the same thing."""
    questions: list[QuestionResult] = []
    answers: dict[Subject, list[AnswerResult]] = {}
    for m in messages:
        if m.kind is MessageKind.QUERY:
            of = answers[m.about] = []
            line, day, product = m.about.line, m.about.day, m.about.product
            questions.append(QuestionResult(m.uid, line, day, product, message=m.text, by=m.by, at=m.at, answers=of))
        else:
            answers[m.about].append(AnswerResult(m.uid, m.text, m.by, m.at))
    return questions


def list_statements(
    producer: str | None, after: str | None, limit: int, states: Collection[StatementState] = ()
) -> list[StatementSummary]:
    """Statements, newest first, without their lines; `after` is a printed number. Raises Invalid for another cursor."""
    order = (Statement.year, Statement.year_sequence)
    query = select(Statement.__table__).order_by(*(column.desc() for column in order)).limit(limit)
    if producer is not None:
        query = query.where(Statement.producer_code == producer)
    if after is not None:
        cursor = numbering.parse(after.removeprefix("ĐS-"))
        query = query.where(tuple_(*order) < tuple_(*(literal(part) for part in cursor)))
    if states:
        query = query.where(or_(*(is_in(state) for state in states)))
    return _summaries([head_of(r) for r in fetch_all(query)])


def summaries(uids: Collection[str]) -> list[StatementSummary]:
    """Statements without their lines, by number."""
    query = select(Statement.__table__).where(Statement.uid.in_(sorted(uids)))
    return _summaries([head_of(r) for r in fetch_all(query.order_by(Statement.year, Statement.year_sequence))])


def _summaries(heads: Sequence[StatementHead]) -> list[StatementSummary]:
    messages = messages_by_statement([head.uid for head in heads])
    return [
        StatementSummary(
            uid=head.uid,
            number=head.number,
            producer=head.producer,
            from_=head.from_,
            until=head.until,
            state=state_of(head, messages[head.uid]),
            opening_vnd=head.opening_vnd,
            closing_vnd=head.closing_vnd,
            payable_vnd=head.payable_vnd,
            paid_on_this_vnd=head.paid_vnd,
        )
        for head in heads
    ]
